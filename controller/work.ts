import { type Client, deriveClient } from "../client/mod.ts";
import type { Cause, ReconcileRequest } from "../context/mod.ts";
import type { Operation, Wrapper } from "../resource/mod.ts";

/** A part of a reconcile that is about to run. Identifiers only. */
export type Work =
  /** One run of one object, its finalizer included. */
  | {
    readonly type: "reconcile";
    readonly controller: string;
    readonly request: ReconcileRequest;
    readonly causes: readonly Cause[];
  }
  /** A resource of a set as a whole, or one step of a CRUD resource. A plain reconciler has none. */
  | {
    readonly type: "step";
    readonly controller: string;
    readonly request: ReconcileRequest;
    readonly resource: string;
    readonly operation: Operation;
  }
  /** One call of the reconcile's client, with all its tries. Gives the `Response`. */
  | {
    readonly type: "request";
    readonly controller: string;
    readonly request: ReconcileRequest;
    readonly method: string;
    readonly path: string;
  };

/**
 * Runs a part of a reconcile, with something around it: a trace span, say. Must call `run` once and give what it gives,
 * or throw what it throws. A reconcile that does not end at its time-out ends here at the time-out all the same; the
 * steps and requests that it left running end when they end.
 */
export type Around = <V>(work: Work, run: () => Promise<V>) => Promise<V>;

/** Which reconcile a part belongs to. */
export interface Owner {
  /** Name of the controller. */
  readonly controller: string;
  /** Which object. */
  readonly request: ReconcileRequest;
}

/** Puts `around` around every step of a set; for `wrap`. */
export function aroundSteps(around: Around, { controller, request }: Owner): Wrapper {
  const run = <V>(resource: string, operation: Operation, next: () => Promise<V>) =>
    around({ type: "step", controller, request, resource, operation }, next);
  return {
    aroundResource: ({ resource, operation }, next) => run(resource, operation, () => next()),
    aroundStep: ({ resource, operation }, next) => run(resource, operation, () => next()),
  };
}

/** Puts `around` around every request of a client. */
export function aroundRequests(
  client: Client,
  around: Around,
  { controller, request }: Owner,
): Client {
  return deriveClient(client, {
    request: (next) => (path, options = {}) => {
      const { method = "GET" } = options;
      const work = { type: "request", controller, request, method, path } as const;
      return around(work, () => next(path, options));
    },
  });
}
