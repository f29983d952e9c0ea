import { child, type JsonObject } from "./object.ts";

// kubectl's own `create namespace`, `create configmap` and the like send protobuf and take nothing else. Field numbers
// are those of k8s.io/api/core/v1/generated.proto; only what these commands fill in is read.

type FieldType = "string" | "bool" | "map" | "bytesMap" | MessageType;

interface MessageType {
  readonly [field: number]: readonly [name: string, type: FieldType];
}

const metadata: MessageType = {
  1: ["name", "string"],
  2: ["generateName", "string"],
  3: ["namespace", "string"],
  11: ["labels", "map"],
  12: ["annotations", "map"],
};

const messages: Readonly<Record<string, MessageType>> = {
  Namespace: { 1: ["metadata", metadata] },
  ServiceAccount: { 1: ["metadata", metadata] },
  ConfigMap: {
    1: ["metadata", metadata],
    2: ["data", "map"],
    3: ["binaryData", "bytesMap"],
    4: ["immutable", "bool"],
  },
  Secret: {
    1: ["metadata", metadata],
    2: ["data", "bytesMap"],
    3: ["type", "string"],
    4: ["stringData", "map"],
    5: ["immutable", "bool"],
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

function decodeMessage(bytes: Uint8Array, type: MessageType): JsonObject {
  const result: JsonObject = {};
  for (const [number, value] of fieldsOf(bytes)) {
    const [name, kind] = type[number] ?? [];
    if (!name || !kind) continue;
    if (kind === "string") {
      if (text(value)) result[name] = text(value);
    } else if (kind === "bool") result[name] = value === 1;
    else if (value instanceof Uint8Array) {
      if (kind === "map" || kind === "bytesMap") {
        const entry = new Map(fieldsOf(value));
        child(result, name)[text(entry.get(1))] = kind === "map"
          ? text(entry.get(2))
          : base64(entry.get(2));
      } else result[name] = decodeMessage(value, kind);
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
  const type = apiVersion === "v1" ? messages[kind ?? ""] : undefined;
  const raw = new Map(fieldsOf(content)).get(2);
  if (!type || !(raw instanceof Uint8Array)) return undefined;
  return { apiVersion, kind, ...decodeMessage(raw, type) };
}
