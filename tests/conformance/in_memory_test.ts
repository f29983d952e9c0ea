import { createApiServer } from "../../testing/mod.ts";
import { conformanceCases } from "./cases/mod.ts";
import { ensureWidgets, runCase } from "./run.ts";

for (const each of conformanceCases) {
  Deno.test(`API server in memory: ${each.area}: ${each.name}`, async () => {
    await using server = createApiServer();
    await using client = server.client();
    await ensureWidgets(client);
    await runCase(client, each);
  });
}
