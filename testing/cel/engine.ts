import type { Environment } from "@marcbachmann/cel-js";
import {
  equal,
  field,
  isObject,
  type TypeSchema,
  type ValidationRule as Rule,
} from "../schema/mod.ts";
import { createLanguage } from "./library.ts";
import { childPath, ruleFieldPath } from "./paths.ts";
import { presenceProblem, problemText } from "./problem.ts";
import { partsOf, type RuleEngine, type RuleFault, type RuleSet, rulesOf } from "./types.ts";
import { celType, resourceSchema } from "./values.ts";

type Evaluate = (values: Readonly<Record<string, unknown>>) => unknown;

interface Compiled {
  readonly rule: Rule;
  readonly evaluate: Evaluate;
  readonly message: Evaluate | undefined;
  readonly transition: boolean;
  readonly at: string;
}

interface Node {
  readonly schema: TypeSchema;
  readonly rules: readonly Compiled[];
  readonly read: (value: unknown, beside?: unknown) => unknown;
  readonly optional: (value: unknown) => unknown;
  readonly parts: ReadonlyMap<string, Node>;
  readonly all: readonly Node[];
}

// What stands in quotes is no code.
function usesOldSelf(text: string): boolean {
  return /\boldSelf\b/.test(text.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'/g, ""));
}

interface Scope {
  readonly env: Environment;
  readonly optionalEnv: Environment;
  readonly read: Node["read"];
}

function scopeOf(language: Environment, schema: TypeSchema, root: boolean): Scope | undefined {
  const env = language.clone();
  const type = celType(env, root ? resourceSchema(schema) : schema, "self");
  if (!type) return undefined;
  env.registerVariable("self", type.name);
  const optionalEnv = env.clone().registerVariable("oldSelf", `optional<${type.name}>`);
  const plainEnv = env.clone().registerVariable("oldSelf", type.name);
  return { env: plainEnv, optionalEnv, read: type.read };
}

// The library takes any field within has(): a function in its place finds those that are not there.
function check(env: Environment, text: string, wanted: string): string | undefined {
  const result = env.check(text);
  if (!result.valid) return problemText(text, result.error);
  const loose = text.replace(/\bhas\(/g, "hasField(");
  const strict = env.check(loose);
  if (!strict.valid) return presenceProblem(text, loose, strict.error);
  return result.type === wanted || result.type === "dyn" ? undefined : wanted;
}

function evaluator(env: Environment, text: string): Evaluate {
  const parsed = env.parse(text);
  return (values) => parsed(values);
}

function isRoot(schema: TypeSchema): boolean {
  return schema["x-kubernetes-embedded-resource"] === true;
}

function nodeOf(
  language: Environment,
  rules: TypeSchema,
  schema: TypeSchema,
  root: boolean,
): Node | undefined {
  const own = rulesOf(rules).filter((rule) => rule.rule?.trim());
  const spine = new Map(partsOf(schema));
  const parts = new Map<string, Node>();
  for (const [step, part] of partsOf(rules)) {
    const shape = spine.get(step);
    const node = shape && nodeOf(language, part, shape, isRoot(shape));
    if (node) parts.set(step, node);
  }
  const all = (rules.allOf ?? []).flatMap((one) => nodeOf(language, one, schema, root) ?? []);
  if (!own.length && !parts.size && !all.length) return undefined;
  const scope = own.length ? scopeOf(language, schema, root) : undefined;
  const compiled = scope && own.map((rule): Compiled => {
    const env = rule.optionalOldSelf ? scope.optionalEnv : scope.env;
    const text = rule.rule ?? "";
    return {
      rule,
      evaluate: evaluator(env, text),
      message: rule.messageExpression ? evaluator(env, rule.messageExpression) : undefined,
      transition: usesOldSelf(text),
      at: rule.fieldPath ? ruleFieldPath(rule.fieldPath, schema) ?? "" : "",
    };
  });
  const some = language.parse("optional.of(value)");
  const none = language.parse("optional.none()");
  return {
    schema,
    rules: compiled ?? [],
    read: scope?.read ?? ((value) => value),
    optional: (value) => value === undefined ? none() : some({ value }),
    parts,
    all,
  };
}

function goProblem(error: unknown): string {
  const text = error instanceof Error && "summary" in error ? String(error.summary) : error;
  return String(text instanceof Error ? text.message : text).split("\n")[0]
    ?.replace(/^No such key: index out of bounds, index (-?\d+).*/, "index out of bounds: $1")
    .replace(/^No such key/, "no such key").replace(/^modulo/, "modulus") ?? "";
}

function said({ rule, message }: Compiled, values: Readonly<Record<string, unknown>>): string {
  if (message) {
    try {
      const text = String(message(values)).trim();
      if (text && !text.includes("\n") && text.length <= 5 * 1024) return text;
    } catch {
      // The text that is always there takes its place, as on the server.
    }
  }
  return rule.message?.trim() || `failed rule: ${rule.rule?.trim()}`;
}

interface Findings {
  readonly faults: RuleFault[];
  readonly warned: RuleFault[];
}

function ask(node: Node, value: unknown, old: unknown, path: string, same: boolean, to: Findings) {
  const { schema, rules } = node;
  const self = node.read(value);
  const oldSelf = old === undefined || old === null ? undefined : node.read(old, value);
  const shown = isObject(value) || Array.isArray(value) ? {} : { value };
  for (const one of rules) {
    const { rule, transition } = one;
    if (transition && oldSelf === undefined && !rule.optionalOldSelf) continue;
    const values = {
      self,
      oldSelf: rule.optionalOldSelf ? node.optional(oldSelf) : oldSelf,
    };
    let holds: unknown;
    try {
      holds = one.evaluate(values);
    } catch (error) {
      const name = rule.message?.trim() || rule.rule?.trim();
      const detail = `${goProblem(error)} evaluating rule: ${name}`;
      to.faults.push({ field: path, reason: "FieldValueInvalid", detail, value: schema.type });
      continue;
    }
    if (holds === true) continue;
    const fault = {
      field: childPath(path, one.at),
      reason: rule.reason ?? "FieldValueInvalid",
      detail: said(one, values),
      ...shown,
    };
    (same && !transition ? to.warned : to.faults).push(fault);
  }
}

function walk(
  node: Node,
  value: unknown,
  old: unknown,
  path: string,
  same: boolean,
  to: Findings,
): void {
  if (value === undefined || value === null) return;
  ask(node, value, old, path, same, to);
  for (const one of node.all) walk(one, value, old, path, same, to);
  const { schema, parts } = node;
  if (Array.isArray(value)) {
    const items = parts.get("[]");
    if (!items) return;
    const keys = schema["x-kubernetes-list-type"] === "map"
      ? schema["x-kubernetes-list-map-keys"] ?? []
      : undefined;
    value.forEach((item, index) => {
      const before = keys && Array.isArray(old)
        ? old.find((one) => keys.every((key) => equal(field(one, key), field(item, key))))
        : undefined;
      walk(items, item, before, `${path}[${index}]`, keys ? equal(item, before) : same, to);
    });
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      const named = parts.get(`.${key}`);
      const part = named ?? parts.get("{}");
      if (!part) continue;
      const before = field(old, key);
      const at = named ? childPath(path, key) : `${path}[${key}]`;
      walk(part, item, before, at, equal(item, before), to);
    }
  }
}

// As the server's own type of rules is written.
function shownRule(rule: Rule): Readonly<Record<string, unknown>> {
  return {
    Rule: rule.rule ?? "",
    Message: rule.message ?? "",
    MessageExpression: rule.messageExpression ?? "",
    Reason: rule.reason ?? null,
    FieldPath: rule.fieldPath ?? "",
    OptionalOldSelf: rule.optionalOldSelf ?? null,
  };
}

const reasons = [
  "FieldValueDuplicate",
  "FieldValueForbidden",
  "FieldValueInvalid",
  "FieldValueRequired",
];

function formFaults(rule: Rule, schema: TypeSchema, at: string): RuleFault[] {
  const faults: RuleFault[] = [];
  const add = (name: string, reason: string, detail: string, value?: unknown) =>
    faults.push({
      field: `${at}.${name}`,
      reason,
      detail,
      ...(value === undefined ? {} : { value }),
    });
  const text = rule.rule?.trim() ?? "";
  const { message, messageExpression, reason, fieldPath } = rule;
  if (!text) add("rule", "FieldValueRequired", "rule is not specified");
  if (message && !message.trim()) {
    add("message", "FieldValueInvalid", "must be non-empty if specified", message);
  } else if (message?.trim().includes("\n")) {
    add("message", "FieldValueInvalid", "must not contain line breaks", message);
  } else if (text.includes("\n") && !message) {
    add("message", "FieldValueRequired", "message must be specified if rule contains line breaks");
  }
  if (messageExpression && !messageExpression.trim()) {
    const detail = "messageExpression must be non-empty if specified";
    add("messageExpression", "FieldValueRequired", detail);
  }
  if (reason !== undefined && !reasons.includes(reason)) {
    add("reason", "FieldValueNotSupported", reasons.map((one) => `"${one}"`).join(", "), reason);
  }
  if (
    fieldPath !== undefined && fieldPath !== "" && ruleFieldPath(fieldPath, schema) === undefined
  ) {
    add("fieldPath", "FieldValueInvalid", "must be a valid path", fieldPath);
  }
  return faults;
}

function languageFaults(scope: Scope | undefined, rule: Rule, at: string, apart: string) {
  const faults: RuleFault[] = [];
  if (!rule.rule?.trim() || !scope) return faults;
  const env = rule.optionalOldSelf === undefined ? scope.env : scope.optionalEnv;
  const add = (name: string, detail: string, value: unknown = shownRule(rule)) =>
    faults.push({ field: `${at}.${name}`, reason: "FieldValueInvalid", detail, value });
  const wrong = check(env, rule.rule, "bool");
  if (wrong === "bool") add("rule", "cel expression must evaluate to a bool");
  else if (wrong) add("rule", `compilation failed: ${wrong}`);
  if (rule.messageExpression?.trim() && !wrong) {
    const text = check(env, rule.messageExpression, "string");
    if (text === "string") add("messageExpression", "messageExpression must evaluate to a string");
    else if (text) add("messageExpression", `messageExpression compilation failed: ${text}`);
  }
  if (wrong) return faults;
  if (usesOldSelf(rule.rule)) {
    if (apart) {
      const place = "oldSelf cannot be used on the uncorrelatable portion of the schema within";
      add("rule", `${place} ${apart}`, rule.rule);
    }
  } else if (rule.optionalOldSelf !== undefined) {
    const detail = "may not be set if oldSelf is not used in rule";
    add("optionalOldSelf", detail, rule.optionalOldSelf);
  }
  return faults;
}

/** Makes an engine: the language is set up once for all definitions. */
export function createRuleEngine(): RuleEngine {
  const language = createLanguage().registerVariable("value", "dyn");
  const problems = (
    schema: TypeSchema,
    path: string,
    root = true,
    apart = "",
  ): readonly RuleFault[] => {
    const rules = rulesOf(schema);
    const scope = rules.length ? scopeOf(language, schema, root) : undefined;
    const own = rules.flatMap((rule, index) => {
      const at = `${path}.x-kubernetes-validations[${index}]`;
      return [...formFaults(rule, schema, at), ...languageFaults(scope, rule, at, apart)];
    });
    const below = partsOf(schema).flatMap(([step, part]) => {
      const name = step === "[]"
        ? "items"
        : step === "{}"
        ? "additionalProperties"
        : `properties[${step.slice(1)}]`;
      const at = `${path}.${name}`;
      const loose = step === "[]" && schema["x-kubernetes-list-type"] !== "map";
      return problems(part, at, isRoot(part), apart || (loose ? path : ""));
    });
    return [...own, ...below];
  };
  return {
    problems: (schema, path) => problems(schema, path),
    compile(schema): RuleSet {
      let node: Node | undefined;
      let made = false;
      return {
        ask(object, old) {
          if (!made) node = nodeOf(language, schema, schema, true);
          made = true;
          const to: Findings = { faults: [], warned: [] };
          if (!node) return to;
          walk(node, object, old, "", old !== undefined && equal(object, old), to);
          return to;
        },
      };
    },
  };
}
