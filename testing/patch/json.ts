import { clone, equal, isObject, setField } from "../schema/mod.ts";
import { PatchError } from "./error.ts";

/** More operations than this are refused, as kube-apiserver does. */
const maxOperations = 10_000;

/**
 * Applies a JSON Patch (RFC 6902) to a copy of `document`.
 *
 * @throws {PatchError} 400 if the patch is not a list of operations, 413 if it is too long, 422 if one does not apply.
 */
export function applyJsonPatch(document: unknown, operations: unknown): unknown {
  if (!Array.isArray(operations)) {
    throw new PatchError(
      400,
      `error decoding patch: json: cannot unmarshal ${
        jsonKind(operations)
      } into Go value of type []handlers.jsonPatchOp`,
    );
  }
  if (operations.length > maxOperations) {
    throw new PatchError(
      413,
      `Request entity too large: The allowed maximum operations in a JSON patch is ${maxOperations}, got ${operations.length}`,
    );
  }
  const odd = operations.find((operation) => !isObject(operation));
  if (odd !== undefined) {
    throw new PatchError(
      400,
      `error decoding patch: json: cannot unmarshal ${
        jsonKind(odd)
      } into Go value of type handlers.jsonPatchOp`,
    );
  }
  // One more level makes the whole document a field, so that "" is a path like the others.
  const root = { document: clone(document) };
  for (const operation of operations) applyOperation(root, operation);
  return root.document;
}

function applyOperation(root: { document: unknown }, operation: Record<string, unknown>): void {
  const path = readPointer(operation, "path");
  switch (operation.op) {
    case "add":
      return add(root, path, clone(operation.value ?? null));
    case "remove":
      return void remove(root, path);
    case "replace":
      return replace(root, path, clone(operation.value ?? null));
    case "move":
      return add(root, path, remove(root, readPointer(operation, "from")));
    case "copy":
      return add(root, path, clone(readOrNull(root, readPointer(operation, "from"))));
    case "test":
      return test(root, path, operation.value ?? null);
    default:
      throw new PatchError(422, `Unexpected kind: ${String(operation.op ?? "unknown")}`);
  }
}

/**
 * A JSON pointer (RFC 6901) as keys, below the level that {@linkcode applyJsonPatch} adds. What stands before the first
 * slash is passed over, as the server does.
 */
function readPointer(operation: Record<string, unknown>, member: "path" | "from"): string[] {
  const pointer = operation[member];
  if (typeof pointer !== "string") {
    throw new PatchError(422, `operation missing ${member} field: missing value`);
  }
  const keys = pointer.split("/").slice(1);
  return ["document", ...keys.map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"))];
}

/** The object or list that holds the last key of `path`. */
function container(root: unknown, path: readonly string[]): unknown {
  let value = root;
  for (const key of path.slice(0, -1)) value = child(value, key, path);
  if (!isObject(value) && !Array.isArray(value)) throw missing(path);
  return value;
}

function child(value: unknown, key: string, path: readonly string[]): unknown {
  if (Array.isArray(value)) return value[index(key, value.length - 1, path)];
  if (isObject(value) && Object.hasOwn(value, key)) return value[key];
  throw missing(path);
}

function read(root: unknown, path: readonly string[]): unknown {
  return child(container(root, path), last(path), path);
}

/** The server's library takes an absent field for null when it copies and tests. */
function readOrNull(root: unknown, path: readonly string[]): unknown {
  const holder = container(root, path);
  const absent = isObject(holder) && !Object.hasOwn(holder, last(path));
  return absent ? null : child(holder, last(path), path);
}

function add(root: unknown, path: readonly string[], value: unknown): void {
  const holder = container(root, path);
  const key = last(path);
  if (!Array.isArray(holder)) return setField(holder as Record<string, unknown>, key, value);
  holder.splice(key === "-" ? holder.length : index(key, holder.length, path), 0, value);
}

function remove(root: unknown, path: readonly string[]): unknown {
  const removed = read(root, path);
  const holder = container(root, path);
  const key = last(path);
  if (Array.isArray(holder)) holder.splice(index(key, holder.length - 1, path), 1);
  else delete (holder as Record<string, unknown>)[key];
  return removed;
}

function replace(root: unknown, path: readonly string[], value: unknown): void {
  // Other than RFC 6902 says, the server adds a field that is not there.
  const holder = container(root, path);
  const key = last(path);
  if (Array.isArray(holder)) holder[index(key, holder.length - 1, path)] = value;
  else setField(holder as Record<string, unknown>, key, value);
}

function test(root: unknown, path: readonly string[], expected: unknown): void {
  const actual = readOrNull(root, path);
  if (!equal(actual, expected)) {
    throw new PatchError(422, `testing value ${pointerOf(path)} failed: test failed`);
  }
}

/** The server counts a negative index from the end. */
function index(key: string, largest: number, path: readonly string[]): number {
  const number = /^-?\d+$/.test(key) ? Number(key) : NaN;
  const place = number < 0 ? number + largest + 1 : number;
  if (!(place >= 0 && place <= largest)) {
    throw new PatchError(422, `Unable to access invalid index: ${key} of ${pointerOf(path)}`);
  }
  return place;
}

function last(path: readonly string[]): string {
  return path[path.length - 1] ?? "";
}

function pointerOf(path: readonly string[]): string {
  return path.slice(1).map((key) => `/${key}`).join("");
}

function missing(path: readonly string[]): PatchError {
  return new PatchError(422, `operation does not apply: doc is missing path: "${pointerOf(path)}"`);
}

function jsonKind(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
}
