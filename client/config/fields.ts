import { ConfigError } from "./errors.ts";

/**
 * A text field of a parsed document; undefined where absent, null or empty.
 *
 * @throws {ConfigError} When it is something else. The value is not told: it may be a secret.
 */
export function optionalString(
  fields: Readonly<Record<string, unknown>>,
  field: string,
  where: string,
): string | undefined {
  const value = fields[field];
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value !== "string") {
    throw new ConfigError(`${field} of ${where} is not text: put it in quotes`);
  }
  return value;
}

/** The text of a base64 field; undefined where absent. */
export function optionalBase64(
  fields: Readonly<Record<string, unknown>>,
  field: string,
  where: string,
): string | undefined {
  const value = optionalString(fields, field, where);
  if (value === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(value.replaceAll(/\s/g, "")), (char) => char.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  } catch {
    throw new ConfigError(`${field} of ${where} is not base64`);
  }
}
