/**
 * A schema of any library that implements Standard Schema with Standard JSON Schema (https://standardschema.dev): zod from
 * 4.2 on is one.
 */
export interface StandardSchema<Input = unknown, Output = Input> {
  /** What the standard asks for. */
  readonly "~standard": StandardSchemaProperties<Input, Output>;
}

/** The part of Standard Schema and Standard JSON Schema that is used here. */
export interface StandardSchemaProperties<Input = unknown, Output = Input> {
  /** Version of the standard. */
  readonly version: 1;
  /** The library. */
  readonly vendor: string;
  /** Carries the types; absent at run time. */
  readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  /** Turns the schema into JSON Schema. */
  readonly jsonSchema: {
    /** Of what goes in: defaulted fields are optional. */
    readonly input: (options: JsonSchemaOptions) => Record<string, unknown>;
    /** Of what comes out. */
    readonly output: (options: JsonSchemaOptions) => Record<string, unknown>;
  };
}

/** How a schema is turned into JSON Schema. */
export interface JsonSchemaOptions {
  /** The dialect. */
  readonly target: "draft-2020-12";
  /** Options of the library. */
  readonly libraryOptions?: Record<string, unknown> | undefined;
}

/** The type that a schema takes. */
export type SchemaInput<S> = S extends StandardSchema<infer Input, unknown> ? Input : never;

/** The type that a schema gives. */
export type SchemaOutput<S> = S extends StandardSchema<infer _Input, infer Output> ? Output : never;
