import type { ObjectMeta } from "./meta/v1/mod.ts";

/**
 * An object of a kind whose shape is of no interest in this repository; the real package has all its fields.
 *
 * @internal
 */
export interface OpenObject {
  metadata?: ObjectMeta | null;
  [field: string]: unknown;
}
