/**
 * Talks to one Kubernetes API server: configuration, verbs, watch, errors, custom kinds.
 *
 * ```ts
 * import { createClient, defineApiResource, loadConfig } from "@operatorkit/operatorkit/client";
 *
 * const ConfigMap = defineApiResource({
 *   group: "",
 *   version: "v1",
 *   kind: "ConfigMap",
 *   plural: "configmaps",
 *   scope: "Namespaced",
 * });
 *
 * export async function printNames(): Promise<void> {
 *   await using client = createClient(await loadConfig());
 *   for await (const page of client.pages(ConfigMap, { namespace: "default" })) {
 *     for (const { metadata } of page.items) console.log(metadata.name);
 *   }
 * }
 * ```
 *
 * @module
 */
export type { Clock, Fetch, Runtime } from "../_internal/mod.ts";
export { compareApiVersions, latestVersion } from "./api_version.ts";
export { createClient } from "./client.ts";
export {
  type Condition,
  type ConditionedObject,
  type ConditionLike,
  conditionOf,
  isCondition,
  isConditionTrue,
} from "./condition.ts";
export * from "./config/mod.ts";
export * from "./crd/mod.ts";
export {
  createOrPatch,
  type CreateOrPatchOptions,
  type CreateOrPatchResult,
} from "./create_or_patch.ts";
export { defineApiResource } from "./define.ts";
export { deriveClient, type DeriveOptions } from "./derive.ts";
export { discover, type DiscoverTarget } from "./discover.ts";
export { dryRunClient } from "./dry_run.ts";
export {
  ApiError,
  type ApiErrorInit,
  type Status,
  type StatusCause,
  type StatusDetails,
} from "./error.ts";
export * from "./error_kinds.ts";
export { metadataOnly, type PartialObject } from "./metadata_only.ts";
export {
  deleteNamespace,
  type DeleteNamespaceOptions,
  ensureNamespace,
  type EnsureNamespaceOptions,
} from "./namespace.ts";
export {
  apiVersionOf,
  keyOf,
  keyText,
  type ParsedPath,
  parsePath,
  resourcePath,
  type ResourcePathOptions,
} from "./path.ts";
export type * from "./resource.ts";
export * from "./rest/mod.ts";
export { compareResourceVersions } from "./resource_version.ts";
export { retryOnConflict, type RetryOnConflictOptions } from "./retry_on_conflict.ts";
export type * from "./types.ts";
export { waitFor, type WaitForOptions, WaitTimeoutError } from "./wait_for.ts";
export { fieldEquals, gone, hasCondition, type WaitCondition } from "./wait_conditions.ts";
