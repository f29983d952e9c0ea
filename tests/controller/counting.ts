import { defineController } from "../../controller/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import { defineResource, resources } from "../../resource/mod.ts";
import { type Harness, key } from "./harness.ts";

/** The finalizer of the controller `maps`. */
export const own = "operatorkit.giantswarm.io/maps";
/** Somebody else's. */
export const foreign = "example.com/other";

/** A controller whose one resource counts what it does. */
export function counting(name = "maps") {
  const ran: string[] = [];
  const state = { failing: 0, keeping: 0, during: async (_step: string) => {} };
  const step = defineResource(ConfigMap, {
    name: "step",
    ensureCreated: async ({ metadata }, { client }) => {
      ran.push("created");
      await state.during("created");
      await client.apply(ConfigMap, {
        metadata: { name: `${metadata.name}-child`, namespace: "default" },
      });
    },
    ensureDeleted: async (_map, context) => {
      ran.push("deleted");
      await state.during("deleted");
      if (state.failing-- > 0) throw new Error("not yet");
      if (state.keeping-- > 0) context.keepFinalizers();
    },
  });
  const controller = defineController({
    name,
    for: ConfigMap,
    labelSelector: "mine",
    reconcile: resources([step]),
  });
  return { controller, ran, state };
}

/** Creates the object `a`. */
export async function createMine(harness: Harness, finalizers: string[] = []): Promise<ConfigMap> {
  return await harness.finish(harness.client.create(ConfigMap, {
    metadata: { ...key("a"), labels: { mine: "1" }, finalizers },
  }));
}

/** Deletes the object `a`. */
export async function remove(harness: Harness): Promise<void> {
  await harness.finish(harness.client.delete(ConfigMap, key("a")));
  await harness.clock.settle();
}

/** The finalizers of `a`. */
export function finalizersOf(harness: Harness): string[] | undefined {
  return harness.stored("a")?.metadata.finalizers;
}
