import { type Client, createClient, loadConfig } from "../../client/mod.ts";
import { conformanceCases } from "./cases/mod.ts";
import type { CaseUsers, ConformanceCase, ConformanceEnv } from "./case.ts";
import { eventually, isGone } from "./case.ts";
import { crd, customResourceDefinitions, namespaces, widgets } from "./resources.ts";

/** Makes the custom resource that the cases share, unless it is there, and waits until it is served. */
export async function ensureWidgets(client: Client): Promise<void> {
  await client.apply(customResourceDefinitions, crd(widgets.group), {
    fieldManager: "conformance",
    force: true,
  });
  await eventually("widgets are served", async () => !await isGone(client.list(widgets)));
}

/** Users of the cluster of a kubeconfig, by impersonation. */
export function usersOf(
  cluster: { readonly kubeconfig: string; readonly certificateAuthority?: string },
): CaseUsers {
  const { kubeconfig, certificateAuthority: ca } = cluster;
  return {
    as: async (user, ...groups) =>
      createClient(await loadConfig({ kubeconfig, impersonate: { user, groups } })),
    async withToken(token) {
      const { server } = await loadConfig({ kubeconfig });
      const tls = ca ? { tls: { ca } } : {};
      return createClient(await loadConfig({ server, ...tls, ...(token ? { token } : {}) }));
    },
  };
}

/** Runs one case in a namespace of its own. */
export async function runCase(
  client: Client,
  each: ConformanceCase,
  users: CaseUsers,
  run: ConformanceCase["run"] = each.run,
): Promise<void> {
  await using clients = new AsyncDisposableStack();
  const unique = crypto.randomUUID().slice(0, 8);
  const namespace = `case-${unique}`;
  await client.create(namespaces, { metadata: { name: namespace } });
  const env: ConformanceEnv = {
    client,
    namespace,
    unique,
    widgets,
    as: async (...who) => clients.use(await users.as(...who)),
    withToken: async (token) => clients.use(await users.withToken(token)),
  };
  try {
    await run(env);
  } finally {
    await client.delete(namespaces, { name: namespace });
  }
}

/**
 * Runs one case on the server in memory. A case that is marked as differing must hold in the words of its mark, and must
 * not hold in those of the real server: else the mark and its entry in docs/api-server.md are out of date.
 */
export async function runCaseInMemory(
  client: Client,
  each: ConformanceCase,
  users: CaseUsers,
): Promise<void> {
  const { differs } = each;
  if (!differs) return await runCase(client, each, users);
  await runCase(client, each, users, differs.run);
  const holds = await runCase(client, each, users).then(() => true, () => false);
  if (holds) {
    throw new Error(
      `The difference ${differs.id} is gone: take the mark off the case and the entry out of docs/api-server.md`,
    );
  }
}

/** Runs the cases whose area and name contain `filter` and answers those that failed, for a look by hand. */
export async function survey(
  client: Client,
  users: CaseUsers,
  filter = "",
): Promise<readonly { readonly name: string; readonly error: unknown }[]> {
  const failed: { name: string; error: unknown }[] = [];
  await ensureWidgets(client);
  for (const each of conformanceCases) {
    const name = `${each.area}: ${each.name}`;
    if (!name.includes(filter)) continue;
    try {
      await runCase(client, each, users);
    } catch (error) {
      failed.push({ name, error });
    }
  }
  return failed;
}

if (import.meta.main) {
  const [kubeconfig = "", filter] = Deno.args;
  await using client = createClient(await loadConfig({ kubeconfig }));
  const failed = await survey(client, usersOf({ kubeconfig }), filter);
  for (const { name, error } of failed) {
    console.log(`✗ ${name}\n  ${error instanceof Error ? error.message.slice(0, 1500) : error}`);
  }
  console.log(`${conformanceCases.length} cases, ${failed.length} failed`);
}
