import { type ApiServer, createApiServer, createTestRuntime } from "../../testing/mod.ts";
import type { ApiServerOptions, TestRuntime } from "../../testing/mod.ts";

/** Tests look into answers of every shape. */
// deno-lint-ignore no-explicit-any
export type Json = any;

/** An answer, read whole. */
export interface Answer {
  readonly code: number;
  readonly body: Json;
  readonly headers: Headers;
}

/** A server whose time stands still, and short ways to talk to it. */
export interface Bench extends AsyncDisposable {
  readonly server: ApiServer;
  readonly runtime: TestRuntime;
  readonly call: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer>;
  readonly merge: (path: string, body: unknown) => Promise<Answer>;
  readonly apply: (path: string, body: unknown) => Promise<Answer>;
  readonly watch: (path: string, headers?: Record<string, string>) => Promise<WatchReader>;
}

/** Reads the events of a watch. */
export interface WatchReader extends AsyncDisposable {
  /** The next events, as many as asked for. */
  readonly take: (count: number) => Promise<Json[]>;
  /** All events until the server ends the watch. */
  readonly rest: () => Promise<Json[]>;
}

function reader(response: Response): WatchReader {
  const source = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!source) throw new Error("The answer has no body");
  let buffer = "";
  const next = async (): Promise<Json> => {
    for (;;) {
      const end = buffer.indexOf("\n");
      if (end >= 0) {
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + 1);
        return JSON.parse(line);
      }
      const { done, value } = await source.read();
      if (done) return undefined;
      buffer += value;
    }
  };
  return {
    async take(count) {
      const events = [];
      while (events.length < count) {
        const event = await next();
        if (!event) throw new Error(`The watch ended after ${events.length} of ${count} events`);
        events.push(event);
      }
      return events;
    },
    async rest() {
      const events = [];
      for (let event = await next(); event; event = await next()) events.push(event);
      return events;
    },
    async [Symbol.asyncDispose]() {
      await source.cancel();
    },
  };
}

/** Short ways to talk to a server, or to one of its replicas. */
export function talk(
  fetch: ApiServer["fetch"],
): Omit<Bench, "server" | "runtime" | keyof AsyncDisposable> {
  const send = (method: string, path: string, body: unknown, headers: Record<string, string>) =>
    fetch(`http://in-memory.test${path}`, {
      method,
      headers: { "content-type": "application/json", "user-agent": "test/1", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const call: Bench["call"] = async (method, path, body, headers = {}) => {
    const response = await send(method, path, body, headers);
    const text = await response.text();
    const json = response.headers.get("content-type")?.includes("json");
    return {
      code: response.status,
      body: json ? JSON.parse(text) : text,
      headers: response.headers,
    };
  };
  return {
    call,
    merge: (path, body) =>
      call("PATCH", path, body, { "content-type": "application/merge-patch+json" }),
    apply: (path, body) =>
      call("PATCH", path, body, { "content-type": "application/apply-patch+yaml" }),
    watch: async (path, headers = {}) => reader(await send("GET", path, undefined, headers)),
  };
}

/** Starts a server for one test. */
export function start(options: ApiServerOptions = {}): Bench {
  const runtime = createTestRuntime();
  const server = createApiServer({ runtime, ...options });
  return {
    server,
    runtime,
    ...talk(server.fetch),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** Where config maps of the default namespace are. */
export const configMaps = "/api/v1/namespaces/default/configmaps";

/** A config map. */
export function configMap(name: string, data: Record<string, string> = {}, metadata = {}) {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, ...metadata }, data };
}

/** Where custom resource definitions are. */
export const definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

/** Where sites of the default namespace are. */
export const sites = "/apis/example.com/v1/namespaces/default/sites";

/** The definition of a kind `Site` with a status and a default. */
export function siteDefinition(spec: Record<string, unknown> = {}) {
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "sites.example.com" },
    spec: {
      group: "example.com",
      scope: "Namespaced",
      names: { plural: "sites", kind: "Site", shortNames: ["st"] },
      versions: [{
        name: "v1",
        served: true,
        storage: true,
        subresources: {
          status: {},
          scale: { specReplicasPath: ".spec.replicas", statusReplicasPath: ".status.replicas" },
        },
        additionalPrinterColumns: [{ name: "Host", type: "string", jsonPath: ".spec.host" }],
        schema: {
          openAPIV3Schema: {
            type: "object",
            properties: {
              spec: {
                type: "object",
                required: ["host"],
                properties: {
                  host: { type: "string" },
                  replicas: { type: "integer", minimum: 0, default: 1 },
                },
              },
              status: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
            },
          },
        },
      }],
      ...spec,
    },
  };
}

/** A site. */
export function site(name: string, spec: Record<string, unknown> = { host: "a" }, metadata = {}) {
  return { apiVersion: "example.com/v1", kind: "Site", metadata: { name, ...metadata }, spec };
}
