/** Carries the type of a resource's objects as read; exists in types only. */
export declare const objectType: unique symbol;
/** Carries the type of a resource's objects as written; exists in types only. */
export declare const inputType: unique symbol;

/** A reference from an object to one that owns it. */
export interface OwnerReference {
  /** Group and version of the owner, as in its `apiVersion`. */
  apiVersion: string;
  /** Kind of the owner. */
  kind: string;
  /** Name of the owner. */
  name: string;
  /** The owner's uid. */
  uid: string;
  /** Whether this owner is the managing controller; at most one is. */
  controller?: boolean;
  /** Whether the owner's foreground deletion waits for this object. */
  blockOwnerDeletion?: boolean;
}

/** One manager's share of an object, as server-side apply records it. */
export interface ManagedFieldsEntry {
  /** Who. */
  manager?: string;
  /** How the fields were written. */
  operation?: "Apply" | "Update";
  /** The version that `fieldsV1` is written in. */
  apiVersion?: string;
  /** When, RFC 3339. */
  time?: string;
  /** Format of `fieldsV1`. */
  fieldsType?: string;
  /** The fields, as a tree of `f:`, `k:` and `v:` keys. */
  fieldsV1?: Record<string, unknown>;
  /** The subresource that was written through. */
  subresource?: string;
}

/** The metadata of an object as the server returns it. */
export interface Metadata {
  /** Unique among the objects of a kind in a namespace. */
  name: string;
  /** Absent for cluster-scoped objects. */
  namespace?: string;
  /** Unique over time: an object that is deleted and created again has another one. */
  uid: string;
  /** Changes with every write. A string: compare it with {@linkcode compareResourceVersions}, never as a number. */
  resourceVersion: string;
  /** Changes when the desired state changes. */
  generation?: number;
  /** RFC 3339. */
  creationTimestamp?: string;
  /** RFC 3339. Present when the object is being deleted and something still holds it. */
  deletionTimestamp?: string;
  /** Seconds. */
  deletionGracePeriodSeconds?: number;
  /** Prefix from which the server made the name. */
  generateName?: string;
  /** Labels. */
  labels?: Record<string, string>;
  /** Annotations. */
  annotations?: Record<string, string>;
  /** Names that must be removed before the object goes. */
  finalizers?: string[];
  /** Owners: the object is garbage-collected when all are gone. */
  ownerReferences?: OwnerReference[];
  /** Who owns which field. Local copies leave it out. */
  managedFields?: ManagedFieldsEntry[];
}

/** The metadata that a caller may write. */
export type InputMetadata = { [K in keyof Metadata]?: Metadata[K] | undefined };

/** Any Kubernetes object, as read. */
export interface KubernetesObject {
  /** Group and version: `v1`, `apps/v1`. */
  apiVersion: string;
  /** Kind: `Pod`. */
  kind: string;
  /** Name, uid, version and the rest of what every object has. */
  metadata: Metadata;
}

/** What a caller writes of a `T`: kind and version may be left out, and only the name is needed of the metadata. */
export type Writable<T> = Omit<T, "apiVersion" | "kind" | "metadata"> & {
  /** Filled in from the resource. */
  apiVersion?: T extends { apiVersion: infer V extends string } ? V : string;
  /** Filled in from the resource. */
  kind?: T extends { kind: infer K extends string } ? K : string;
  /** Name (or generateName), namespace, labels and the like. */
  metadata: InputMetadata;
};

/** Every field optional, at every depth; lists are whole. */
export type DeepPartial<T> = T extends readonly unknown[] ? T
  : T extends object ? { [K in keyof T]?: DeepPartial<T[K]> }
  : T;

/** What names a kind: part of an {@linkcode ApiResource}. */
export interface ApiResourceFields {
  /** API group; "" for the core group. */
  readonly group: string;
  /** Version: `v1`. */
  readonly version: string;
  /** Kind: `Pod`. */
  readonly kind: string;
  /** Lower-case plural as in paths: `pods`. */
  readonly plural: string;
  /** Whether objects live in namespaces. */
  readonly scope: "Namespaced" | "Cluster";
  /** `metadata` when only the metadata of objects is read. */
  readonly representation?: "metadata";
}

/** One kind of object as the API serves it, with the type of its objects. Made by {@linkcode defineApiResource}. */
export interface ApiResource<T extends KubernetesObject = KubernetesObject, I = Writable<T>>
  extends ApiResourceFields {
  /** The object as read. Type only. */
  readonly [objectType]?: T;
  /** The object as written. Type only. */
  readonly [inputType]?: I;
}

/** The objects of a resource, as read. */
export type ObjectOf<R> = R extends { readonly [objectType]?: infer T } ? NonNullable<T> : never;
/** The objects of a resource, as written. */
export type InputOf<R> = R extends { readonly [inputType]?: infer I } ? NonNullable<I> : never;

/** Names one object of a kind. */
export interface ObjectKey {
  /** Name. */
  readonly name: string;
  /** Namespace; absent for cluster-scoped kinds. */
  readonly namespace?: string | undefined;
}
