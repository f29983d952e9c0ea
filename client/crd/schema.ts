import type { StandardSchema } from "./standard_schema.ts";
import { toStructural } from "./structural.ts";
import { findTransform } from "./transforms.ts";
import type { StructuralSchema } from "./types.ts";
import { isRecord } from "../values.ts";

/**
 * The schema of a custom kind's objects, made of the schema of its own fields.
 *
 * @throws {TypeError} When it cannot be expressed in a CRD.
 */
export function describeSchema(schema: StandardSchema, version: string): StructuralSchema {
  const converter = schema["~standard"]?.jsonSchema;
  if (typeof converter?.input !== "function" || typeof converter.output !== "function") {
    throw new TypeError(
      `The schema of version ${version} does not implement Standard JSON Schema: use a library that does, ` +
        `such as zod from 4.2 on`,
    );
  }
  return inVersion(version, () => {
    const input = toStructural(generate(converter.input));
    const change = findChange(converter, input);
    if (change) {
      throw new TypeError(
        `Cannot describe ${
          change.path || "the schema"
        } in a CRD: it is transformed (${change.change}), but objects are ` +
          `read as they were written: describe the stored form, and transform in the reconciler`,
      );
    }
    checkRoot(input);
    return input;
  });
}

type Converter = StandardSchema["~standard"]["jsonSchema"];

/** Makes a library go on where it finds what JSON Schema cannot say; zod's name for it. */
const LENIENT = { libraryOptions: { unrepresentable: "any" } };

function generate(convert: Converter["input"], options = {}): Record<string, unknown> {
  const json: unknown = convert({ target: "draft-2020-12", ...options });
  if (!isRecord(json)) throw new TypeError("Its JSON Schema is not an object");
  return json;
}

function findChange(
  converter: Converter,
  input: StructuralSchema,
): ReturnType<typeof findTransform> {
  let output: Record<string, unknown>;
  try {
    output = generate(converter.output);
  } catch (error) {
    // Libraries refuse to say what a transform gives, without a path: ask again for all but the transforms.
    const change = findTransform(input, toStructural(generate(converter.output, LENIENT)));
    if (change) return change;
    throw error;
  }
  return findTransform(input, toStructural(output));
}

function checkRoot({ type, properties = {}, required = [] }: StructuralSchema): void {
  if (type !== "object") {
    throw new TypeError(
      "The schema must be of an object with the kind's own fields, such as spec and status",
    );
  }
  const reserved = ["apiVersion", "kind", "metadata"].find((name) => name in properties);
  if (reserved !== undefined) {
    throw new TypeError(
      `The schema must not have ${reserved}, which every object has: leave it out`,
    );
  }
  if (required.includes("status")) {
    throw new TypeError(
      "The schema must have an optional status: it is written by its own path, after the object was created",
    );
  }
}

function inVersion<T>(version: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new TypeError(`Version ${version}: ${error.message}`, { cause: error });
  }
}
