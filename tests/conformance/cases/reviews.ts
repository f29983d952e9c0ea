import { assert, assertEquals } from "@std/assert";
import { causes, type ConformanceCase, eventually, inArea, refusal } from "../case.ts";
import { configMaps } from "../resources.ts";
import { canI, grant, grantEverywhere, post, withUsers } from "../rights.ts";
import { Pod, ServiceAccount } from "../../../kinds/mod.ts";
import type { Client } from "../../../client/mod.ts";

const authorization = "/apis/authorization.k8s.io/v1";
const authentication = "/apis/authentication.k8s.io/v1";
const readMaps = { verbs: ["list"], apiGroups: [""], resources: ["configmaps"] };

function whoAmI(client: Client) {
  return post(client, `${authentication}/selfsubjectreviews`, "SelfSubjectReview", undefined);
}

function subjectReview(client: Client, spec: unknown) {
  return post(client, `${authorization}/subjectaccessreviews`, "SubjectAccessReview", spec);
}

function tokenReview(client: Client, token: string, audiences?: string[]) {
  const spec = { token, ...(audiences ? { audiences } : {}) };
  return post(client, `${authentication}/tokenreviews`, "TokenReview", spec);
}

async function tokenOf(client: Client, namespace: string, name: string, spec: unknown = {}) {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
  return await post(client, path, "TokenRequest", spec);
}

export const reviewCases: readonly ConformanceCase[] = inArea(
  "access",
  withUsers([
    {
      name: "SelfSubjectAccessReview says whether, and by which binding",
      async run(env) {
        const { as, namespace, unique } = env;
        const user = `user-${unique}`;
        const client = await as(user);
        const list = { verb: "list", resource: "configmaps", namespace };
        assertEquals(await canI(client, list), { allowed: false });
        await grant(env, user, readMaps);
        await eventually("it is allowed", async () => (await canI(client, list)).allowed);
        assertEquals(
          (await canI(client, list)).reason,
          `RBAC: allowed by RoleBinding "${user}/${namespace}" of Role "${user}" to User "${user}"`,
        );
        assertEquals((await canI(client, { ...list, verb: "watch" })).allowed, false);
        assertEquals((await canI(client, { ...list, namespace: "" })).allowed, false);
        assertEquals((await canI(client, { ...list, group: "apps" })).allowed, false);
        assertEquals((await canI(client, { ...list, subresource: "status" })).allowed, false);
      },
    },
    {
      name: "SelfSubjectAccessReview wants exactly one kind of attributes, and no metadata",
      async run({ as }) {
        const alice = await as("alice");
        const path = `${authorization}/selfsubjectaccessreviews`;
        const kind = "SelfSubjectAccessReview";
        const none = await refusal(post(alice, path, kind, {}));
        assertEquals([none.code, causes(none)], [422, [
          "FieldValueInvalid spec.resourceAttributes",
        ]]);
        const nonResourceAttributes = { verb: "get", path: "/version" };
        const both = await refusal(
          post(alice, path, kind, { nonResourceAttributes, resourceAttributes: {} }),
        );
        assertEquals(causes(both), ["FieldValueInvalid spec.nonResourceAttributes"]);
        const named = await refusal(alice.request(path, {
          method: "POST",
          body: {
            apiVersion: "authorization.k8s.io/v1",
            kind,
            metadata: { name: "a" },
            spec: { nonResourceAttributes },
          },
        }));
        assertEquals(causes(named), ["FieldValueInvalid metadata"]);
        const answer = await post(alice, path, kind, { nonResourceAttributes });
        assertEquals(answer.status.allowed, true);
      },
    },
    {
      name: "SubjectAccessReview answers for others, whom nobody need know",
      async run(env) {
        const { client, namespace, unique } = env;
        const user = `user-${unique}`;
        await grant(env, user, readMaps);
        const resourceAttributes = { verb: "list", resource: "configmaps", namespace };
        await eventually(
          "it is allowed",
          async () => (await subjectReview(client, { user, resourceAttributes })).status.allowed,
        );
        const other = await subjectReview(client, { user: "other", resourceAttributes });
        assertEquals(other.status, { allowed: false });
        const root = await subjectReview(client, {
          groups: ["system:masters"],
          resourceAttributes,
        });
        assertEquals(root.status, { allowed: true });
        const nobody = await refusal(subjectReview(client, { resourceAttributes }));
        assertEquals(causes(nobody), ["FieldValueInvalid spec.user"]);
      },
    },
    {
      name: "SubjectAccessReview is not for everybody",
      async run({ as }) {
        const status = await refusal(subjectReview(await as("alice"), { user: "bob" }));
        assertEquals(
          status.message,
          'subjectaccessreviews.authorization.k8s.io is forbidden: User "alice" cannot create resource "subjectaccessreviews" in API group "authorization.k8s.io" at the cluster scope',
        );
      },
    },
    {
      name: "LocalSubjectAccessReview answers for its own namespace",
      async run({ client, namespace }) {
        const path = `${authorization}/namespaces/${namespace}/localsubjectaccessreviews`;
        const ask = (spec: unknown) => post(client, path, "LocalSubjectAccessReview", spec);
        const resourceAttributes = { verb: "list", resource: "pods", namespace };
        assertEquals((await ask({ user: "alice", resourceAttributes })).status, { allowed: false });
        const other = { ...resourceAttributes, namespace: "default" };
        assertEquals(causes(await refusal(ask({ user: "alice", resourceAttributes: other }))), [
          "FieldValueInvalid spec.resourceAttributes.namespace",
        ]);
        const nonResourceAttributes = { verb: "get", path: "/x" };
        assertEquals(causes(await refusal(ask({ user: "alice", nonResourceAttributes }))), [
          "FieldValueInvalid spec.nonResourceAttributes",
        ]);
      },
    },
    {
      name: "SelfSubjectRulesReview lists rights in a namespace, those of everybody with them",
      async run(env) {
        const { as, namespace, unique } = env;
        const user = `user-${unique}`;
        const client = await as(user);
        const path = `${authorization}/selfsubjectrulesreviews`;
        const ask = async (spec: unknown) =>
          (await post(client, path, "SelfSubjectRulesReview", spec)).status;
        assertEquals((await refusal(ask({}))).message, "no namespace on request");
        const rule = { ...readMaps, resourceNames: ["a"] };
        await grant(env, user, rule);
        const has = async () =>
          (await ask({ namespace })).resourceRules.some((one: unknown) =>
            JSON.stringify(one) === JSON.stringify(rule)
          );
        await eventually("the rule is listed", has);
        const { resourceRules, nonResourceRules, incomplete } = await ask({ namespace: "default" });
        assertEquals(incomplete, false);
        assertEquals(resourceRules.length, 2);
        assertEquals(nonResourceRules.flatMap((one: { verbs: string[] }) => one.verbs), [
          "get",
          "get",
        ]);
      },
    },
    {
      name: "SelfSubjectReview says who asks, with groups",
      async run({ as, namespace }) {
        const alice = (await whoAmI(await as("alice", "builders"))).status.userInfo;
        assertEquals(alice, { username: "alice", groups: ["builders", "system:authenticated"] });
        const builder = await as(`system:serviceaccount:${namespace}:builder`);
        assertEquals((await whoAmI(builder)).status.userInfo.groups, [
          "system:serviceaccounts",
          `system:serviceaccounts:${namespace}`,
          "system:authenticated",
        ]);
      },
    },
    {
      name: "TokenRequest makes a token, which is the service account until that is gone",
      async run({ client, namespace, withToken }) {
        const key = { name: "builder", namespace };
        const account = await client.create(ServiceAccount, { metadata: key });
        const answer = await tokenOf(client, namespace, "builder");
        assertEquals(answer.spec.expirationSeconds, 3600);
        assertEquals([answer.metadata.name, answer.metadata.uid], [
          "builder",
          account.metadata.uid,
        ]);
        const builder = await withToken(answer.status.token);
        const { username, uid, groups, extra } = (await whoAmI(builder)).status.userInfo;
        assertEquals([username, uid], [
          `system:serviceaccount:${namespace}:builder`,
          account.metadata.uid,
        ]);
        assertEquals(groups, [
          "system:serviceaccounts",
          `system:serviceaccounts:${namespace}`,
          "system:authenticated",
        ]);
        assert(extra["authentication.kubernetes.io/credential-id"][0].startsWith("JTI="));
        assertEquals((await refusal(builder.list(configMaps, { namespace }))).code, 403);
        await client.delete(ServiceAccount, key);
        // The real server believes a token it has seen for some seconds more.
        await eventually(
          "the token is worth nothing",
          () => whoAmI(builder).then(() => false, (error) => error.code === 401),
        );
      },
    },
    {
      name: "TokenRequest has claims that say for whom, from whom and how long",
      async run({ client, namespace }) {
        await client.create(ServiceAccount, { metadata: { name: "builder", namespace } });
        const { status, spec } = await tokenOf(client, namespace, "builder", {
          audiences: ["vault"],
          expirationSeconds: 600,
        });
        assertEquals([spec.audiences, spec.expirationSeconds], [["vault"], 600]);
        const middle = status.token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
        const claims = JSON.parse(atob(middle));
        assertEquals([claims.aud, claims.sub, claims.exp - claims.iat], [
          ["vault"],
          `system:serviceaccount:${namespace}:builder`,
          600,
        ]);
        assertEquals(claims["kubernetes.io"].serviceaccount.name, "builder");
      },
    },
    {
      name: "TokenRequest checks its time, its names and what it is bound to",
      async run({ client, namespace }) {
        await client.create(ServiceAccount, { metadata: { name: "builder", namespace } });
        const ask = (spec: unknown, name = "builder") =>
          refusal(tokenOf(client, namespace, name, spec));
        assertEquals(causes(await ask({ expirationSeconds: 5 })), [
          "FieldValueInvalid spec.expirationSeconds",
        ]);
        assertEquals((await ask({}, "none")).message, 'serviceaccounts "none" not found');
        const boundObjectRef = { kind: "Pod", apiVersion: "v1", name: "none" };
        assertEquals((await ask({ boundObjectRef })).message, 'pods "none" not found');
        const wrong = { kind: "ConfigMap", apiVersion: "v1", name: "none" };
        assertEquals(
          (await ask({ boundObjectRef: wrong })).message,
          "cannot bind token to object of type /v1, Kind=ConfigMap",
        );
        await client.create(Pod, {
          metadata: { name: "a", namespace },
          spec: { serviceAccountName: "other", containers: [{ name: "a", image: "a" }] },
        });
        const other = await ask({ boundObjectRef: { ...boundObjectRef, name: "a" } });
        assertEquals(
          other.message,
          'cannot bind token for serviceaccount "builder" to pod running with different serviceaccount name.',
        );
      },
    },
    {
      name: "a token that nobody issued is Unauthorized, even where anybody may look",
      async run({ withToken }) {
        const client = await withToken("nothing");
        const status = await refusal(client.request("/version"));
        assertEquals(status, {
          kind: "Status",
          apiVersion: "v1",
          metadata: {},
          status: "Failure",
          message: "Unauthorized",
          reason: "Unauthorized",
          code: 401,
        });
      },
    },
    {
      name: "TokenReview knows whose token it is, and for whom it was meant",
      async run({ client, namespace }) {
        await client.create(ServiceAccount, { metadata: { name: "builder", namespace } });
        const { status } = await tokenOf(client, namespace, "builder", { audiences: ["vault"] });
        const wanted = (await tokenReview(client, status.token, ["vault", "other"])).status;
        assertEquals([wanted.authenticated, wanted.audiences, wanted.user.username], [
          true,
          ["vault"],
          `system:serviceaccount:${namespace}:builder`,
        ]);
        const other = (await tokenReview(client, status.token)).status;
        assertEquals(other, {
          user: {},
          error:
            '[invalid bearer token, token audiences ["vault"] is invalid for the target audiences ["https://kubernetes.default.svc"]]',
        });
        assertEquals((await tokenReview(client, "nothing")).status, {
          user: {},
          error: "invalid bearer token",
        });
        assertEquals(
          (await refusal(tokenReview(client, ""))).message,
          "token is required for TokenReview in authentication",
        );
      },
    },
    {
      name: "impersonation needs the right to impersonate that user and group",
      async run(env) {
        const { client, namespace, withToken } = env;
        await client.create(ServiceAccount, { metadata: { name: "proxy", namespace } });
        const { status } = await tokenOf(client, namespace, "proxy");
        const proxy = await withToken(status.token);
        const user = `system:serviceaccount:${namespace}:proxy`;
        const review = (headers: Record<string, string>) =>
          proxy.request(`${authentication}/selfsubjectreviews`, {
            method: "POST",
            headers,
            body: { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" },
          });
        const refused = await refusal(review({ "impersonate-user": "alice" }));
        assertEquals(refused.code, 403);
        assert(refused.message?.includes(`User "${user}" cannot impersonate`), refused.message);
        await using _role = await grantEverywhere(env, user, {
          verbs: ["impersonate"],
          apiGroups: [""],
          resources: ["users", "groups"],
          resourceNames: ["alice", "builders"],
        });
        const allowed = { "impersonate-user": "alice", "impersonate-group": "builders" };
        await eventually("alice can be impersonated", () =>
          review(allowed).then(async (answer) => {
            const { userInfo } = (await answer.json()).status;
            assertEquals(userInfo, {
              username: "alice",
              groups: ["builders", "system:authenticated"],
            });
            return true;
          }, (error) => {
            if (error.code !== 403) throw error;
            return false;
          }));
        assertEquals((await refusal(review({ "impersonate-user": "bob" }))).code, 403);
        const masters = { ...allowed, "impersonate-group": "system:masters" };
        assertEquals((await refusal(review(masters))).code, 403);
      },
    },
    {
      name: "impersonation of a group alone is a BadRequest",
      async run({ client }) {
        const status = await refusal(
          client.request("/version", { headers: { "impersonate-group": "builders" } }),
        );
        assertEquals([status.code, status.message], [
          400,
          'requested &user.DefaultInfo{Name:"", UID:"", Groups:[]string{"builders"}, Extra:map[string][]string(nil)} without impersonating a user name',
        ]);
      },
    },
    {
      name: "are created and nothing else",
      async run({ client, namespace }) {
        for (
          const path of [
            `${authorization}/selfsubjectaccessreviews`,
            `${authentication}/tokenreviews`,
            `/api/v1/namespaces/${namespace}/serviceaccounts/a/token`,
          ]
        ) {
          assertEquals((await refusal(client.request(path))).code, 405, path);
        }
      },
    },
    {
      name: "stand in discovery with the verb create",
      async run({ client }) {
        const list = await (await client.request(authorization)).json();
        assertEquals(
          list.resources.map((one: { name: string; verbs: string[] }) => [one.name, one.verbs]),
          [
            ["localsubjectaccessreviews", ["create"]],
            ["selfsubjectaccessreviews", ["create"]],
            ["selfsubjectrulesreviews", ["create"]],
            ["subjectaccessreviews", ["create"]],
          ],
        );
        const core = await (await client.request("/api/v1")).json();
        const token = core.resources.find((one: { name: string }) =>
          one.name === "serviceaccounts/token"
        );
        assertEquals([token.kind, token.group, token.verbs], [
          "TokenRequest",
          "authentication.k8s.io",
          ["create"],
        ]);
      },
    },
  ]),
  "reviews",
);
