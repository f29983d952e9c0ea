/**
 * A stand-in for the types of `@cloudydeno/kubernetes-apis` that this repository uses: the shapes of the real package
 * (`Date`, `Quantity`, `| null`) for the kinds in `kinds/`. It runs no code; parts that are of no interest here are open
 * objects. `@internal` tells documentation checks that a linked type is not this repository's to document; the real package,
 * which comes over the network, needs no such hint.
 */

export type { RestClient } from "./rest_client.ts";

/** Any JSON value. */
export type JSONValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | JSONValue[]
  | {
    [key: string]: JSONValue;
  };

/** What every object carries. */
export interface ApiKind {
  apiVersion: string;
  kind: string;
}

/** A time of seconds. */
export type Time = Date;

/**
 * A time of microseconds.
 *
 * @internal
 */
export declare class MicroTime {
  baseDate: Date;
  micros: number;
  constructor(baseDate: Date, micros: number);
  toISOString(): string;
}

/**
 * An amount.
 *
 * @internal
 */
export declare class Quantity {
  number: number;
  suffix: string;
  constructor(number: number, suffix: string);
  serialize(): string;
}

/** A number or a name. */
export type IntOrString = number | string;
