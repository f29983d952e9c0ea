import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import {
  ApiError,
  type Client,
  createClient,
  deleteNamespace,
  ensureNamespace,
} from "../../client/mod.ts";
import { createApiServer, createTestRuntime, type TestRuntime } from "../../testing/mod.ts";

/** A server that answers each look at the namespace with the next of these. */
function scripted(
  looks: readonly (Record<string, unknown> | undefined)[],
): { client: Client; runtime: TestRuntime; writes: string[] } {
  const writes: string[] = [];
  let look = 0;
  const runtime = createTestRuntime({
    fetch: async (_url, init) => {
      const { method = "GET" } = init;
      if (method !== "GET") {
        const body = init.body ? await new Response(init.body).json() : {};
        writes.push([method, body.preconditions?.uid].filter(Boolean).join(" "));
        return Response.json(body);
      }
      const found = looks[Math.min(look++, looks.length - 1)];
      return found
        ? Response.json({ kind: "Namespace", apiVersion: "v1", ...found })
        : Response.json({ kind: "Status", status: "Failure", reason: "NotFound", code: 404 }, {
          status: 404,
        });
    },
  });
  return { client: createClient({ server: "http://api.test" }, { runtime }), runtime, writes };
}

const metadata = { name: "a", uid: "1", resourceVersion: "7" };
const going = { ...metadata, deletionTimestamp: "2026-01-01T00:00:00Z" };
const active = { metadata, status: { phase: "Active" } };
const held = {
  metadata: going,
  status: {
    phase: "Terminating",
    conditions: [
      { type: "NamespaceContentRemaining", status: "True", message: "Some pods remain" },
      { type: "NamespaceDeletionContentFailure", status: "False", message: "All well" },
    ],
  },
};

async function settled<T>(runtime: TestRuntime, promise: Promise<T>): Promise<T> {
  let done = false;
  const finished = promise.finally(() => done = true);
  finished.catch(() => {});
  await runtime.clock.until(() => done);
  return await finished;
}

Deno.test("CL-6: ensureNamespace creates, waits for Active, and makes a dying one anew", async () => {
  const looks = [held, held, undefined, { metadata }, active];
  const { client, runtime, writes } = scripted(looks);
  await using _client = client;
  await settled(runtime, ensureNamespace(client, "a"));
  assertEquals([writes, runtime.clock.monotonic()], [["POST"], 300]);
  const known = scripted([active]);
  await using _known = known.client;
  await ensureNamespace(known.client, "a");
  assertEquals(known.writes, []);
});

Deno.test("CL-6: deleteNamespace deletes the one it saw, and waits until it is gone or another", async () => {
  for (const last of [undefined, { metadata: { ...metadata, uid: "2" } }]) {
    const { client, runtime, writes } = scripted([active, held, held, last]);
    await using _client = client;
    await settled(runtime, deleteNamespace(client, "a"));
    assertEquals([writes, runtime.clock.monotonic()], [["DELETE 1"], 200]);
  }
  const absent = scripted([undefined]);
  await using _absent = absent.client;
  await deleteNamespace(absent.client, "a");
  assertEquals(absent.writes, []);
});

Deno.test("CL-6: namespace helpers end at the time-out with what was seen, and at the signal with its reason", async () => {
  const { client, runtime } = scripted([held]);
  await using _client = client;
  const late = await assertRejects(
    () => settled(runtime, ensureNamespace(client, "a", { timeout: 1_000 })),
    DOMException,
  );
  assertStringIncludes(
    late.message,
    "not active after 1000 ms: the old one is still being deleted (Some pods remain)",
  );
  const stuck = await assertRejects(
    () => settled(runtime, deleteNamespace(client, "a", { timeout: 1_000 })),
    DOMException,
  );
  assertStringIncludes(stuck.message, "not gone after 1000 ms (Some pods remain)");
  for (const wait of [ensureNamespace, deleteNamespace]) {
    const controller = new AbortController();
    const waiting = wait(client, "a", { signal: controller.signal });
    waiting.catch(() => {});
    await runtime.clock.advance(150);
    controller.abort(new Error("enough"));
    await assertRejects(() => waiting, Error, "enough");
  }
  assertEquals(runtime.clock.pending, 0);
});

Deno.test("CL-6: a namespace lives its life on the API server in memory", async () => {
  await using server = createApiServer();
  await using client = server.client();
  await ensureNamespace(client, "shop", { labels: { team: "a" } });
  await ensureNamespace(client, "shop");
  await client.request("/api/v1/namespaces/shop/configmaps", {
    method: "POST",
    body: { metadata: { name: "x" } },
  });
  await deleteNamespace(client, "shop");
  await assertRejects(() => client.request("/api/v1/namespaces/shop"), ApiError, "404");
  await ensureNamespace(client, "shop");
  await assertRejects(() => ensureNamespace(client, "Not A Name"), Error);
});
