/**
 * Measures the API server in memory and prints JSON. `--scale 0.1` does a tenth of the work. See README.md.
 */
import { parseArgs } from "node:util";
import { createApiServer } from "../testing/mod.ts";

const { values } = parseArgs({
  args: Deno.args,
  options: {
    scale: { type: "string", default: "1" },
  },
});
const scale = Number(values.scale);

/** What is measured. Times are milliseconds. */
interface Figures {
  /** Median of starts after the first, until the first answer. */
  readonly start: number;
  /** The first start of the process, until the first answer. */
  readonly firstStart: number;
  /** Creations of config maps a second, through `fetch`. */
  readonly creates: number;
  /** Replacements of config maps a second. */
  readonly updates: number;
  /** Merge patches of config maps a second. */
  readonly patches: number;
  /** Applies of config maps a second. */
  readonly applies: number;
  /** Creations of pods a second. */
  readonly pods: number;
  /** Creations of custom objects a second. */
  readonly customs: number;
  /** Writes of the status of custom objects a second. */
  readonly statuses: number;
  /** Reads of single objects a second. */
  readonly gets: number;
  /** Objects held for the lists. */
  readonly held: number;
  /** MiB of heap for each thousand of them, with the log of their requests. */
  readonly heap: number;
  /** One list of all of them. */
  readonly list: number;
  /** One page of 500 of them. */
  readonly page: number;
  /** The list as a watch: WatchList. */
  readonly watchList: number;
  /** Events a second that 100 watchers of one kind receive together. */
  readonly events: number;
}

const maps = "/api/v1/namespaces/default/configmaps";
const widgets = "/apis/bench.example.com/v1/namespaces/default/widgets";

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? NaN;
}

async function startOnce(): Promise<number> {
  const begin = performance.now();
  await using server = createApiServer();
  const response = await server.fetch(maps);
  await response.text();
  return performance.now() - begin;
}

const server = createApiServer({ logLimit: 1_000 });

async function send(method: string, path: string, body?: unknown, type = "application/json") {
  const response = await server.fetch(path, {
    method,
    headers: { "content-type": type, "user-agent": "bench" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text;
}

/** How many a second, in the fastest of ten parts: what the machine does besides slows the others down. */
async function rate(count: number, one: (index: number) => Promise<unknown>): Promise<number> {
  const times = Math.max(Math.round(count * scale / 10), 20);
  for (let index = 0; index < 20; index++) await one(-1 - index);
  let best = Infinity;
  for (let part = 0; part < 10; part++) {
    const begin = performance.now();
    for (let index = part * times; index < (part + 1) * times; index++) await one(index);
    best = Math.min(best, performance.now() - begin);
  }
  return Math.round(times / (best / 1000));
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return Math.round((performance.now() - begin) * 10) / 10;
}

const configMap = (name: string, data: Record<string, string>) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: "default", labels: { app: "bench", tier: "one" } },
  data,
});

const pod = (name: string) => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: "default", labels: { app: "bench" } },
  spec: {
    containers: [{
      name: "main",
      image: "nginx:1.29",
      ports: [{ containerPort: 80 }],
      env: [{ name: "A", value: "1" }, { name: "B", value: "2" }],
      resources: { requests: { cpu: "100m", memory: "64Mi" } },
    }],
  },
});

const widget = (name: string) => ({
  apiVersion: "bench.example.com/v1",
  kind: "Widget",
  metadata: { name, namespace: "default", labels: { app: "bench" } },
  spec: { host: `${name}.example.com`, size: 3, parts: [{ name: "a", count: 1 }] },
});

const definition = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "widgets.bench.example.com" },
  spec: {
    group: "bench.example.com",
    scope: "Namespaced",
    names: { plural: "widgets", singular: "widget", kind: "Widget" },
    versions: [{
      name: "v1",
      served: true,
      storage: true,
      subresources: { status: {} },
      schema: {
        openAPIV3Schema: {
          type: "object",
          properties: {
            spec: {
              type: "object",
              required: ["host"],
              properties: {
                host: { type: "string", maxLength: 100 },
                size: { type: "integer", minimum: 0 },
                replicas: { type: "integer", default: 1 },
                parts: {
                  type: "array",
                  items: {
                    type: "object",
                    properties: { name: { type: "string" }, count: { type: "integer" } },
                  },
                },
              },
            },
            status: {
              type: "object",
              properties: { phase: { type: "string" }, seen: { type: "integer" } },
            },
          },
        },
      },
    }],
  },
};

/** Reads a watch to the event that `last` knows. Answers how many events there were. */
async function follow(path: string, last: (line: string) => boolean): Promise<number> {
  const controller = new AbortController();
  const response = await server.fetch(path, { signal: controller.signal });
  let rest = "";
  let count = 0;
  try {
    for await (
      const text of (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())
    ) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        count++;
        if (last(line)) return count;
      }
    }
  } finally {
    controller.abort();
  }
  throw new Error(`The watch ended after ${count} events`);
}

const firstStart = await startOnce();
const starts: number[] = [];
for (let index = 0; index < 15; index++) starts.push(await startOnce());
const start = median(starts);

await send("POST", "/apis/apiextensions.k8s.io/v1/customresourcedefinitions", definition);
const text = "x".repeat(100);
const creates = await rate(
  20_000,
  (index) => send("POST", maps, configMap(`map${index}`, { text, index: String(index) })),
);
const most = Math.max(Math.round(20_000 * scale), 20);
const nameOf = (index: number) => `map${((index % most) + most) % most}`;
const updates = await rate(
  20_000,
  (index) =>
    send("PUT", `${maps}/${nameOf(index)}`, configMap(nameOf(index), { text, now: `u${index}` })),
);
const patches = await rate(
  20_000,
  (index) =>
    send(
      "PATCH",
      `${maps}/${nameOf(index)}`,
      { data: { now: `p${index}` } },
      "application/merge-patch+json",
    ),
);
const applies = await rate(
  10_000,
  (index) =>
    send(
      "PATCH",
      `${maps}/${nameOf(index)}?fieldManager=bench&force=true`,
      configMap(nameOf(index), { text, now: `a${index}` }),
      "application/apply-patch+yaml",
    ),
);
const gets = await rate(20_000, (index) => send("GET", `${maps}/${nameOf(index)}`));
const pods = await rate(
  5_000,
  (index) => send("POST", "/api/v1/namespaces/default/pods", pod(`pod${index}`)),
);
const customs = await rate(10_000, (index) => send("POST", widgets, widget(`w${index}`)));
const customCount = Math.max(Math.round(10_000 * scale), 20);
const statuses = await rate(10_000, (index) => {
  const name = `w${((index % customCount) + customCount) % customCount}`;
  return send(
    "PATCH",
    `${widgets}/${name}/status`,
    { status: { phase: "Ready", seen: index } },
    "application/merge-patch+json",
  );
});

const held = Math.round(100_000 * scale);
const before = Deno.memoryUsage().heapUsed;
await send("POST", "/api/v1/namespaces", { metadata: { name: "many" } });
const many = "/api/v1/namespaces/many/configmaps";
for (let index = 0; index < held; index++) {
  await send("POST", many, {
    ...configMap(`map${index}`, { text, index: String(index) }),
    metadata: { name: `map${index}` },
  });
}
const heap = Math.round((Deno.memoryUsage().heapUsed - before) / 1048576 / held * 1e5) / 100;
await send("GET", `${many}?limit=1`);
const list = await timed(() => send("GET", many));
const page = await timed(() => send("GET", `${many}?limit=500`));
const watchList = await timed(() =>
  follow(
    `${many}?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`,
    (line) => line.startsWith('{"type":"BOOKMARK"'),
  )
);

const changes = Math.max(Math.round(2_000 * scale), 20);
const { metadata } = JSON.parse(await send("GET", `${maps}?limit=1`));
const watchers = Array.from(
  { length: 100 },
  () =>
    follow(
      `${maps}?watch=1&resourceVersion=${metadata.resourceVersion}`,
      (line) => line.includes(`"last"`),
    ),
);
const begin = performance.now();
for (let index = 0; index < changes; index++) {
  await send("POST", maps, configMap(`event${index}`, { text }));
}
await send("POST", maps, configMap("last", { last: "last" }));
const received = (await Promise.all(watchers)).reduce((sum, one) => sum + one, 0);
const events = Math.round(received / ((performance.now() - begin) / 1000));
await server[Symbol.asyncDispose]();

const figures: Figures = {
  start,
  firstStart,
  creates,
  updates,
  patches,
  applies,
  pods,
  customs,
  statuses,
  gets,
  held,
  heap,
  list,
  page,
  watchList,
  events,
};
console.log(JSON.stringify(figures, undefined, 2));
