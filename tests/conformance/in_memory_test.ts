import { createClient, loadConfig } from "../../client/mod.ts";
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

const overHttp = ["create", "list", "watch", "WatchList", "errors"];

for (const each of conformanceCases.filter(({ area }) => overHttp.includes(area))) {
  Deno.test(`API server in memory over HTTP: ${each.area}: ${each.name}`, async () => {
    await using server = createApiServer();
    await using listener = await server.listen();
    await using client = createClient(await loadConfig({ server: listener.url }));
    await ensureWidgets(client);
    await runCase(client, each);
  });
}
