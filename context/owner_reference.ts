import { keyText, type KubernetesObject, type OwnerReference } from "../client/mod.ts";

/** An object that may be owned: one that was read, or one that is going to be created. */
export interface Ownable {
  /** For messages. */
  readonly kind?: string;
  /** Where the references are. */
  readonly metadata: {
    readonly name?: string | undefined;
    readonly namespace?: string | undefined;
    readonly ownerReferences?: readonly OwnerReference[] | undefined;
  };
}

/** An object with its owners filled in. */
export type Owned<T extends Ownable> = T & { metadata: { ownerReferences: OwnerReference[] } };

/** Another controller manages the object already. */
export class AlreadyOwnedError extends Error {
  /** Always this. */
  override readonly name = "AlreadyOwnedError";
  /** The reference to the one that does. */
  readonly owner: OwnerReference;
  /** Makes the error. */
  constructor(message: string, owner: OwnerReference) {
    super(message);
    this.owner = owner;
  }
}

/**
 * The reference to put into `metadata.ownerReferences` of an object that `owner` owns. The dependent is garbage
 * collected when its owners are gone; it has to live in the owner's namespace, or the owner has to be cluster-scoped:
 * {@linkcode setControllerReference} checks that.
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

/**
 * The object with a reference that makes `owner` its managing controller. Other references stay; one to this very owner
 * is brought up to date. Pure: gives a copy.
 *
 * @throws {AlreadyOwnedError} When another controller manages the object, be it an earlier object of the owner's name:
 * what that one owned is going to be garbage collected, and is not for its successor to take over.
 * @throws {TypeError} When the garbage collector would not respect the reference: an owner in another namespace, or one
 * in a namespace for an object that has none.
 */
export function setControllerReference<T extends Ownable>(
  owner: KubernetesObject,
  object: T,
  options: { readonly blockOwnerDeletion?: boolean } = {},
): Owned<T> {
  const current = controllerOf(object);
  if (current && current.uid !== owner.metadata.uid) {
    const { kind, name } = current;
    const isPredecessor = kind === owner.kind && name === owner.metadata.name;
    throw new AlreadyOwnedError(
      isPredecessor
        ? `${
          describe(object)
        } belongs to an earlier ${kind} ${name}, and goes with it: make it anew when it is gone`
        : `${
          describe(object)
        } is managed by the ${kind} ${name} already, and an object has one controller at most: choose another name, or set an owner that is no controller`,
      current,
    );
  }
  return withReference(owner, object, ownerReference(owner, options));
}

/**
 * The object with a reference that makes `owner` one of its owners, beside others, and not its controller: it lives
 * until all are gone. A reference to this very owner stays the controller's, if it is. Pure: gives a copy.
 *
 * @throws {TypeError} As {@linkcode setControllerReference}.
 */
export function setOwnerReference<T extends Ownable>(
  owner: KubernetesObject,
  object: T,
  options: { readonly blockOwnerDeletion?: boolean } = {},
): Owned<T> {
  const controller = isControlledBy(object, owner);
  return withReference(owner, object, ownerReference(owner, { ...options, controller }));
}

/** The object without references to `owner`. Pure: gives a copy. */
export function removeOwnerReference<T extends Ownable>(
  owner: KubernetesObject,
  object: T,
): Owned<T> {
  const ownerReferences = referencesOf(object).filter(({ uid }) => uid !== owner.metadata.uid);
  return { ...object, metadata: { ...object.metadata, ownerReferences } };
}

/** The reference to the controller that manages the object, if one does. */
export function controllerOf(object: Ownable): OwnerReference | undefined {
  return referencesOf(object).find(({ controller }) => controller === true);
}

/** Whether `owner`, this very object and no other of its name, is the controller that manages the object. */
export function isControlledBy(object: Ownable, owner: KubernetesObject): boolean {
  return controllerOf(object)?.uid === owner.metadata.uid;
}

function referencesOf({ metadata }: Ownable): readonly OwnerReference[] {
  return metadata.ownerReferences ?? [];
}

function withReference<T extends Ownable>(
  owner: KubernetesObject,
  object: T,
  reference: OwnerReference,
): Owned<T> {
  checkScope(owner, object);
  const references = referencesOf(object);
  const isThere = references.some(({ uid }) => uid === reference.uid);
  const ownerReferences = isThere
    ? references.map((one) => one.uid === reference.uid ? { ...one, ...reference } : one)
    : [...references, reference];
  return { ...object, metadata: { ...object.metadata, ownerReferences } };
}

/** Kubernetes garbage collects an object whose owner it does not find in the object's namespace. */
function checkScope(owner: KubernetesObject, object: Ownable): void {
  const { namespace, name } = owner.metadata;
  if (namespace === undefined || namespace === object.metadata.namespace) return;
  const subject = `${owner.kind} ${namespace}/${name} cannot own ${describe(object)}`;
  throw new TypeError(
    object.metadata.namespace === undefined
      ? `${subject}, which has no namespace: set metadata.namespace to ${namespace}; a cluster-scoped object can be owned by a cluster-scoped one only`
      : `${subject}, which is in another namespace: the garbage collector would delete it, so use a label and a finalizer instead`,
  );
}

function describe({ kind = "the object", metadata: { name = "", namespace } }: Ownable): string {
  return `${kind} ${keyText(namespace === undefined ? { name } : { name, namespace })}`.trim();
}
