import type { Counter, Gauge, Registry } from "prom-client";
import type { Runs } from "./metrics_runs.ts";
import type { MeasuredController, MeasuredInformers } from "./metrics_types.ts";
import type { OperatorEvent } from "./types.ts";

/** What a family of metrics is made of. */
export interface FamilyOptions {
  /** Where the metrics go. */
  readonly registers: Registry[];
  /** The controllers at work, by name. */
  readonly controllers: ReadonlyMap<string, MeasuredController>;
  /** The local copies. */
  readonly informers: ReadonlySet<MeasuredInformers>;
  /** What runs. */
  readonly runs: Runs;
}

/** Metrics that belong together. Each file of this name makes one. */
export interface Family {
  /** Counts what happens. */
  readonly observe?: (event: OperatorEvent) => void;
  /** A controller begins: what it has nothing of yet is 0. */
  readonly begin?: (controller: string) => void;
  /** A controller is gone, and what it has at the moment with it. What it has done stays counted. */
  readonly end?: (controller: string) => void;
}

/** Milliseconds in a second: durations inside are the one, metrics the other. */
export const second = 1_000;

/** Upper bounds of durations, in seconds: as operatorkit's, and on to the longest reconcile. */
export const durations: number[] = [
  .005,
  .01,
  .025,
  .05,
  .1,
  .25,
  .5,
  1,
  2.5,
  5,
  10,
  30,
  60,
  120,
  300,
];

/** Sets a metric anew at a scrape: series that are not among these are gone. */
export function replace<L extends string>(
  metric: Gauge<L> | Counter<L>,
  series: Iterable<readonly [labels: Partial<Record<L, string>>, value: number]>,
): void {
  metric.reset();
  for (const [labels, value] of series) metric.inc(labels, value);
}
