import { admitCreate, admitUpdate, checkNamespace, uidMismatch } from "./admit.ts";
import { parseBody } from "./body.ts";
import type { Answer, Call, Core } from "./call.ts";
import { inStorage, inVersion } from "./events.ts";
import { whenReached } from "./fresh.ts";
import { generatedName } from "./names.ts";
import type { StoredObject } from "./object.ts";
import { validateWriteOptions } from "./options.ts";
import { fromStorage } from "./read.ts";
import { representation } from "./represent.ts";
import { alreadyExists, internal, notFound } from "./status.ts";
import { parseVersion } from "./versions.ts";

/** Whether a call checks and answers but stores nothing. */
export function isDryRun(call: Call): boolean {
  return call.query.getAll("dryRun").includes("All");
}

/** The object that a call names. Throws a 404. */
export function current(core: Core, call: Call): StoredObject {
  const object = find(core, call);
  if (!object) throw notFound(call.kind, call.name);
  return object;
}

/** The object that a call names, if it is there. */
export function find(core: Core, call: Call): StoredObject | undefined {
  return core.storage.get(call.kind.storage, call.kind.namespaced ? call.namespace : "", call.name);
}

/** Answers with one object. */
export function show(core: Core, call: Call, object: StoredObject, code = 200): Answer {
  return { code, body: representation(call, core.clock).object(inVersion(object, call.kind)) };
}

/** Stores an object that does not exist yet. */
export function storeNew(core: Core, call: Call, object: StoredObject): StoredObject {
  const stored = inStorage(fromStorage(call.kind, object), call.kind);
  if (!isDryRun(call)) return core.storage.put(call.kind.storage, stored);
  const { resourceVersion: _, ...metadata } = stored.metadata;
  return { ...stored, metadata };
}

/** Stores a change; what is being deleted and held by nothing any more goes in the same write. */
export function storeChange(
  core: Core,
  call: Call,
  old: StoredObject,
  object: StoredObject,
): StoredObject {
  if (object === old) return old;
  const stored = inStorage(fromStorage(call.kind, object), call.kind);
  const { metadata } = stored;
  const released = metadata.deletionTimestamp && !metadata.finalizers?.length &&
    old.metadata.deletionGracePeriodSeconds === 0 && call.kind.storage !== "namespaces";
  if (isDryRun(call)) return stored;
  if (released) {
    core.storage.remove(call.kind.storage, stored);
    return stored;
  }
  return core.storage.put(call.kind.storage, stored);
}

/** Answers POST on a collection. */
export function createObject(core: Core, call: Call): Answer {
  validateWriteOptions(call);
  const given = parseBody(call);
  const { metadata } = given;
  if (/^0*[1-9]\d*$/.test(metadata.resourceVersion ?? "") && !isDryRun(call)) {
    throw internal("resourceVersion should not be set on objects to be created");
  }
  const { storage } = core;
  const namespace = call.kind.namespaced ? call.namespace : "";
  const taken = (name: string) => storage.get(call.kind.storage, namespace, name) !== undefined;
  if (!metadata.name && metadata.generateName) {
    let name = generatedName(metadata.generateName, core.random);
    for (let tries = 0; tries < 8 && taken(name); tries++) {
      name = generatedName(metadata.generateName, core.random);
    }
    given.metadata = { ...metadata, name };
  }
  const name = given.metadata.name ?? "";
  checkNamespace(core, call, name);
  const object = admitCreate(core, call, given);
  const found = storage.get(call.kind.storage, namespace, name);
  if (found) throw alreadyExists(call.kind, name, found.metadata.deletionTimestamp !== undefined);
  return show(core, call, storeNew(core, call, object), 201);
}

/** Answers PUT. */
export function replaceObject(core: Core, call: Call): Answer {
  validateWriteOptions(call);
  const given = parseBody(call);
  const found = find(core, call);
  if (!found) {
    if (!call.kind.createOnUpdate || call.subresource) throw notFound(call.kind, call.name);
    if (given.metadata.uid) throw uidMismatch(call, call.name, given.metadata.uid);
    checkNamespace(core, call, call.name);
    return show(core, call, storeNew(core, call, admitCreate(core, call, given)), 201);
  }
  const old = inVersion(found, call.kind);
  const object = admitUpdate(core, call, old, given);
  return show(core, call, storeChange(core, call, found, object === old ? found : object));
}

/** Answers GET of one object. */
export function readObject(core: Core, call: Call): Answer {
  const asked = parseVersion(call.query);
  if (asked === undefined) return show(core, call, current(core, call));
  return whenReached(core, call, asked, () => {
    const namespace = call.kind.namespaced ? call.namespace : "";
    const object = core.view.get(call.kind.storage, namespace, call.name);
    if (!object) throw notFound(call.kind, call.name);
    return show(core, call, object);
  });
}
