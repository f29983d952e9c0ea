import { unavailable } from "./binaries.ts";
import { type Cluster, joinFromNowOn, startCluster } from "./cluster.ts";

/** Why there is no control plane for tests; undefined when {@linkcode startCluster} will find or start one. */
export async function clusterAvailable(
  options: { readonly private?: boolean } = {},
): Promise<string | undefined> {
  const given = Deno.env.get("E2E_CLUSTER") || Deno.env.get("E2E_KUBECONFIG");
  return given && !options.private ? undefined : await unavailable();
}

let own: Cluster | undefined;

/**
 * For the top of a test file: makes every later `startCluster()` of the file join one control plane, started here
 * unless a runner shares one. It ends with the file's tests. Answers `ignore` for the tests' definitions: true where no
 * control plane can be had, and then the reason is printed.
 */
export async function shareCluster(
  options: { readonly private?: boolean } = {},
): Promise<{ readonly ignore: boolean; readonly reason?: string }> {
  const reason = await clusterAvailable(options);
  if (reason !== undefined) {
    console.error(`skipped: ${reason}`);
    return { ignore: true, reason };
  }
  if (!options.private && !Deno.env.get("E2E_CLUSTER") && !Deno.env.get("E2E_KUBECONFIG")) {
    own ??= await startCluster();
    joinFromNowOn(own);
  }
  return { ignore: false };
}
