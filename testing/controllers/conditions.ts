import { items } from "../fill.ts";
import type { JsonObject } from "../object.ts";

/** The condition of a type. */
export function conditionOf(status: JsonObject, type: string): JsonObject | undefined {
  return items(status.conditions).find((one) => one.type === type);
}

/** Whether a condition is true. */
export function isTrueIn(status: JsonObject, type: string): boolean {
  return conditionOf(status, type)?.status === "True";
}

/** The conditions without those of a type. */
export function without(conditions: unknown, type: string): JsonObject[] {
  return items(conditions).filter((one) => one.type !== type);
}

/** A number, or what stands for none. */
export function numberOf(value: unknown, fallback = 0): number {
  return typeof value === "number" ? value : fallback;
}
