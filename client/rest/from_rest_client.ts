import { systemRuntime } from "../../_internal/mod.ts";
import { isRecord } from "../values.ts";
import { createClient } from "../client.ts";
import { deriveClient } from "../derive.ts";
import type { Client, ClientOptions, RequestFunction } from "../types.ts";
import { failureHead, failureOf, untilFailure } from "./failure.ts";
import type { RestClient } from "./types.ts";

/** Stands for the server in messages: the contract does not tell its URL. */
const SERVER = "http://rest-client.invalid";
/** Headers that every request of a client has, and that it can do without. */
const SPARED: ReadonlySet<string> = new Set(["user-agent", "accept-encoding"]);

/**
 * Makes a client that sends its requests through a `RestClient`, as those of `@cloudydeno/kubernetes-client` are: all of
 * this library works on top of it. Disposing of the client leaves the `RestClient` open.
 *
 * What that contract cannot carry:
 * - headers other than Accept and Content-Type: `request` refuses them, and the user agent is the other side's; without
 *   `accept-encoding: identity` answers may come compressed, of which Deno reads only the first part of a watch
 * - the answer's code and headers: every success is a 200, warnings and Retry-After are not seen, and a failure is known by
 *   its `Status` body or by the error's `httpCode`; a failure without either (a proxy's page) is an answer that is no JSON
 * - the connection: a time-out ends the request, but a dead connection is the other side's to replace, and so are
 *   credentials
 *
 * @param rest What sends the requests.
 * @param options Those of `createClient`; of `runtime`, `fetch` is not used.
 */
export function fromRestClient(rest: RestClient, options: ClientOptions = {}): Client {
  const { runtime = systemRuntime } = options;
  const { defaultNamespace: namespace } = rest;
  const client = createClient(
    { server: SERVER, source: "a RestClient", ...namespace === undefined ? {} : { namespace } },
    { ...options, runtime: { ...runtime, fetch: (url, init) => send(rest, url, init) } },
  );
  const view = deriveClient(client, { request: checked });
  return { ...view, [Symbol.asyncDispose]: () => client[Symbol.asyncDispose]() };
}

/** Refuses what would get lost. */
function checked(next: RequestFunction): RequestFunction {
  return async (path, options = {}) => {
    const lost = Object.keys(options.headers ?? {})
      .find((name) => !/^(accept|content-type)$/i.test(name));
    if (lost !== undefined) {
      throw new TypeError(
        `The header ${lost} cannot go through a RestClient, which carries Accept and Content-Type only: leave it out`,
      );
    }
    return await next(path, options);
  };
}

async function send(rest: RestClient, url: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  for (const name of SPARED) headers.delete(name);
  const [path = "", query = ""] = url.slice(SERVER.length).split("?");
  const querystring = new URLSearchParams(query);
  const accept = headers.get("accept");
  const contentType = headers.get("content-type");
  const request = {
    method: (init.method ?? "GET") as "GET",
    path,
    ...query ? { querystring } : {},
    ...init.signal ? { abortSignal: init.signal } : {},
    ...accept === null ? {} : { accept },
    ...contentType === null ? {} : { contentType },
    ...init.body ? { bodyRaw: await new Response(init.body).bytes() } : {},
  };
  const isWatch = querystring.get("watch") === "true";
  const isOpen = isWatch || querystring.get("follow") === "true";
  try {
    if (isOpen) {
      const stream = await rest.performRequest({ ...request, expectStream: true });
      return answer((isWatch ? untilFailure(stream) : stream) as BodyInit, 200);
    }
    const bytes = await rest.performRequest(request);
    return answer(bytes as BodyInit, failureOf(bytes)?.code ?? 200);
  } catch (error) {
    const failure = thrownFailure(error);
    if (!failure) throw error;
    return answer(JSON.stringify(failure.body), failure.code);
  }
}

function answer(body: BodyInit, status: number): Response {
  return new Response(body, { status, headers: { "content-type": "application/json" } });
}

/** What the other side threw, if that was the server's answer. */
function thrownFailure(
  error: unknown,
): { readonly code: number; readonly body: unknown } | undefined {
  if (!(error instanceof Error)) return undefined;
  const { httpCode, status } = error as Error & {
    readonly httpCode?: unknown;
    readonly status?: unknown;
  };
  const told = isRecord(status) ? status : undefined;
  const code = typeof httpCode === "number" ? httpCode : told?.code;
  if (typeof code !== "number" || code < 300 || code > 599) return undefined;
  const plain = { ...failureHead, code, message: error.message };
  return { code, body: told ?? plain };
}
