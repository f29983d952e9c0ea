import { decodeProtobuf } from "./protobuf.ts";
import type { User } from "./rbac/mod.ts";
import type { Listener, ListenOptions } from "./view_types.ts";

/** Answers one request. */
export type Handler = (request: {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string;
  readonly as?: User;
}) => Promise<Response>;

/** Serves a handler over HTTP. */
export async function listenOn(
  handler: Handler,
  options: ListenOptions = {},
  as?: User,
): Promise<Listener> {
  const { port = 0, hostname = "127.0.0.1" } = options;
  const controller = new AbortController();
  const closing = Promise.withResolvers<undefined>();
  const answers = new Set<Promise<unknown>>();
  const streams = new Set<ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>>();
  const server = Deno.serve(
    { port, hostname, signal: controller.signal, onListen() {}, onError: broken },
    async (request, { completed }) => {
      const answer = completed.catch(() => {}).finally(() => answers.delete(answer));
      answers.add(answer);
      const headers = new Headers(request.headers);
      const handled = handler({
        url: new URL(request.url),
        method: request.method,
        headers,
        body: request.body ? bodyOf(await request.bytes(), headers) : "",
        ...(as ? { as } : {}),
      });
      handled.catch(() => {});
      const response = await Promise.race([handled, closing.promise]);
      return response ? tracked(response, streams) : broken(new TypeError("The server is closing"));
    },
  );
  return await Promise.resolve({
    url: `http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${server.addr.port}`,
    async [Symbol.asyncDispose]() {
      // What is being answered comes to its end first, but for a client that does not read: it gets a second.
      closing.resolve(undefined);
      for (const reader of [...streams]) await reader.cancel().catch(() => {});
      const late = Promise.withResolvers<void>();
      const timer = setTimeout(late.resolve, 1_000);
      await Promise.race([Promise.all(answers), late.promise]);
      clearTimeout(timer);
      controller.abort();
      await server.finished;
    },
  });
}

function bodyOf(bytes: Uint8Array, headers: Headers): string {
  if (headers.get("content-type")?.startsWith("application/vnd.kubernetes.protobuf")) {
    const object = decodeProtobuf(bytes);
    if (object) {
      headers.set("content-type", "application/json");
      return JSON.stringify(object);
    }
  }
  return new TextDecoder().decode(bytes);
}

// What an interceptor throws is a connection that breaks: an answer that does not come to its end.
function broken(error: unknown): Response {
  return new Response(
    new ReadableStream({
      start: (controller) => controller.error(error),
    }),
  );
}

function tracked(
  response: Response,
  streams: Set<ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>>,
): Response {
  if (!response.body) return response;
  const reader = response.body.getReader();
  streams.add(reader);
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { done, value } = await reader.read();
      if (!done) return controller.enqueue(value);
      streams.delete(reader);
      controller.close();
    },
    async cancel(reason) {
      streams.delete(reader);
      await reader.cancel(reason);
    },
  });
  return new Response(body, { status: response.status, headers: response.headers });
}
