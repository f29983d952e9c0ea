import { assert, assertEquals } from "@std/assert";
import { ensureCustomResource, metadataOnly } from "../../client/mod.ts";
import { defineController, type Reconciler, watched } from "../../controller/mod.ts";
import type { Watched } from "../../context/mod.ts";
import { ConfigMap, Deployment, Secret } from "../../kinds/mod.ts";
import { sites } from "../../examples/site/operator.ts";
import { Site } from "../../examples/site/site.ts";
import { createHarness, type Harness, holdWatch, key } from "./harness.ts";

const secrets = watched(Secret);

/** Runs a reconciler for the one ConfigMap `a`, and counts the PATCH requests of each run. */
async function start(
  harness: Harness,
  reconcile: Reconciler<ConfigMap>,
  sources: readonly Watched[] = [secrets],
) {
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    labelSelector: "mine",
    sources,
    hotLoop: false,
    reconcile,
  }));
  await harness.finish(harness.client.create(ConfigMap, {
    metadata: { ...key("a"), labels: { mine: "1" } },
  }));
  await harness.clock.advance(100);
  let value = 0;
  return {
    /** Makes the key run once more, and gives the requests that it sent. */
    async again(): Promise<string[]> {
      const before = harness.writes().length;
      await harness.finish(
        harness.client.patch(ConfigMap, key("a"), { merge: { data: { value: `${++value}` } } }),
      );
      await harness.clock.advance(100);
      return harness.writes().slice(before)
        .map((line) => line.replace(/^(\w+) .*\/(secrets|deployments)/, "$1"));
    },
  };
}

const desired = { metadata: { ...key("s"), labels: { x: "1", y: "2" } }, type: "Opaque" };

Deno.test("apply: a repeat of our own last one is not sent, and answers with the object of the local copy (C8)", async () => {
  await using harness = createHarness();
  const answers: (readonly [string | undefined, boolean, string])[] = [];
  let run = 0;
  const { again } = await start(harness, async (_map, { client }) => {
    const { labels } = desired.metadata;
    // The order of keys is no content.
    const { metadata, kind } = await client.apply(
      Secret,
      ++run % 2 === 0
        ? desired
        : { type: "Opaque", metadata: { labels: { y: labels.y, x: labels.x }, ...key("s") } },
    );
    answers.push([metadata.labels?.y, metadata.managedFields !== undefined, kind]);
  });
  assertEquals(await again(), []);
  assertEquals(await again(), []);
  assertEquals(answers, [["2", true, "Secret"], ["2", false, "Secret"], ["2", false, "Secret"]]);
  assertEquals(
    harness.of("apply-skipped").map(({ kind, request }) => [kind, request.name]),
    [["Secret", "a"], ["Secret", "a"]],
  );
  assertEquals(harness.writes().length, 1);
});

Deno.test("apply: is sent again after somebody's change, after a deletion, and to an object made anew (C8, C11)", async () => {
  await using harness = createHarness();
  const { client } = harness;
  const { again } = await start(harness, async (_map, { client }) => {
    await client.apply(Secret, desired);
  });
  assertEquals(await again(), []);
  await harness.finish(
    client.patch(Secret, key("s"), { merge: { metadata: { labels: { z: "3" } } } }),
  );
  assertEquals(await again(), ["PATCH/s"], "what they changed is not ours, but who knows");
  assertEquals(await again(), ["PATCH/s"].slice(1));
  await harness.finish(
    client.patch(Secret, key("s"), { merge: { metadata: { labels: { x: "9" } } } }),
  );
  assertEquals(await again(), ["PATCH/s"]);
  await harness.finish(client.delete(Secret, key("s")));
  assertEquals(await again(), ["PATCH/s"]);
  assertEquals(await again(), []);
  await harness.finish(client.delete(Secret, key("s")));
  await harness.finish(client.create(Secret, desired));
  assertEquals(await again(), ["PATCH/s"]);
  assertEquals(await again(), []);
});

Deno.test("apply: is sent after a change of our own through another call, before the local copy shows it (C8)", async () => {
  await using harness = createHarness();
  using watch = holdWatch(harness, "secrets");
  let patching = false;
  const { again } = await start(harness, async (_map, { client }) => {
    if (patching) {
      watch.hold();
      await client.patch(Secret, key("s"), { merge: { metadata: { labels: { x: "9" } } } });
    }
    const { metadata } = await client.apply(Secret, desired);
    assertEquals(metadata.labels?.x, "1");
    watch.release();
  });
  assertEquals(await again(), []);
  patching = true;
  assertEquals(await again(), ["PATCH/s", "PATCH/s"]);
  patching = false;
  assertEquals(await again(), []);
});

Deno.test("apply: a patch of our own that changes nothing it is about leaves it unsent", async () => {
  await using harness = createHarness();
  const { again } = await start(harness, async (_map, { client }) => {
    await client.apply(Secret, desired);
    await client.patch(Secret, key("s"), { merge: { metadata: { labels: { x: "1" } } } });
  });
  await again();
  assertEquals(await again(), ["PATCH/s"]);
});

Deno.test("apply: whatever is in doubt is sent: other content, manner, no copy, metadata only, older, terminating, dry run", async () => {
  const sentEveryTime = async (
    reconcile: (run: number, ...given: Parameters<Reconciler<ConfigMap>>) => Promise<unknown>,
    sources?: readonly Watched[],
  ) => {
    await using harness = createHarness();
    let run = 0;
    const { again } = await start(
      harness,
      async (map, context) => void await reconcile(++run, map, context),
      sources,
    );
    const counts = [(await again()).length, (await again()).length];
    assertEquals(harness.of("apply-skipped"), []);
    return counts;
  };
  const { metadata } = desired;
  assertEquals(
    await sentEveryTime((run, _map, { client }) =>
      client.apply(Secret, { metadata: { ...metadata, labels: { run: `${run}` } } })
    ),
    [1, 1],
    "content",
  );
  assertEquals(
    await sentEveryTime((run, _map, { client }) =>
      client.apply(Secret, desired, { fieldManager: `manager-${run}` })
    ),
    [1, 1],
    "manager",
  );
  assertEquals(
    await sentEveryTime((run, _map, { client }) =>
      client.apply(
        Secret,
        desired,
        [{}, { force: false }, { fieldValidation: "Strict" } as const][run - 1],
      )
    ),
    [1, 1],
    "force",
  );
  assertEquals(
    await sentEveryTime((_run, _map, { client }) => client.apply(Secret, desired), []),
    [1, 1],
    "no copy",
  );
  assertEquals(
    await sentEveryTime(
      (_run, _map, { client }) => client.apply(Secret, desired),
      [watched(metadataOnly(Secret)) as Watched],
    ),
    [1, 1],
    "metadata only",
  );
  assertEquals(
    await sentEveryTime((_run, _map, { client }) =>
      client.apply(Secret, desired, { dryRun: true })
    ),
    [1, 1],
    "dry run",
  );
  await using harness = createHarness();
  const { again } = await start(harness, async (_map, { client }) => {
    await client.apply(Secret, { metadata: { ...metadata, finalizers: ["example.com/hold"] } });
  });
  assertEquals(await again(), []);
  await harness.finish(harness.client.delete(Secret, key("s")));
  assertEquals(await again(), ["PATCH/s"], "terminating");
  assertEquals(await again(), ["PATCH/s"], "terminating");
});

Deno.test("apply: an older local copy is no proof (C11)", async () => {
  await using harness = createHarness();
  using watch = holdWatch(harness, "secrets");
  let held = false;
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    sources: [secrets],
    consistencyTimeout: 0,
    hotLoop: false,
    reconcile: async ({ data = {} }, { client }) => {
      if (held) watch.hold();
      await client.apply(Secret, { metadata: key("s"), data: { x: data.x ?? "" } });
    },
  }));
  const set = async (x: string) => {
    await harness.finish(harness.client.patch(ConfigMap, key("a"), { merge: { data: { x } } }));
    await harness.clock.advance(100);
  };
  await harness.create("a", { x: "AAAA" });
  await harness.clock.advance(100);
  held = true;
  for (const x of ["BBBB", "AAAA"]) await set(x); // back to what the copy still shows
  const data = harness.server.objects(Secret).map((one) => "data" in one ? one.data : undefined);
  assertEquals(data, [{ x: "AAAA" }]);
  assertEquals(harness.of("apply-skipped"), []);
});

Deno.test("apply: of object and status both rest, until somebody writes between the two (C8)", async () => {
  await using harness = createHarness();
  const deployments = watched(Deployment);
  const labels = { app: "d" };
  let between = false;
  const { again } = await start(harness, async (_map, { client }) => {
    await client.apply(Deployment, {
      metadata: key("d"),
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: "c", image: "i" }] } },
      },
    });
    if (between) {
      await harness.client.patch(Deployment, key("d"), { merge: { spec: { replicas: 5 } } });
    }
    const status = { observedGeneration: 1, replicas: 2 };
    await client.apply(Deployment, { metadata: key("d"), status }, { subresource: "status" });
  }, [deployments]);
  assertEquals(await again(), []);
  assertEquals(harness.writes().length, 2);
  // The repeat rests on the copy, but the foreign write goes by before the status is asked for.
  between = true;
  await harness.finish(
    harness.client.patch(Deployment, key("d"), { merge: { metadata: { labels } } }),
  );
  assertEquals(await again(), ["PATCH/d", "PATCH/d/status"]);
  between = false;
  assertEquals((await again())[0], "PATCH/d", "what they changed in between is taken back");
  assertEquals(await again(), []);
  const [deployment] = harness.server.objects(Deployment);
  assertEquals(JSON.stringify(deployment).includes('"replicas":5'), false);
});

Deno.test("apply: two managers of one object rest as well, when neither takes from the other", async () => {
  await using harness = createHarness();
  const { again } = await start(harness, async (_map, { client }) => {
    for (const manager of ["one", "two"]) {
      const content = { metadata: { ...key("s"), labels: { [manager]: "1" } } };
      await client.apply(Secret, content, { fieldManager: manager });
    }
  });
  await again();
  await again();
  assertEquals(await again(), []);
});

Deno.test("apply: one that was refused, or whose answer was lost, is sent again", async () => {
  await using harness = createHarness();
  let fails = false;
  using _broken = harness.server.intercept(async ({ method, path, headers, proceed }) => {
    if (!fails || method !== "PATCH" || !path.includes("/secrets/")) return;
    if (headers.get("user-agent") !== "controller") return;
    await proceed();
    fails = false;
    throw new TypeError("The connection was reset");
  });
  let x = "1";
  const { again } = await start(harness, async (_map, { client }) => {
    await client.apply(Secret, { metadata: { ...key("s"), labels: { x } } });
  });
  x = "2";
  fails = true;
  await again();
  await harness.clock.advance(10_000);
  assertEquals(harness.server.objects(Secret)[0]?.metadata.labels, { x: "2" });
  x = "1"; // what was applied before the lost one
  assertEquals(await again(), ["PATCH/s"]);
  assertEquals(harness.server.objects(Secret)[0]?.metadata.labels, { x: "1" });
});

Deno.test("apply: is sent after a deletion of many that ran beside another apply, before the local copy shows it (C8)", async () => {
  for (const late of ["deletion", "apply"]) {
    await using harness = createHarness();
    using watch = holdWatch(harness, "secrets");
    const [applied, deleted] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let deleting = false;
    // The server takes the apply first. Its answer comes first, too, or last.
    using _order = harness.server.intercept(async ({ method, path, proceed }) => {
      if (!deleting || !path.includes("/secrets")) return;
      if (method === "DELETE") await applied.promise;
      if (method !== "DELETE" && method !== "PATCH") return;
      const answer = await proceed();
      if (method === "DELETE") deleted.resolve();
      else applied.resolve();
      if (method === "PATCH" && late === "apply") await deleted.promise;
      return answer;
    });
    const { again } = await start(harness, async (_map, { client }) => {
      if (deleting) {
        watch.hold();
        const gone = client.deleteCollection(Secret, { namespace: "default" });
        const first = client.apply(Secret, desired);
        await Promise.all([gone, first]);
        deleting = false;
      }
      await client.apply(Secret, desired);
      watch.release();
    });
    assertEquals(await again(), []);
    deleting = true;
    await again();
    assertEquals(harness.server.objects(Secret).length, 1, `late ${late}`);
  }
});

Deno.test("apply: the Site operator writes nothing when its sites are reconciled again (C8, C12)", async () => {
  await using harness = createHarness();
  const { client } = harness;
  await harness.finish(ensureCustomResource(client, Site));
  const operator = await harness.start(sites);
  await harness.finish(client.create(Site, { metadata: key("blog"), spec: { title: "Blog" } }));
  await harness.clock.advance(60_000);
  const before = harness.writes();
  assert(before.length >= 4, before.join());
  const skipped = harness.of("apply-skipped").length;
  const runs = harness.of("finished").length;
  for (let n = 0; n < 5; n++) {
    operator.reconcile(key("blog"));
    await harness.clock.advance(1_000);
  }
  assertEquals(harness.of("finished").length, runs + 5);
  assertEquals(harness.writes().slice(before.length), []);
  assert(harness.of("apply-skipped").length >= skipped + 3 * 5);
  // A change of somebody's is taken back.
  await harness.finish(client.patch(Deployment, key("blog"), { merge: { spec: { replicas: 7 } } }));
  await harness.clock.advance(1_000);
  assertEquals((await harness.finish(client.get(Deployment, key("blog")))).spec?.replicas, 1);
});
