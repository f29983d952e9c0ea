import {
  type Client,
  type ClientConfig,
  type ClientEvent,
  type ClientOptions,
  createClient,
  defineApiResource,
  type KubernetesObject,
} from "../../client/mod.ts";
import { createTestRuntime, type TestRuntime } from "../../testing/runtime.ts";

export interface ConfigMapObject extends KubernetesObject {
  data?: Record<string, string>;
}

export const ConfigMap = defineApiResource<ConfigMapObject>({
  group: "",
  version: "v1",
  kind: "ConfigMap",
  plural: "configmaps",
  scope: "Namespaced",
});

export const ClusterRole = defineApiResource({
  group: "rbac.authorization.k8s.io",
  version: "v1",
  kind: "ClusterRole",
  plural: "clusterroles",
  scope: "Cluster",
});

/** A request as a fake network saw it. */
export interface SeenRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: unknown;
  readonly signal: AbortSignal;
}

export type Answer = (request: SeenRequest) => Response | Promise<Response>;

export interface FakeClient extends AsyncDisposable {
  readonly client: Client;
  readonly runtime: TestRuntime;
  readonly seen: SeenRequest[];
  readonly events: ClientEvent[];
}

/** A client whose requests are answered by `answers` in turn; the last one answers all that follow. */
export function fakeClient(
  answers: Answer | readonly Answer[],
  config: Partial<ClientConfig> = {},
  options: ClientOptions = {},
): FakeClient {
  const list = typeof answers === "function" ? [answers] : answers;
  const seen: SeenRequest[] = [];
  const events: ClientEvent[] = [];
  const runtime = createTestRuntime({
    async fetch(url, init) {
      const text = typeof init.body === "string" ? init.body : undefined;
      const request = {
        url: new URL(url),
        method: init.method ?? "GET",
        headers: new Headers(init.headers),
        body: text === undefined ? init.body : JSON.parse(text),
        signal: init.signal ?? new AbortController().signal,
      };
      seen.push(request);
      const answer = list[Math.min(seen.length, list.length) - 1];
      if (!answer) throw new TypeError("No answer was prepared");
      return await answer(request);
    },
  });
  const client = createClient({ server: "http://api.test", ...config }, {
    runtime,
    observe: (event) => void events.push(event),
    ...options,
  });
  return { client, runtime, seen, events, [Symbol.asyncDispose]: client[Symbol.asyncDispose] };
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(body, { status, headers });
}

export function failure(
  code: number,
  reason: string,
  headers: Record<string, string> = {},
  more: Record<string, unknown> = {},
): Response {
  const message = `the server says ${reason}`;
  return json({ kind: "Status", status: "Failure", code, reason, message, ...more }, code, headers);
}

/** A network that breaks. */
export function broken(): never {
  throw new TypeError("error sending request", { cause: new Error("connection reset") });
}

/** A network that never answers. */
export function silent(): Promise<Response> {
  return new Promise(() => {});
}

/** A body that the test writes, with what became of it. */
export interface TestBody {
  readonly stream: ReadableStream<Uint8Array>;
  readonly write: (text: string | Uint8Array) => void;
  readonly close: () => void;
  readonly fail: (error: unknown) => void;
  readonly cancelled: () => boolean;
}

export function createBody(): TestBody {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  let cancelled = false;
  const stream = new ReadableStream<Uint8Array>({
    start: (given) => void (controller = given),
    cancel: () => void (cancelled = true),
  });
  const encoder = new TextEncoder();
  return {
    stream,
    write: (text) => controller?.enqueue(typeof text === "string" ? encoder.encode(text) : text),
    close: () => controller?.close(),
    fail: (error) => controller?.error(error),
    cancelled: () => cancelled,
  };
}

/** What a promise ends with, looked at without waiting. */
export function outcome<V>(promise: Promise<V>): { value?: V; error?: unknown; settled: boolean } {
  const result: { value?: V; error?: unknown; settled: boolean } = { settled: false };
  promise.then(
    (value) => Object.assign(result, { value, settled: true }),
    (error) => Object.assign(result, { error, settled: true }),
  );
  return result;
}
