/** A JSON value. */
// deno-lint-ignore no-explicit-any
export type Json = any;

/**
 * One request of a sequence. In its path, query, headers and body `{ns}` stands for the namespace, and `<3:metadata.uid>`
 * for what the answer to request 3 has there, on either server its own; `<3:metadata.uid|0>` says what stands for it when
 * there is none.
 */
export interface RequestStep {
  readonly method: string;
  readonly path: string;
  readonly query?: readonly (readonly [string, string])[];
  readonly headers?: Readonly<Record<string, string>>;
  /** A value that is sent as JSON. */
  readonly body?: Json;
  /** A text that is sent as it is. */
  readonly text?: string;
  /** Takes the body of an answer and merges `body` into it (RFC 7396). */
  readonly base?: number;
}

/** Opens a watch, creates `sentinel` in its collection, and takes the events until that of the sentinel. */
export interface WatchStep {
  readonly watch: string;
  readonly collection: string;
  readonly query: readonly (readonly [string, string])[];
  readonly sentinel: Json;
}

/** Waits until the controllers have done their work: until the real server has what ours has, for a while. */
export interface SettleStep {
  readonly settle: readonly string[];
}

export type Step = RequestStep | WatchStep | SettleStep;

/** Requests that belong together. */
export interface Sequence {
  readonly seed: number;
  readonly profile: string;
  readonly steps: readonly Step[];
  /** Numbers of the requests that are left out, from 1. */
  readonly skipped?: ReadonlySet<number>;
}

/** An answer as it came. */
export interface Answer {
  readonly code: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Json;
}

/** A server that answers raw requests. */
export interface Target {
  readonly name: "real" | "ours";
  readonly fetch: (path: string, init: RequestInit) => Promise<Response>;
}

/** The first difference of a sequence. */
export interface Difference {
  /** Index of the request. */
  readonly step: number;
  /** Where in the answer: `code`, `headers.warning`, `body.spec.x`. */
  readonly path: string;
  readonly real: Json;
  readonly ours: Json;
}
