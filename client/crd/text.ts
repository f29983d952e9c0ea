import type { StructuralSchema } from "./types.ts";
import { schemaError } from "./values.ts";

/**
 * Formats that the API server checks (apiextensions-apiserver, `supportedFormats`). It ignores others with a warning, so
 * they are left out; `duration` means Go's notation there and ISO 8601 in JSON Schema, so it is left out, too.
 */
const FORMATS = new Set([
  "bsonobjectid",
  "byte",
  "cidr",
  "creditcard",
  "date",
  "date-time",
  "datetime",
  "double",
  "email",
  "float",
  "hexcolor",
  "hostname",
  "int32",
  "int64",
  "ipv4",
  "ipv6",
  "isbn",
  "isbn10",
  "isbn13",
  "mac",
  "password",
  "rgbcolor",
  "ssn",
  "uri",
  "uuid",
  "uuid3",
  "uuid4",
  "uuid5",
]);

/** The format and pattern of a piece of text, as far as the API server knows them. */
export function textChecks(
  schema: Readonly<Record<string, unknown>>,
  path: string,
): Pick<StructuralSchema, "format" | "pattern"> {
  const { format, pattern } = schema;
  const known = typeof format === "string" && FORMATS.has(format) ? format : undefined;
  const checks: Pick<StructuralSchema, "format" | "pattern"> = {};
  if (known !== undefined) checks.format = known;
  if (typeof pattern === "string") {
    const translated = toRe2(pattern);
    if (translated !== undefined) checks.pattern = translated;
    else if (typeof format !== "string") { // The pattern of a format is the library's, not the author's.
      throw schemaError(
        path,
        `its pattern ${pattern} looks around or refers back, which the API server's regular expressions (RE2) cannot`,
      );
    }
  }
  return checks;
}

/** The same regular expression in RE2's notation; undefined where RE2 cannot express it. */
function toRe2(pattern: string): string | undefined {
  const bare = pattern.replaceAll(/\\\\/g, "");
  if (/\(\?(?:[=!]|<[=!])/.test(bare) || /\\[1-9]|\\k</.test(bare)) return undefined;
  return pattern.replaceAll(
    /(\\\\)|\\u(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{4}))/g,
    (whole, escape, long, short) => escape ? whole : `\\x{${long ?? short}}`,
  );
}
