import { load as parseYaml } from "js-yaml";
import { admitCreate, admitUpdate, checkNamespace, schemaOf } from "./admit.ts";
import { checkKind, checkPlace } from "./body.ts";
import {
  ApplyError,
  conflictMessage,
  serverSideApply,
  type ServerSideApplyOptions,
  type ServerSideApplyResult,
} from "./apply/mod.ts";
import { type Answer, type Call, type Core, timestamp } from "./call.ts";
import { jsonProblem } from "./go_json.ts";
import { inVersion } from "./events.ts";
import { copy, isObject, type JsonObject, sorted, type StoredObject } from "./object.ts";
import { applyJsonPatch, applyMergePatch, applyStrategicPatch, PatchError } from "./patch/mod.ts";
import {
  applyConflict,
  badRequest,
  conflict,
  DecodeError,
  internal,
  invalid,
  invalidValue,
  notFound,
  StatusError,
  unsupportedMediaType,
} from "./status.ts";
import { validateWriteOptions } from "./options.ts";
import { readTyped } from "./read.ts";
import { goText } from "./schema/mod.ts";
import { isTrue, writtenVersion } from "./versions.ts";
import { find, show, storeChange, storeNew } from "./write.ts";

const jsonPatch = "application/json-patch+json";
const mergePatch = "application/merge-patch+json";
const strategicPatch = "application/strategic-merge-patch+json";
const applyPatch = "application/apply-patch+yaml";

// What is applied has been checked by its type, in words of its own.
const ignoring = new URLSearchParams({ fieldValidation: "Ignore" });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badRequest(`error decoding patch: ${jsonProblem(text) ?? error}`);
  }
}

function patched(call: Call, type: string, old: StoredObject): unknown {
  const patch = parse(call.body);
  if (type === mergePatch && !isObject(patch)) {
    const got = Array.isArray(patch) ? "array" : typeof patch;
    throw badRequest(
      `error decoding patch: json: cannot unmarshal ${got} into Go value of type map[string]interface {}`,
    );
  }
  const target = copy(old);
  try {
    if (type === jsonPatch) return applyJsonPatch(target, patch);
    if (type === mergePatch) return applyMergePatch(target, patch);
    return applyStrategicPatch(target, patch, schemaOf(call.kind));
  } catch (error) {
    if (!(error instanceof PatchError)) throw error;
    throw error.code === 400 ? badRequest(error.message) : new StatusError(
      error.code,
      error.reason,
      error.message,
      error.code === 422 ? {} : undefined,
    );
  }
}

function apply(core: Core, call: Call, found: StoredObject | undefined): Answer {
  const { kind, query } = call;
  const manager = query.get("fieldManager") ?? "";
  let value: unknown;
  try {
    value = call.body.trimStart().startsWith("{") ? JSON.parse(call.body) : parseYaml(call.body);
  } catch (error) {
    throw badRequest(`error decoding YAML: ${error instanceof Error ? error.message : error}`);
  }
  if (!isObject(value)) {
    const got = Array.isArray(value) ? "array" : typeof value;
    throw badRequest(
      `error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${got} into Go value of type map[string]interface {}`,
    );
  }
  if (isObject(value.metadata) && value.metadata.managedFields) {
    throw badRequest("metadata.managedFields must be nil");
  }
  if (value.apiVersion === undefined || value.kind === undefined) {
    const version = String(value.apiVersion ?? "");
    throw badRequest(
      `invalid object type: ${version.includes("/") ? "" : "/"}${version}, Kind=${
        value.kind ?? ""
      }`,
    );
  }
  const headed = checkKind(call, value);
  const applied = {
    ...headed,
    metadata: isObject(headed.metadata) ? headed.metadata : {},
  } as StoredObject;
  if (!found && (applied.metadata.uid || call.subresource)) {
    if (call.subresource) throw notFound(kind, call.name);
    throw conflict(
      kind,
      call.name,
      "uid mismatch: the provided object specified uid " +
        `${applied.metadata.uid}, and no existing object was found`,
    );
  }
  const old = found && inVersion(found, kind);
  const { uid } = applied.metadata;
  if (uid && old && uid !== old.metadata.uid) {
    throw invalid(kind, call.name, [invalidValue("metadata.uid", uid, "field is immutable")]);
  }
  const schema = schemaOf(kind);
  // A manager owns what it names: what the server fills in is not its own.
  const { resourceVersion: _, ...metadata } = applied.metadata;
  if (!kind.namespaced) delete metadata.namespace;
  const result = applyTo({
    live: old,
    applied: scoped(call, { ...applied, metadata }),
    manager,
    force: isTrue(query.get("force")),
    now: timestamp(core.clock),
    ...(call.subresource ? { subresource: call.subresource } : {}),
    ...(schema ? { schema } : {}),
  });
  if ("conflicts" in result) {
    const { conflicts } = result;
    throw applyConflict(
      conflicts.map((one) => ({
        reason: "FieldManagerConflict",
        message: one.message,
        field: one.field,
      })),
      conflictMessage(conflicts),
    );
  }
  const version = writtenVersion(applied.metadata.resourceVersion);
  if (version && old && version !== old.metadata.resourceVersion) throw conflict(kind, call.name);
  const object = checkPlace(call, readApplied(call, result.object, applied));
  if (!found || !old) {
    checkNamespace(core, call, call.name);
    return show(core, call, storeNew(core, call, admitCreate(core, call, object, false)), 201);
  }
  const changed = admitUpdate(
    core,
    call,
    old,
    {
      ...object,
      metadata: { ...object.metadata, resourceVersion: old.metadata.resourceVersion },
    },
    false,
  );
  return show(core, call, storeChange(core, call, found, changed === old ? found : changed));
}

function readApplied(call: Call, object: JsonObject, given: JsonObject): StoredObject {
  try {
    return readTyped({ ...call, query: ignoring }, object, true);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const { apiVersion, kind, metadata } = given;
    const { namespace = "", name = "" } = isObject(metadata) ? metadata : {};
    const version = `${String(apiVersion).includes("/") ? "" : "/"}${apiVersion}, Kind=${kind}`;
    throw internal(
      `failed to convert new object (${namespace}/${name}; ${version}) to proper version: unable to convert unstructured object to ${version}: ${error.problem}`,
    );
  }
}

function applyTo(options: ServerSideApplyOptions): ServerSideApplyResult {
  try {
    return serverSideApply(options);
  } catch (error) {
    if (!(error instanceof ApplyError)) throw error;
    throw error.code === 400 ? badRequest(error.message) : internal(error.message);
  }
}

// A manager owns nothing that a write through this path cannot change.
function scoped(call: Call, applied: StoredObject): StoredObject {
  if (!call.kind.status) return applied;
  const { status, ...rest } = applied;
  if (!call.subresource) return { ...rest } as StoredObject;
  const { apiVersion, kind, metadata } = applied;
  return { apiVersion, kind, metadata, ...(status === undefined ? {} : { status }) };
}

/** Answers PATCH. */
export function patchObject(core: Core, call: Call): Answer {
  const type = (call.headers.get("content-type") ?? "").split(";")[0]?.trim() ?? "";
  const accepted = call.kind.custom
    ? [jsonPatch, mergePatch, applyPatch]
    : [jsonPatch, mergePatch, strategicPatch, applyPatch];
  if (!accepted.includes(type)) {
    if (call.kind.custom) throw unsupportedMediaType(accepted);
    throw new StatusError(415, "UnsupportedMediaType", "415: Unsupported Media Type", {});
  }
  validateWriteOptions(call, type);
  const found = find(core, call);
  if (type === applyPatch) return apply(core, call, found);
  if (!found) throw notFound(call.kind, call.name);
  const strategic = type === strategicPatch;
  const old = inVersion(found, call.kind);
  const value = patched(call, type, old);
  if (!isObject(value)) throw badRequest("the patch does not result in an object");
  if (call.kind.custom && value.kind === undefined) {
    const problem = `Object 'Kind' is missing in '${JSON.stringify(sorted(value))}'`;
    throw invalid({ group: "", kind: "" }, "", [invalidValue("patch", sorted(value), problem)]);
  }
  let object: StoredObject;
  try {
    const given = checkPlace(
      call,
      readTyped(call, checkKind(call, sorted(value) as JsonObject), strategic),
    );
    object = admitUpdate(core, call, old, given);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw invalid({ group: "", kind: "" }, "", [
      invalidValue(
        "patch",
        strategic ? goText(parse(call.body)) : JSON.stringify(sorted(value)),
        error.problem,
      ),
    ]);
  }
  return show(core, call, storeChange(core, call, found, object === old ? found : object));
}
