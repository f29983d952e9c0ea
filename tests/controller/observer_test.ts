import { assertEquals } from "@std/assert";
import { sleep } from "../../_internal/mod.ts";
import { createController, defineController } from "../../controller/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import { createHarness } from "./harness.ts";

const failing: readonly (readonly [string, () => void])[] = [
  ["throws", () => {
    throw new Error("no");
  }],
  ["rejects", () => Promise.reject(new Error("no"))],
];

for (const [how, fail] of failing) {
  Deno.test(`createController: an observer that ${how} loses no change and no key (C9)`, async () => {
    await using harness = createHarness();
    const runs: string[] = [];
    const broken = createController(
      defineController({
        name: "maps",
        for: ConfigMap,
        namespace: "default",
        timeout: 1_000,
        reconcile: async ({ metadata: { name } }, { clock }) => {
          runs.push(name);
          if (runs.length === 1) await sleep(clock, 3_000);
        },
      }),
      {
        client: harness.client,
        informers: harness.informers,
        observe: fail,
      },
    );
    await harness.finish(broken.ready);
    await harness.create("a");
    await harness.clock.advance(10_000);
    assertEquals(runs.filter((name) => name === "a"), ["a", "a"]);
    await harness.finish(broken.stop());
  });
}
