import { isObject, type JsonObject, type StoredObject } from "../object.ts";
import { numberOf } from "./conditions.ts";

/** `spec` of an object. */
export function specOf(object: StoredObject): JsonObject {
  return isObject(object.spec) ? object.spec : {};
}

/** `status` of an object. */
export function statusOf(object: StoredObject): JsonObject {
  return isObject(object.status) ? object.status : {};
}

/** How many pods an object asks for. */
export function replicasOf(object: StoredObject): number {
  return numberOf(specOf(object).replicas, 1);
}

/** The sum of what sets ask for. */
export function totalOf(sets: readonly StoredObject[]): number {
  return sets.reduce((sum, set) => sum + replicasOf(set), 0);
}

/** The sum of a number in the status of sets. */
export function totalIn(sets: readonly StoredObject[], field: string): number {
  return sets.reduce((sum, set) => sum + numberOf(statusOf(set)[field]), 0);
}

function scaled(value: unknown, total: number, round: (value: number) => number): number {
  if (typeof value === "number") return value;
  const percent = /^(\d+)%$/.exec(String(value ?? ""))?.[1];
  return percent === undefined ? 0 : round(Number(percent) * total / 100);
}

/** How many pods a Deployment may have too many, and too few, while it rolls. */
export function limitsOf(
  deployment: StoredObject,
): { readonly surge: number; readonly unavailable: number } {
  const strategy = isObject(specOf(deployment).strategy) ? specOf(deployment).strategy : {};
  const { type, rollingUpdate } = strategy as JsonObject;
  const replicas = replicasOf(deployment);
  if (type !== "RollingUpdate" || replicas === 0) return { surge: 0, unavailable: 0 };
  const { maxSurge, maxUnavailable } = isObject(rollingUpdate) ? rollingUpdate : {};
  const surge = scaled(maxSurge, replicas, Math.ceil);
  const unavailable = scaled(maxUnavailable, replicas, Math.floor);
  // Both may be rounded to nothing, with which nothing would move.
  return { surge, unavailable: Math.min(surge + unavailable === 0 ? 1 : unavailable, replicas) };
}

const letters = "bcdfghjklmnpqrstvwxz2456789";

/** A short name for a value: the same for the same value, in letters that spell no words. */
export function hashOf(value: unknown, collisions: unknown): string {
  const text = JSON.stringify(value) + (typeof collisions === "number" ? String(collisions) : "");
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return [...String(hash)].map((digit) => letters[digit.charCodeAt(0) % letters.length]).join("");
}
