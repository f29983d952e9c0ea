import {
  type ApiResource,
  type InputMetadata,
  isAlreadyExists,
  isNotFound,
  keyText,
  type KubernetesObject,
  type Metadata,
  type ObjectOf,
  type OwnerReference,
} from "../client/mod.ts";
import { type Context, TerminalError } from "../context/mod.ts";
import { crudResource } from "./crud.ts";
import type { Resource } from "./types.ts";

type Texts = Readonly<Record<string, string>>;

/** What config maps and secrets have in common, as read. */
export interface KeptObject extends KubernetesObject {
  /** Type of a secret. */
  readonly type?: string;
  /** Whether the content is never to change again. */
  readonly immutable?: boolean;
  /** Texts of a config map, base64 of a secret. */
  readonly data?: Texts;
  /** Base64. */
  readonly binaryData?: Texts;
}

/** As {@linkcode KeptObject}, as written. */
export type DesiredObject = Partial<Omit<KeptObject, "metadata">> & {
  readonly metadata: InputMetadata;
};

/** What tells config maps from secrets. */
export interface KeptKind {
  /** The kind. */
  readonly resource: ApiResource<KeptObject, DesiredObject>;
  /** A desired object as the server would store its content. */
  readonly normalize: (desired: DesiredObject) => DesiredObject;
  /** Its type, where the kind has one. */
  readonly typeOf: (object: DesiredObject | KeptObject) => string | undefined;
}

/** Rules for what is kept. */
export interface KeepRules {
  /** Keys of labels that others may set; other labels that are not desired are removed. Default: all are left alone. */
  readonly allowedLabels?: readonly string[];
  /** What to do where the server lets no change be made: the content of an immutable object, the type of a secret. */
  readonly immutable?: "error" | "recreate";
}

/** Says that the desired state needs a change that the server does not allow. Not retried until something changes. */
export class ImmutableChangeError extends TerminalError {
  /** `ImmutableChange`. */
  override readonly name: string = "ImmutableChange";
}

interface Change {
  readonly current: KeptObject;
  readonly next: KeptObject;
  /** Why it has to be deleted and created. */
  readonly recreate?: string;
}

const pause = 1_000;

/** What {@linkcode keptObjects} takes. */
export interface KeptObjects<R extends ApiResource> extends KeepRules {
  /** For types only. */
  readonly for: R;
  /** For logs and metrics. */
  readonly name: string;
  /** What there is. */
  readonly getCurrentState: (object: ObjectOf<R>, context: Context) => unknown;
  /** What there should be. */
  readonly getDesiredState: (object: ObjectOf<R>, context: Context) => unknown;
}

/** Makes the resource that keeps objects of one kind as they should be. */
export function keptObjects<R extends ApiResource>(
  options: KeptObjects<R>,
  kind: KeptKind,
): Resource<ObjectOf<R>> {
  const { name, getCurrentState, getDesiredState } = options;
  for (const [key, getter] of Object.entries({ getCurrentState, getDesiredState })) {
    if (typeof getter !== "function") {
      throw new TypeError(`The resource ${JSON.stringify(name)} needs the function ${key}`);
    }
  }
  const { resource } = kind;
  const nameOf = (object: DesiredObject) => `${resource.kind} ${textOf(object)}`;
  return crudResource({
    for: options.for,
    name,
    getCurrentState: (object, context) => getCurrentState(object, context),
    getDesiredState: (object, context) => getDesiredState(object, context),
    newUpdatePatch: (object, context, currentState, desiredState) => {
      const current = byKey<KeptObject>(checkList(name, "getCurrentState", currentState));
      const { namespace } = (object as KubernetesObject).metadata;
      const desired = byKey(
        checkList<DesiredObject>(name, "getDesiredState", desiredState)
          .map((one) => kind.normalize(inNamespace(one, namespace))),
      );
      const create = [...desired].filter(([key]) => !current.has(key)).map(([, one]) => one);
      const surplus = [...current].filter(([key]) => !desired.has(key)).map(([, one]) => one);
      const update: Change[] = [];
      for (const [key, wanted] of desired) {
        const known = current.get(key);
        if (!known) continue;
        if (isTerminating(known)) {
          context.log.info("Waiting for the end of an object", { object: nameOf(known) });
          context.requeue(pause);
          continue;
        }
        const change = changeOf(known, wanted, kind, options);
        if (!change) continue;
        if (change.recreate !== undefined && options.immutable !== "recreate") {
          throw new ImmutableChangeError(
            `${
              nameOf(known)
            } cannot be changed: ${change.recreate}. Delete it, change its name with its content, or give the resource ${
              JSON.stringify(name)
            } the option immutable: "recreate"`,
          );
        }
        update.push(change);
      }
      return {
        ...(create.length > 0 && { create }),
        ...(surplus.length > 0 && { delete: surplus }),
        ...(update.length > 0 && { update }),
      };
    },
    newDeletePatch: (_object, _context, currentState) => {
      const all = checkList<KeptObject>(name, "getCurrentState", currentState);
      return all.length > 0 ? { delete: [...all] } : undefined;
    },
    applyCreate: async (_object, { client, log }, wanted) => {
      for (const one of wanted) {
        try {
          await client.create(resource, one);
        } catch (error) {
          if (!isAlreadyExists(error)) throw error;
          log.info("An object to create exists already", { object: nameOf(one) });
        }
      }
    },
    applyDelete: async (_object, { client, log }, surplus) => {
      for (const one of surplus) {
        if (isTerminating(one)) continue;
        try {
          await client.delete(resource, one); // with its uid as a precondition
        } catch (error) {
          if (!isNotFound(error)) throw error;
          log.info("An object to delete is gone already", { object: nameOf(one) });
        }
      }
    },
    applyUpdate: async (_object, context, changes) => {
      for (const change of changes) {
        if (change.recreate === undefined) await context.client.update(resource, change.next);
        else await recreate(context, resource, change);
      }
    },
  });
}

async function recreate(
  { client, log, requeue }: Context,
  resource: KeptKind["resource"],
  { current, next, recreate }: Change,
): Promise<void> {
  const { metadata, ...content } = next;
  const { name, namespace, labels, annotations, ownerReferences } = metadata;
  log.info("An object is deleted and created again", { object: keyText(metadata), why: recreate });
  try {
    await client.delete(resource, current);
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  try {
    await client.create(resource, {
      ...content,
      metadata: { name, namespace, labels, annotations, ownerReferences },
    });
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
    requeue(pause); // a finalizer holds the old one
  }
}

/** How the object is to be changed; undefined when it is as it should be. */
function changeOf(
  current: KeptObject,
  desired: DesiredObject,
  { typeOf }: KeptKind,
  { allowedLabels }: KeepRules,
): Change | undefined {
  const { metadata } = current;
  const labels = { ...allowed(metadata.labels, allowedLabels), ...desired.metadata.labels };
  const annotations = { ...metadata.annotations, ...desired.metadata.annotations };
  const ownerReferences = mergeOwners(
    metadata.ownerReferences,
    desired.metadata.ownerReferences,
  );
  const isSameContent = isSameMap(current.data, desired.data) &&
    isSameMap(current.binaryData, desired.binaryData);
  const isImmutable = current.immutable === true;
  const immutable = desired.immutable ?? current.immutable;
  const [type, wantedType] = [typeOf(current), typeOf(desired)];
  if (
    isSameContent && type === wantedType && (immutable ?? false) === isImmutable &&
    isSameMap(metadata.labels, labels) && isSameMap(metadata.annotations, annotations) &&
    isSameOwners(metadata.ownerReferences, ownerReferences)
  ) return undefined;
  const why = type !== wantedType
    ? `its type is ${type} and should be ${wantedType}`
    : isImmutable && !isSameContent
    ? "it is immutable, and its content should be another"
    : isImmutable && immutable === false
    ? "it is immutable and should not be"
    : undefined;
  const { data: _data, binaryData: _binaryData, type: _type, ...kept } = current;
  return {
    current,
    next: {
      ...kept,
      ...(wantedType === undefined ? {} : { type: wantedType }),
      ...(immutable === undefined ? {} : { immutable }),
      ...(desired.data && { data: desired.data }),
      ...(desired.binaryData && { binaryData: desired.binaryData }),
      metadata: {
        ...metadata,
        ...(hasAny(labels) || metadata.labels ? { labels } : {}),
        ...(hasAny(annotations) || metadata.annotations ? { annotations } : {}),
        ...(ownerReferences.length > 0 ? { ownerReferences } : {}),
      },
    },
    ...(why === undefined ? {} : { recreate: why }),
  };
}

function allowed(labels: Texts = {}, keys: readonly string[] | undefined): Texts {
  if (!keys) return labels;
  return Object.fromEntries(Object.entries(labels).filter(([key]) => keys.includes(key)));
}

/** Those that are there, with those that are desired: a reference is known by its uid. */
function mergeOwners(
  current: readonly OwnerReference[] = [],
  desired: readonly OwnerReference[] = [],
): OwnerReference[] {
  const owners = new Map(current.map((one) => [one.uid, one]));
  for (const one of desired) owners.set(one.uid, { ...owners.get(one.uid), ...one });
  return [...owners.values()];
}

function isSameOwners(
  one: readonly OwnerReference[] = [],
  other: readonly OwnerReference[],
): boolean {
  const text = ({ apiVersion, kind, name, uid, controller, blockOwnerDeletion }: OwnerReference) =>
    JSON.stringify([apiVersion, kind, name, uid, controller ?? false, blockOwnerDeletion ?? false]);
  return one.length === other.length && one.every((each, index) => {
    const twin = other[index];
    return twin !== undefined && text(each) === text(twin);
  });
}

function isSameMap(one: Texts = {}, other: Texts = {}): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && one[key] === other[key]);
}

function hasAny(map: Texts): boolean {
  return Object.keys(map).length > 0;
}

function isTerminating({ metadata }: KubernetesObject): boolean {
  return metadata.deletionTimestamp !== undefined;
}

function inNamespace(desired: DesiredObject, namespace: string | undefined): DesiredObject {
  const { metadata } = desired;
  if (metadata?.namespace !== undefined || namespace === undefined) return desired;
  return { ...desired, metadata: { ...metadata, namespace } };
}

function byKey<V extends { readonly metadata: InputMetadata | Metadata }>(
  objects: readonly V[],
): Map<string, V> {
  const result = new Map<string, V>();
  for (const one of objects) {
    const key = textOf(one);
    if (result.has(key)) {
      throw new TypeError(`A state holds ${key} twice; name each object once`);
    }
    result.set(key, one);
  }
  return result;
}

function textOf({ metadata }: { readonly metadata: InputMetadata | Metadata }): string {
  const { name = "", namespace } = metadata;
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** A state as a list. The functions that give it were checked to be of this type where the resource is defined. */
function checkList<V extends { readonly metadata: InputMetadata | Metadata }>(
  name: string,
  step: string,
  state: unknown,
): readonly V[] {
  if (!Array.isArray(state)) {
    throw new TypeError(
      `${step} of the resource ${JSON.stringify(name)} returned ${
        state === null ? "null" : typeof state
      }; return a list, which may be empty`,
    );
  }
  const nameless = state.some((one) => typeof one?.metadata?.name !== "string");
  if (nameless) {
    throw new TypeError(
      `${step} of the resource ${JSON.stringify(name)} returned an object without metadata.name`,
    );
  }
  return state;
}

/** Base64 in the form in which the server gives it back; what is none is left for the server to refuse. */
export function canonicalBase64(map: Texts): Texts {
  return Object.fromEntries(
    Object.entries(map).map(([key, value]) => {
      try {
        return [key, btoa(atob(value))];
      } catch {
        return [key, value];
      }
    }),
  );
}

/** Base64 of the UTF-8 of a text. */
export function encodeText(text: string): string {
  let bytes = "";
  for (const byte of new TextEncoder().encode(text)) bytes += String.fromCharCode(byte);
  return btoa(bytes);
}
