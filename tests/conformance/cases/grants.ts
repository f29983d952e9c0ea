import { assertEquals } from "@std/assert";
import { causes, type ConformanceCase, inArea, refusal } from "../case.ts";
import { ClusterRole, ClusterRoleBinding, Role, RoleBinding } from "../../../kinds/mod.ts";
import { allowed, grant, grantEverywhere, rbac, withUsers } from "../rights.ts";

const writeRoles = {
  verbs: ["create", "get", "list", "update", "patch"],
  apiGroups: [rbac],
  resources: ["roles", "rolebindings"],
};

const readPods = { verbs: ["get"], apiGroups: [""], resources: ["pods"] };

export const grantCases: readonly ConformanceCase[] = inArea(
  "access",
  withUsers([
    {
      name: "a Role must not grant what its writer does not have, and the refusal lists that",
      async run(env) {
        const { as, namespace, unique } = env;
        const user = `user-${unique}`;
        const client = await as(user, "builders");
        await grant(env, user, writeRoles, readPods);
        await allowed(() => client.list(Role, { namespace }));
        await client.create(Role, {
          metadata: { name: "less", namespace },
          rules: [{ ...readPods, resourceNames: ["a"] }],
        });
        const status = await refusal(client.create(Role, {
          metadata: { name: "more", namespace },
          rules: [
            { verbs: ["get", "list"], apiGroups: ["", "apps"], resources: ["pods"] },
            { verbs: ["delete"], apiGroups: [""], resources: ["pods"], resourceNames: ["b"] },
          ],
        }));
        assertEquals([status.code, status.details, status.message], [
          403,
          { name: "more", group: rbac, kind: "roles" },
          `roles.${rbac} "more" is forbidden: user "${user}" (groups=["builders" "system:authenticated"]) is attempting to grant RBAC permissions not currently held:
{APIGroups:[""], Resources:["pods"], ResourceNames:["b"], Verbs:["delete"]}
{APIGroups:[""], Resources:["pods"], Verbs:["list"]}
{APIGroups:["apps"], Resources:["pods"], Verbs:["get" "list"]}`,
        ]);
      },
    },
    {
      name: "a change of a Role is looked at as its creation is",
      async run(env) {
        const { as, client: admin, namespace, unique } = env;
        const user = `user-${unique}`;
        const client = await as(user);
        await grant(env, user, writeRoles, readPods);
        await allowed(() => client.list(Role, { namespace }));
        const key = { name: "a", namespace };
        await admin.create(Role, {
          metadata: key,
          rules: [{ verbs: ["delete"], apiGroups: [""], resources: ["pods"] }],
        });
        const patch = (merge: unknown) => client.patch(Role, key, { merge });
        assertEquals((await refusal(patch({ metadata: { labels: { a: "b" } } }))).code, 403);
        await patch({ rules: [readPods] });
        await patch({ metadata: { labels: { a: "b" } } });
        assertEquals((await refusal(patch({ rules: [{ ...readPods, verbs: ["*"] }] }))).code, 403);
      },
    },
    {
      name: "escalate on roles lets a writer grant anything",
      async run(env) {
        const { as, namespace, unique } = env;
        const user = `user-${unique}`;
        const client = await as(user);
        await grant(env, user, { ...writeRoles, verbs: [...writeRoles.verbs, "escalate"] });
        await allowed(() => client.list(Role, { namespace }));
        await client.create(Role, { metadata: { name: "more", namespace }, rules: [readPods] });
      },
    },
    {
      name: "a binding needs the rights of its role, or the right to bind it",
      async run(env) {
        const { as, namespace, unique } = env;
        const user = `user-${unique}`;
        const client = await as(user);
        const bind = (name: string, role: string) =>
          client.create(RoleBinding, {
            metadata: { name, namespace },
            subjects: [{ kind: "User", apiGroup: rbac, name: "anybody" }],
            roleRef: { kind: "ClusterRole", apiGroup: rbac, name: role },
          });
        await grant(env, user, writeRoles, {
          verbs: ["bind"],
          apiGroups: [rbac],
          resources: ["clusterroles"],
          resourceNames: ["edit"],
        });
        await allowed(() => client.list(RoleBinding, { namespace }));
        await bind("edit", "edit");
        await bind("own", "system:public-info-viewer");
        const status = await refusal(bind("view", "view"));
        assertEquals([status.code, status.details], [
          403,
          { name: "view", group: rbac, kind: "rolebindings" },
        ]);
        const none = await refusal(bind("none", "no-such-role"));
        assertEquals([none.code, none.message], [
          404,
          `rolebindings.${rbac} "no-such-role" not found`,
        ]);
      },
    },
    {
      name: "an aggregationRule is for those who may do everything",
      async run(env) {
        const { as, unique } = env;
        const user = `user-${unique}`;
        const client = await as(user);
        await using _role = await grantEverywhere(env, user, {
          verbs: ["create", "list"],
          apiGroups: [rbac],
          resources: ["clusterroles"],
        });
        await allowed(() => client.list(ClusterRole));
        const metadata = { name: `gather-${unique}` };
        const status = await refusal(client.create(ClusterRole, {
          metadata,
          rules: [],
          aggregationRule: { clusterRoleSelectors: [{ matchLabels: { none: unique } }] },
        }));
        assertEquals(
          status.message,
          `clusterroles.${rbac} "gather-${unique}" is forbidden: must have cluster-admin privileges to use the aggregationRule`,
        );
      },
    },
    {
      name: "rules are checked: verbs, groups, resources, and no paths in Roles",
      async run({ client, namespace, unique }) {
        const status = await refusal(client.create(Role, {
          metadata: { name: "a", namespace },
          rules: [{ verbs: [], nonResourceURLs: ["/x"] }, { verbs: ["get"] }],
        }));
        assertEquals([status.code, causes(status)], [422, [
          "FieldValueRequired rules[0].verbs",
          "FieldValueInvalid rules[0].nonResourceURLs",
          "FieldValueRequired rules[1].apiGroups",
          "FieldValueRequired rules[1].resources",
        ]]);
        const mixed = await refusal(client.create(ClusterRole, {
          metadata: { name: `mixed-${unique}` },
          rules: [{ verbs: ["get"], apiGroups: [""], nonResourceURLs: ["/x"] }],
          aggregationRule: {},
        }));
        assertEquals(causes(mixed), [
          "FieldValueInvalid rules[0].nonResourceURLs",
          "FieldValueRequired aggregationRule.clusterRoleSelectors",
        ]);
      },
    },
    {
      name: "bindings are checked, get their API groups, and keep their role",
      async run({ client, namespace, unique }) {
        const made = await client.create(RoleBinding, {
          metadata: { name: "a", namespace },
          subjects: [{ kind: "User", name: "alice" }, { kind: "ServiceAccount", name: "builder" }],
          roleRef: { kind: "Role", name: "a", apiGroup: "" },
        });
        assertEquals(made.roleRef, { apiGroup: rbac, kind: "Role", name: "a" });
        assertEquals(made.subjects, [
          { kind: "User", apiGroup: rbac, name: "alice" },
          { kind: "ServiceAccount", name: "builder" },
        ]);
        const roleRef = { apiGroup: rbac, kind: "ClusterRole", name: "view" };
        const status = await refusal(
          client.patch(RoleBinding, { name: "a", namespace }, { merge: { roleRef } }),
        );
        assertEquals([status.code, causes(status)], [422, ["FieldValueInvalid roleRef"]]);
        const wrong = await refusal(client.create(ClusterRoleBinding, {
          metadata: { name: `wrong-${unique}` },
          subjects: [{ kind: "ServiceAccount", name: "a" }, { kind: "Thing", name: "b" }],
          roleRef: { apiGroup: rbac, kind: "Role", name: "" },
        }));
        assertEquals(causes(wrong), [
          "FieldValueNotSupported roleRef.kind",
          "FieldValueRequired roleRef.name",
          "FieldValueRequired subjects[0].namespace",
          "FieldValueNotSupported subjects[1].kind",
        ]);
      },
    },
  ]),
  "grants",
);
