import type { CustomResourceDefinitionSpec } from "./types.ts";
import { isRecord } from "../values.ts";

/**
 * The spec of a CRD in a form in which two that mean the same are equal: what the API server fills in
 * (apiextensions/v1, `SetDefaults_CustomResourceDefinitionSpec`) is filled in, and what it leaves out of an answer is
 * left out. Versions stand in the order of their names.
 */
export function normaliseSpec(spec: CustomResourceDefinitionSpec): unknown {
  const { group, names, scope, versions, conversion } = spec;
  const { kind, singular = kind.toLowerCase(), listKind = `${kind}List` } = names;
  return {
    group,
    scope,
    names: withoutEmpty({ ...names, singular, listKind }),
    conversion: conversion ?? { strategy: "None" },
    versions: [...versions]
      .sort((a, b) => a.name < b.name ? -1 : 1)
      .map(({ name, served, storage, schema, additionalPrinterColumns = [], ...rest }) => ({
        ...withoutEmpty(rest),
        name,
        served,
        storage,
        ...schema && { schema: normaliseSchema(schema.openAPIV3Schema) },
        columns: additionalPrinterColumns.map(({ priority = 0, ...column }) => ({
          ...withoutEmpty(column),
          priority,
        })),
      })),
  };
}

function normaliseSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(normaliseSchema);
  if (!isRecord(schema)) return schema;
  const result: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    switch (keyword) {
      case "default": // Values, not schemas: an empty one means something.
      case "enum":
        result[keyword] = value;
        break;
      case "properties":
        if (isRecord(value)) {
          const fields = Object.entries(value).map(([name, one]) => [name, normaliseSchema(one)]);
          if (fields.length) result[keyword] = Object.fromEntries(fields);
        }
        break;
      case "items":
      case "additionalProperties":
      case "not":
      case "anyOf":
      case "oneOf":
      case "allOf":
        if (!Array.isArray(value) || value.length) result[keyword] = normaliseSchema(value);
        break;
      case "x-kubernetes-validations":
        result[keyword] = Array.isArray(value)
          ? value.map((rule) => isRecord(rule) ? withoutEmpty(rule) : rule)
          : value;
        break;
      default:
        if (!isEmpty(value)) result[keyword] = value;
    }
  }
  return result;
}

function withoutEmpty(fields: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([name, value]) =>
      name === "subresources" ? hasKeys(value) : !isEmpty(value)
    ),
  );
}

/** What Go leaves out under `omitempty`. Zero numbers that mean something are pointers there and stay. */
function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === false || value === "" ||
    (Array.isArray(value) && value.length === 0);
}

function hasKeys(value: unknown): boolean {
  return isRecord(value) && Object.keys(value).length > 0;
}
