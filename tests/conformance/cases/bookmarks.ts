import { assert, assertEquals } from "@std/assert";
import {
  type AreaCase,
  type ConformanceCase,
  type ConformanceEnv,
  inArea,
  older,
} from "../case.ts";
import { configMaps } from "../resources.ts";
import type { Client } from "../../../client/mod.ts";

interface Line {
  readonly type: string;
  // deno-lint-ignore no-explicit-any
  readonly object: any;
}

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** The lines of a watch, up to the first bookmark or to the end that the server makes. */
async function read(
  client: Client,
  path: string,
  query: Query,
  accept?: string,
  toBookmark = false,
): Promise<Line[]> {
  const stop = new AbortController();
  const response = await client.request(path, {
    stream: true,
    signal: stop.signal,
    query: { watch: true, allowWatchBookmarks: true, ...query },
    ...(accept ? { headers: { accept } } : {}),
  });
  const lines: Line[] = [];
  let rest = "";
  for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts.map((part) => JSON.parse(part)));
    if (toBookmark && lines.at(-1)?.type === "BOOKMARK") break;
  }
  stop.abort();
  return lines;
}

/**
 * The same, again when no bookmark came: a server sends it about two seconds before the end, if it knows of a later
 * version than that of the start. A write of another kind makes one, and a consistent list lets the watch cache know.
 */
async function untilBookmark(
  { client, namespace }: ConformanceEnv,
  path: string,
  query: Query,
  accept?: string,
): Promise<Line[]> {
  for (const timeoutSeconds of [4, 6, 8]) {
    await client.request(`/api/v1/namespaces/${namespace}/serviceaccounts`, {
      method: "POST",
      body: { metadata: { generateName: "later-" } },
    });
    await client.request(path, { query: { limit: 1 } });
    const lines = await read(client, path, { ...query, timeoutSeconds }, accept, true);
    if (lines.some(({ type }) => type === "BOOKMARK")) return lines;
  }
  throw new Error("No bookmark came");
}

const initial = {
  sendInitialEvents: true,
  resourceVersionMatch: "NotOlderThan",
  timeoutSeconds: 1,
};
const metadataOnly = "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io";

/** A bookmark of a quiet watch at the end of its time. */
function quiet(
  name: string,
  path: (env: ConformanceEnv) => string,
  look: (bookmark: Line, env: ConformanceEnv, version: string) => void,
  query: Query = {},
  accept?: string,
): AreaCase {
  return {
    name,
    async run(env) {
      const { client, namespace } = env;
      const made = await client.create(configMaps, { metadata: { name: "a", namespace } });
      const { resourceVersion } = made.metadata;
      const lines = await untilBookmark(env, path(env), { resourceVersion, ...query }, accept);
      assertEquals([...new Set(lines.map(({ type }) => type))], ["BOOKMARK"]);
      const [last] = lines.slice(-1);
      assert(last && !older(last.object.metadata.resourceVersion, resourceVersion));
      look(last, env, resourceVersion);
    },
  };
}

const inNamespace = ({ namespace }: ConformanceEnv) => `/api/v1/namespaces/${namespace}/configmaps`;
const apiOf = ({ object }: Line) => `${object.apiVersion} ${object.kind}`;

export const moreBookmarkCases: readonly ConformanceCase[] = inArea("bookmarks", [
  quiet("say kind and apiVersion of what is watched", inNamespace, (line) => {
    assertEquals(apiOf(line), "v1 ConfigMap");
  }),
  quiet("have no name, no namespace and no uid", inNamespace, ({ object }) => {
    assertEquals([object.metadata.name, object.metadata.namespace, object.metadata.uid], [
      undefined,
      undefined,
      undefined,
    ]);
  }),
  quiet("have no annotation when no initial events were asked for", inNamespace, ({ object }) => {
    assertEquals(object.metadata.annotations, undefined);
  }),
  quiet("have no creation time", inNamespace, ({ object }) => {
    assertEquals(object.metadata.creationTimestamp, undefined);
  }),
  quiet(
    "come of custom resources",
    ({ namespace, widgets }) => `/apis/${widgets.group}/v1/namespaces/${namespace}/widgets`,
    (line, { widgets }) => assertEquals(apiOf(line), `${widgets.group}/v1 Widget`),
  ),
  quiet("come of cluster-scoped kinds", () => "/api/v1/nodes", (line) => {
    assertEquals(apiOf(line), "v1 Node");
  }),
  quiet("come of all namespaces", () => "/api/v1/secrets", (line) => {
    assertEquals(apiOf(line), "v1 Secret");
  }),
  quiet("come with a selector that nothing matches", inNamespace, (line) => {
    assertEquals(apiOf(line), "v1 ConfigMap");
  }, { labelSelector: "app=none" }),
  quiet(
    "of metadata alone are PartialObjectMetadata",
    inNamespace,
    (line) => assertEquals(apiOf(line), "meta.k8s.io/v1 PartialObjectMetadata"),
    {},
    metadataOnly,
  ),
  {
    name: "carry versions that other kinds' writes raised",
    async run(env) {
      const { client, namespace } = env;
      const made = await client.create(configMaps, { metadata: { name: "a", namespace } });
      const path = `/api/v1/namespaces/${namespace}/secrets`;
      const lines = await untilBookmark(env, path, {
        resourceVersion: made.metadata.resourceVersion,
      });
      const last = lines.at(-1);
      assertEquals(last?.type, "BOOKMARK");
      assert(!older(last?.object.metadata.resourceVersion, made.metadata.resourceVersion));
    },
  },
  {
    name: "of a watch can be gone on from",
    async run(env) {
      const { client, namespace } = env;
      const made = await client.create(configMaps, { metadata: { name: "a", namespace } });
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const lines = await untilBookmark(env, path, {
        resourceVersion: made.metadata.resourceVersion,
      });
      const resourceVersion = lines.at(-1)?.object.metadata.resourceVersion;
      await client.create(configMaps, { metadata: { name: "b", namespace } });
      const after = await read(client, path, { resourceVersion, timeoutSeconds: 1 });
      assertEquals(after[0]?.object.metadata.name, "b");
    },
  },
]);

/** A WatchList of config maps a and b, a with a label. */
function streamed(
  name: string,
  wanted: readonly string[],
  query: Query,
  accept?: string,
): AreaCase {
  return {
    name,
    async run({ client, namespace }) {
      await client.create(configMaps, { metadata: { name: "a", namespace, labels: { on: "1" } } });
      const b = await client.create(configMaps, { metadata: { name: "b", namespace } });
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const resourceVersion = query.resourceVersion === "b"
        ? b.metadata.resourceVersion
        : query.resourceVersion;
      const lines = await read(client, path, { ...initial, ...query, resourceVersion }, accept);
      const end = lines.findIndex(({ object }) =>
        object.metadata?.annotations?.["k8s.io/initial-events-end"] === "true"
      );
      const seen = lines.slice(0, end + 1).map(({ type, object }) =>
        [type, object.metadata.name, object.kind].filter(Boolean).join(" ")
      );
      assertEquals(seen, wanted);
      assert(!older(lines[end]?.object.metadata.resourceVersion, b.metadata.resourceVersion));
    },
  };
}

const both = ["ADDED a ConfigMap", "ADDED b ConfigMap", "BOOKMARK ConfigMap"];

export const moreWatchListCases: readonly ConformanceCase[] = inArea("WatchList", [
  streamed("at version 0", both, { resourceVersion: "0" }),
  streamed("at a version that is there", both, { resourceVersion: "b" }),
  streamed("with an empty version", both, { resourceVersion: "" }),
  streamed("with a labelSelector", ["ADDED a ConfigMap", "BOOKMARK ConfigMap"], {
    labelSelector: "on=1",
  }),
  streamed("with a fieldSelector by name", ["ADDED b ConfigMap", "BOOKMARK ConfigMap"], {
    fieldSelector: "metadata.name=b",
  }),
  streamed("with a selector that nothing matches", ["BOOKMARK ConfigMap"], {
    labelSelector: "on=2",
  }),
  streamed(
    "of metadata alone",
    [
      "ADDED a PartialObjectMetadata",
      "ADDED b PartialObjectMetadata",
      "BOOKMARK PartialObjectMetadata",
    ],
    {},
    metadataOnly,
  ),
  {
    name: "with match Exact is Invalid",
    async run({ client, namespace }) {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      let code = 0;
      await read(client, path, { ...initial, resourceVersionMatch: "Exact", resourceVersion: "1" })
        .catch((error) => code = error.code);
      assertEquals(code, 422);
    },
  },
]);
