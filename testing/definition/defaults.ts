import { equal, prune, type TypeSchema, validateSchema } from "../schema/mod.ts";
import { type Cause, invalidValue } from "../status.ts";

/** What is wrong with the defaults of a schema: each must be a value of its own type. */
export function defaultCauses(schema: TypeSchema, path: string): readonly Cause[] {
  const causes: Cause[] = [];
  const { default: value } = schema;
  if (value !== undefined && !(value === null && schema.nullable)) {
    const at = `${path}.default`;
    if (!equal(prune({ value }, { properties: { value: schema } }), { value })) {
      causes.push(invalidValue(at, value, "must not have unknown fields"));
    }
    for (const { field, reason, message } of validateSchema(value, schema)) {
      causes.push({ field: field ? `${at}.${field}` : at, reason, message });
    }
  }
  for (const [name, part] of Object.entries(schema.properties ?? {})) {
    causes.push(...defaultCauses(part, `${path}.properties[${name}]`));
  }
  const { items, additionalProperties } = schema;
  if (items) causes.push(...defaultCauses(items, `${path}.items`));
  if (typeof additionalProperties === "object") {
    causes.push(...defaultCauses(additionalProperties, `${path}.additionalProperties`));
  }
  return causes;
}
