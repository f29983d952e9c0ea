/**
 * A real control plane for tests.
 *
 * ```ts
 * const { ignore } = await shareCluster(); // top of a *_e2e.ts file: prints why tests are skipped, if they are
 *
 * Deno.test({ name: "…", ignore, async fn() {
 *   await using cluster = await startCluster(); // joins the shared one: cheap
 *   await using namespace = await cluster.namespace();
 *   await cluster.client.create(configMaps, { metadata: { name: "a", namespace: namespace.name } });
 * } });
 * ```
 *
 * Where it comes from, in this order:
 * - `startCluster({ private: true })` or with flags: always started here, for tests that stop or pause the API server;
 *   call `shareCluster({ private: true })` at the top, which only checks that a cluster can be started
 * - E2E_CLUSTER: the folder of a control plane that another process started (`cluster.handle`)
 * - E2E_KUBECONFIG: any cluster
 * - KUBEBUILDER_ASSETS: a folder with etcd, kube-apiserver, kube-controller-manager and kubectl
 * - one binary built from `controlplane/` with Go and cached in `$XDG_CACHE_HOME/operatorkit/controlplane/<version>-<hash>/`
 *
 * For a runner of many files, one process per file: `await using cluster = await startCluster({ private: true })`
 * (unless E2E_KUBECONFIG is set), hand `E2E_CLUSTER: cluster.handle` to the children, and dispose of it at the end.
 * Children need --allow-all or: read, write, env, run, net. `clusterAvailable()` answers the reason when all would be skipped.
 *
 * Every process is killed, and its folder removed, when the one that started it ends, however that happens.
 *
 * @module
 */
export {
  type AuditEvent,
  type Cluster,
  type ClusterOptions,
  type CommandResult,
  type KubectlProxy,
  startCluster,
} from "./cluster.ts";
export { clusterAvailable, shareCluster } from "./shared.ts";
export { type ApiServerControl, kubeconfigText } from "./control_plane.ts";
export {
  type CertificateAuthority,
  createCertificateAuthority,
  createSigningKeys,
  type KeyPair,
} from "./certificates.ts";
export type { TestNamespace } from "./namespace.ts";
export type { PolicyRule, ServiceAccount, ServiceAccountOptions } from "./service_account.ts";
export { freePorts, supervise, type Supervised, temporaryFolder } from "./processes.ts";
