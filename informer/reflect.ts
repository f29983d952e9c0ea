import type { ApiResource, Client, ObjectOf } from "../client/mod.ts";
import { follow } from "./follow.ts";
import { createPace } from "./pace.ts";
import { DELETED, FIELDS, TYPE } from "./scan.ts";
import { createOwned, keepOwned } from "./snapshot.ts";
import { typesOf } from "./stream.ts";
import type { ReflectOptions, ReflectorEvent } from "./types.ts";

/**
 * Follows a kind without end: a whole set of objects first, then changes, then, when the server has forgotten where we
 * were, another whole set. Recovers by itself from broken connections, expired versions, overload and nonsense; what it
 * does about them is told to `observe`. Each object owns its bytes.
 *
 * While it waits for the server only `signal` ends it.
 */
export async function* reflect<R extends ApiResource>(
  client: Client,
  resource: R,
  options: ReflectOptions = {},
): AsyncGenerator<ReflectorEvent<ObjectOf<R>>, void> {
  const { signal, observe = () => {}, ...selection } = options;
  const types = typesOf(resource);
  const controller = new AbortController();
  const abort = () => controller.abort(signal?.reason);
  if (signal?.aborted) return;
  signal?.addEventListener("abort", abort, { once: true });
  const steps = follow(client, resource, {
    ...selection,
    signal: controller.signal,
    pace: createPace(client.runtime.clock),
    observe,
    report: () => {},
  });
  try {
    for await (const step of steps) {
      if (step.type !== "items" && step.type !== "changes") {
        yield step;
        continue;
      }
      const { bytes, records, first, count } = step;
      for (let k = first, at = first * FIELDS; k < first + count; k++, at += FIELDS) {
        const type = records[at + TYPE] as number;
        if (type > DELETED) continue;
        const view = keepOwned(bytes, records, at);
        if (step.type === "items") {
          yield createOwned<ObjectOf<R>, { type: "item" | "removed-item" }>(view, types, {
            type: type === DELETED ? "removed-item" : "item",
          });
        } else {
          yield createOwned<ObjectOf<R>, { type: "upserted" | "deleted" }>(view, types, {
            type: type === DELETED ? "deleted" : "upserted",
          });
        }
      }
    }
  } finally {
    signal?.removeEventListener("abort", abort);
    controller.abort();
  }
}
