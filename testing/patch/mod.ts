/**
 * Patches as the API server applies them: JSON Patch (RFC 6902), JSON merge patch (RFC 7396) and strategic merge patch.
 * No function here changes what it is given.
 *
 * @module
 */
export { PatchError } from "./error.ts";
export { applyJsonPatch } from "./json.ts";
export { applyMergePatch } from "./merge.ts";
export { applyStrategicPatch } from "./strategic.ts";
export type { TypeSchema } from "../schema/mod.ts";
