import type { ReconcileRequest } from "../context/mod.ts";

/** A text that two requests have in common exactly when they are the same. No part of a name holds a slash. */
export function requestText({ name, namespace = "", cluster }: ReconcileRequest): string {
  return cluster === undefined ? `${namespace}/${name}` : `${cluster}//${namespace}/${name}`;
}
