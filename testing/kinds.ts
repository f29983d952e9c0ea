import type { RuleSet } from "./cel/mod.ts";
import { builtinKinds } from "./builtin_kinds.ts";
import type { TypeSchema } from "./schema/mod.ts";

/** A column of `kubectl get`. */
export interface Column {
  /** Heading. */
  readonly name: string;
  /** `string`, `integer`, `number`, `boolean` or `date`. */
  readonly type: string;
  /** Columns above 0 show with `-o wide`. */
  readonly priority?: number;
  /** Refines `type`. */
  readonly format?: string;
  /** In words. */
  readonly description?: string;
  /** Where the value stands: a simple JSON path such as `.spec.host`. */
  readonly jsonPath: string;
}

/** One kind in one version, as it is served. */
export interface Kind {
  /** API group; "" for the core. */
  readonly group: string;
  /** Version. */
  readonly version: string;
  /** Kind. */
  readonly kind: string;
  /** Plural, as in paths. */
  readonly plural: string;
  /** Singular. */
  readonly singular: string;
  /** Short names. */
  readonly shortNames: readonly string[];
  /** Categories, such as `all`. */
  readonly categories: readonly string[];
  /** Whether objects live in namespaces. */
  readonly namespaced: boolean;
  /** Whether there is a status subresource. */
  readonly status: boolean;
  /** Whether there is a scale subresource, and where its numbers are. */
  readonly scale?: ScalePaths;
  /** Whether the server counts changes of the desired state. */
  readonly generation: boolean;
  /** Whether an update without a resourceVersion is taken. */
  readonly unconditional: boolean;
  /** Whether an update of an object that does not exist creates it. */
  readonly createOnUpdate: boolean;
  /** Whether a deletion answers with the object rather than a `Status`. */
  readonly returnsDeleted: boolean;
  /** Fields besides name and namespace that field selectors may name. */
  readonly fields: readonly string[];
  /** Objects are held under this name; kinds that share storage have the same. */
  readonly storage: string;
  /** What its users are warned of. */
  readonly deprecation?: string;
  /** A question or order that is created and never stored. */
  readonly review?: true;
  /** What can be done with it. Default: everything. */
  readonly verbs?: readonly string[];
  /** Subresources. Default: what `status` and `scale` say. */
  readonly subresources?: readonly Subresource[];
  /** What discovery says of the version in which it is stored. */
  readonly storageHash?: string;
  /** Made by a CustomResourceDefinition. */
  readonly custom?: CustomKind;
}

/** A subresource, as discovery tells of it. */
export interface Subresource {
  /** Last part of the path. */
  readonly name: string;
  /** Kind of its body. */
  readonly kind: string;
  /** Group of that kind; "" where it is the group of what it belongs to. */
  readonly group: string;
  /** Version of that kind; "" as with `group`. */
  readonly version: string;
  /** What can be done with it. */
  readonly verbs: readonly string[];
}

/** Where a scale subresource finds its numbers. */
export interface ScalePaths {
  /** Desired number. */
  readonly spec: string;
  /** Observed number. */
  readonly status: string;
  /** Selector in text form; built-in kinds keep it as an object in spec.selector. */
  readonly selector?: string;
}

/** What a definition says of a custom kind. */
export interface CustomKind {
  /** Name of the list kind. */
  readonly listKind: string;
  /** Schema of this version. */
  readonly schema: TypeSchema | undefined;
  /** Schemas of all versions, by apiVersion. */
  readonly schemas: ReadonlyMap<string, TypeSchema>;
  /** The apiVersion that objects are stored in. */
  readonly storageVersion: string;
  /** Rules of this version, where it has any. */
  readonly rules?: RuleSet;
  /** Columns of `kubectl get`. */
  readonly columns: readonly Column[];
  /** The version at which it was first served: what was before is not remembered. */
  readonly since: number;
  /** Whether unknown fields are kept everywhere. */
  readonly preserveUnknown: boolean;
}

/** `v1`, `apps/v1`. */
export function apiVersionOf(kind: Pick<Kind, "group" | "version">): string {
  return kind.group ? `${kind.group}/${kind.version}` : kind.version;
}

/** The kinds that are served at this moment. */
export interface Registry {
  /** By path: group, version and plural. */
  readonly find: (group: string, version: string, plural: string) => Kind | undefined;
  /** By what an object says of itself. */
  readonly findKind: (apiVersion: string, kind: string) => Kind | undefined;
  /** Whether a group is served in a version. */
  readonly has: (group: string, version: string) => boolean;
  /** All, built-in ones first. */
  readonly kinds: () => readonly Kind[];
  /** One kind for each storage. */
  readonly storages: () => readonly Kind[];
  /** Serves the versions of a custom kind in place of those before; none withdraws it. */
  readonly setCustom: (definition: string, kinds: readonly Kind[]) => void;
}

/** Makes a registry of the built-in kinds. */
export function createRegistry(): Registry {
  const custom = new Map<string, readonly Kind[]>();
  let all: readonly Kind[] = [];
  let paths = new Map<string, Kind>();
  let names = new Map<string, Kind>();
  let versions = new Set<string>();
  const refresh = () => {
    all = [...builtinKinds(), ...[...custom.values()].flat()];
    paths = new Map(all.map((kind) => [`${apiVersionOf(kind)}/${kind.plural}`, kind]));
    names = new Map(all.map((kind) => [`${apiVersionOf(kind)}/${kind.kind}`, kind]));
    versions = new Set(all.map(apiVersionOf));
  };
  refresh();
  return {
    find: (group, version, plural) => paths.get(`${apiVersionOf({ group, version })}/${plural}`),
    findKind: (apiVersion, kind) => names.get(`${apiVersion}/${kind}`),
    has: (group, version) => versions.has(apiVersionOf({ group, version })),
    kinds: () => all,
    storages: () => [
      ...new Map(all.filter((kind) => !kind.review).map((kind) => [kind.storage, kind])).values(),
    ],
    setCustom(definition, kinds) {
      if (kinds.length) custom.set(definition, kinds);
      else custom.delete(definition);
      refresh();
    },
  };
}
