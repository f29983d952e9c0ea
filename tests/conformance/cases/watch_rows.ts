import { assert, assertEquals } from "@std/assert";
import { type AreaCase, type ConformanceCase, inArea, older } from "../case.ts";
import { configMaps } from "../resources.ts";

// The rows of RunWatchSemantics in k8s.io/apiserver/pkg/storage/testing: bookmarks × initial events × resource version,
// and two of the time before KEP-3157.
const versions = ["none", "0", "an old one", "that of now"] as const;

interface Row {
  readonly bookmarks: boolean;
  readonly initial?: boolean;
  readonly version: typeof versions[number];
}

const rows: readonly Row[] = [
  ...versions.flatMap((version) =>
    [true, false].flatMap((bookmarks) =>
      [true, false].map((initial) => ({ bookmarks, initial, version }))
    )
  ),
  { bookmarks: false, version: "0" },
  { bookmarks: false, version: "none" },
];

function expected({ bookmarks, initial, version }: Row): string {
  const present = "ADDED a, ADDED b, ADDED c";
  const later = "ADDED d, ADDED e";
  if (initial) return [present, ...(bookmarks ? ["BOOKMARK"] : []), later].join(", ");
  // Without initial events an old version still has to be made up for.
  return initial === undefined || version === "an old one" ? `${present}, ${later}` : later;
}

function row(one: Row): AreaCase {
  const { bookmarks, initial, version } = one;
  return {
    name: `row: ${bookmarks ? "with" : "without"} bookmarks, sendInitialEvents ${
      initial ?? "unset"
    }, version: ${version}: ${expected(one)}`,
    async run({ client, namespace }) {
      const create = (name: string) => client.create(configMaps, { metadata: { name, namespace } });
      const before = (await client.list(configMaps, { namespace })).metadata.resourceVersion;
      await create("a");
      await create("b");
      const last = (await create("c")).metadata.resourceVersion;
      const resourceVersion =
        { none: undefined, "0": "0", "an old one": before, "that of now": last }[
          version
        ];
      const stop = new AbortController();
      const response = await client.request(`/api/v1/namespaces/${namespace}/configmaps`, {
        stream: true,
        signal: stop.signal,
        query: {
          watch: true,
          timeoutSeconds: 20,
          allowWatchBookmarks: bookmarks,
          resourceVersion,
          ...(initial === undefined
            ? {}
            : { sendInitialEvents: initial, resourceVersionMatch: "NotOlderThan" }),
        },
      });
      const seen: string[] = [];
      const wanted = expected(one).split(", ");
      // Before the present is told, the server may put a change before or after the bookmark.
      const present = wanted.indexOf("ADDED d");
      let end: string | undefined;
      const change = async () => {
        if (end !== undefined || seen.length < present) return;
        end = "";
        await create("d");
        end = (await create("e")).metadata.uid;
      };
      await change();
      let rest = "";
      const lines = response.body?.pipeThrough(new TextDecoderStream()) ?? [];
      try {
        for await (const text of lines) {
          const parts = (rest + text).split("\n");
          rest = parts.pop() ?? "";
          for (const { type, object } of parts.map((part) => JSON.parse(part))) {
            if (type === "BOOKMARK") {
              const ends = object.metadata.annotations?.["k8s.io/initial-events-end"] === "true";
              // Others come when the server likes.
              if (!ends) continue;
              assert(!older(object.metadata.resourceVersion, last));
              seen.push(type);
            } else {
              seen.push(`${type} ${object.metadata.name}`);
              if (object.metadata.name === "e") assertEquals(object.metadata.uid, end);
            }
          }
          await change();
          if (seen.length >= wanted.length) break;
        }
      } finally {
        stop.abort();
      }
      assertEquals(seen, wanted);
    },
  };
}

export const watchRowCases: readonly ConformanceCase[] = inArea("watch", rows.map(row));
