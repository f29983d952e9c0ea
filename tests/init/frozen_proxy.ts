import type { Client, RequestOptions } from "../../client/mod.ts";

/** A plain HTTP proxy in front of an API server that authenticates as `client`. */
export interface FrozenProxy extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly server: string;
  /** Holds back what watches of a kind bring, until the result is disposed of. */
  readonly freeze: (plural: string) => Disposable;
}

/** Starts the proxy. It refuses lists by watching, as servers before Kubernetes 1.32 do by default. */
export function startFrozenProxy(client: Client): FrozenProxy {
  const stop = new AbortController();
  const frozen = new Map<string, Promise<void>>();
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen() {},
    onError: () => new Response(null, { status: 502 }),
  }, async (request) => {
    const { pathname, search, searchParams } = new URL(request.url);
    if (searchParams.has("sendInitialEvents")) {
      const message = "sendInitialEvents is forbidden for watch unless the WatchList feature is on";
      const status = { apiVersion: "v1", kind: "Status", status: "Failure", reason: "Invalid" };
      return Response.json({ ...status, code: 422, message }, { status: 422 });
    }
    const watches = searchParams.get("watch") === "true";
    const signal = AbortSignal.any([request.signal, stop.signal]);
    const contentType = request.headers.get("content-type");
    const accept = request.headers.get("accept");
    const method = request.method as NonNullable<RequestOptions["method"]>;
    try {
      const answer = await client.request(pathname + search, {
        method,
        signal,
        stream: watches,
        headers: {
          ...(contentType !== null && { "content-type": contentType }),
          ...(accept !== null && { accept }),
        },
        ...(method !== "GET" && { body: new Uint8Array(await request.arrayBuffer()) }),
      });
      const headers = { "content-type": "application/json" };
      const body = watches ? answer.body?.pipeThrough(gate(pathname)) : answer.body;
      return new Response(body ?? null, { status: answer.status, headers });
    } catch (error) {
      const status = (error as { readonly status?: { readonly code?: number } }).status;
      return status?.code === undefined
        ? new Response(null, { status: 502 })
        : Response.json(status, { status: status.code });
    }
  });

  /** Lets chunks through while the kind is not frozen. */
  function gate(path: string): TransformStream<Uint8Array, Uint8Array> {
    const plural = path.replace(/.*\//, "");
    return new TransformStream({
      async transform(chunk, controller) {
        await frozen.get(plural);
        controller.enqueue(chunk);
      },
    });
  }

  return {
    server: `http://127.0.0.1:${server.addr.port}`,
    freeze(plural) {
      const thaw = Promise.withResolvers<void>();
      frozen.set(plural, thaw.promise);
      return { [Symbol.dispose]: thaw.resolve };
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await server.shutdown();
    },
  };
}
