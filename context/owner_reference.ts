import type { KubernetesObject, OwnerReference } from "../client/mod.ts";

/**
 * The reference to put into `metadata.ownerReferences` of an object that `owner` owns. The dependent is garbage
 * collected when its owners are gone; it has to live in the owner's namespace, or the owner has to be cluster-scoped.
 *
 * @param options `controller` (default true): the owner manages the object; at most one owner does. Such references
 * are what `owns` follows.
 * @throws {TypeError} When `owner` lacks apiVersion, kind, name or uid.
 */
export function ownerReference(
  owner: KubernetesObject,
  options: { readonly controller?: boolean; readonly blockOwnerDeletion?: boolean } = {},
): OwnerReference {
  const { controller = true, blockOwnerDeletion } = options;
  const { apiVersion, kind, metadata } = owner;
  if (!apiVersion || !kind || !metadata?.name || !metadata.uid) {
    throw new TypeError(
      "An owner needs apiVersion, kind, metadata.name and metadata.uid; use an object that was read from the API server",
    );
  }
  return {
    apiVersion,
    kind,
    name: metadata.name,
    uid: metadata.uid,
    ...(controller ? { controller } : {}),
    ...(blockOwnerDeletion === undefined ? {} : { blockOwnerDeletion }),
  };
}
