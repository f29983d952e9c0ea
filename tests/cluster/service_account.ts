import type { Client } from "../../client/mod.ts";
import { kubeconfigText } from "./control_plane.ts";

/** One rule of RBAC, as in a Role. */
export interface PolicyRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

/** Options of {@linkcode createServiceAccount}. */
export interface ServiceAccountOptions {
  /** Where the account lives, and where `rules` hold. */
  readonly namespace: string;
  /** What it may do in its namespace. */
  readonly rules?: readonly PolicyRule[];
  /** What it may do in all namespaces and with cluster-scoped kinds. */
  readonly clusterRules?: readonly PolicyRule[];
  /** @default {"tester"} */
  readonly name?: string;
}

/** A service account and its token. Disposing of it deletes it, which makes its tokens invalid. */
export interface ServiceAccount extends AsyncDisposable {
  readonly name: string;
  readonly namespace: string;
  /** Valid for an hour. */
  readonly token: string;
  /** Text of a kubeconfig with the token. */
  readonly kubeconfig: string;
  /** Asks for another token, valid for an hour. */
  readonly newToken: () => Promise<string>;
}

/** Creates a service account with a Role and a ClusterRole of the given rules, bound to it. */
export async function createServiceAccount(
  client: Client,
  cluster: { readonly server: string; readonly certificateAuthority: string },
  options: ServiceAccountOptions,
): Promise<ServiceAccount> {
  const { namespace, rules = [], clusterRules = [], name = "tester" } = options;
  const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
  const group = "/apis/rbac.authorization.k8s.io/v1";
  const subjects = [{ kind: "ServiceAccount", name, namespace }];
  const clusterRole = `${namespace}-${name}`;
  const apiGroup = "rbac.authorization.k8s.io";

  async function send<T>(method: "POST" | "DELETE", path: string, body?: unknown): Promise<T> {
    return await (await client.request(path, { method, body })).json();
  }

  await send("POST", accounts, { metadata: { name } });
  await send("POST", `${group}/namespaces/${namespace}/roles`, { metadata: { name }, rules });
  await send("POST", `${group}/namespaces/${namespace}/rolebindings`, {
    metadata: { name },
    subjects,
    roleRef: { apiGroup, kind: "Role", name },
  });
  if (clusterRules.length > 0) {
    const metadata = { name: clusterRole };
    await send("POST", `${group}/clusterroles`, { metadata, rules: clusterRules });
    await send("POST", `${group}/clusterrolebindings`, {
      metadata,
      subjects,
      roleRef: { apiGroup, kind: "ClusterRole", name: clusterRole },
    });
  }

  async function newToken(): Promise<string> {
    const answer = await send<{ status: { token: string } }>("POST", `${accounts}/${name}/token`, {
      apiVersion: "authentication.k8s.io/v1",
      kind: "TokenRequest",
      spec: { expirationSeconds: 3600 },
    });
    return answer.status.token;
  }

  const token = await newToken();
  return {
    name,
    namespace,
    token,
    kubeconfig: kubeconfigText({
      server: cluster.server,
      authority: cluster.certificateAuthority,
      user: { token },
      namespace,
    }),
    newToken,
    async [Symbol.asyncDispose]() {
      if (clusterRules.length > 0) {
        await send("DELETE", `${group}/clusterrolebindings/${clusterRole}`);
        await send("DELETE", `${group}/clusterroles/${clusterRole}`);
      }
      await send("DELETE", `${accounts}/${name}`);
    },
  };
}
