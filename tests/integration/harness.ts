/** What the integration tests share: a resource that counts its calls, and a way to wait for a state. */
import {
  type Client,
  isNotFound,
  type KubernetesObject,
  type ObjectKey,
} from "../../client/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import type { Resource } from "../../resource/mod.ts";

/** A resource that counts how often it was asked, and fails while told to. */
export interface CountingResource extends Resource<ConfigMap> {
  /** Calls so far, failed ones included. */
  readonly counts: { created: number; deleted: number };
  /** Objects whose calls fail; all by default. Undefined: none. */
  failWhen: ((object: KubernetesObject) => boolean) | undefined;
}

/** Makes a counting resource. */
export function countingResource(name = "test-resource"): CountingResource {
  const counts = { created: 0, deleted: 0 };
  const resource: CountingResource = {
    name,
    counts,
    failWhen: undefined,
    ensureCreated: (object) => {
      counts.created++;
      if (resource.failWhen?.(object)) throw new Error("The test wants this to fail");
    },
    ensureDeleted: (object) => {
      counts.deleted++;
      if (resource.failWhen?.(object)) throw new Error("The test wants this to fail");
    },
  };
  return resource;
}

/**
 * Waits until the condition holds, on a real server.
 *
 * @throws {Error} After `limit` milliseconds; names what was waited for.
 */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  limit = 30_000,
): Promise<void> {
  const end = performance.now() + limit;
  while (!await condition()) {
    if (performance.now() > end) throw new Error(`Not within ${limit} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The config map, or undefined when there is none. */
export async function find(client: Client, key: ObjectKey): Promise<ConfigMap | undefined> {
  try {
    return await client.get(ConfigMap, key);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** The finalizer of a controller of this name. */
export function finalizerOf(controller: string): string {
  return `operatorkit.giantswarm.io/${controller}`;
}
