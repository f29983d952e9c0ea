/**
 * Steps of a reconcile: {@linkcode defineResource} makes one, {@linkcode crudResource} one that compares what there is
 * with what there should be, {@linkcode resources} puts several in order, {@linkcode wrap} puts something around them,
 * and {@linkcode runSet} and {@linkcode plan} run them for one object without a cluster.
 *
 * @module
 */
export {
  type ConditionOf,
  type ConditionUpdate,
  setCondition,
  type SetConditionOptions,
} from "./conditions.ts";
export { configMapResource, type ConfigMapResourceOptions } from "./config_map.ts";
export { crudResource } from "./crud.ts";
export type * from "./crud_types.ts";
export { defineResource, resources } from "./define.ts";
export { ImmutableChangeError, type KeepRules } from "./kept_objects.ts";
export { type Plan, plan, type PlannedChange } from "./plan.ts";
export { runSet, type RunSetOptions } from "./run.ts";
export { secretResource, type SecretResourceOptions } from "./secret.ts";
export type * from "./types.ts";
export { wrap } from "./wrap.ts";
export type * from "./wrap_types.ts";
export {
  metricsResource,
  type OperationReport,
  retryResource,
  type RetryResourceOptions,
  timeoutResource,
  type TimeoutResourceOptions,
} from "./wrappers.ts";
