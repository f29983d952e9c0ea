import type { Cause } from "../context/mod.ts";

const most = 32;

/** The causes with one more, unless it is known or there are enough. */
export function addCause(causes: readonly Cause[], cause: Cause): readonly Cause[] {
  if (causes.length >= most || causes.some((one) => isSame(one, cause))) return causes;
  return [...causes, cause];
}

function isSame(a: Cause, b: Cause): boolean {
  return a.reason === b.reason && a.kind === b.kind && a.name === b.name &&
    a.namespace === b.namespace;
}
