import { createClient, loadConfig } from "../../client/mod.ts";
import { type ApiServer, createApiServer } from "../../testing/mod.ts";
import type { CaseUsers } from "./case.ts";
import { conformanceCases } from "./cases/mod.ts";
import { ensureWidgets, runCaseInMemory } from "./run.ts";

for (const each of conformanceCases) {
  Deno.test(`API server in memory: ${each.area}: ${each.name}`, async () => {
    await using server = createApiServer({
      rbac: each.rbac ?? false,
      controllers: each.controllers ?? [],
    });
    await using client = server.client();
    await ensureWidgets(client);
    await using listener = each.rbac ? await server.listen() : undefined;
    await runCaseInMemory(client, each, usersOf(server, listener?.url));
  });
}

const overHttp = ["storage and conflicts", "list options", "watch", "WatchList", "refusals"];

for (const each of conformanceCases.filter(({ area }) => overHttp.includes(area))) {
  Deno.test(`API server in memory over HTTP: ${each.area}: ${each.name}`, async () => {
    await using server = createApiServer();
    await using listener = await server.listen();
    await using client = createClient(await loadConfig({ server: listener.url }));
    await ensureWidgets(client);
    await runCaseInMemory(client, each, usersOf(server, listener.url));
  });
}

// Users by name are in this process, those by token come over HTTP.
function usersOf(api: ApiServer, url: string | undefined): CaseUsers {
  return {
    as: (user, ...groups) => Promise.resolve(api.client({ user, groups })),
    async withToken(token) {
      if (url === undefined) throw new Error("Only cases with rbac have tokens");
      return createClient(await loadConfig({ server: url, ...(token ? { token } : {}) }));
    },
  };
}
