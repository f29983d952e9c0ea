/** What the integration tests share: a resource that counts its calls, and a way to wait for a state. */
import {
  type Client,
  isNotFound,
  type KubernetesObject,
  type ObjectKey,
} from "../../client/mod.ts";
import { noLogger } from "../../context/mod.ts";
import { defineController } from "../../controller/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import { createOperator, type Operator, type OperatorOptions } from "../../operator/mod.ts";
import { type Resource, resources } from "../../resource/mod.ts";

/** A resource that counts how often it was asked, and fails while told to. */
export interface CountingResource extends Resource<ConfigMap> {
  /** Calls so far, failed ones included. */
  readonly counts: Counts;
  /** Calls so far for one object. */
  readonly of: (name: string) => Counts;
  /** The object as the last call saw it. */
  readonly last: (name: string) => ConfigMap | undefined;
  /** Objects whose calls fail; all by default. Undefined: none. */
  failWhen: ((object: KubernetesObject) => boolean) | undefined;
  /** What every call throws, once it is set. */
  failWith: Error | undefined;
}

/** How often a resource was asked. */
export interface Counts {
  created: number;
  deleted: number;
}

/** Makes a counting resource. */
export function countingResource(name = "test-resource"): CountingResource {
  const counts = { created: 0, deleted: 0 };
  const byName = new Map<string, Counts>();
  const seen = new Map<string, ConfigMap>();
  const of = (name: string) => {
    const own = byName.get(name) ?? { created: 0, deleted: 0 };
    byName.set(name, own);
    return own;
  };
  const count = (object: ConfigMap, what: keyof Counts) => {
    counts[what]++;
    of(object.metadata.name)[what]++;
    seen.set(object.metadata.name, object);
    if (resource.failWith) throw resource.failWith;
    if (resource.failWhen?.(object)) throw new Error("The test wants this to fail");
  };
  const resource: CountingResource = {
    name,
    counts,
    of,
    last: (name) => seen.get(name),
    failWhen: undefined,
    failWith: undefined,
    ensureCreated: (object) => count(object, "created"),
    ensureDeleted: (object) => count(object, "deleted"),
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

/** What {@linkcode operate} takes. */
export interface OperateOptions {
  /** The one namespace that the controllers look at. */
  readonly namespace: string;
  /** A controller for each list of resources. */
  readonly controllers: Readonly<Record<string, readonly Resource<ConfigMap>[]>>;
  /** Which config maps they handle. Not those that the cluster puts into each namespace. */
  readonly handles: (name: string) => boolean;
  /** See `createOperator`. */
  readonly observe?: NonNullable<OperatorOptions["observe"]>;
}

/** An operator for config maps that has begun to reconcile, one object at a time in each controller. */
export async function operate(client: Client, options: OperateOptions): Promise<Operator> {
  const { namespace, controllers, handles, observe } = options;
  const operator = createOperator({
    client,
    log: noLogger,
    ...(observe ? { observe } : {}),
    controllers: Object.entries(controllers).map(([name, steps]) =>
      defineController({
        name,
        for: ConfigMap,
        namespace,
        concurrency: 1,
        reconcile: resources(steps, { handles: ({ metadata }) => handles(metadata.name) }),
      })
    ),
  });
  await operator.ready;
  return operator;
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
