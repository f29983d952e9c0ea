import type { Client, ClientConfig, ClientEvent } from "../client/mod.ts";
import type { Logger } from "../context/mod.ts";
import type { Controller, ControllerEvent } from "../controller/mod.ts";
import type { InformerObservation } from "../informer/mod.ts";
import type { OperatorMetrics } from "./metrics.ts";
import type { Flags } from "./flags.ts";

/** Anything that happens in an operator; `source` says which part tells it. */
export type OperatorEvent =
  | { readonly source: "client"; readonly event: ClientEvent }
  | { readonly source: "informer"; readonly event: InformerObservation }
  | { readonly source: "controller"; readonly event: ControllerEvent };

/** Where the health endpoints listen. */
export interface HealthOptions {
  /** The port; 0 takes a free one. @default {8080} */
  readonly port?: number;
  /** Address to listen at. @default {"0.0.0.0"} */
  readonly hostname?: string;
}

/** Options of {@linkcode createOperator}. */
export interface OperatorOptions {
  /** Talks to the API server. The operator does not close it. */
  readonly client: Client;
  /** What runs. Names must differ. */
  readonly controllers: readonly Controller[];
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
  /** Takes log lines. Default: JSON lines on standard output. */
  readonly log?: Logger;
  /** Told all that happens; metrics and traces are made from it. Must not throw. */
  readonly observe?: (event: OperatorEvent) => void;
  /** Milliseconds that running reconciles get to finish when the operator stops, before they are aborted. @default {25_000} */
  readonly grace?: number;
}

/** Whether an operator does its work. */
export interface HealthReport {
  /** All controllers work and every local copy follows the server. */
  readonly ready: boolean;
  /** What is wrong, a line each: which controller or informer, and why. Empty when ready. */
  readonly problems: readonly string[];
}

/** An operator at work. Dispose of it to stop it. */
export interface Operator extends AsyncDisposable {
  /** Resolves when every controller has begun to reconcile. Rejects when the operator stops before. */
  readonly ready: Promise<void>;
  /** Resolves when the operator has stopped and nothing of it runs any more. */
  readonly done: Promise<void>;
  /** What `/readyz` tells. */
  readonly health: () => HealthReport;
  /** What is counted; undefined without the option. */
  readonly metrics: OperatorMetrics | undefined;
  /** The address of the health endpoints: `http://127.0.0.1:8080`; undefined without them. */
  readonly address: string | undefined;
  /** Stops taking work, lets running reconciles finish within the grace time, and closes everything. */
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
