/** A process that starts a cluster, says what it started and waits to be killed. */
import { startCluster } from "./mod.ts";

await using cluster = await startCluster({ private: true });
console.log(JSON.stringify({ folder: cluster.handle, apiServer: cluster.apiServer.pid() }));
await new Promise((resolve) => setTimeout(resolve, 120_000));
