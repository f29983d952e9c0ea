/**
 * Runs everything that needs a real control plane: `deno task e2e [flags] [paths]`. One control plane is started for all
 * files; those that stop or pause theirs start their own. Without Go, binaries or a cluster, all is skipped.
 */
import { clusterAvailable, startCluster } from "../tests/cluster/mod.ts";
import { listFiles } from "./files.ts";
import { finish, runTests, type TestRun } from "./run_tests.ts";
import { isEndToEnd } from "./split.ts";

const paths = (await listFiles("tests")).filter((path) => isEndToEnd(path) && isTest(path));
const run: TestRun = { permissions: ["--allow-all"], flags: ["--quiet"], paths, args: Deno.args };
const reason = await clusterAvailable();
if (reason !== undefined) {
  console.log(`No control plane: ${reason}`);
  finish(await runTests(run), reason);
}
if (Deno.env.get("E2E_KUBECONFIG")) finish(await runTests(run));
const cluster = await startCluster({ private: true }).catch((error: unknown) => {
  console.error(error);
  finish({ passed: 0, failed: 1, skipped: [] });
});
const summary = await runTests({ ...run, env: { E2E_CLUSTER: cluster.handle } })
  .finally(() => cluster[Symbol.asyncDispose]());
finish(summary);

function isTest(path: string): boolean {
  return /_(test|e2e)\.ts$/.test(path);
}
