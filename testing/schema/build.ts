import type { TypeSchema } from "./types.ts";

/** Text. */
export const text: TypeSchema = { type: "string" };
/** An integer. */
export const integer: TypeSchema = { type: "integer" };
/** Text by name. */
export const texts: TypeSchema = {
  type: "object",
  additionalProperties: { type: "string", default: "" },
};
/** Text by name, taken whole: a simple selector. */
export const atomicTexts: TypeSchema = { ...texts, "x-kubernetes-map-type": "atomic" };
/** Quantities by resource. */
export const quantities: TypeSchema = { type: "object", additionalProperties: {} };
/** A label selector. */
export const selector: TypeSchema = {
  type: "object",
  open: true,
  "x-kubernetes-map-type": "atomic",
};

/** An object of which these fields matter. */
export function object(
  properties: Record<string, TypeSchema>,
  more: TypeSchema = {},
): TypeSchema {
  return { type: "object", open: true, properties, ...more };
}

/** An object that the server has even where nobody wrote it. */
export function always(properties: Record<string, TypeSchema>, more: TypeSchema = {}): TypeSchema {
  return object(properties, { always: true, ...more });
}

/** A field with a default. */
export function withDefault(value: unknown): TypeSchema {
  const type = typeof value === "number" ? "integer" : typeof value;
  return { type, default: value };
}

/** A scalar or list that the server has even where nobody wrote it, and that is nobody's for that. */
export function zero(value: unknown): TypeSchema {
  return { default: value, always: true };
}

/** A list whose items are told apart by these fields, and in strategic merge patches by `patchKey`. */
export function keyed(
  keys: readonly string[],
  items: TypeSchema,
  patchKey: string | undefined = keys[0],
): TypeSchema {
  return {
    type: "array",
    items,
    "x-kubernetes-list-type": "map",
    "x-kubernetes-list-map-keys": keys,
    ...(patchKey === undefined ? {} : {
      "x-kubernetes-patch-strategy": "merge",
      "x-kubernetes-patch-merge-key": patchKey,
    }),
  };
}

/** Conditions by type. */
export function conditions(): TypeSchema {
  return keyed(["type"], object({ type: text }));
}
