import type { Client, ClientConfig, ClientEvent } from "../client/mod.ts";
import type { Logger } from "../context/mod.ts";
import type { Controller, ControllerEvent, RunningController } from "../controller/mod.ts";
import type { InformerObservation } from "../informer/mod.ts";
import type { OperatorMetrics } from "./metrics_types.ts";
import type { Flags } from "./flags.ts";
import type { LeaderElectionOptions, LeaderEvent } from "./leader_types.ts";

/** Anything that happens in an operator; `source` says which part tells it. */
export type OperatorEvent =
  | { readonly source: "client"; readonly event: ClientEvent }
  | { readonly source: "informer"; readonly event: InformerObservation }
  | { readonly source: "controller"; readonly event: ControllerEvent }
  | { readonly source: "leader"; readonly event: LeaderEvent };

/** Where the health endpoints listen, and what they ask. */
export interface HealthOptions {
  /** The port; 0 takes a free one. @default {8080} */
  readonly port?: number;
  /** Address to listen at. @default {"0.0.0.0"} */
  readonly hostname?: string;
  /**
   * What else keeps the operator from its work, a line each: asked at each `/readyz`, which answers 503 with them, and by
   * `Operator.health()`. It must not take long; when it throws, that is a problem, too, and the log says why. Anybody
   * who reaches the port can read the lines. Default: nothing else.
   */
  readonly problems?: () => readonly string[];
}

/** A `Tracer` of `npm:@opentelemetry/api`; this is what tells it from other things. */
export interface Tracer {
  /** Begins a span. */
  readonly startSpan: (name: string) => {
    /** Names the span among all. */
    readonly spanContext: () => { readonly traceId: string; readonly spanId: string };
    /** Ends it. */
    readonly end: () => void;
  };
}

/** Options of {@linkcode createOperator}. */
export interface OperatorOptions {
  /** Talks to the API server. The operator does not close it. */
  readonly client: Client;
  /** What runs. Names must differ. More can be added while the operator runs: {@linkcode Operator.add}. */
  readonly controllers: readonly Controller[];
  /**
   * Of several replicas one works, which holds a Lease; the others stand by with complete local copies. A name is enough:
   * `{ name: "sites-operator" }`. The Role needs get, create and update on `leases.coordination.k8s.io`.
   *
   * Who loses the Lease stops at once: running reconciles are aborted, and {@linkcode Operator.done} rejects. A reconcile
   * that does not heed its signal goes on, and only the end of the process stops it: let the process end, as
   * {@linkcode runOperator} does, and be started anew. Writes through a context's client are never sent without the lead.
   *
   * Default: no election; every replica works.
   */
  readonly leaderElection?: LeaderElectionOptions;
  /** Stops the operator gracefully when aborted. */
  readonly signal?: AbortSignal;
  /** Serves `/healthz` and `/readyz`. @default {false} */
  readonly health?: HealthOptions | false;
  /**
   * Counts what happens, and serves it at `/metrics` beside `/healthz`. True makes metrics of its own; give
   * `createMetrics()` to add yours.
   *
   * @default {false}
   */
  readonly metrics?: boolean | OperatorMetrics;
  /**
   * Takes spans: one for each reconcile, below it one for each step of a resource set, and below that one for each
   * request. Each is the active span while its part runs. A `Tracer` of `npm:@opentelemetry/api`. Default: none; of
   * `runOperator`: the one of the global tracer provider, which is there with `OTEL_DENO=true` or an SDK.
   */
  readonly tracer?: Tracer;
  /** Takes log lines. Default: JSON lines on standard output. */
  readonly log?: Logger;
  /** Told all that happens; metrics and traces are made from it. Must not throw. */
  readonly observe?: (event: OperatorEvent) => void;
  /** Milliseconds that running reconciles get to finish when the operator stops, before they are aborted. @default {25_000} */
  readonly grace?: number;
}

/** Whether an operator does its work. */
export interface HealthReport {
  /** Every local copy is complete and follows the server: the operator works, or could take over at once. */
  readonly ready: boolean;
  /** What is wrong, a line each: which controller or informer, and why. Empty when ready. */
  readonly problems: readonly string[];
  /** Who leads; undefined without leader election. */
  readonly leader?: LeaderReport;
}

/** Who leads. */
export interface LeaderReport {
  /** This process. */
  readonly identity: string;
  /** Who holds the Lease, as far as was seen; undefined when nobody does. */
  readonly holder: string | undefined;
  /** Whether this process leads. */
  readonly leading: boolean;
}

/** An operator at work. Dispose of it to stop it. */
export interface Operator extends AsyncDisposable {
  /**
   * Resolves when every controller of the options has begun to reconcile; of a standby, when it was elected. Rejects when
   * the operator stops before.
   */
  readonly ready: Promise<void>;
  /**
   * Resolves when the operator has stopped and nothing of it runs any more. Rejects with a {@linkcode LeadershipLostError}
   * when the Lease was lost, and with a {@linkcode ConfigError} when it may not be read or written: the operator has stopped
   * then, too.
   */
  readonly done: Promise<void>;
  /**
   * Adds a controller while the operator runs, for a kind that was found just now, say. It begins as the others do: on a
   * standby, when that is elected. Disposing of what this gives, or stopping it, removes the controller, and the
   * local copies that nobody else uses.
   *
   * @throws {TypeError} When its name is taken, or the operator is stopping.
   */
  readonly add: (controller: Controller) => RunningController;
  /** What `/readyz` tells. */
  readonly health: () => HealthReport;
  /** What is counted; undefined without the option. */
  readonly metrics: OperatorMetrics | undefined;
  /** The address of the health endpoints: `http://127.0.0.1:8080`; undefined without them. */
  readonly address: string | undefined;
  /**
   * Stops taking work, lets running reconciles finish within the grace time, closes everything, and gives the Lease up
   * last. Called by a reconcile, which it waits for, it must not be awaited there.
   */
  readonly stop: () => Promise<void>;
}

/**
 * Options of {@linkcode runOperator}. Other than in `createOperator`, `health` and `metrics` are on unless they are
 * switched off with false.
 */
export interface RunOptions extends Omit<OperatorOptions, "client"> {
  /** Talks to the API server. Default: made from `config`; closed at the end. */
  readonly client?: Client;
  /** How to reach the API server. Default: what `loadConfig()` finds. */
  readonly config?: ClientConfig;
  /**
   * What `parseFlags` read: says how to reach the API server, unless `client` or `config` is given. With `--help`, the
   * help is printed and nothing is run.
   */
  readonly flags?: Flags;
  /** Stop at SIGTERM and SIGINT; the second signal ends the process at once with code 1. @default {true} */
  readonly signals?: boolean;
}
