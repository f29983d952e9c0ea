import { assert, assertEquals } from "@std/assert";
import { type ConformanceCase, eventually, inArea, isGone, refusal } from "../case.ts";
import { configMaps } from "../resources.ts";
import { allowed, denied, grant, grantEverywhere, rbac, withUsers } from "../rights.ts";
import { ClusterRole, Role, RoleBinding } from "../../../kinds/mod.ts";

const core = { apiGroups: [""] };

export const rightsCases: readonly ConformanceCase[] = inArea(
  "access",
  withUsers([
    {
      name: "a user without rights is refused, with name, verb, resource and namespace",
      async run({ as, namespace }) {
        const alice = await as("alice", "builders");
        const status = await refusal(alice.get(configMaps, { name: "a", namespace }));
        assertEquals(status, {
          kind: "Status",
          apiVersion: "v1",
          metadata: {},
          status: "Failure",
          message:
            `configmaps "a" is forbidden: User "alice" cannot get resource "configmaps" in API group "" in the namespace "${namespace}"`,
          reason: "Forbidden",
          details: { name: "a", kind: "configmaps" },
          code: 403,
        });
      },
    },
    {
      name: "each verb has its word in the refusal",
      async run({ as, namespace, widgets }) {
        const alice = await as("alice");
        const key = { name: "a", namespace };
        const group = widgets.group;
        const inGroup = `resource "widgets" in API group "${group}"`;
        const where = `in the namespace "${namespace}"`;
        const said = async (call: Promise<unknown>) => (await refusal(call)).message;
        const all = `widgets.${group} is forbidden: User "alice" cannot`;
        const one = `widgets.${group} "a" is forbidden: User "alice" cannot`;
        assertEquals(
          await said(alice.list(widgets)),
          `${all} list ${inGroup} at the cluster scope`,
        );
        assertEquals(
          await said(alice.create(widgets, { metadata: key })),
          `${all} create ${inGroup} ${where}`,
        );
        assertEquals(await said(alice.delete(widgets, key)), `${one} delete ${inGroup} ${where}`);
        assertEquals(
          await said(alice.deleteCollection(widgets, { namespace })),
          `${all} deletecollection ${inGroup} ${where}`,
        );
        assertEquals(
          await said(alice.patch(widgets, key, { merge: {} }, { subresource: "status" })),
          `${one} patch resource "widgets/status" in API group "${group}" ${where}`,
        );
        assertEquals(
          await said(
            alice.list(widgets, { namespace, fieldSelector: "metadata.name=a" }),
          ),
          `${one} list ${inGroup} ${where}`,
        );
        const path = `/apis/${group}/v1/namespaces/${namespace}/widgets?watch=1`;
        assertEquals(await said(alice.request(path)), `${all} watch ${inGroup} ${where}`);
      },
    },
    {
      name: "paths that are no resources are refused by path, and known ones are open",
      async run({ as, withToken }) {
        const alice = await as("alice");
        const status = await refusal(alice.request("/metrics"));
        assertEquals([status.code, status.message, status.details], [
          403,
          'forbidden: User "alice" cannot get path "/metrics"',
          {},
        ]);
        for (const path of ["/version", "/api", "/apis", "/openapi/v3", "/readyz"]) {
          await (await alice.request(path)).body?.cancel();
        }
        const nobody = await withToken();
        await (await nobody.request("/version")).body?.cancel();
        const refused = await refusal(nobody.request("/api"));
        assertEquals(refused.message, 'forbidden: User "system:anonymous" cannot get path "/api"');
      },
    },
    {
      name: "a group that is not served is refused before it is not found",
      async run({ as, client }) {
        const path = "/apis/none.example.test/v1/things";
        assertEquals((await refusal((await as("alice")).request(path))).code, 403);
        assertEquals((await refusal(client.request(path))).code, 404);
      },
    },
    {
      name: "a Role gives rights in its namespace and nowhere else",
      async run(env) {
        const { as, namespace, unique } = env;
        const user = `user-${unique}`;
        const client = await as(user);
        await grant(env, user, { ...core, verbs: ["get", "list"], resources: ["configmaps"] });
        await allowed(() => client.list(configMaps, { namespace }));
        assertEquals((await refusal(client.list(configMaps))).code, 403);
        assertEquals((await refusal(client.list(configMaps, { namespace: "default" }))).code, 403);
        assertEquals(
          (await refusal(client.create(configMaps, { metadata: { name: "a", namespace } }))).code,
          403,
        );
        const key = { name: "none", namespace };
        assertEquals((await refusal(client.get(configMaps, key))).code, 404);
      },
    },
    {
      name: "a right that is taken away is gone",
      async run(env) {
        const { as, client: admin, namespace, unique } = env;
        const user = `user-${unique}`;
        const client = await as(user);
        await grant(env, user, { ...core, verbs: ["list"], resources: ["configmaps"] });
        const list = () => client.list(configMaps, { namespace });
        await allowed(list);
        await admin.delete(RoleBinding, { name: user, namespace });
        await denied(list);
      },
    },
    {
      name: "a Role need not be there before its binding, and its absence is said",
      async run({ as, client: admin, namespace, unique }) {
        const user = `user-${unique}`;
        const client = await as(user);
        const metadata = { name: user, namespace };
        await admin.create(RoleBinding, {
          metadata,
          subjects: [{ kind: "User", apiGroup: rbac, name: user }],
          roleRef: { kind: "Role", apiGroup: rbac, name: user },
        });
        const list = () => client.list(configMaps, { namespace });
        await eventually(
          "the refusal names the role",
          async () =>
            (await refusal(list())).message ===
              `configmaps is forbidden: User "${user}" cannot list resource "configmaps" in API group "" in the namespace "${namespace}": RBAC: role.${rbac} "${user}" not found`,
        );
        await admin.create(Role, {
          metadata,
          rules: [{ ...core, verbs: ["list"], resources: ["configmaps"] }],
        });
        await allowed(list);
      },
    },
    {
      name: "groups, and service accounts of the binding's own namespace, are subjects too",
      async run({ as, client: admin, namespace, unique }) {
        await admin.create(RoleBinding, {
          metadata: { name: "view", namespace },
          subjects: [
            { kind: "Group", apiGroup: rbac, name: `group-${unique}` },
            { kind: "ServiceAccount", name: "here" },
            { kind: "ServiceAccount", name: "there", namespace: "default" },
          ],
          roleRef: { kind: "ClusterRole", apiGroup: rbac, name: "view" },
        });
        const list = async (user: string, ...groups: string[]) => {
          const client = await as(user, ...groups);
          return () => client.list(configMaps, { namespace });
        };
        await allowed(await list("alice", "others", `group-${unique}`));
        await allowed(await list(`system:serviceaccount:${namespace}:here`));
        await allowed(await list("system:serviceaccount:default:there"));
        assertEquals((await refusal((await list("alice", "others"))())).code, 403);
        const elsewhere = await list("system:serviceaccount:default:here");
        assertEquals((await refusal(elsewhere())).code, 403);
      },
    },
    {
      name: "resourceNames hold for lists and watches by name, and never for create",
      async run(env) {
        const { as, namespace, unique } = env;
        const user = `user-${unique}`;
        const client = await as(user);
        await grant(env, user, {
          ...core,
          verbs: ["*"],
          resources: ["configmaps"],
          resourceNames: ["a"],
        });
        const list = (fieldSelector?: string) =>
          client.list(configMaps, { namespace, ...(fieldSelector ? { fieldSelector } : {}) });
        await allowed(() => list("metadata.name=a"));
        await list("metadata.namespace!=x,metadata.name==a");
        for (const selector of [undefined, "metadata.name=b", "metadata.name!=a"]) {
          assertEquals((await refusal(list(selector))).code, 403, selector);
        }
        // The name in a selector counts for reads only.
        const selected = { namespace, fieldSelector: "metadata.name=a" };
        assertEquals((await refusal(client.deleteCollection(configMaps, selected))).code, 403);
        const path = `/api/v1/namespaces/${namespace}/configmaps`;
        const watch = await client.request(path, {
          query: { watch: 1, timeoutSeconds: 1, fieldSelector: "metadata.name=a" },
        });
        await watch.text();
        assertEquals((await refusal(client.request(path, { query: { watch: 1 } }))).code, 403);
        const made = client.create(configMaps, { metadata: { name: "a", namespace } });
        assertEquals((await refusal(made)).code, 403);
      },
    },
    {
      name: "a resource is without its subresources, */scale and * are with them",
      async run(env) {
        const { as, client: admin, namespace, unique, widgets } = env;
        const key = { name: "a", namespace };
        await admin.create(widgets, { metadata: key, spec: {} });
        const status = (client: Awaited<ReturnType<typeof as>>) => () =>
          client.patch(widgets, key, { merge: {} }, { subresource: "status" });
        const verbs = ["patch", "list", "get"];
        const rule = { verbs, apiGroups: [widgets.group] };
        await grant(env, `plain-${unique}`, { ...rule, resources: ["widgets"] });
        await grant(env, `status-${unique}`, { ...rule, resources: ["*/status"] });
        await grant(env, `all-${unique}`, { ...rule, resources: ["*"] });
        await allowed(status(await as(`status-${unique}`)));
        await allowed(status(await as(`all-${unique}`)));
        const plain = await as(`plain-${unique}`);
        await allowed(() => plain.list(widgets, { namespace }));
        assertEquals((await refusal(status(plain)())).code, 403);
        assertEquals((await refusal((await as(`status-${unique}`)).get(widgets, key))).code, 403);
      },
    },
    {
      name: "nonResourceURLs may end in a star",
      async run(env) {
        const { as, unique } = env;
        const user = `user-${unique}`;
        await using _role = await grantEverywhere(env, user, {
          verbs: ["get"],
          nonResourceURLs: [`/none/${unique}/*`],
        });
        const client = await as(user);
        await eventually(
          "the path is not found rather than forbidden",
          async () => (await refusal(client.request(`/none/${unique}/below`))).code === 404,
        );
        assertEquals((await refusal(client.request(`/none/${unique}`))).code, 403);
        const body = {};
        const post = client.request(`/none/${unique}/below`, { method: "POST", body });
        assertEquals((await refusal(post)).code, 403);
      },
    },
    {
      name: "an apply or update that would create needs the right to create",
      async run(env) {
        const { as, client: admin, namespace, unique } = env;
        const user = `user-${unique}`;
        const client = await as(user);
        await grant(env, user, { ...core, verbs: ["patch", "get"], resources: ["configmaps"] });
        const key = { name: "a", namespace };
        await allowed(() =>
          client.get(configMaps, key).catch((error) => {
            if (error.code !== 404) throw error;
          })
        );
        const status = await refusal(client.apply(configMaps, { metadata: key }));
        assertEquals([status.code, status.message], [
          403,
          `configmaps "a" is forbidden: User "${user}" cannot create resource "configmaps" in API group "" in the namespace "${namespace}"`,
        ]);
        assert(await isGone(admin.get(configMaps, key)));
        await admin.create(configMaps, { metadata: key });
        await client.apply(configMaps, { metadata: key, data: { a: "b" } });
      },
    },
    {
      name: "view, edit and admin gather what is labelled for them",
      async run({ client, unique }) {
        const name = `gather-${unique}`;
        const label = `test-${unique}.example.test/gather`;
        const rule = { verbs: ["get"], apiGroups: ["example.test"], resources: ["things"] };
        await client.create(ClusterRole, {
          metadata: { name },
          rules: [],
          aggregationRule: { clusterRoleSelectors: [{ matchLabels: { [label]: "true" } }] },
        });
        await client.create(ClusterRole, {
          metadata: { name: `${name}-part`, labels: { [label]: "true" } },
          rules: [rule],
        });
        const rules = async (role: string) => (await client.get(ClusterRole, { name: role })).rules;
        await eventually("the rules are gathered", async () => (await rules(name))?.length === 1);
        assertEquals(await rules(name), [rule]);
        await client.delete(ClusterRole, { name: `${name}-part` });
        await eventually("they are gone", async () => !(await rules(name))?.length);
        await client.delete(ClusterRole, { name });
        const secrets = (await rules("view"))?.some((one) => one.resources?.includes("secrets"));
        assertEquals(secrets, false);
        const impersonates = (one: { verbs: string[] }) => one.verbs.includes("impersonate");
        assertEquals((await rules("edit"))?.some(impersonates), true);
        const bindings = (await rules("admin"))?.some((one) =>
          one.resources?.includes("rolebindings") && one.verbs.includes("create")
        );
        assertEquals(bindings, true);
        assertEquals(await rules("cluster-admin"), [
          { verbs: ["*"], apiGroups: ["*"], resources: ["*"] },
          { verbs: ["*"], nonResourceURLs: ["*"] },
        ]);
      },
    },
    {
      name: "nothing is asked of system:masters",
      async run({ as, namespace }) {
        const root = await as("root", "system:masters");
        await root.create(configMaps, { metadata: { name: "a", namespace } });
        await root.list(configMaps);
      },
    },
  ]),
  "rights",
);
