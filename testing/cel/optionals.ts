import { type Environment, Optional } from "@marcbachmann/cel-js";

// What the library hands to macros, as far as these need it.
interface Type {
  readonly kind: string;
  readonly valueType?: Type;
}
interface Scope {
  readonly forkWithVariable: (name: string, type: Type) => Scope;
  readonly reuse: (parent: Scope) => Scope;
  readonly setIterValue: (value: unknown, evaluator: Evaluator) => Scope;
}
interface Checker {
  readonly check: (node: unknown, scope: Scope) => Type;
  readonly getType: (name: string) => Type;
  readonly registry: { readonly getOptionalType: (type: Type) => Type };
}
interface Evaluator {
  readonly run: (node: unknown, scope: Scope) => unknown;
}
interface MacroCall {
  readonly args: readonly { readonly op: string; readonly args: unknown }[];
  readonly receiver: unknown;
}

function macro(name: string, flat: boolean) {
  return ({ args: [variable, body], receiver }: MacroCall) => {
    if (variable?.op !== "id") throw new Error(`${name}() argument must be a simple name`);
    let inner: Scope | undefined;
    return {
      async: false,
      typeCheck(checker: Checker, _: unknown, scope: Scope): Type {
        const type = checker.check(receiver, scope);
        if (type.kind !== "optional" && type.kind !== "dyn") {
          throw new Error(`${name}() receiver must be optional`);
        }
        inner = scope.forkWithVariable(
          String(variable.args),
          type.valueType ?? checker.getType("dyn"),
        );
        const result = checker.check(body, inner);
        return flat ? result : checker.registry.getOptionalType(result);
      },
      evaluate(evaluator: Evaluator, _: unknown, scope: Scope): unknown {
        const found = evaluator.run(receiver, scope);
        if (!(found instanceof Optional) || !found.hasValue() || !inner) return Optional.none();
        const value = evaluator.run(
          body,
          inner.reuse(scope).setIterValue(found.value(), evaluator),
        );
        return flat ? value : Optional.of(value);
      },
    };
  };
}

/** What is done with the value of an optional, where there is one (cel-go: cel/library.go). */
export function registerOptionals(env: Environment): void {
  env.registerFunction("optional.optMap(ast, ast): optional<dyn>", macro("optMap", false))
    .registerFunction("optional.optFlatMap(ast, ast): optional<dyn>", macro("optFlatMap", true));
}
