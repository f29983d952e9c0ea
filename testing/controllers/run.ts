import type { Core } from "../call.ts";
import type { StoredObject } from "../object.ts";
import { StatusError } from "../status.ts";
import type { Change } from "../storage.ts";
import { type ControllerApi, createControllerApi } from "./api.ts";
import type { ControllerName } from "./types.ts";

/** A controller, as it is written down. */
export interface ClusterController {
  /** Name. */
  readonly name: ControllerName;
  /** Its service account, as in a cluster. */
  readonly account: string;
  /** Its program, as in a cluster: the manager of the fields that it writes. */
  readonly program?: string;
  /** The keys that a change is about. */
  readonly keysOf: (change: Change, api: ControllerApi) => readonly string[];
  /** Does what there is to do about a key. Returns the milliseconds after which to look again. */
  readonly sync: (key: string, api: ControllerApi) => number | undefined;
}

/** `namespace/name` of an object. */
export function keyOf({ metadata }: StoredObject): string {
  return `${metadata.namespace ?? ""}/${metadata.name ?? ""}`;
}

/** Namespace and name of a key. */
export function parseKey(key: string): readonly [namespace: string, name: string] {
  const at = key.indexOf("/");
  return [key.slice(0, at), key.slice(at + 1)];
}

/** How {@linkcode runControllers} runs. */
export interface RunOptions {
  /** Milliseconds from a change until it is acted on. */
  readonly delay: number;
  /** Lets the server do what follows from a write. */
  readonly settle: () => void;
}

/**
 * Runs controllers: `delay` after a change, each works off what it has, in the order in which it came. What fails is
 * tried again, later each time.
 */
export function runControllers(
  core: Core,
  controllers: readonly ClusterController[],
  { delay, settle }: RunOptions,
): Disposable {
  const { clock, storage } = core;
  const workers = controllers.map((controller) => {
    const program = controller.program ?? "kube-controller-manager";
    const account = `system:serviceaccount:kube-system:${controller.account}`;
    return {
      controller,
      api: createControllerApi(core, account, program),
      queue: new Set<string>(),
      failures: new Map<string, number>(),
      later: new Map<string, { readonly at: number; readonly timer: Disposable }>(),
    };
  });
  type Worker = (typeof workers)[number];
  let timer: Disposable | undefined;
  let stopped = false;

  const wake = () => {
    if (!stopped) timer ??= clock.setTimeout(work, delay);
  };
  const lookAgain = (worker: Worker, key: string, ms: number) => {
    const at = clock.monotonic() + ms;
    const known = worker.later.get(key);
    if (known && known.at <= at) return;
    known?.timer[Symbol.dispose]();
    const again = clock.setTimeout(() => {
      worker.later.delete(key);
      worker.queue.add(key);
      work();
    }, ms);
    worker.later.set(key, { at, timer: again });
  };
  const sync = (worker: Worker, key: string) => {
    const { controller, api, failures } = worker;
    try {
      const after = controller.sync(key, api);
      failures.delete(key);
      if (after !== undefined) lookAgain(worker, key, Math.max(after, 1));
    } catch (error) {
      // The same waits as in a cluster, up to 1,000 seconds.
      if (!(error instanceof StatusError)) throw error;
      const tries = failures.get(key) ?? 0;
      failures.set(key, tries + 1);
      lookAgain(worker, key, Math.max(delay, Math.min(5 * 2 ** tries, 1_000_000)));
    }
    settle();
  };
  const work = () => {
    timer?.[Symbol.dispose]();
    timer = undefined;
    for (const worker of workers) {
      const keys = [...worker.queue];
      worker.queue.clear();
      for (const key of keys) if (!stopped) sync(worker, key);
    }
    if (workers.some(({ queue }) => queue.size)) wake();
  };
  const note = (change: Change) => {
    for (const { controller, queue, api } of workers) {
      for (const key of controller.keysOf(change, api)) queue.add(key);
    }
    if (!timer && workers.some(({ queue }) => queue.size)) wake();
  };

  const subscription = storage.subscribe(note);
  // What was there before the controllers were.
  for (const { storage: place, object } of before(core)) {
    note({ version: 0, storage: place, type: "ADDED", object });
  }
  return {
    [Symbol.dispose]() {
      stopped = true;
      subscription[Symbol.dispose]();
      timer?.[Symbol.dispose]();
      for (const { later } of workers) {
        for (const { timer } of later.values()) timer[Symbol.dispose]();
      }
    },
  };
}

function before({ registry, storage }: Core) {
  return registry.storages().flatMap((kind) =>
    storage.list(kind.storage).map((object) => ({ storage: kind.storage, object }))
  );
}
