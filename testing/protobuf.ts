import { child, type JsonObject } from "./object.ts";
import { workloads } from "./protobuf_workloads.ts";

// kubectl's own `create configmap`, `create role`, `auth can-i` and the like send protobuf and take nothing else. Field numbers
// are those of k8s.io/api/*/v1/generated.proto; only what these commands fill in is read.

type FieldType =
  | "string"
  | "strings"
  | "bool"
  | "number"
  | "map"
  | "bytesMap"
  | "intstr"
  | ListType
  | MessageType;

/** A field that is there several times. */
export interface ListType {
  /** Its items. */
  readonly list: MessageType;
}

/** The fields of a message by number. */
export interface MessageType {
  readonly [field: number]: readonly [name: string, type: FieldType];
}

const metadata: MessageType = {
  1: ["name", "string"],
  2: ["generateName", "string"],
  3: ["namespace", "string"],
  11: ["labels", "map"],
  12: ["annotations", "map"],
};

const rules: ListType = {
  list: {
    1: ["verbs", "strings"],
    2: ["apiGroups", "strings"],
    3: ["resources", "strings"],
    4: ["resourceNames", "strings"],
    5: ["nonResourceURLs", "strings"],
  },
};

const labelSelector: MessageType = {
  1: ["matchLabels", "map"],
  2: ["matchExpressions", {
    list: { 1: ["key", "string"], 2: ["operator", "string"], 3: ["values", "strings"] },
  }],
};

const role: MessageType = {
  1: ["metadata", metadata],
  2: ["rules", rules],
  3: ["aggregationRule", { 1: ["clusterRoleSelectors", { list: labelSelector }] }],
};

const binding: MessageType = {
  1: ["metadata", metadata],
  2: ["subjects", {
    list: {
      1: ["kind", "string"],
      2: ["apiGroup", "string"],
      3: ["name", "string"],
      4: ["namespace", "string"],
    },
  }],
  3: ["roleRef", { 1: ["apiGroup", "string"], 2: ["kind", "string"], 3: ["name", "string"] }],
};

const attributes: MessageType = {
  1: ["resourceAttributes", {
    1: ["namespace", "string"],
    2: ["verb", "string"],
    3: ["group", "string"],
    4: ["version", "string"],
    5: ["resource", "string"],
    6: ["subresource", "string"],
    7: ["name", "string"],
  }],
  2: ["nonResourceAttributes", { 1: ["path", "string"], 2: ["verb", "string"] }],
  3: ["user", "string"],
  4: ["groups", "strings"],
};

const accessReview: MessageType = { 1: ["metadata", metadata], 2: ["spec", attributes] };

const messages: Readonly<Record<string, MessageType>> = {
  "v1 Namespace": { 1: ["metadata", metadata] },
  "v1 ServiceAccount": { 1: ["metadata", metadata] },
  "v1 ConfigMap": {
    1: ["metadata", metadata],
    2: ["data", "map"],
    3: ["binaryData", "bytesMap"],
    4: ["immutable", "bool"],
  },
  "v1 Secret": {
    1: ["metadata", metadata],
    2: ["data", "bytesMap"],
    3: ["type", "string"],
    4: ["stringData", "map"],
    5: ["immutable", "bool"],
  },
  "rbac.authorization.k8s.io/v1 Role": role,
  "rbac.authorization.k8s.io/v1 ClusterRole": role,
  "rbac.authorization.k8s.io/v1 RoleBinding": binding,
  "rbac.authorization.k8s.io/v1 ClusterRoleBinding": binding,
  "authorization.k8s.io/v1 SelfSubjectAccessReview": accessReview,
  "authorization.k8s.io/v1 SubjectAccessReview": accessReview,
  "authorization.k8s.io/v1 LocalSubjectAccessReview": accessReview,
  "authorization.k8s.io/v1 SelfSubjectRulesReview": {
    1: ["metadata", metadata],
    2: ["spec", { 1: ["namespace", "string"] }],
  },
  "authentication.k8s.io/v1 SelfSubjectReview": { 1: ["metadata", metadata] },
  "authentication.k8s.io/v1 TokenReview": {
    1: ["metadata", metadata],
    2: ["spec", { 1: ["token", "string"], 2: ["audiences", "strings"] }],
  },
  "authentication.k8s.io/v1 TokenRequest": {
    1: ["metadata", metadata],
    2: ["spec", {
      1: ["audiences", "strings"],
      3: ["boundObjectRef", {
        1: ["kind", "string"],
        2: ["apiVersion", "string"],
        3: ["name", "string"],
        4: ["uid", "string"],
      }],
      4: ["expirationSeconds", "number"],
    }],
  },
};

const envelope: MessageType = {
  1: ["typeMeta", { 1: ["apiVersion", "string"], 2: ["kind", "string"] }],
};

type Field = readonly [number: number, value: number | Uint8Array];

function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  let position = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1;; scale *= 128) {
      const byte = bytes[position++] ?? 0;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (position < bytes.length) {
    const tag = varint();
    const wire = tag & 7;
    if (wire === 0) yield [tag >>> 3, varint()];
    else if (wire === 2) {
      const length = varint();
      yield [tag >>> 3, bytes.subarray(position, position + length)];
      position += length;
    } else position += wire === 1 ? 8 : 4;
  }
}

function text(value: number | Uint8Array | undefined): string {
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : "";
}

function base64(value: number | Uint8Array | undefined): string {
  const bytes = value instanceof Uint8Array ? value : new Uint8Array();
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

function isList(type: ListType | MessageType): type is ListType {
  return "list" in type;
}

function append(object: JsonObject, name: string, item: unknown): void {
  const list = object[name];
  object[name] = Array.isArray(list) ? [...list, item] : [item];
}

function decodeMessage(bytes: Uint8Array, type: MessageType): JsonObject {
  const result: JsonObject = {};
  for (const [number, value] of fieldsOf(bytes)) {
    const [name, kind] = type[number] ?? [];
    if (!name || !kind) continue;
    if (kind === "string") {
      if (text(value)) result[name] = text(value);
    } else if (kind === "bool") result[name] = value === 1;
    else if (kind === "number") {
      // Zero stands for what was left out: kubectl means it of replicas alone.
      if (value || name === "replicas") result[name] = value;
    } else if (kind === "strings") append(result, name, text(value));
    else if (value instanceof Uint8Array) {
      if (kind === "intstr") {
        const parts = new Map(fieldsOf(value));
        const given = parts.get(1) ? text(parts.get(3)) : parts.get(2) ?? 0;
        if (given) result[name] = given;
      } else if (kind === "map" || kind === "bytesMap") {
        const entry = new Map(fieldsOf(value));
        child(result, name)[text(entry.get(1))] = kind === "map"
          ? text(entry.get(2))
          : base64(entry.get(2));
      } else if (isList(kind)) append(result, name, decodeMessage(value, kind.list));
      else result[name] = decodeMessage(value, kind);
    }
  }
  return result;
}

/** Reads an object that was sent as Kubernetes protobuf; undefined for a kind that is not known here. */
export function decodeProtobuf(bytes: Uint8Array): JsonObject | undefined {
  if (text(bytes.subarray(0, 4)) !== "k8s\0") return undefined;
  const content = bytes.subarray(4);
  const { typeMeta } = decodeMessage(content, envelope);
  const { apiVersion, kind } = (typeMeta ?? {}) as { apiVersion?: string; kind?: string };
  const name = `${apiVersion} ${kind}`;
  const type = messages[name] ?? workloads[name];
  const raw = new Map(fieldsOf(content)).get(2);
  if (!type || !(raw instanceof Uint8Array)) return undefined;
  return { apiVersion, kind, ...decodeMessage(raw, type) };
}
