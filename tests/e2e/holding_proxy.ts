import type { Client } from "../../client/mod.ts";

/** A plain HTTP proxy in front of an API server that can hold the answer to one write. */
export interface HoldingProxy extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly server: string;
  /** Writes that were passed on. */
  readonly writes: readonly string[];
  /**
   * Lets `skip` more writes through, then passes the next one on to the server but never answers it. Resolves when the
   * server has stored that write.
   */
  readonly hold: (skip: number) => Promise<string>;
}

/** Starts the proxy on loopback. It authenticates as `client`. */
export function startHoldingProxy(client: Client): HoldingProxy {
  const writes: string[] = [];
  const stop = new AbortController();
  let armed: { skip: number; held: (write: string) => void } | undefined;
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen() {},
    // Streams to a client that was killed fail: that is what this proxy is for.
    onError: () => new Response(null, { status: 502 }),
  }, async (request) => {
    const url = new URL(request.url);
    const write = request.method !== "GET";
    const body = write ? new Uint8Array(await request.arrayBuffer()) : undefined;
    const contentType = request.headers.get("content-type");
    const signal = AbortSignal.any([request.signal, stop.signal]);
    let answer: Response;
    try {
      answer = await client.request(url.pathname + url.search, {
        method: request.method as "GET",
        stream: !write,
        signal,
        ...(body ? { body } : {}),
        ...(contentType ? { headers: { "content-type": contentType } } : {}),
      });
    } catch (error) {
      if (signal.aborted) return new Response(null, { status: 499 }); // who asked is gone
      const status = (error as { status?: { code?: number } }).status;
      if (!status?.code) return new Response(null, { status: 502 });
      return Response.json(status, { status: status.code });
    }
    if (write) {
      const label = `${request.method} ${url.pathname}`;
      writes.push(label);
      if (armed && armed.skip-- <= 0) {
        const { held } = armed;
        armed = undefined;
        await answer.body?.cancel();
        held(label);
        // Never answered: the one who asked is about to die.
        return new Promise<Response>((resolve) => {
          signal.addEventListener("abort", () => resolve(new Response(null, { status: 504 })), {
            once: true,
          });
        });
      }
    }
    return new Response(answer.body, {
      status: answer.status,
      headers: { "content-type": "application/json" },
    });
  });
  return {
    server: `http://127.0.0.1:${server.addr.port}`,
    writes,
    hold: (skip) => new Promise((held) => armed = { skip, held }),
    async [Symbol.asyncDispose]() {
      stop.abort();
      await server.shutdown();
    },
  };
}
