import type { Clock } from "../client/mod.ts";
import type { RunningController } from "../controller/mod.ts";
import type { InformerPool } from "../informer/mod.ts";
import type { OperationReport } from "../resource/mod.ts";
import type { OperatorEvent } from "./types.ts";

/** A `Registry` of `npm:prom-client`. */
export interface MetricsRegistry {
  /** All that it holds, as text. */
  readonly metrics: () => Promise<string>;
  /** The type of that text. */
  readonly contentType: string;
}

/** Options of `createMetrics`. */
export interface MetricsOptions {
  /** A `Registry` of prom-client to put the metrics into, beside your own. Default: one that nobody else has. */
  readonly registry?: MetricsRegistry;
  /**
   * Two time series for each reconciled object, its creation and deletion timestamps, read from the local copy at each
   * scrape. Switch it off where there are very many.
   *
   * @default {true}
   */
  readonly objects?: boolean;
  /**
   * Memory, CPU time and event loop of the process. Switch it off where the registry has them already, from prom-client's
   * `collectDefaultMetrics`.
   *
   * @default {true}
   */
  readonly process?: boolean;
}

/** A controller that gauges look at. */
export interface MeasuredController {
  /** The controller at work. */
  readonly running: Pick<RunningController, "controller" | "objects" | "concurrency" | "queue">;
  /** Time. */
  readonly clock: Clock;
}

/** Local copies that gauges look at. */
export type MeasuredInformers = Pick<InformerPool, "states">;

/** Metrics of an operator in the form of Prometheus. Made by `createMetrics`. */
export interface OperatorMetrics {
  /** What `/metrics` tells. */
  readonly text: () => Promise<string>;
  /** The type of that text, with its version. */
  readonly contentType: string;
  /** Counts what happens. The operator calls it. */
  readonly observe: (event: OperatorEvent) => void;
  /** Has a controller's queue and objects measured until disposed of. The operator calls it. */
  readonly measure: (controller: MeasuredController) => Disposable;
  /** Has local copies measured until disposed of. The operator calls it. */
  readonly measureInformers: (informers: MeasuredInformers) => Disposable;
  /** Counts the steps of CRUD resources: give it to `metricsResource`. */
  readonly steps: (controller: string) => (report: OperationReport) => void;
}
