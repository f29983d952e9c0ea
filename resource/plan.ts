import { type Client, deriveClient, type KubernetesObject } from "../client/mod.ts";
import { type Context, createWords } from "../context/mod.ts";
import { findPatch } from "./crud.ts";
import { listen } from "./listen.ts";
import type { ResourceSet } from "./types.ts";
import { hasServer } from "./wrappers.ts";

/** What one CRUD resource would change. */
export interface PlannedChange {
  /** Name of the resource. */
  readonly resource: string;
  /** What `applyCreate` would get. */
  readonly create?: unknown;
  /** What `applyDelete` would get. */
  readonly delete?: unknown;
  /** What `applyUpdate` would get. */
  readonly update?: unknown;
}

/** What the CRUD resources of a set would change, as {@linkcode plan} finds it. */
export interface Plan {
  /** Changes, in the order in which they would be made; resources that change nothing are left out. */
  readonly changes: readonly PlannedChange[];
  /** Plain resources, of which it cannot be known. */
  readonly unknown: readonly string[];
  /** The resource, or `initContext`, that ended the reconcile with `cancelReconciliation`; those after it would not run. */
  readonly canceledBy?: string;
}

/**
 * Finds out what the CRUD resources of a set would change for an object, or clean up if `context.deleting`. Nothing is
 * applied: the states and patches are computed with a client that refuses to write, words reach nobody, and no event is
 * recorded.
 *
 * @throws What a step throws, also for trying to write.
 */
export async function plan<T extends KubernetesObject>(
  set: ResourceSet<T>,
  object: T,
  context: Context,
): Promise<Plan> {
  const changes: PlannedChange[] = [];
  const unknown: string[] = [];
  let isCanceled = false;
  const alone: Context = Object.freeze({
    ...context,
    client: readOnly(context.client),
    event: () => {},
    ...createWords(() => {}),
  });
  const own = listen(alone, ({ word }) => isCanceled ||= word === "cancelReconciliation");
  const prepared = await set.initContext?.(object, own);
  const { updateAllowed = context.updateAllowed } = prepared ?? {};
  if (isCanceled) return { changes, unknown, canceledBy: "initContext" };
  const isReverse = context.deleting && set.order === "reverse";
  for (const { name, crud, ensureDeleted } of isReverse ? set.steps.toReversed() : set.steps) {
    if (context.deleting && !ensureDeleted) continue;
    if (!crud) {
      unknown.push(name);
      continue;
    }
    const patch = await findPatch(name, crud, object, Object.freeze({ ...own, updateAllowed }));
    const { create, delete: remove, update } = patch ?? {};
    const change: PlannedChange = {
      resource: name,
      ...(create === undefined ? {} : { create }),
      ...(remove === undefined ? {} : { delete: remove }),
      ...(update === undefined ? {} : { update }),
    };
    if (Object.keys(change).length > 1) changes.push(change);
    if (isCanceled) return { changes, unknown, canceledBy: name };
  }
  return { changes, unknown };
}

function readOnly(client: Client): Client {
  if (!hasServer(client)) return client;
  return deriveClient(client, {
    request: (next) => async (path, options = {}) => {
      const { method = "GET" } = options;
      if (method !== "GET" && method !== "HEAD") {
        throw new Error(
          `A plan must not write, but a state or patch was computed with ${method} ${path}: write in the apply functions only`,
        );
      }
      return await next(path, options);
    },
  });
}
