import { readBody } from "../body.ts";
import { ApiError } from "../error.ts";
import { readJson } from "../read.ts";
import type { Client, RequestOptions } from "../types.ts";
import type { JsonValue, RestClient, RestRequest } from "./types.ts";

/**
 * Makes what the classes of `@cloudydeno/kubernetes-apis` send their requests through: authentication, deadlines and
 * retries are the client's.
 *
 * ```ts
 * import { createClient, toRestClient } from "@operatorkit/operatorkit/client";
 *
 * await using client = createClient({ server: "http://127.0.0.1:8001" });
 * const rest = toRestClient(client); // new CoreV1Api(rest).namespace("default")
 * console.log(rest.defaultNamespace);
 * ```
 *
 * A failure is thrown as the {@linkcode ApiError} that it is, which carries `httpCode` as that contract wants it. Closing
 * leaves the client open. Those classes drop fields that they do not know and change some that they do: reading, changing
 * and replacing an object with them can lose data, which `client.update` and `client.apply` do not.
 */
export function toRestClient(client: Client): RestClient {
  const { namespace } = client;
  return {
    performRequest: (options: RestRequest) => perform(client, options) as Promise<never>,
    ...namespace === undefined ? {} : { defaultNamespace: namespace },
    close: () => {},
    [Symbol.dispose]: () => {},
  };
}

async function perform(client: Client, options: RestRequest): Promise<unknown> {
  const { path, abortSignal: signal, expectStream = false, expectJson = false } = options;
  const what = `${options.method} ${path}`;
  if (options.expectTunnel) {
    throw new TypeError(
      `${what}: tunnels (exec, attach, port-forward) cannot go through this client: use @cloudydeno/kubernetes-client or kubectl for them`,
    );
  }
  if (options.method === "OPTIONS") {
    throw new TypeError(
      `${what}: the API server has no use for OPTIONS, and this client does not send it`,
    );
  }
  const { accept = expectJson ? "application/json" : "*/*" } = options;
  const body = await bodyOf(options, signal);
  const { contentType = options.bodyJson === undefined ? undefined : "application/json" } = options;
  const init: RequestOptions = {
    method: options.method,
    stream: expectStream,
    headers: { accept, ...contentType === undefined ? {} : { "content-type": contentType } },
    ...body === undefined ? {} : { body },
    ...signal ? { signal } : {},
  };
  const query = options.querystring?.toString();
  const target = query ? `${path}${path.includes("?") ? "&" : "?"}${query}` : path;
  let response: Response;
  try {
    response = await client.request(target, init);
  } catch (error) {
    // The name that callers of that contract look for.
    if (error instanceof ApiError) throw Object.assign(error, { httpCode: error.code });
    throw error;
  }
  if (expectStream) {
    const stream = response.body ?? new Blob([]).stream();
    return expectJson ? stream.pipeThrough(valuesOf(what)) : stream;
  }
  return expectJson ? await readJson(response, what) : await response.bytes();
}

/** Cuts lines and parses them; cancelling it cancels the body at once. */
function valuesOf(what: string): TransformStream<Uint8Array, JsonValue> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let rest: string[] = [];
  const parse = (line: string, ending: string): JsonValue => {
    try {
      return JSON.parse(line);
    } catch (cause) {
      throw new Error(`${what}: the stream has ${ending}: begin anew`, { cause });
    }
  };
  return new TransformStream(
    {
      transform(chunk, controller) {
        const [first = "", ...more] = decoder.decode(chunk, { stream: true }).split("\n");
        rest.push(first);
        for (const next of more) {
          const line = rest.join("");
          rest = [next];
          if (line.trim() !== "") controller.enqueue(parse(line, "a line that is no JSON"));
        }
      },
      flush(controller) {
        const line = rest.join("") + decoder.decode();
        if (line.trim() !== "") controller.enqueue(parse(line, "ended within a line"));
      },
    },
    undefined,
    { highWaterMark: 0 },
  );
}

/** A stream is read to its end first: a request may have to be sent twice. */
async function bodyOf(
  { bodyRaw, bodyJson, bodyStream }: RestRequest,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  if (bodyStream) {
    const never = new AbortController().signal;
    return await readBody(
      new Response(bodyStream as ReadableStream<Uint8Array<ArrayBuffer>>),
      signal ?? never,
    );
  }
  return bodyRaw ?? (bodyJson === undefined ? undefined : JSON.stringify(bodyJson));
}
