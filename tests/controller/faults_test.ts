import { assert, assertEquals } from "@std/assert";
import { seededRandom, sleep } from "../../_internal/mod.ts";
import { ownerReference } from "../../context/mod.ts";
import { defineController, owns } from "../../controller/mod.ts";
import { ConfigMap, Secret } from "../../kinds/mod.ts";
import { defineResource, resources } from "../../resource/mod.ts";
import { createHarness, key } from "./harness.ts";

/**
 * One seed: objects come, change and go while the server refuses, loses answers and cuts watches. In the end all is as
 * the objects say, each deletion has succeeded exactly once, and no object was ever worked on twice at a time.
 */
async function run(seed: number): Promise<void> {
  await using harness = createHarness(seed);
  const random = seededRandom(1_000 + seed);
  const { clock, client, server } = harness;
  const running = new Set<string>();
  const deletions = new Map<string, number>();
  const guarded = async (name: string, work: () => Promise<void>) => {
    assert(!running.has(name), `seed ${seed}: ${name} runs twice at a time`);
    running.add(name);
    try {
      await work();
    } finally {
      running.delete(name);
    }
  };
  const child = defineResource(ConfigMap, {
    name: "child",
    ensureCreated: (map, context) =>
      guarded(map.metadata.name, async () => {
        await sleep(context.clock, random() * 200, context.signal);
        await context.client.apply(Secret, {
          metadata: { ...key(map.metadata.name), ownerReferences: [ownerReference(map)] },
          stringData: { value: map.data?.value ?? "" },
        });
      }),
    ensureDeleted: (map, context) =>
      guarded(map.metadata.name, async () => {
        await sleep(context.clock, random() * 200, context.signal);
        await context.client.delete(Secret, key(map.metadata.name)).catch((error) => {
          if (error.code !== 404) throw error;
        });
        const { uid } = map.metadata;
        deletions.set(uid, (deletions.get(uid) ?? 0) + 1);
      }),
  });
  let faults = 0.25;
  using _faults = server.intercept(async ({ method, headers, proceed }) => {
    if (headers.get("user-agent") !== "controller" || random() > faults) return;
    const choice = random();
    if (method === "GET" && choice < 0.5) throw new TypeError("connection reset");
    if (choice < 0.3) throw new TypeError("connection reset");
    if (choice < 0.6 && method !== "GET") {
      await proceed();
      throw new TypeError("the answer is lost");
    }
    const code = [409, 422, 429, 500, 503][Math.floor(random() * 5)] ?? 500;
    return Response.json({ kind: "Status", status: "Failure", code }, { status: code });
  });
  await harness.start(defineController({
    name: "maps",
    for: ConfigMap,
    labelSelector: "mine",
    sources: [owns(Secret)],
    reconcile: resources([child]),
  }));
  const wanted = new Map<string, string>();
  const created = new Set<string>();
  for (let step = 0; step < 60; step++) {
    const name = `m${Math.floor(random() * 5)}`;
    const value = `v${step}`;
    const exists = harness.stored(name);
    if (!exists) {
      const map = await harness.finish(client.create(ConfigMap, {
        metadata: { ...key(name), labels: { mine: "1" } },
        data: { value },
      }));
      created.add(map.metadata.uid);
      wanted.set(name, value);
    } else if (exists.metadata.deletionTimestamp) {
      await clock.advance(random() * 1_000);
    } else if (random() < 0.3) {
      await harness.finish(client.delete(ConfigMap, key(name)));
      wanted.delete(name);
    } else {
      await harness.finish(client.patch(ConfigMap, key(name), { merge: { data: { value } } }));
      wanted.set(name, value);
    }
    if (random() < 0.1) {
      server.cut(() => true, random() < 0.5 ? { error: new TypeError("cut") } : {});
    }
    await clock.advance(random() * 1_500);
  }
  faults = 0;
  await clock.advance(900_000);
  const state = (plural: string) =>
    server.objects({ group: "", plural }).filter(({ metadata }) => metadata.name.startsWith("m"));
  assertEquals(
    state("configmaps").map(({ metadata }) => metadata.name).toSorted(),
    [...wanted.keys()].toSorted(),
    `seed ${seed}`,
  );
  assertEquals(
    Object.fromEntries(
      state("secrets").map(({ metadata, ...secret }) => [
        metadata.name,
        atob((secret as unknown as { data: Record<string, string> }).data.value ?? ""),
      ]),
    ),
    Object.fromEntries(wanted),
    `seed ${seed}`,
  );
  for (const [uid, count] of deletions) {
    assertEquals(count, 1, `seed ${seed}: the deletion of ${uid} succeeded ${count} times`);
  }
  const before = harness.writes().length;
  await clock.advance(3_600_000);
  assertEquals(harness.writes().length, before, `seed ${seed}: writes after convergence`);
}

Deno.test("createController: converges under faults, deletes exactly once, never works twice on an object, and is silent then (C8 C12 F3 Q2)", async () => {
  for (let seed = 1; seed <= 3; seed++) await run(seed);
});
