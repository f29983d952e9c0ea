/**
 * Custom kinds: defined by schemas, and installed.
 *
 * @module
 */
export {
  type CustomInput,
  type CustomObject,
  type CustomResource,
  type CustomResourceOptions,
  type CustomResourceVersion,
  defineCustomResource,
} from "./define.ts";
export { deleteCustomResource, type DeleteCustomResourceOptions } from "./delete.ts";
export { ensureCustomResource, type EnsureCustomResourceOptions } from "./ensure.ts";
export type {
  JsonSchemaOptions,
  SchemaInput,
  SchemaOutput,
  StandardSchema,
  StandardSchemaProperties,
} from "./standard_schema.ts";
export {
  crdResource,
  type CustomResourceDefinition,
  type CustomResourceDefinitionCondition,
  type CustomResourceDefinitionNames,
  type CustomResourceDefinitionObject,
  type CustomResourceDefinitionSpec,
  type CustomResourceDefinitionVersion,
  type PrinterColumn,
  type ScalePaths,
  type StructuralSchema,
} from "./types.ts";
