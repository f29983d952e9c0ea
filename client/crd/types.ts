import { defineApiResource } from "../define.ts";
import type { ApiResource, KubernetesObject } from "../resource.ts";

/** A schema as a CRD takes it: OpenAPI v3 made structural. See "Specifying a structural schema" in the Kubernetes docs. */
export interface StructuralSchema {
  /** Type; absent only for what may be an integer or a string, or is not described. */
  type?: string;
  /** Heading. */
  title?: string;
  /** For `kubectl explain`. */
  description?: string;
  /** Format that the server checks. */
  format?: string;
  /** Null is a value. */
  nullable?: boolean;
  /** Filled in by the server. */
  default?: unknown;
  /** Allowed values. */
  enum?: unknown[];
  /** Regular expression (RE2). */
  pattern?: string;
  /** Least length of text, in characters. */
  minLength?: number;
  /** Greatest length of text, in characters. */
  maxLength?: number;
  /** Least value. */
  minimum?: number;
  /** Greatest value. */
  maximum?: number;
  /** `minimum` itself is not allowed. */
  exclusiveMinimum?: boolean;
  /** `maximum` itself is not allowed. */
  exclusiveMaximum?: boolean;
  /** Divisor. */
  multipleOf?: number;
  /** Least number of items. */
  minItems?: number;
  /** Greatest number of items. */
  maxItems?: number;
  /** Least number of fields. */
  minProperties?: number;
  /** Greatest number of fields. */
  maxProperties?: number;
  /** Schema of each item. */
  items?: StructuralSchema;
  /** Fields. */
  properties?: Record<string, StructuralSchema>;
  /** Names of fields that must be there. */
  required?: string[];
  /** Schema of the values of a map. */
  additionalProperties?: StructuralSchema;
  /** Value checks of which one or more must hold. */
  anyOf?: StructuralSchema[];
  /** Value checks of which exactly one must hold. */
  oneOf?: StructuralSchema[];
  /** Value checks that must all hold. */
  allOf?: StructuralSchema[];
  /** A value check that must not hold. */
  not?: StructuralSchema;
  /** Kubernetes' own keywords, such as `x-kubernetes-list-type`. */
  [extension: `x-kubernetes-${string}`]: unknown;
}

/** A column of `kubectl get`. */
export interface PrinterColumn {
  /** Heading. */
  readonly name: string;
  /** How the value is printed. */
  readonly type: "string" | "integer" | "number" | "boolean" | "date";
  /** Where the value is: `.spec.replicas`. */
  readonly jsonPath: string;
  /** What the column says. */
  readonly description?: string;
  /** OpenAPI format of the value. */
  readonly format?: string;
  /** Columns above 0 are shown by `-o wide` only. @default {0} */
  readonly priority?: number;
}

/** Where the scale subresource finds its numbers. */
export interface ScalePaths {
  /** `.spec.replicas`. */
  readonly specReplicasPath: string;
  /** `.status.replicas`. */
  readonly statusReplicasPath: string;
  /** `.status.selector`; needed by the horizontal pod autoscaler. */
  readonly labelSelectorPath?: string;
}

/** One version of a custom kind in its CRD. */
export interface CustomResourceDefinitionVersion {
  /** `v1`. */
  readonly name: string;
  /** Whether the API server serves it. */
  readonly served: boolean;
  /** Whether objects are stored in it; true for exactly one. */
  readonly storage: boolean;
  /** Clients are warned. */
  readonly deprecated?: boolean;
  /** The text of that warning. */
  readonly deprecationWarning?: string;
  /** Schema. */
  readonly schema?: { readonly openAPIV3Schema: StructuralSchema };
  /** Subresources. */
  readonly subresources?: {
    /** Status is written through its own path. */
    readonly status?: Readonly<Record<string, never>>;
    /** Scale. */
    readonly scale?: ScalePaths;
  };
  /** Columns of `kubectl get`. */
  readonly additionalPrinterColumns?: readonly PrinterColumn[];
}

/** Names of a custom kind. */
export interface CustomResourceDefinitionNames {
  /** Kind. */
  readonly kind: string;
  /** Plural, lower case. */
  readonly plural: string;
  /** Singular, lower case. */
  readonly singular?: string;
  /** Kind of the list. */
  readonly listKind?: string;
  /** Short names for `kubectl`. */
  readonly shortNames?: readonly string[];
  /** Groups that `kubectl get` knows, such as `all`. */
  readonly categories?: readonly string[];
}

/** The desired state of a CRD. */
export interface CustomResourceDefinitionSpec {
  /** Group. */
  readonly group: string;
  /** Names. */
  readonly names: CustomResourceDefinitionNames;
  /** Whether objects live in namespaces. */
  readonly scope: "Namespaced" | "Cluster";
  /** Versions. */
  readonly versions: readonly CustomResourceDefinitionVersion[];
  /** How objects are converted between versions. Default of the server: only `apiVersion` changes. */
  readonly conversion?: { readonly strategy: string; readonly webhook?: unknown };
  /** Deprecated by Kubernetes; false. */
  readonly preserveUnknownFields?: boolean;
}

/** A CRD as it is written. */
export interface CustomResourceDefinition {
  /** Always this. */
  readonly apiVersion: "apiextensions.k8s.io/v1";
  /** Always this. */
  readonly kind: "CustomResourceDefinition";
  /** Name is `<plural>.<group>`. */
  readonly metadata: {
    /** `<plural>.<group>`. */
    readonly name: string;
    /** Labels. */
    readonly labels?: Record<string, string>;
    /** Annotations. */
    readonly annotations?: Record<string, string>;
  };
  /** Desired state. */
  readonly spec: CustomResourceDefinitionSpec;
}

/** A condition of a CRD. */
export interface CustomResourceDefinitionCondition {
  /** `Established`, `NamesAccepted`, `Terminating`. */
  readonly type: string;
  /** `True`, `False` or `Unknown`. */
  readonly status: string;
  /** For programs. */
  readonly reason?: string;
  /** For people. */
  readonly message?: string;
}

/** A CRD as the server returns it. */
export interface CustomResourceDefinitionObject extends KubernetesObject {
  /** Desired state. */
  spec: CustomResourceDefinitionSpec;
  /** Actual state. */
  status?: {
    /** Conditions. */
    readonly conditions?: readonly CustomResourceDefinitionCondition[];
    /** Versions in which objects are or were stored. */
    readonly storedVersions?: readonly string[];
  };
}

/** CRDs themselves. */
export const crdResource: ApiResource<CustomResourceDefinitionObject> = defineApiResource<
  CustomResourceDefinitionObject
>({
  group: "apiextensions.k8s.io",
  version: "v1",
  kind: "CustomResourceDefinition",
  plural: "customresourcedefinitions",
  scope: "Cluster",
});
