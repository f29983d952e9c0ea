import type { Clock } from "../_internal/mod.ts";
import type { Call } from "./call.ts";
import { apiVersionOf, type Kind } from "./kinds.ts";
import { isObject, type JsonObject, type StoredObject } from "./object.ts";
import { decodeTyped, goTypeOf } from "./schema/mod.ts";
import { badRequest, notAcceptable } from "./status.ts";
import { tableColumns, tableRow } from "./table.ts";

/** How answers show objects. */
export interface Representation {
  /** One object. */
  readonly object: (object: StoredObject) => object;
  /** A list. */
  readonly list: (items: readonly StoredObject[], metadata: JsonObject) => object;
  /** The object of a watch event. */
  readonly event: (object: StoredObject) => object;
  /** The object of a bookmark. */
  readonly bookmark: (object: JsonObject) => object;
}

type Form = "plain" | "table" | "metadata";

// The first form of the accept header that this server knows. Protobuf is answered with JSON.
function formOf(accept: string | null, custom: boolean): Form {
  const offers = (accept || "*/*").split(",").map((one) => one.trim().toLowerCase());
  let fallback: Form | undefined;
  for (const offer of offers) {
    const [type = "", ...parameters] = offer.split(";").map((one) => one.trim());
    if (
      !/^(\*\/\*|application\/(\*|json|vnd\.kubernetes\.protobuf|yaml|cbor)|\*)$/.test(type)
    ) continue;
    const as = parameters.find((one) => one.startsWith("as="))?.slice(3);
    const version = parameters.find((one) => one.startsWith("v="))?.slice(2);
    if (!as) {
      if (type !== "application/vnd.kubernetes.protobuf") return fallback ?? "plain";
      fallback ??= "plain";
      continue;
    }
    if (version !== "v1") continue;
    if (as === "table") return "table";
    if (as === "partialobjectmetadata" || as === "partialobjectmetadatalist") return "metadata";
  }
  if (fallback) return fallback;
  const types = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"];
  const known = offers.some((one) => /^(\*\/\*|application\/(\*|json|yaml))/.test(one));
  throw notAcceptable(types, custom || known);
}

const meta = "meta.k8s.io/v1";

// Lists of custom kinds say that there is nothing to continue; these do not.
function bare({ continue: next, ...metadata }: JsonObject): JsonObject {
  return next ? { ...metadata, continue: next } : metadata;
}

function partial(object: StoredObject | JsonObject): JsonObject {
  return { kind: "PartialObjectMetadata", apiVersion: meta, metadata: object.metadata };
}

function listItem(object: StoredObject, kind: Kind): object {
  if (kind.custom) return object;
  const { apiVersion: _version, kind: _kind, ...rest } = object;
  return rest;
}

// A bookmark of a built-in kind is an object of it in which nothing else is set.
function zeroed(kind: Kind, object: JsonObject): JsonObject {
  const struct = kind.custom ? undefined : goTypeOf(kind.group, kind.version, kind.kind);
  if (!struct) return object;
  const { value } = decodeTyped(object, struct);
  if (kind.scale && isObject(value.spec)) value.spec.replicas ??= 0;
  return { ...value, metadata: object.metadata };
}

function plain(kind: Kind): Representation {
  return {
    object: (object) => object,
    event: (object) => object,
    bookmark: (object) => zeroed(kind, object),
    // Items of built-in kinds carry neither kind nor apiVersion; those of custom kinds do.
    list: (items, metadata) => ({
      kind: kind.custom?.listKind ?? `${kind.kind}List`,
      apiVersion: apiVersionOf(kind),
      metadata,
      items: items.map((item) => listItem(item, kind)),
    }),
  };
}

const metadataOnly: Representation = {
  object: partial,
  event: partial,
  bookmark: partial,
  list: (items, metadata) => ({
    kind: "PartialObjectMetadataList",
    apiVersion: meta,
    metadata: bare(metadata),
    items: items.map(partial),
  }),
};

function table(call: Call, clock: Clock): Representation {
  const { kind, query } = call;
  const include = query.get("includeObject") || "Metadata";
  if (!["Metadata", "Object", "None"].includes(include)) {
    throw badRequest(
      `Unable to convert to Table as requested: includeObject: Invalid value: ${
        JSON.stringify(include)
      }: must be 'Metadata', 'Object', 'None', or empty`,
    );
  }
  let announced = false;
  const row = (object: StoredObject): JsonObject => ({
    cells: tableRow(kind, object, clock),
    ...(include === "None" ? {} : { object: include === "Object" ? object : partial(object) }),
  });
  const make = (items: readonly StoredObject[], metadata: JsonObject, columns: boolean) => ({
    kind: "Table",
    apiVersion: meta,
    metadata,
    columnDefinitions: columns ? tableColumns(kind) : null,
    rows: items.map(row),
  });
  const version = (object: StoredObject | JsonObject): JsonObject => {
    const metadata = object.metadata as JsonObject;
    return { resourceVersion: metadata.resourceVersion };
  };
  return {
    object: (object) => make([object], version(object), true),
    list: (items, metadata) => make(items, bare(metadata), true),
    // Only the first event of a watch carries the columns.
    event(object) {
      const first = !announced;
      announced = true;
      return make([object], version(object), first);
    },
    bookmark(object) {
      return {
        ...make([], version(object), false),
        metadata: object.metadata,
        rows: [{ cells: [], object: partial(object) }],
      };
    },
  };
}

/** Finds out how a request wants objects shown: whole, as metadata, or as a table. Throws a 406. */
export function representation(call: Call, clock: Clock): Representation {
  const form = formOf(call.headers.get("accept"), call.kind.custom !== undefined);
  if (form === "table") return table(call, clock);
  return form === "metadata" ? metadataOnly : plain(call.kind);
}
