import { backoffDelay, sleep } from "../_internal/mod.ts";
import { isAlreadyExists, isConflict, isNotFound } from "./error_kinds.ts";
import { unsafeIntegerAt } from "./integers.ts";
import { mergePatchOf, mergeWanted } from "./merge.ts";
import type { ApiResource, InputOf, ObjectKey, ObjectOf } from "./resource.ts";
import type { CallOptions, Client, WriteOptions } from "./types.ts";
import { isRecord } from "./values.ts";

/** Options of {@linkcode createOrPatch}. */
export interface CreateOrPatchOptions extends Omit<WriteOptions, "subresource"> {
  /** Times it is tried at most when others write at the same time. @default {5} */
  readonly tries?: number;
}

/** What {@linkcode createOrPatch} did. */
export interface CreateOrPatchResult<T> {
  /** `unchanged`: nothing was sent but the read. */
  readonly operation: "created" | "patched" | "unchanged";
  /** The object as the server has it. */
  readonly object: T;
}

/**
 * Creates an object, or changes the one that exists; sends nothing where that is as it should be. Reads from the server
 * first, patches only what differs (a merge patch that fails when the object has changed since it was read), and starts
 * over when somebody was faster.
 *
 * Where you own the fields that you write, `client.apply` does the same with one request, and takes back what you do not
 * name any more. This is for objects that others write, too.
 *
 * @param object What is created, as it is. Of an object that exists the fields named here are set, and the others stay:
 * what the server or somebody else has filled in is no difference. A field that is null is taken out. Lists become as
 * given, but elements that have a `name` and are in the same place are merged.
 * @param change Does this to an object that exists instead: changes it, or gives another. May be called several times.
 * @throws {TypeError} When the object has no name, when `status` is to change (patch the subresource for that), or when
 * a list with an integer beyond 2^53 is.
 * @throws {ApiError} The last conflict when all tries have met one; any other error at once.
 */
export async function createOrPatch<R extends ApiResource>(
  client: Client,
  resource: R,
  object: InputOf<R>,
  change?: (current: ObjectOf<R>) => ObjectOf<R> | void | Promise<ObjectOf<R> | void>,
  options: CreateOrPatchOptions = {},
): Promise<CreateOrPatchResult<ObjectOf<R>>> {
  const { tries = 5, ...write } = options;
  const { signal, timeout } = write;
  const { clock, random } = client.runtime;
  const key = keyIn(resource, object);
  const call: CallOptions = {
    ...(signal && { signal }),
    ...(timeout !== undefined && { timeout }),
  };
  for (let attempt = 1;; attempt++) {
    let current: ObjectOf<R> | undefined;
    try {
      current = await read(client, resource, key, call);
      if (!current) {
        return { operation: "created", object: await client.create(resource, object, write) };
      }
      const patch = await patchFor(resource, current, object, change);
      if (!patch) return { operation: "unchanged", object: current };
      const patched = await client.patch(resource, key, { merge: patch }, write);
      return { operation: "patched", object: patched };
    } catch (error) {
      // Gone between the read and the patch, or made between the read and the creation.
      const isRace = isConflict(error) || (current ? isNotFound(error) : isAlreadyExists(error));
      if (!isRace || attempt >= tries) throw error;
      await sleep(clock, backoffDelay(attempt, random, { initial: 10, max: 1_000 }), signal);
    }
  }
}

function keyIn(resource: ApiResource, object: unknown): ObjectKey {
  const { name, namespace } = (object as { readonly metadata?: Partial<ObjectKey> }).metadata ?? {};
  if (!name) {
    throw new TypeError(
      `The ${resource.kind} has no name, so it cannot be looked up: set metadata.name`,
    );
  }
  return namespace === undefined ? { name } : { name, namespace };
}

async function read<R extends ApiResource>(
  client: Client,
  resource: R,
  key: ObjectKey,
  call: CallOptions,
): Promise<ObjectOf<R> | undefined> {
  try {
    return await client.get(resource, key, call);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

async function patchFor<R extends ApiResource>(
  resource: R,
  current: ObjectOf<R>,
  object: InputOf<R>,
  change: ((current: ObjectOf<R>) => ObjectOf<R> | void | Promise<ObjectOf<R> | void>) | undefined,
): Promise<Record<string, unknown> | undefined> {
  const before = recordOf(current);
  const draft = structuredClone(current);
  const wanted = change ? recordOf(await change(draft) ?? draft) : recordOf(object);
  const after = change ? folded(resource, wanted) : mergeWanted(before, folded(resource, wanted));
  const { apiVersion: _version, kind: _kind, ...patch } = mergePatchOf(before, recordOf(after)) ??
    {};
  if ("status" in patch) {
    throw new TypeError(
      `The status of the ${resource.kind} is not changed by createOrPatch: patch or apply it with subresource: "status"`,
    );
  }
  // Fields of the server: to name them differently is a mistake of the caller's, and no change.
  const { uid, resourceVersion } = current.metadata;
  const metadata = isRecord(patch.metadata) ? { ...patch.metadata } : {};
  for (const field of serverFields) delete metadata[field];
  if (Object.keys(metadata).length === 0) delete patch.metadata;
  if (Object.keys(patch).length === 0) return undefined;
  const unsafe = unsafeIntegerAt(patch);
  if (unsafe !== undefined) {
    throw new TypeError(
      `The ${resource.kind} holds an integer beyond 2^53 at ${unsafe}, which was rounded when it was read: patch around it`,
    );
  }
  return { ...patch, metadata: { ...metadata, uid, resourceVersion } };
}

const serverFields = [
  "uid",
  "resourceVersion",
  "generation",
  "creationTimestamp",
  "deletionTimestamp",
  "deletionGracePeriodSeconds",
  "managedFields",
  "selfLink",
] as const;

/** An object of any kind, as a map. */
function recordOf(object: unknown): Record<string, unknown> {
  if (!isRecord(object)) throw new TypeError("The change gave something else than an object");
  return object;
}

/** The server turns a Secret's `stringData` into `data`, and never shows it. */
function folded(
  { group, kind }: ApiResource,
  { stringData, ...object }: Record<string, unknown>,
): Record<string, unknown> {
  if (stringData === undefined) return object;
  if (group !== "" || kind !== "Secret" || !isRecord(stringData)) return { ...object, stringData };
  const data = Object.entries(stringData).map(([key, text]) =>
    [key, typeof text === "string" ? base64(text) : text] as const
  );
  return {
    ...object,
    data: { ...(isRecord(object.data) ? object.data : {}), ...Object.fromEntries(data) },
  };
}

function base64(text: string): string {
  return new TextEncoder().encode(text).toBase64();
}
