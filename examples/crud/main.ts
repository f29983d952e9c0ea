/**
 * Keeps roles of the PostgreSQL server at DATABASE_URL; with `--plan` only prints what it would do:
 *
 *     deno run --allow-net --allow-read --allow-env=DATABASE_URL,HOME,KUBECONFIG,PG* examples/crud/main.ts [--plan]
 */
import { createClient, ensureCustomResource, loadConfig } from "@operatorkit/operatorkit/client";
import { createContext, runOperator } from "@operatorkit/operatorkit";
import { plan } from "@operatorkit/operatorkit/resource";
import { openDatabase } from "./database.ts";
import { roleController, roleSteps } from "./operator.ts";
import { DatabaseRole } from "./role.ts";

const url = Deno.env.get("DATABASE_URL");
if (!url) throw new Error("Set DATABASE_URL to postgres://user:password@host:port/database");
await using database = openDatabase(url);
const config = await loadConfig();
if (Deno.args.includes("--plan")) {
  await using client = createClient(config);
  for (const role of (await client.list(DatabaseRole)).items) {
    const { changes } = await plan(
      roleSteps(database),
      role,
      createContext({ object: role, client }),
    );
    const { name, namespace } = role.metadata;
    // The names of the parts alone: those of the Secret hold the password.
    for (const { resource, ...parts } of changes) {
      for (const part of Object.keys(parts)) {
        console.log(`${namespace}/${name}: ${resource}: ${part}`);
      }
    }
  }
} else {
  {
    await using client = createClient(config);
    await ensureCustomResource(client, DatabaseRole);
  }
  await runOperator({ config, controllers: [roleController(database)] });
}
