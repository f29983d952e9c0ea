import { type Client, isForbidden, type KubernetesObject } from "../../client/mod.ts";
import { ClusterRole, ClusterRoleBinding, Role, RoleBinding } from "../../kinds/mod.ts";
import { type AreaCase, type ConformanceEnv, eventually } from "./case.ts";

export const rbac = "rbac.authorization.k8s.io";

/** A rule of a role. */
export interface Rule {
  readonly verbs: string[];
  readonly apiGroups?: string[];
  readonly resources?: string[];
  readonly resourceNames?: string[];
  readonly nonResourceURLs?: string[];
}

/** Lets a user do in the case's namespace what `rules` say. */
export async function grant(
  { client, namespace }: ConformanceEnv,
  user: string,
  ...rules: readonly Rule[]
): Promise<void> {
  const metadata = { name: user, namespace };
  await client.create(Role, { metadata, rules: [...rules] });
  await client.create(RoleBinding, {
    metadata,
    subjects: [{ kind: "User", apiGroup: rbac, name: user }],
    roleRef: { kind: "Role", apiGroup: rbac, name: user },
  });
}

/** Lets a user do everywhere what `rules` say, until the result is disposed of. */
export async function grantEverywhere(
  { client }: ConformanceEnv,
  user: string,
  ...rules: readonly Rule[]
): Promise<AsyncDisposable> {
  const metadata = { name: user };
  await client.create(ClusterRole, { metadata, rules: [...rules] });
  await client.create(ClusterRoleBinding, {
    metadata,
    subjects: [{ kind: "User", apiGroup: rbac, name: user }],
    roleRef: { kind: "ClusterRole", apiGroup: rbac, name: user },
  });
  return {
    async [Symbol.asyncDispose]() {
      await client.delete(ClusterRoleBinding, metadata);
      await client.delete(ClusterRole, metadata);
    },
  };
}

/** Waits until a call is not refused any more: the real server learns of roles in its own time. */
export async function allowed(call: () => Promise<unknown>): Promise<void> {
  await eventually("a right is known", () =>
    call().then(() => true, (error) => {
      if (isForbidden(error)) return false;
      throw error;
    }));
}

/** Waits until a call is refused. */
export async function denied(call: () => Promise<unknown>): Promise<void> {
  await eventually("a right is taken away", () =>
    call().then(() => false, (error) => {
      if (isForbidden(error)) return true;
      throw error;
    }));
}

/** Asks whether a client may do something. */
export async function canI(
  client: Client,
  resourceAttributes: Readonly<Record<string, string>>,
): Promise<{ readonly allowed: boolean; readonly reason?: string }> {
  const answer = await post(
    client,
    "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
    "SelfSubjectAccessReview",
    { resourceAttributes },
  );
  return answer.status;
}

/** Sends a review and reads the answer. */
export async function post(
  client: Client,
  path: string,
  kind: string,
  spec: unknown,
): Promise<ReviewAnswer> {
  const apiVersion = path.includes("/authorization.k8s.io/")
    ? "authorization.k8s.io/v1"
    : "authentication.k8s.io/v1";
  const body = { apiVersion, kind, spec };
  return await (await client.request(path, { method: "POST", body })).json();
}

/** A review with its answer; tests look into every part. */
export interface ReviewAnswer extends KubernetesObject {
  // deno-lint-ignore no-explicit-any
  readonly spec: any;
  // deno-lint-ignore no-explicit-any
  readonly status: any;
}

/** Marks cases as being about users. */
export function withUsers(cases: readonly AreaCase[]): readonly AreaCase[] {
  return cases.map((each) => ({ ...each, rbac: true }));
}
