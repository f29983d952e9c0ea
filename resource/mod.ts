/**
 * Steps of a reconcile: {@linkcode defineResource} makes one, {@linkcode resources} puts several in order, and
 * {@linkcode runSet} runs them for one object without a cluster.
 *
 * @module
 */
export { defineResource, resources } from "./define.ts";
export { runSet, type RunSetOptions } from "./run.ts";
export type * from "./types.ts";
