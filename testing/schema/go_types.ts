import { kindTypes, structs } from "../../kinds/generated/server/types.ts";

/** A type of the server's own, as far as reading and writing JSON goes. */
export type GoType =
  | { readonly kind: "struct"; readonly name: string; readonly struct: () => GoStruct }
  | { readonly kind: "list"; readonly items: GoType }
  | { readonly kind: "map"; readonly values: GoType }
  | {
    readonly kind: "scalar";
    /** `string`, `int32`, `bool`, `time`, `quantity`, `any`, … */
    readonly basic: string;
    /** As Go names it in messages: `string`, `v1.Protocol`. */
    readonly name: string;
  };

/** A field of a struct. */
export interface GoField {
  /** As in JSON. */
  readonly name: string;
  /** Its type. */
  readonly type: GoType;
  /** Whether it may be absent and yet not zero: nil and zero are two things. */
  readonly pointer: boolean;
  /** Whether it is not written when it is empty. */
  readonly omit: boolean;
  /** Strategy and key of strategic merge patch. */
  readonly strategy?: string;
  /** Key of strategic merge patch. */
  readonly mergeKey?: string;
  /** `atomic`, `set` or `map`. */
  readonly listType?: string;
  /** Keys of the items of a list. */
  readonly keys: readonly string[];
  /** Whether a map is taken whole. */
  readonly atomic: boolean;
  /** Default that the type itself says. */
  readonly fallback?: unknown;
}

/** A struct. */
export interface GoStruct {
  /** `core/v1.PodSpec`. */
  readonly name: string;
  /** `PodSpec`. */
  readonly short: string;
  /** Whether server-side apply takes it whole. */
  readonly atomic: boolean;
  /** Its fields, in order. */
  readonly fields: readonly GoField[];
  /** The fields by name. */
  readonly byName: ReadonlyMap<string, GoField>;
}

const parsed = new Map<string, GoStruct>();

/** The type of a built-in kind; undefined where it is not known. */
export function goTypeOf(group: string, version: string, kind: string): GoStruct | undefined {
  const key = `${group === "" ? version : `${group}/${version}`} ${kind}`;
  const name = Object.hasOwn(kindTypes, key) ? kindTypes[key] : undefined;
  return name === undefined ? undefined : structOf(name);
}

/** A struct by its name. Read from the table when it is first asked for. */
export function structOf(name: string): GoStruct {
  let struct = parsed.get(name);
  if (struct) return struct;
  const line = structs[name] ?? "";
  const atomic = line.startsWith("!");
  const text = atomic ? line.slice(1) : line;
  const fields = text === "" ? [] : text.split(";").map(parseField);
  struct = {
    name,
    short: name.slice(name.lastIndexOf(".") + 1),
    atomic,
    fields,
    byName: new Map(fields.map((field) => [field.name, field])),
  };
  parsed.set(name, struct);
  return struct;
}

function parseField(text: string): GoField {
  const [head = "", ...marks] = text.split(" ");
  const [left = "", type = ""] = split(head, ":");
  const mark = (name: string) => marks.find((one) => one.startsWith(`${name}=`))?.slice(2);
  const [strategy, mergeKey] = split(mark("p") ?? "", "/");
  const [listType, keys] = split(mark("l") ?? "", "/");
  const fallback = mark("d");
  return {
    name: left.replace(/[*?]+$/, ""),
    type: parseType(type),
    pointer: left.includes("*"),
    omit: left.endsWith("?"),
    ...(strategy ? { strategy } : {}),
    ...(mergeKey ? { mergeKey } : {}),
    ...(listType ? { listType } : {}),
    keys: keys ? keys.split(",") : [],
    atomic: marks.includes("a"),
    ...(fallback === undefined ? {} : { fallback: JSON.parse(fallback) }),
  };
}

function split(text: string, mark: string): readonly [string, string] {
  const index = text.indexOf(mark);
  return index < 0 ? [text, ""] : [text.slice(0, index), text.slice(index + 1)];
}

function parseType(text: string): GoType {
  if (text.startsWith("[]")) return { kind: "list", items: parseType(text.slice(2)) };
  if (text.startsWith("{}")) return { kind: "map", values: parseType(text.slice(2)) };
  if (text.includes("/")) return { kind: "struct", name: text, struct: () => structOf(text) };
  const [basic, name] = split(text, "~");
  return { kind: "scalar", basic, name: name || basic };
}

const ownNames: Readonly<Record<string, string>> = {
  bytes: "[]uint8",
  time: "v1.Time",
  microtime: "v1.MicroTime",
  duration: "v1.Duration",
  quantity: "resource.Quantity",
  intstr: "int32",
};

/** A type as Go prints it. */
export function typeText(type: GoType): string {
  if (type.kind === "list") return `[]${typeText(type.items)}`;
  if (type.kind === "map") return `map[string]${typeText(type.values)}`;
  if (type.kind === "struct") return type.name.slice(type.name.lastIndexOf("/") + 1);
  return ownNames[type.name] ?? type.name;
}
