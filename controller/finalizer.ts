import {
  type ApiResource,
  type Client,
  isConflict,
  isInvalid,
  isNotFound,
  type JsonPatchOperation,
  keyOf,
  type KubernetesObject,
} from "../client/mod.ts";

const tries = 5;

/** Whether the object carries the finalizer. */
export function hasFinalizer({ metadata }: KubernetesObject, finalizer: string): boolean {
  return metadata.finalizers?.includes(finalizer) ?? false;
}

/**
 * Adds the finalizer with a JSON Patch that tests what was read, so that nobody's change is lost and no other object of
 * the same name gets it. Where the test fails, the object is read and looked at again.
 *
 * @param isOurs Whether the controller may touch the object in the state that was read.
 * @returns The object with the finalizer; undefined when it is gone, is being deleted, is another one by now or not ours.
 * @throws {ApiError} When the server refuses for another reason, or keeps changing.
 */
export async function addFinalizer(
  client: Client,
  resource: ApiResource,
  object: KubernetesObject,
  finalizer: string,
  isOurs: (object: KubernetesObject) => boolean = () => true,
): Promise<KubernetesObject | undefined> {
  const { uid } = object.metadata;
  let current: KubernetesObject | undefined = object;
  for (let left = tries; current; left--) {
    if (current.metadata.uid !== uid || current.metadata.deletionTimestamp) return undefined;
    if (!isOurs(current)) return undefined;
    if (hasFinalizer(current, finalizer)) return current;
    try {
      return withoutManagedFields(
        await client.patch(resource, keyOf(current), { json: addition(current, finalizer) }),
      );
    } catch (error) {
      if (isNotFound(error)) return undefined;
      if (left <= 1 || !isOutdated(error)) throw error;
    }
    current = await read(client, resource, object);
  }
  return undefined;
}

/**
 * Removes the finalizer and leaves those of others alone. Where the object has changed, it is read and looked at again;
 * that it is gone, or has the finalizer no more, is as good.
 *
 * @throws {ApiError} When the server refuses for another reason, or keeps changing.
 */
export async function removeFinalizer(
  client: Client,
  resource: ApiResource,
  object: KubernetesObject,
  finalizer: string,
): Promise<void> {
  const { uid } = object.metadata;
  let current: KubernetesObject | undefined = object;
  for (let left = tries; current; left--) {
    if (current.metadata.uid !== uid || !hasFinalizer(current, finalizer)) return;
    try {
      await client.patch(resource, keyOf(current), { json: removal(current, finalizer) });
      return;
    } catch (error) {
      if (isNotFound(error)) return;
      if (left <= 1 || !isOutdated(error)) throw error;
    }
    current = await read(client, resource, object);
  }
}

function addition({ metadata }: KubernetesObject, finalizer: string): JsonPatchOperation[] {
  const { uid, resourceVersion, finalizers } = metadata;
  const unchanged: JsonPatchOperation[] = [
    { op: "test", path: "/metadata/uid", value: uid },
    { op: "test", path: "/metadata/resourceVersion", value: resourceVersion },
  ];
  if (finalizers === undefined || finalizers.length === 0) {
    return [...unchanged, { op: "add", path: "/metadata/finalizers", value: [finalizer] }];
  }
  return [
    ...unchanged,
    { op: "test", path: "/metadata/finalizers", value: finalizers },
    { op: "add", path: "/metadata/finalizers/-", value: finalizer },
  ];
}

function removal({ metadata }: KubernetesObject, finalizer: string): JsonPatchOperation[] {
  const { uid, finalizers = [] } = metadata;
  const path = `/metadata/finalizers/${finalizers.indexOf(finalizer)}`;
  return [
    { op: "test", path: "/metadata/uid", value: uid },
    { op: "test", path, value: finalizer },
    { op: "remove", path },
  ];
}

/** A patch whose test fails is answered with 422, one that loses a race with 409. */
function isOutdated(error: unknown): boolean {
  return isConflict(error) || isInvalid(error);
}

async function read(
  client: Client,
  resource: ApiResource,
  object: KubernetesObject,
): Promise<KubernetesObject | undefined> {
  try {
    return withoutManagedFields(await client.get(resource, keyOf(object)));
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** As the local copies show objects. */
function withoutManagedFields(object: KubernetesObject): KubernetesObject {
  delete object.metadata.managedFields;
  return object;
}
