import type { Environment } from "@marcbachmann/cel-js";
import { equal, isObject, type JsonObject, type TypeSchema } from "../schema/mod.ts";
import { escapedName } from "./names.ts";

/** A type of the language, and how values of JSON become its values. */
export interface CelType {
  /** Name of the type. */
  readonly name: string;
  /** The value; `beside` is the new value where an old one is read, so that lists are in the same order. */
  readonly read: (value: unknown, beside?: unknown) => unknown;
  /** Types of the fields, of an object. */
  readonly fields?: ReadonlyMap<string, CelType>;
  /** Type of the items or values, of a list or map. */
  readonly inner?: CelType;
}

function integer(value: unknown): unknown {
  return typeof value === "number" && Number.isInteger(value) ? BigInt(value) : value;
}

// Values of any type: JSON numbers without a fraction are integers, as the server reads them.
function anything(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(anything);
  if (!isObject(value)) return integer(value);
  return new Map(Object.entries(value).map(([key, item]) => [key, anything(item)]));
}

const any: CelType = { name: "dyn", read: anything };
const text: CelType = { name: "string", read: (value) => value };

function bytes(value: unknown): unknown {
  try {
    return Uint8Array.from(atob(String(value)), (char) => char.charCodeAt(0));
  } catch {
    return new TextEncoder().encode(String(value));
  }
}

function ofText(environment: Environment, format: string | undefined): CelType {
  if (format === "byte") return { name: "bytes", read: bytes };
  if (format === "date" || format === "date-time") {
    return { name: "google.protobuf.Timestamp", read: (value) => new Date(String(value)) };
  }
  if (format === "duration") {
    return {
      name: "google.protobuf.Duration",
      read: (value) => environment.evaluate(`duration(${JSON.stringify(String(value))})`),
    };
  }
  return text;
}

const metadata: TypeSchema = {
  type: "object",
  properties: { name: { type: "string" }, generateName: { type: "string" } },
};

/** The type of a whole object: what every object has is known even where the schema does not name it. */
export function resourceSchema(schema: TypeSchema): TypeSchema {
  const { metadata: given, ...properties } = schema.properties ?? {};
  return {
    ...schema,
    properties: {
      ...properties,
      apiVersion: { type: "string" },
      kind: { type: "string" },
      metadata: { ...metadata, properties: { ...given?.properties, ...metadata.properties } },
    },
  };
}

function keysText(item: unknown, keys: readonly string[]): string {
  return JSON.stringify(keys.map((key) => isObject(item) ? item[key] : undefined));
}

function listOf(schema: TypeSchema, inner: CelType): CelType {
  const name = `list<${inner.name}>`;
  const kind = schema["x-kubernetes-list-type"];
  const read = (value: unknown) => Array.isArray(value) ? value : [];
  if (kind === "set") {
    // Sets are equal whatever their order.
    return {
      name,
      inner,
      read: (value) => {
        const items = read(value).map((item) => inner.read(item));
        return items.every((item) => typeof item !== "object") ? new Set(items) : items;
      },
    };
  }
  if (kind !== "map") {
    return {
      name,
      inner,
      read: (value, beside) =>
        read(value).map((item, index) => inner.read(item, read(beside)[index])),
    };
  }
  const keys = schema["x-kubernetes-list-map-keys"] ?? [];
  return {
    name,
    inner,
    read(value, beside) {
      const order = new Map(read(beside).map((item, index) => [keysText(item, keys), index]));
      const place = (item: unknown) => order.get(keysText(item, keys)) ?? order.size;
      return read(value).toSorted((a, b) => place(a) - place(b)).map((item) =>
        inner.read(item, read(beside)[place(item)])
      );
    },
  };
}

type Values = Record<string, unknown>;

function objectOf(
  environment: Environment,
  schema: TypeSchema,
  name: string,
): CelType {
  const named = new Map<string, CelType>();
  const fields = new Map<string, CelType>();
  for (const [key, part] of Object.entries(schema.properties ?? {})) {
    const type = celType(environment, part, `${name}.${escapedName(key) ?? "field"}`);
    if (!type) continue;
    fields.set(key, type);
    const escaped = escapedName(key);
    if (escaped !== undefined) named.set(escaped, type);
  }
  // The library tells types apart by their constructors.
  function Instance(this: Values) {}
  environment.registerType(name, {
    ctor: Instance,
    fields: Object.fromEntries([...named].map(([key, type]) => [key, type.name])),
  });
  environment.registerOperator(`${name} == ${name}`, sameValue);
  return {
    name,
    fields,
    read(value, beside) {
      const instance: Values = Object.create(Instance.prototype);
      if (!isObject(value)) return instance;
      for (const [key, type] of fields) {
        const escaped = escapedName(key);
        const item = Object.hasOwn(value, key) ? value[key] : undefined;
        // Null counts as absent.
        if (escaped === undefined || item === undefined || item === null) continue;
        instance[escaped] = type.read(item, isObject(beside) ? beside[key] : undefined);
      }
      // What no rule can see makes objects differ all the same.
      Object.defineProperty(instance, "constructor", { value: Instance });
      return instance;
    },
  };
}

function sameValue(a: unknown, b: unknown): boolean {
  return equal(plain(a), plain(b));
}

function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Date) return value.getTime();
  if (value instanceof Set) return [...value].map(plain).map((one) => JSON.stringify(one)).sort();
  if (value instanceof Map) return plain(Object.fromEntries(value));
  if (value instanceof Uint8Array || Array.isArray(value)) return [...value].map(plain);
  if (typeof value !== "object" || value === null) return value;
  if ("seconds" in value && "nanos" in value) return `${value.seconds}.${value.nanos}`;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

/** The type that rules see of a schema (apiserver/pkg/cel/common/schemas.go); undefined where they see nothing. */
export function celType(
  environment: Environment,
  given: TypeSchema,
  name: string,
): CelType | undefined {
  if (given["x-kubernetes-int-or-string"]) return any;
  const schema = given["x-kubernetes-embedded-resource"] ? resourceSchema(given) : given;
  const { type, items, additionalProperties } = schema;
  if (type === "array") {
    const inner = items && celType(environment, items, `${name}.item`);
    return inner && listOf(schema, inner);
  }
  if (type === "object") {
    if (typeof additionalProperties !== "object") return objectOf(environment, schema, name);
    const inner = celType(environment, additionalProperties, `${name}.value`);
    return inner && {
      name: `map<string, ${inner.name}>`,
      inner,
      read: (value, beside) =>
        new Map(
          Object.entries(isObject(value) ? value : {}).filter(([, item]) => item !== null).map((
            [key, item],
          ) => [key, inner.read(item, isObject(beside) ? (beside as JsonObject)[key] : undefined)]),
        ),
    };
  }
  if (type === "string") return ofText(environment, schema.format);
  if (type === "boolean") return { name: "bool", read: (value) => value };
  if (type === "number") return { name: "double", read: (value) => value };
  if (type === "integer") return { name: "int", read: integer };
  return undefined;
}
