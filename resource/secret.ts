import type { ApiResource, InputOf, ObjectOf } from "../client/mod.ts";
import type { Context, Word } from "../context/mod.ts";
import { Secret } from "../kinds/mod.ts";
import {
  canonicalBase64,
  type DesiredObject,
  encodeText,
  type KeepRules,
  type KeptKind,
  keptObjects,
} from "./kept_objects.ts";
import type { Resource } from "./types.ts";

/** What {@linkcode secretResource} takes. */
export interface SecretResourceOptions<R extends ApiResource> extends KeepRules {
  /** The kind of the objects that are reconciled. For types only. */
  readonly for: R;
  /** For logs and metrics; unique in its set. */
  readonly name: string;
  /** The secrets that there are: what is not listed here is never deleted. May be empty. */
  readonly getCurrentState: (
    object: ObjectOf<R>,
    context: Context,
  ) => readonly Secret[] | Word | Promise<readonly Secret[] | Word>;
  /**
   * The secrets that there should be; those without a namespace are in the object's. `stringData` counts as `data`.
   * Not looked at when the object is being deleted: then all that there are are deleted.
   */
  readonly getDesiredState: (
    object: ObjectOf<R>,
    context: Context,
  ) =>
    | readonly InputOf<typeof Secret>[]
    | Word
    | Promise<readonly InputOf<typeof Secret>[] | Word>;
}

/** What the server makes of a secret without a type. */
const defaultType = "Opaque";

const kind: KeptKind = {
  resource: Secret as KeptKind["resource"],
  normalize: (desired) => {
    const { stringData, data, ...secret }: DesiredObject & {
      readonly stringData?: Readonly<Record<string, string>>;
    } = desired;
    if (!stringData) return { ...secret, ...(data && { data: canonicalBase64(data) }) };
    const texts = Object.entries(stringData).map(([key, text]) => [key, encodeText(text)]);
    // As the server: stringData wins over data of the same key.
    return { ...secret, data: { ...canonicalBase64(data ?? {}), ...Object.fromEntries(texts) } };
  },
  typeOf: ({ type }) => type || defaultType,
};

/**
 * Keeps secrets as an object wants them: a CRUD resource that creates, updates and deletes. `data` becomes what is
 * desired, with `stringData` folded in; absent and empty are the same. Labels, annotations, finalizers and owner
 * references of others are kept; so is `immutable` where the desired state does not mention it. A `plan` of it holds
 * the values: do not log it.
 *
 * @throws {TypeError} When an option is missing.
 */
export function secretResource<R extends ApiResource>(
  options: SecretResourceOptions<R>,
): Resource<ObjectOf<R>> {
  return keptObjects(options, kind);
}
