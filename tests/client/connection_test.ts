import { assert, assertEquals, assertInstanceOf, assertRejects } from "@std/assert";
import {
  ApiError,
  type ClientEvent,
  type Connection,
  createClient,
  isInvalid,
  openConnection,
} from "../../client/mod.ts";
import { systemRuntime } from "../../_internal/mod.ts";
import { createTestClock } from "../../testing/clock.ts";
import { ConfigMap, createBody } from "./fake.ts";

type Handler = (request: Request) => Response | Promise<Response>;

/** A real HTTP server on loopback. */
function serve(handler: Handler): AsyncDisposable & { readonly url: string } {
  const abort = new AbortController();
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    signal: abort.signal,
    onListen: () => {},
  }, handler);
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    async [Symbol.asyncDispose]() {
      abort.abort();
      await server.finished;
    },
  };
}

/**
 * A server that never answers its first connection, as a dead peer behind a firewall does not, and answers the others.
 */
function blackHole(answer: string): AsyncDisposable & {
  readonly url: string;
  readonly connections: () => number;
} {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open: Deno.Conn[] = [];
  const work: Promise<void>[] = [];
  const talk = async (connection: Deno.Conn, dead: boolean) => {
    const buffer = new Uint8Array(4096);
    try {
      while (await connection.read(buffer) !== null) {
        if (dead) continue;
        await connection.write(new TextEncoder().encode(
          `HTTP/1.1 200 OK\r\ncontent-length: ${answer.length}\r\n\r\n${answer}`,
        ));
      }
    } catch {
      // Closed under our feet at the end of the test.
    }
  };
  const accepting = (async () => {
    for await (const connection of listener) {
      open.push(connection);
      work.push(talk(connection, open.length === 1));
    }
  })();
  return {
    url: `http://127.0.0.1:${listener.addr.port}`,
    connections: () => open.length,
    async [Symbol.asyncDispose]() {
      listener.close();
      await accepting;
      for (const connection of open) {
        try {
          connection.close();
        } catch {
          // The other side was first.
        }
      }
      await Promise.all(work);
    },
  };
}

Deno.test("after a time-out the next request uses another connection (K4)", async () => {
  await using server = blackHole('{"ok":true}');
  const events: ClientEvent[] = [];
  await using client = createClient({ server: server.url }, {
    observe: (event) => void events.push(event),
  });
  const error = await assertRejects(() => client.request("/x", { timeout: 200 }), DOMException);
  assertEquals(error.name, "TimeoutError");
  const response = await client.request("/x", { timeout: 5_000 });
  assertEquals(await response.json(), { ok: true });
  assertEquals(server.connections(), 2);
  assertEquals(events.filter(({ type }) => type === "connection-replaced").length, 1);
});

Deno.test("an abort because of silence gives the connection up, another abort does not (K4, R10)", async () => {
  let opened = 0;
  const closed: number[] = [];
  const connect = (): Promise<Connection> => {
    const connection = openConnection();
    const number = ++opened;
    return Promise.resolve({
      http: connection.http,
      [Symbol.dispose]() {
        closed.push(number);
        connection[Symbol.dispose]();
      },
    });
  };
  const watches: { readonly cancelled: () => boolean }[] = [];
  await using server = serve(({ url }) => {
    if (!url.endsWith("/watch")) return Response.json({});
    const body = createBody();
    body.write("first\n");
    watches.push(body);
    return new Response(body.stream);
  });
  const client = createClient({ server: server.url, connect });
  const controllers = [new AbortController(), new AbortController(), new AbortController()];
  const readers = await Promise.all(controllers.map(async ({ signal }) => {
    const response = await client.request("/watch", { stream: true, signal });
    const reader = response.body?.getReader();
    await reader?.read();
    return reader;
  }));
  controllers[0]?.abort(new DOMException("stop", "AbortError"));
  await assertRejects(() => readers[0]?.read() ?? Promise.resolve(), DOMException, "stop");
  await client.request("/x");
  assertEquals([opened, closed], [1, []]);
  controllers[1]?.abort(Object.assign(new Error("silent"), { name: "IdleError" }));
  await assertRejects(() => readers[1]?.read() ?? Promise.resolve(), Error, "silent");
  await client.request("/x");
  assertEquals([opened, closed], [2, []], "the old pool still serves the third watch");
  await readers[2]?.cancel();
  await client.request("/x");
  assertEquals([opened, closed], [2, [1]]);
  await client[Symbol.asyncDispose]();
  assertEquals(closed, [1, 2]);
});

Deno.test("an abort closes the server's stream", async () => {
  const cancelled = Promise.withResolvers<void>();
  await using server = serve(() =>
    new Response(
      new ReadableStream({
        start: (controller) => controller.enqueue(new TextEncoder().encode("x")),
        cancel: () => cancelled.resolve(),
      }),
    )
  );
  await using client = createClient({ server: server.url });
  const controller = new AbortController();
  const { signal } = controller;
  const response = await client.request("/watch", { stream: true, signal });
  const reader = response.body?.getReader();
  await reader?.read();
  controller.abort(new Error("enough"));
  await assertRejects(() => reader?.read() ?? Promise.resolve(), Error, "enough");
  await cancelled.promise;
});

Deno.test("leaving the loop of a watch closes the server's stream", async () => {
  const cancelled = Promise.withResolvers<void>();
  await using server = serve(() =>
    new Response(
      new ReadableStream({
        start: (controller) =>
          controller.enqueue(
            new TextEncoder().encode('{"type":"ADDED","object":{"metadata":{"name":"a"}}}\n'),
          ),
        cancel: () => cancelled.resolve(),
      }),
    )
  );
  await using client = createClient({ server: server.url });
  for await (const event of client.watch(ConfigMap)) {
    assertEquals(event.type, "ADDED");
    break;
  }
  await cancelled.promise;
});

Deno.test("disposing of the client closes the server's streams", async () => {
  const cancelled = Promise.withResolvers<void>();
  await using server = serve(() =>
    new Response(new ReadableStream({ cancel: () => cancelled.resolve() }))
  );
  const client = createClient({ server: server.url });
  const response = await client.request("/watch", { stream: true });
  await client[Symbol.asyncDispose]();
  await assertRejects(() => response.text(), DOMException, "is closed");
  await cancelled.promise;
});

Deno.test("an error whose body comes in chunks keeps its Status", async () => {
  const status = { kind: "Status", code: 422, reason: "Invalid", message: "x".repeat(100_000) };
  await using server = serve(() => {
    const bytes = new TextEncoder().encode(JSON.stringify(status));
    let offset = 0;
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(bytes.slice(offset, offset += 9_999));
        if (offset >= bytes.length) controller.close();
      },
    });
    const headers = { "content-type": "application/json; charset=utf-8" };
    return new Response(stream, { status: 422, headers });
  });
  await using client = createClient({ server: server.url });
  const error = await assertRejects(
    () => client.request("/x", { method: "POST", body: {} }),
    ApiError,
  );
  assert(isInvalid(error));
  assertEquals(error.status.message?.length, 100_000);
  assert(error.message.length < 1_200);
});

Deno.test("a redirect is refused and not followed", async () => {
  const paths: string[] = [];
  await using server = serve(({ url }) => {
    paths.push(new URL(url).pathname);
    return Response.redirect(new URL("/elsewhere", url), 302);
  });
  const config = { server: server.url, authorize: () => Promise.resolve({ authorization: "t" }) };
  await using client = createClient(config);
  await assertRejects(
    () => client.request("/x"),
    ApiError,
    `redirect refused: the answer leads to ${server.url}/elsewhere`,
  );
  assertEquals(paths, ["/x"]);
});

Deno.test("a watch loses nothing to a server that compresses each flush by itself (R20)", async () => {
  const lines = ["a", "b", "c"].map((name) =>
    `${JSON.stringify({ type: "ADDED", object: { metadata: { name } } })}\n`
  );
  const asked: (string | null)[] = [];
  await using server = serve(async ({ headers }) => {
    asked.push(headers.get("accept-encoding"));
    if (headers.get("accept-encoding")?.includes("gzip")) {
      const members = await Promise.all(lines.map(async (line) => {
        const zipped = new Blob([line]).stream().pipeThrough(new CompressionStream("gzip"));
        return new Uint8Array(await new Response(zipped).arrayBuffer());
      }));
      return new Response(new Blob(members), { headers: { "content-encoding": "gzip" } });
    }
    return new Response(lines.join(""));
  });
  await using client = createClient({ server: server.url });
  assertEquals((await Array.fromAsync(client.watch(ConfigMap))).length, 3);
  assertEquals(asked, ["identity"]);
});

Deno.test("a server that is not there is named together with where its address came from", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const server = `http://127.0.0.1:${listener.addr.port}`;
  listener.close();
  await using client = createClient({ server, source: "kubeconfig /home/me/config, context dev" });
  const error = await assertRejects(
    () => client.request("/x", { method: "POST", body: {} }),
    Error,
  );
  assertEquals(
    error.message,
    `POST /x: nothing listens at ${server} (kubeconfig /home/me/config, context dev): start the API server, or correct the address`,
  );
  assertInstanceOf(error.cause, TypeError);
});

Deno.test("a pool is replaced when its certificates have rotated, which is asked once a minute (K5)", async () => {
  await using server = serve(() => Response.json({}));
  let opened = 0;
  let asked = 0;
  let stale = false;
  const connect = () => {
    const connection = openConnection();
    opened++;
    return Promise.resolve({ ...connection, stale: () => (asked++, Promise.resolve(stale)) });
  };
  const clock = createTestClock();
  await using client = createClient({ server: server.url, connect }, {
    runtime: { ...systemRuntime, clock },
  });
  await client.request("/x");
  await client.request("/x");
  assertEquals([opened, asked], [1, 0]);
  await clock.advance(60_000);
  await client.request("/x");
  await client.request("/x");
  assertEquals([opened, asked], [1, 1]);
  stale = true;
  await clock.advance(60_000);
  await client.request("/x");
  assertEquals([opened, asked], [2, 2]);
});

Deno.test("a pool that cannot be opened is tried again by the next request", async () => {
  await using server = serve(() => Response.json({}));
  let opened = 0;
  const connect = () =>
    ++opened === 1
      ? Promise.reject(new Error("no certificate"))
      : Promise.resolve(openConnection());
  await using client = createClient({ server: server.url, connect });
  await assertRejects(() => client.request("/x"), Error, "no certificate");
  assertEquals((await client.request("/x")).status, 200);
});
