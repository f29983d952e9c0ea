/** A stand-in for the parts of `@std/testing/types` that this repository uses. */

/** Compiles only if `T` is what the argument says. */
export function assertType<T extends boolean>(_expectTrue: T): void {}

type Probe<T> = <G>() => G extends T ? 1 : 2;

/** Whether both are the same type. */
export type IsExact<T, U> = Probe<T> extends Probe<U> ? true : false;
