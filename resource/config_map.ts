import type { ApiResource, InputOf, ObjectOf } from "../client/mod.ts";
import type { Context, Word } from "../context/mod.ts";
import { ConfigMap } from "../kinds/mod.ts";
import { canonicalBase64, type KeepRules, type KeptKind, keptObjects } from "./kept_objects.ts";
import type { Resource } from "./types.ts";

/** What {@linkcode configMapResource} takes. */
export interface ConfigMapResourceOptions<R extends ApiResource> extends KeepRules {
  /** The kind of the objects that are reconciled. For types only. */
  readonly for: R;
  /** For logs and metrics; unique in its set. */
  readonly name: string;
  /** The config maps that there are: what is not listed here is never deleted. May be empty. */
  readonly getCurrentState: (
    object: ObjectOf<R>,
    context: Context,
  ) => readonly ConfigMap[] | Word | Promise<readonly ConfigMap[] | Word>;
  /**
   * The config maps that there should be; those without a namespace are in the object's. Not looked at when the object
   * is being deleted: then all that there are are deleted.
   */
  readonly getDesiredState: (
    object: ObjectOf<R>,
    context: Context,
  ) =>
    | readonly InputOf<typeof ConfigMap>[]
    | Word
    | Promise<readonly InputOf<typeof ConfigMap>[] | Word>;
}

const kind: KeptKind = {
  resource: ConfigMap as KeptKind["resource"],
  normalize: ({ binaryData, ...map }) => ({
    ...map,
    ...(binaryData && { binaryData: canonicalBase64(binaryData) }),
  }),
  typeOf: () => undefined,
};

/**
 * Keeps config maps as an object wants them: a CRUD resource that creates, updates and deletes. `data` and
 * `binaryData` become what is desired, where absent and empty are the same. Labels, annotations, finalizers and owner
 * references of others are kept; so is `immutable` where the desired state does not mention it.
 *
 * @throws {TypeError} When an option is missing.
 *
 * @example
 * ```ts
 * import { configMapResource } from "@operatorkit/operatorkit/resource";
 * import { owns } from "@operatorkit/operatorkit/controller";
 * import { ConfigMap, Namespace } from "@operatorkit/operatorkit/kinds";
 *
 * const ownedMaps = owns(ConfigMap); // belongs into the controller's sources
 * const settings = configMapResource({
 *   for: Namespace,
 *   name: "settings",
 *   getCurrentState: ({ metadata }, { store }) =>
 *     [...store(ownedMaps).list({ namespace: metadata.name, labels: { app: "settings" } })],
 *   getDesiredState: ({ metadata }) => [{
 *     metadata: { name: "settings", namespace: metadata.name, labels: { app: "settings" } },
 *     data: { name: metadata.name },
 *   }],
 * });
 * ```
 */
export function configMapResource<R extends ApiResource>(
  options: ConfigMapResourceOptions<R>,
): Resource<ObjectOf<R>> {
  return keptObjects(options, kind);
}
