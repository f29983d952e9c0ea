import { defineApiResource } from "../define.ts";
import type {
  ApiResource,
  InputMetadata,
  KubernetesObject,
  Metadata,
  Writable,
} from "../resource.ts";
import { describeSchema } from "./schema.ts";
import type { SchemaInput, SchemaOutput, StandardSchema } from "./standard_schema.ts";
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionVersion,
  PrinterColumn,
  ScalePaths,
} from "./types.ts";
import { deepFreeze } from "./values.ts";

/** One version of a custom kind. */
export interface CustomResourceVersion<S extends StandardSchema = StandardSchema> {
  /** Schema of the object's own fields: `z.object({ spec: …, status: ….optional() })`. */
  readonly schema: S;
  /** Whether status has its own path, and its writes leave the rest alone. Default: whether the schema has a status. */
  readonly status?: boolean;
  /** Makes `kubectl scale` work. */
  readonly scale?: ScalePaths;
  /** Columns of `kubectl get`. */
  readonly printerColumns?: readonly PrinterColumn[];
  /** Whether the API server serves this version. @default {true} */
  readonly served?: boolean;
  /** Clients are warned of this version; a text is the warning. @default {false} */
  readonly deprecated?: boolean | string;
}

/** A custom kind. */
export interface CustomResourceOptions<
  G extends string,
  K extends string,
  V extends Readonly<Record<string, CustomResourceVersion>>,
  W extends keyof V & string,
> {
  /** API group, a DNS name that you own: `example.com`. */
  readonly group: G;
  /** Kind: `Site`. */
  readonly kind: K;
  /** Lower-case plural: `sites`. */
  readonly plural: string;
  /** Lower-case singular. Default: the kind in lower case. */
  readonly singular?: string;
  /** Short names for `kubectl`. */
  readonly shortNames?: readonly string[];
  /** Groups in which `kubectl get` shows the kind, such as `all`. */
  readonly categories?: readonly string[];
  /** Whether objects live in namespaces. */
  readonly scope: "Namespaced" | "Cluster";
  /** The version that the program speaks and objects are stored in; one of `versions`. */
  readonly version: W;
  /** All versions, by name. */
  readonly versions: V;
  /** Labels of the CRD. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations of the CRD. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A custom object, as read: the schema's output, with defaults applied. */
export type CustomObject<G extends string, K extends string, W extends string, S> =
  & SchemaOutput<S>
  & {
    /** Group and version. */
    apiVersion: `${G}/${W}`;
    /** Kind. */
    kind: K;
    /** Name, uid, version and the rest of what every object has. */
    metadata: Metadata;
  };

/** A custom object, as written: the schema's input. */
export type CustomInput<G extends string, K extends string, W extends string, S> =
  & SchemaInput<S>
  & {
    /** Filled in from the resource. */
    apiVersion?: `${G}/${W}`;
    /** Filled in from the resource. */
    kind?: K;
    /** Name (or generateName), namespace, labels and the like. */
    metadata: InputMetadata;
  };

/** A custom kind: an {@linkcode ApiResource} with its CRD. Made by {@linkcode defineCustomResource}. */
export interface CustomResource<
  Output extends KubernetesObject = KubernetesObject,
  Input = Writable<Output>,
> extends ApiResource<Output, Input> {
  /** The CRD, to be applied with {@linkcode ensureCustomResource} or written to a file. */
  readonly manifest: CustomResourceDefinition;
}

/**
 * Defines a custom kind by schemas. The CRD is made of their JSON form, types are inferred from them.
 *
 * Fields' defaults are filled in by the API server. Schemas that transform a value into another type are refused: nothing
 * transforms what is read. Changes within a type (trimming, say) cannot be seen and are not made.
 *
 * ```ts
 * import { z } from "zod";
 * import { defineCustomResource } from "@operatorkit/operatorkit/client";
 *
 * const Site = defineCustomResource({
 *   group: "example.com",
 *   kind: "Site",
 *   plural: "sites",
 *   scope: "Namespaced",
 *   version: "v1",
 *   versions: {
 *     v1: {
 *       schema: z.object({
 *         spec: z.object({ title: z.string(), replicas: z.int32().min(0).default(1) }),
 *         status: z.object({ ready: z.boolean() }).optional(),
 *       }),
 *     },
 *   },
 * });
 * console.log(JSON.stringify(Site.manifest)); // for `kubectl apply -f -`
 * ```
 *
 * @throws {TypeError} When a name is not valid or a schema cannot be expressed in a CRD; the message names the path.
 */
export function defineCustomResource<
  const G extends string,
  const K extends string,
  V extends Readonly<Record<string, CustomResourceVersion>>,
  const W extends keyof V & string,
>(
  definition: CustomResourceOptions<G, K, V, W>,
): CustomResource<CustomObject<G, K, W, V[W]["schema"]>, CustomInput<G, K, W, V[W]["schema"]>> {
  const { group, kind, plural, scope, version, versions, labels, annotations } = definition;
  const { singular = kind.toLowerCase(), shortNames, categories } = definition;
  if (!group.includes(".")) {
    throw new TypeError(
      `${
        JSON.stringify(group)
      } cannot be the group of a custom kind: it needs a dot, as example.com`,
    );
  }
  if (!Object.hasOwn(versions, version)) {
    const names = Object.keys(versions).join(", ");
    throw new TypeError(`There is no version ${version} of ${kind}: there is ${names}`);
  }
  if (versions[version]?.served === false) {
    throw new TypeError(
      `Version ${version} of ${kind} is the one that the program speaks: it must be served`,
    );
  }
  const resource = defineApiResource<
    CustomObject<G, K, W, V[W]["schema"]>,
    CustomInput<G, K, W, V[W]["schema"]>
  >({ group, version, kind, plural, scope });
  const manifest: CustomResourceDefinition = {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: {
      name: `${plural}.${group}`,
      ...labels && { labels: { ...labels } },
      ...annotations && { annotations: { ...annotations } },
    },
    spec: {
      group,
      names: {
        kind,
        plural,
        singular,
        listKind: `${kind}List`,
        ...shortNames?.length ? { shortNames: [...shortNames] } : {},
        ...categories?.length ? { categories: [...categories] } : {},
      },
      scope,
      versions: Object.entries(versions).map(([name, one]) =>
        describeVersion(name, one, name === version)
      ),
    },
  };
  return Object.freeze({ ...resource, manifest: deepFreeze(structuredClone(manifest)) });
}

function describeVersion(
  name: string,
  version: CustomResourceVersion,
  storage: boolean,
): CustomResourceDefinitionVersion {
  const { schema, scale, printerColumns, served = true, deprecated = false } = version;
  const openAPIV3Schema = describeSchema(schema, name);
  const { status = openAPIV3Schema.properties?.status !== undefined } = version;
  return {
    name,
    served,
    storage,
    ...deprecated === false ? {} : { deprecated: true },
    ...typeof deprecated === "string" ? { deprecationWarning: deprecated } : {},
    schema: { openAPIV3Schema },
    ...status || scale
      ? { subresources: { ...status ? { status: {} } : {}, ...scale && { scale } } }
      : {},
    ...printerColumns?.length ? { additionalPrinterColumns: printerColumns } : {},
  };
}
