/**
 * Server-side apply as the API server does it: who owns which field, what is merged, what is removed, what conflicts.
 * Pure functions.
 *
 * @module
 */
export {
  serverSideApply,
  type ServerSideApplyOptions,
  type ServerSideApplyResult,
  trackUpdate,
  type TrackUpdateOptions,
} from "./apply.ts";
export { type ApplyConflict, conflictMessage } from "./conflict.ts";
export { ApplyError } from "./error.ts";
export type { JsonObject, TypeSchema } from "../schema/mod.ts";
