import type { TypeSchema, ValidationRule } from "../schema/mod.ts";

/** A fault of a rule, or one that a rule found. */
export interface RuleFault {
  /** Path of the field. */
  readonly field: string;
  /** Reason of the cause. */
  readonly reason: string;
  /** Message of the cause, without its value. */
  readonly detail: string;
  /** The value that is shown; none for objects and lists. */
  readonly value?: unknown;
}

/** What rules found. */
export interface RuleFindings {
  /** What the object is refused for. */
  readonly faults: readonly RuleFault[];
  /** What was wrong before and has not changed (KEP-4008). */
  readonly warned: readonly RuleFault[];
}

/** The rules of one schema, ready to be asked. */
export interface RuleSet {
  /** What the rules have against an object, given what it was before. */
  readonly ask: (object: unknown, old: unknown) => RuleFindings;
}

/** Understands rules: loaded when the first definition that has any is written. */
export interface RuleEngine {
  /** What is wrong with the rules of a definition's schema; `path` is where that schema stands. */
  readonly problems: (schema: TypeSchema, path: string) => readonly RuleFault[];
  /** The rules of a schema that has no problems. */
  readonly compile: (schema: TypeSchema) => RuleSet;
}

/** The rules of one type. */
export function rulesOf(schema: TypeSchema): readonly ValidationRule[] {
  return schema["x-kubernetes-validations"] ?? [];
}

/** The types that one type is made of, each with the step that leads to it. */
export function partsOf(schema: TypeSchema): readonly (readonly [step: string, TypeSchema])[] {
  const { properties = {}, items, additionalProperties } = schema;
  return [
    ...Object.entries(properties).map(([name, part]) => [`.${name}`, part] as const),
    ...(items ? [["[]", items] as const] : []),
    ...(typeof additionalProperties === "object" ? [["{}", additionalProperties] as const] : []),
  ];
}

const known = new WeakMap<TypeSchema, boolean>();

/** Whether there are rules anywhere in a schema. */
export function hasRules(schema: TypeSchema): boolean {
  let found = known.get(schema);
  if (found === undefined) {
    found = rulesOf(schema).length > 0 || partsOf(schema).some(([, part]) => hasRules(part)) ||
      (schema.allOf ?? []).some(hasRules);
    known.set(schema, found);
  }
  return found;
}
