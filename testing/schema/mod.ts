/**
 * What a type says about a value: defaults, unknown fields, validity. Pure functions, as the in-memory API server needs
 * them for custom resources and built-in kinds.
 *
 * @module
 */
export { clone, equal, field, goText, isObject, type JsonObject, setField } from "./json.ts";
export type { TypeSchema, ValidationRule } from "./types.ts";
export { metadataSchema } from "./metadata.ts";
export { applyDefaults } from "./defaults.ts";
export { prune, unknownFields } from "./prune.ts";
export { type FieldError, fieldErrorsText, validateSchema } from "./validate.ts";
export { builtinSchema } from "./builtin.ts";
export { type Decoded, decodeTyped, zeroOf } from "./decode.ts";
export { type GoField, type GoStruct, type GoType, goTypeOf, structOf } from "./go_types.ts";
export { quantityNanos } from "./quantity.ts";
