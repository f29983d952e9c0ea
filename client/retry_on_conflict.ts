import { backoffDelay, sleep } from "../_internal/mod.ts";
import { isConflict } from "./error_kinds.ts";
import type { ApiResource, ObjectKey, ObjectOf } from "./resource.ts";
import type { Client, WriteOptions } from "./types.ts";

/** Options of {@linkcode retryOnConflict}. */
export interface RetryOnConflictOptions extends WriteOptions {
  /** Times the update is tried at most. @default {5} */
  readonly tries?: number;
}

/**
 * Reads an object, changes it and writes it back, and does all three again when someone else has changed it meanwhile.
 *
 * @param change Gets the object as it is now, and changes it or gives another. Where nothing differs, nothing is written.
 * @returns The object as the server has it at the end.
 * @throws {ApiError} The last conflict when all tries have met one; any other error at once.
 */
export async function retryOnConflict<R extends ApiResource>(
  client: Client,
  resource: R,
  key: ObjectKey,
  change: (object: ObjectOf<R>) => ObjectOf<R> | void | Promise<ObjectOf<R> | void>,
  options: RetryOnConflictOptions = {},
): Promise<ObjectOf<R>> {
  const { tries = 5, ...write } = options;
  const { signal, timeout } = write;
  const { clock, random } = client.runtime;
  for (let attempt = 1;; attempt++) {
    const object = await client.get(resource, key, {
      ...(signal && { signal }),
      ...(timeout !== undefined && { timeout }),
    });
    const before = JSON.stringify(object);
    const changed = await change(object) ?? object;
    if (JSON.stringify(changed) === before) return changed;
    try {
      return await client.update(resource, changed, write);
    } catch (error) {
      if (!isConflict(error) || attempt >= tries) throw error;
      await sleep(clock, backoffDelay(attempt, random, { initial: 10, max: 1_000 }), signal);
    }
  }
}
