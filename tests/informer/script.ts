import {
  type ApiResource,
  type Client,
  defineApiResource,
  type KubernetesObject,
  type RequestOptions,
} from "../../client/mod.ts";
import { createTestRuntime, type TestRuntime } from "../../testing/mod.ts";

/** A kind for tests. */
export interface Thing extends KubernetesObject {
  /** Anything. */
  spec?: Record<string, unknown>;
}

/** The kind. */
export const Thing: ApiResource<Thing> = defineApiResource<Thing>({
  group: "example.com",
  version: "v1",
  kind: "Thing",
  plural: "things",
  scope: "Namespaced",
});

/** An object as the server has it. */
export function thing(
  name: string,
  resourceVersion: number | string,
  spec: Record<string, unknown> = {},
  uid = `uid-${name}`,
): Thing {
  return {
    apiVersion: "example.com/v1",
    kind: "Thing",
    metadata: { name, namespace: "default", uid, resourceVersion: String(resourceVersion) },
    spec,
  };
}

/** A line of a watch. */
export function line(type: string, object: unknown): string {
  return `${JSON.stringify({ type, object })}\n`;
}

/** A bookmark; with `end`, the end mark of the present state. */
export function bookmark(resourceVersion: number, end?: string): string {
  const annotations = end === undefined ? undefined : { "k8s.io/initial-events-end": end };
  return line("BOOKMARK", {
    kind: "Thing",
    apiVersion: "example.com/v1",
    metadata: { resourceVersion: String(resourceVersion), annotations },
  });
}

/** A watch body under the test's control. */
export interface Feed {
  /** Sends text or bytes. */
  readonly send: (...parts: readonly (string | Uint8Array)[]) => void;
  /** Ends it, or breaks it with an error. */
  readonly end: (error?: unknown) => void;
  /** Whether the client has given it up. */
  cancelled: boolean;
}

/** A request, as it came. */
export interface Request {
  /** Query parameters that are set, as text. */
  readonly query: Readonly<Record<string, string>>;
  /** The answer of a body that goes on. */
  readonly feed: () => Feed;
}

type Answer = Response | string | Error | "feed";

/** A client whose server is a script: each request takes the next answer, the last is repeated. */
export interface Script extends AsyncDisposable {
  /** To give to the informer. */
  readonly client: Client;
  /** Its runtime. */
  readonly runtime: TestRuntime;
  /** What was asked. */
  readonly requests: Request[];
  /** Bodies that go on, in order. */
  readonly feeds: Feed[];
  /** Answers still to come. */
  readonly answers: ((options: RequestOptions) => Answer)[];
}

/** Makes a script. An answer is a body, a response, an error to throw, or `feed`: a body that the test feeds. */
export function createScript(
  ...answers: readonly (Answer | ((options: RequestOptions) => Answer))[]
): Script {
  const runtime = createTestRuntime();
  const requests: Request[] = [];
  const feeds: Feed[] = [];
  const queue = answers.map((answer) => typeof answer === "function" ? answer : () => answer);
  const encoder = new TextEncoder();
  const request = (_path: string, options: RequestOptions = {}): Promise<Response> => {
    options.signal?.throwIfAborted();
    const query = Object.fromEntries(
      Object.entries(options.query ?? {}).filter(([, value]) => value !== undefined).map((
        [k, v],
      ) => [k, String(v)]),
    );
    const next = queue.length > 1 ? queue.shift() : queue[0];
    const answer = next?.(options) ?? "feed";
    const own = feeds.length;
    requests.push({ query, feed: () => feeds[own] as Feed });
    if (answer instanceof Error) return Promise.reject(answer);
    const headers = { "content-type": "application/json" };
    if (answer instanceof Response) return Promise.resolve(answer);
    if (answer !== "feed") return Promise.resolve(new Response(answer, { headers }));
    let controller!: ReadableStreamDefaultController<Uint8Array>;
    const feed: Feed = {
      cancelled: false,
      send: (...parts) =>
        parts.forEach((part) =>
          controller.enqueue(typeof part === "string" ? encoder.encode(part) : part)
        ),
      end: (error) => error === undefined ? controller.close() : controller.error(error),
    };
    const body = new ReadableStream<Uint8Array>({
      start(c) {
        controller = c;
      },
      cancel() {
        feed.cancelled = true;
      },
    });
    feeds.push(feed);
    return Promise.resolve(new Response(body, { headers }));
  };
  const client = { runtime, request } as unknown as Client;
  return {
    client,
    runtime,
    requests,
    feeds,
    answers: queue,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** A list body. */
export function list(
  resourceVersion: number | string,
  items: readonly unknown[],
  token?: string,
): string {
  return JSON.stringify({
    apiVersion: "example.com/v1",
    items,
    kind: "ThingList",
    metadata: { resourceVersion: String(resourceVersion), continue: token },
  });
}
