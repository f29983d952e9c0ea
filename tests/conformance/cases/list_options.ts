import { assert, assertEquals } from "@std/assert";
import { type AreaCase, type ConformanceCase, inArea, older } from "../case.ts";
import { type Answer, ask, core, names } from "../ask.ts";
import { configMaps } from "../resources.ts";
import type { Client } from "../../../client/mod.ts";

// What a list may ask for, after ValidateListOptions in k8s.io/apimachinery/pkg/apis/meta/internalversion/validation and
// the table "Resource versions in lists" of the API concepts page. The past is a, b, c; d came later.
const versions = { none: undefined, "0": "0", past: "past", now: "now" } as const;
const matches = { none: undefined, Exact: "Exact", NotOlderThan: "NotOlderThan" } as const;

function expected(version: string, match: string, limit: boolean): string {
  if (match !== "none" && version === "none") return "Invalid";
  if (match === "Exact" && version === "0") return "Invalid";
  const past = version === "past" && (match === "Exact" || (match === "none" && limit));
  if (past) return limit ? "a b, more" : "a b c";
  // The watch cache has no pages where any version is good enough.
  if (limit && version === "0") return "a b c d";
  return limit ? "a b, more" : "a b c d";
}

async function fill(client: Client, namespace: string): Promise<{ past: string; now: string }> {
  const create = async (name: string) =>
    (await client.create(configMaps, { metadata: { name, namespace } })).metadata.resourceVersion;
  await create("a");
  await create("b");
  const past = await create("c");
  return { past, now: await create("d") };
}

const matrix = Object.keys(versions).flatMap((version) =>
  Object.keys(matches).flatMap((match) => [false, true].map((limit) => ({ version, match, limit })))
);

function entry({ version, match, limit }: typeof matrix[number]): AreaCase {
  const answer = expected(version, match, limit);
  return {
    name: `version ${version}, match ${match}, ${limit ? "in pages" : "without limit"}: ${answer}`,
    async run({ client, namespace }) {
      const made: Record<string, string> = { ...await fill(client, namespace), "0": "0" };
      const resourceVersion = made[version];
      // A list at 0 may be as old as the cache; this one waits until it is new enough.
      await client.list(configMaps, {
        namespace,
        ...made.now ? { resourceVersion: made.now } : {},
      });
      const listed = await ask(client, "GET", core(namespace, "configmaps"), undefined, {
        query: {
          resourceVersion,
          resourceVersionMatch: match === "none" ? undefined : match,
          limit: limit ? 2 : undefined,
        },
      });
      const more = listed.body.metadata?.continue ? ", more" : "";
      assertEquals(names(listed) + more, answer);
      if (listed.reason === "Invalid") {
        assertEquals([listed.code, listed.causes], [422, [
          `FieldValueForbidden resourceVersionMatch`,
        ]]);
      } else if (match === "Exact") {
        assertEquals(listed.body.metadata.resourceVersion, resourceVersion);
      }
    },
  };
}

function page(
  client: Client,
  namespace: string,
  query: Record<string, string | number | undefined>,
) {
  return ask(client, "GET", core(namespace, "configmaps"), undefined, { query });
}

function token(answer: Answer): string {
  const text = answer.body.metadata.continue;
  assert(typeof text === "string" && text !== "", "The answer has no token");
  return text;
}

// Tokens are base64 of {v, rv, start} (k8s.io/apiserver/pkg/storage/continue.go).
function changed(next: string, change: Readonly<Record<string, unknown>>): string {
  return btoa(JSON.stringify({ ...JSON.parse(atob(next)), ...change }))
    .replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

const pages: readonly AreaCase[] = [
  {
    name: "a page after one at an exact version is of that version",
    async run({ client, namespace }) {
      const { past } = await fill(client, namespace);
      const first = await page(client, namespace, {
        limit: 1,
        resourceVersion: past,
        resourceVersionMatch: "Exact",
      });
      const second = await page(client, namespace, { continue: token(first) });
      assertEquals([names(first), names(second)], ["a", "b c"]);
      assertEquals(second.body.metadata.resourceVersion, past);
    },
  },
  {
    name: "a token goes with version 0, and with no other",
    async run({ client, namespace }) {
      const { now } = await fill(client, namespace);
      const next = token(await page(client, namespace, { limit: 1 }));
      const zero = await page(client, namespace, { continue: next, resourceVersion: "0" });
      assertEquals(names(zero), "b c d");
      const other = await page(client, namespace, { continue: next, resourceVersion: now });
      assertEquals(
        [other.code, other.reason, other.message],
        [400, "BadRequest", "specifying resource version is not allowed when using continue"],
      );
    },
  },
  {
    name: "a token does not go with a match",
    async run({ client, namespace }) {
      await fill(client, namespace);
      const next = token(await page(client, namespace, { limit: 1 }));
      const answer = await page(client, namespace, {
        continue: next,
        resourceVersionMatch: "NotOlderThan",
      });
      assertEquals([answer.code, answer.reason], [422, "Invalid"]);
    },
  },
  {
    name: "a token may be used twice, with another limit",
    async run({ client, namespace }) {
      await fill(client, namespace);
      const next = token(await page(client, namespace, { limit: 1 }));
      assertEquals(names(await page(client, namespace, { continue: next, limit: 1 })), "b");
      assertEquals(names(await page(client, namespace, { continue: next, limit: 5 })), "b c d");
    },
  },
  {
    name: "a token goes on after its name, though that is deleted",
    async run({ client, namespace }) {
      await fill(client, namespace);
      const next = token(await page(client, namespace, { limit: 2 }));
      await client.delete(configMaps, { name: "b", namespace });
      assertEquals(names(await page(client, namespace, { continue: next })), "c d");
    },
  },
  {
    name: "a limit as large as the list leaves no token",
    async run({ client, namespace }) {
      await fill(client, namespace);
      const listed = await page(client, namespace, { limit: 4 });
      assertEquals([names(listed), listed.body.metadata.continue], ["a b c d", undefined]);
      assertEquals(listed.body.metadata.remainingItemCount, undefined);
    },
  },
  {
    name: "a limit of 0 or less is none",
    async run({ client, namespace }) {
      await fill(client, namespace);
      assertEquals(names(await page(client, namespace, { limit: 0 })), "a b c d");
      const listed = await page(client, namespace, { limit: -1 });
      assertEquals([listed.code, names(listed)], [200, "a b c d"]);
    },
  },
  {
    name: "a token goes with any list of the kind",
    async run({ client, namespace }) {
      await fill(client, namespace);
      const next = token(await page(client, namespace, { limit: 1 }));
      const answer = await ask(client, "GET", core("default", "configmaps"), undefined, {
        query: { continue: next, limit: 1 },
      });
      // It holds a name and a version, no namespace.
      assertEquals(answer.code, 200);
    },
  },
  {
    name: "a page with a selector goes on past what does not match",
    async run({ client, namespace }) {
      for (const [name, on] of [["a", "1"], ["b", "0"], ["c", "1"], ["d", "1"]] as const) {
        await client.create(configMaps, { metadata: { name, namespace, labels: { on } } });
      }
      const first = await page(client, namespace, { limit: 2, labelSelector: "on=1" });
      const second = await page(client, namespace, {
        limit: 2,
        labelSelector: "on=1",
        continue: token(first),
      });
      assertEquals([names(first), names(second)], ["a c", "d"]);
    },
  },
  {
    name: "a match that is none is Invalid",
    async run({ client, namespace }) {
      const answer = await page(client, namespace, {
        resourceVersion: "1",
        resourceVersionMatch: "Newer",
      });
      assertEquals([answer.code, answer.causes], [422, [
        "FieldValueNotSupported resourceVersionMatch",
      ]]);
    },
  },
  {
    name:
      "a token whose version is -1 goes on with what is there now: the inconsistent continuation",
    async run({ client, namespace }) {
      await fill(client, namespace);
      const first = await page(client, namespace, { limit: 1 });
      await client.delete(configMaps, { name: "b", namespace });
      const e = await client.create(configMaps, { metadata: { name: "e", namespace } });
      const next = changed(token(first), { rv: -1 });
      const second = await page(client, namespace, { limit: 2, continue: next });
      assertEquals(names(second), "c d");
      // Its pages have a version of their own, and are of one moment again.
      assert(!older(second.body.metadata.resourceVersion, e.metadata.resourceVersion));
      await client.create(configMaps, { metadata: { name: "f", namespace } });
      assertEquals(names(await page(client, namespace, { continue: token(second) })), "e");
    },
  },
  {
    name: "a token that was made up is a BadRequest, and says what is wrong",
    async run({ client, namespace }) {
      await fill(client, namespace);
      const next = token(await page(client, namespace, { limit: 1 }));
      const problems = {
        "incorrect encoded start resourceVersion (version meta.k8s.io/v1)": { rv: 0 },
        "server does not recognize this encoded version meta.k8s.io/v2": { v: "meta.k8s.io/v2" },
        "encoded start key empty (version meta.k8s.io/v1)": { start: "" },
        "../x": { start: "../x" },
      };
      for (const [problem, change] of Object.entries(problems)) {
        const answer = await page(client, namespace, { continue: changed(next, change) });
        assertEquals([answer.code, answer.message], [
          400,
          `invalid continue token: continue key is not valid: ${problem}`,
        ]);
      }
    },
  },
  {
    name: "a list of one page and one without limit are of the same order and version rule",
    async run({ client, namespace }) {
      const { now } = await fill(client, namespace);
      for (const limit of [undefined, 10]) {
        const listed = await page(client, namespace, { limit });
        assertEquals(names(listed), "a b c d");
        assert(!older(listed.body.metadata.resourceVersion, now));
      }
    },
  },
];

export const listOptionCases: readonly ConformanceCase[] = inArea("list options", [
  ...matrix.map(entry),
  ...pages,
]);
