import { shareCluster, startCluster } from "../cluster/mod.ts";
import { conformanceCases } from "./cases/mod.ts";
import { ensureWidgets, runCase, usersOf } from "./run.ts";

const { ignore } = await shareCluster();

if (!ignore) {
  await using cluster = await startCluster();
  await ensureWidgets(cluster.client);
}

for (const each of conformanceCases) {
  Deno.test({
    name: `real API server: ${each.area}: ${each.name}`,
    ignore,
    async fn() {
      await using cluster = await startCluster();
      await runCase(cluster.client, each, usersOf(cluster));
    },
  });
}
