import type { Kind } from "./kinds.ts";
import { canonical, isObject, type JsonObject, sameJson, type StoredObject } from "./object.ts";
import { applyDefaults, prune, type TypeSchema } from "./schema/mod.ts";

const specAndStatus = ["spec", "status"];

// The fields beside apiVersion, kind and metadata. Of other kinds all are taken.
const fields: Readonly<Record<string, readonly string[]>> = {
  configmaps: ["data", "binaryData", "immutable"],
  secrets: ["data", "stringData", "immutable", "type"],
  serviceaccounts: ["secrets", "imagePullSecrets", "automountServiceAccountToken"],
  namespaces: specAndStatus,
  pods: specAndStatus,
  services: specAndStatus,
  "apps/deployments": specAndStatus,
  "apps/replicasets": specAndStatus,
  "apps/statefulsets": specAndStatus,
  "apps/daemonsets": specAndStatus,
  "batch/jobs": specAndStatus,
  "batch/cronjobs": specAndStatus,
  "coordination.k8s.io/leases": ["spec"],
  "networking.k8s.io/ingresses": specAndStatus,
};

const open: TypeSchema = { open: true };
const contents = new WeakMap<TypeSchema, TypeSchema>();

/** What a kind's objects may hold; the schema of a custom kind has no say in apiVersion, kind and metadata. */
export function contentSchema(kind: Kind): TypeSchema | undefined {
  if (!kind.custom) {
    const known = fields[kind.storage];
    return known ? { properties: Object.fromEntries(known.map((one) => [one, open])) } : open;
  }
  const { schema } = kind.custom;
  if (!schema) return undefined;
  let content = contents.get(schema);
  if (!content) {
    const { apiVersion: _a, kind: _k, metadata: _m, ...properties } = schema.properties ?? {};
    const required = schema.required?.filter((one) =>
      one !== "metadata" && one !== "apiVersion" && one !== "kind"
    );
    content = { ...schema, properties, ...(required ? { required } : {}) };
    contents.set(schema, content);
  }
  return content;
}

const shown = new WeakMap<
  StoredObject,
  { readonly schema: TypeSchema; readonly object: StoredObject }
>();

/** A custom object as its definition has it now: the schema may have changed since the object was written. */
export function inSchema(object: StoredObject, kind: Kind): StoredObject {
  const schema = contentSchema(kind);
  if (!kind.custom || !schema) return object;
  const known = shown.get(object);
  if (known?.schema === schema) return known.object;
  const { apiVersion, kind: name, metadata, ...content } = object;
  const kept = kind.custom.preserveUnknown ? content : prune(content, schema);
  const filled = canonical(
    { ...applyDefaults(kept, schema), apiVersion, kind: name, metadata },
    true,
  );
  const same = sameJson(filled, object);
  shown.set(object, { schema, object: same ? object : filled });
  return same ? object : filled;
}

// Fields of built-in kinds that are maps, and plain values whose zero is not written out (`omitempty`).
const maps = new Set([
  "annotations",
  "binaryData",
  "data",
  "labels",
  "limits",
  "matchLabels",
  "nodeSelector",
  "overhead",
  "requests",
  "stringData",
]);
const texts = new Set([
  "clusterIP",
  "dnsPolicy",
  "hostname",
  "image",
  "imagePullPolicy",
  "nodeName",
  "protocol",
  "restartPolicy",
  "schedulerName",
  "serviceAccountName",
  "sessionAffinity",
  "subPath",
  "subdomain",
  "type",
  "value",
  "workingDir",
]);
const flags = new Set([
  "hostIPC",
  "hostNetwork",
  "hostPID",
  "paused",
  "publishNotReadyAddresses",
  "readOnly",
  "stdin",
  "stdinOnce",
  "tty",
]);
const numbers = new Set(["hostPort", "minReadySeconds", "nodePort", "observedGeneration"]);

/**
 * A built-in object without the empty values that a typed server does not write out: lists, maps and some zeros. An
 * empty object that is no map says something (`emptyDir: {}`) and stays.
 */
export function omitEmpty(kind: Kind, object: JsonObject, schema?: TypeSchema): JsonObject {
  if (kind.group === "rbac.authorization.k8s.io" || kind.group === "apiextensions.k8s.io") {
    return object;
  }
  return withoutEmpty(object, schema) as JsonObject;
}

function withoutEmpty(value: unknown, schema: TypeSchema | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutEmpty(item, schema?.items));
  if (!isObject(value)) return value;
  const result: JsonObject = {};
  for (const [key, item] of Object.entries(value)) {
    const type = schema?.properties?.[key];
    const map = isObject(item) &&
      (maps.has(key) || typeof type?.additionalProperties === "object");
    if (map ? !Object.keys(item).length : isZero(key, item)) continue;
    result[key] = map ? item : withoutEmpty(item, type);
  }
  return result;
}

function isZero(key: string, value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0 && !maps.has(key);
  return (value === "" && texts.has(key)) || (value === false && flags.has(key)) ||
    (value === 0 && numbers.has(key));
}
