/**
 * The type of a value: a structural schema as in `openAPIV3Schema` of a CustomResourceDefinition, with the two
 * extensions that strategic merge patch needs. A CRD's schema can be given as it is; what is not named here is ignored.
 */
export interface TypeSchema {
  /** `object`, `array`, `string`, `integer`, `number` or `boolean`. */
  readonly type?: string;
  /** `date-time`, `byte`, `int64`, … */
  readonly format?: string;
  /** Fields by name. */
  readonly properties?: Readonly<Record<string, TypeSchema>>;
  /** Type of a list's items. */
  readonly items?: TypeSchema;
  /** Type of a map's values, or true for any. */
  readonly additionalProperties?: boolean | TypeSchema;
  /** Fields that must be present. */
  readonly required?: readonly string[];
  /** The values that are allowed. */
  readonly enum?: readonly unknown[];
  /** Put in where the field is absent. */
  readonly default?: unknown;
  /** Whether null is a value. */
  readonly nullable?: boolean;
  /** Least number. */
  readonly minimum?: number;
  /** Whether `minimum` itself is too small. */
  readonly exclusiveMinimum?: boolean;
  /** Largest number. */
  readonly maximum?: number;
  /** Whether `maximum` itself is too large. */
  readonly exclusiveMaximum?: boolean;
  /** The number must be a multiple of this. */
  readonly multipleOf?: number;
  /** Least number of characters. */
  readonly minLength?: number;
  /** Largest number of characters. */
  readonly maxLength?: number;
  /** Regular expression that must occur in the string. */
  readonly pattern?: string;
  /** Least number of items. */
  readonly minItems?: number;
  /** Largest number of items. */
  readonly maxItems?: number;
  /** Least number of fields. */
  readonly minProperties?: number;
  /** Largest number of fields. */
  readonly maxProperties?: number;
  /** All of these must hold. */
  readonly allOf?: readonly TypeSchema[];
  /** At least one of these must hold. */
  readonly anyOf?: readonly TypeSchema[];
  /** Exactly one of these must hold. */
  readonly oneOf?: readonly TypeSchema[];
  /** This must not hold. */
  readonly not?: TypeSchema;
  /** How server-side apply merges the list: whole, as a set of scalars, or by keys. @default {"atomic"} */
  readonly "x-kubernetes-list-type"?: "atomic" | "set" | "map" | string;
  /** The fields that name an item of a list of type `map`. */
  readonly "x-kubernetes-list-map-keys"?: readonly string[];
  /** Whether server-side apply merges a map by its fields or takes it whole. @default {"granular"} */
  readonly "x-kubernetes-map-type"?: "granular" | "atomic" | string;
  /** Whether fields that are not named are kept. */
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
  /** A value that is an integer or a string. */
  readonly "x-kubernetes-int-or-string"?: boolean;
  /** A whole object: `apiVersion`, `kind` and `metadata` are known. */
  readonly "x-kubernetes-embedded-resource"?: boolean;
  /** Rules in the Common Expression Language, of definitions. */
  readonly "x-kubernetes-validations"?: readonly ValidationRule[];
  /** How strategic merge patch treats the field: comma-separated `merge`, `replace`, `retainKeys`. */
  readonly "x-kubernetes-patch-strategy"?: string;
  /** The field by which strategic merge patch tells a list's items apart. */
  readonly "x-kubernetes-patch-merge-key"?: string;
  /**
   * Of built-in kinds: the server's type holds the field by value, so that it is there even where nobody wrote it: an
   * object as `{}`, anything else with its default or as null. Nobody owns it for that.
   */
  readonly always?: boolean;
  /** Of built-in kinds: the type has more fields than are named here. */
  readonly open?: boolean;
  /** A Go type of the server: it has all its fields here, and writes nothing that is empty. */
  readonly typed?: boolean;
}

/** One rule of `x-kubernetes-validations`. */
export interface ValidationRule {
  /** CEL over `self` and `oldSelf`; false is a fault. */
  readonly rule?: string;
  /** What is said of the fault. */
  readonly message?: string;
  /** CEL that makes what is said. */
  readonly messageExpression?: string;
  /** `FieldValueInvalid`, … */
  readonly reason?: string;
  /** Where the fault is, from the rule's place. */
  readonly fieldPath?: string;
  /** Whether `oldSelf` is an optional, so that the rule holds at creation too. */
  readonly optionalOldSelf?: boolean;
}
