/**
 * Local copies of Kubernetes objects that follow the API server: {@linkcode createInformer} keeps one kind,
 * {@linkcode createInformerPool} shares informers, {@linkcode reflect} is the stream beneath both.
 *
 * @module
 */
export type * from "./types.ts";
export { field } from "./field.ts";
export { createInformer } from "./informer.ts";
export { createInformerPool, type InformerPoolOptions } from "./pool.ts";
export { reflect } from "./reflect.ts";
