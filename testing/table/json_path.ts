import { isObject, valueAt } from "../object.ts";

type Step = (values: readonly unknown[]) => readonly unknown[];

const forms =
  /\.?\[\?\(\s*@\.([^\s=!<>)]+)\s*(==|!=|>=|<=|>|<)\s*("[^"]*"|'[^']*'|[^)\s]+)\s*\)\]|\.?\[(\*|-?\d*(?::-?\d*)*)\]|\.?\[['"]([^'"]+)['"]\]|\.(\*|(?:\\.|[^.[\]\\])+)/gy;

function compare(a: unknown, operator: string, b: unknown): boolean {
  if (operator === "==") return a === b;
  if (operator === "!=") return a !== undefined && a !== b;
  if (typeof a !== typeof b || (typeof a !== "number" && typeof a !== "string")) return false;
  const order = a < (b as typeof a) ? -1 : a > (b as typeof a) ? 1 : 0;
  return operator === ">" ? order > 0 : operator === "<" ? order < 0 : order === 0 ||
    (operator === ">=" ? order > 0 : order < 0);
}

function literal(text: string): unknown {
  if (/^["']/.test(text)) return text.slice(1, -1);
  if (text === "true" || text === "false") return text === "true";
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}

function slice(list: readonly unknown[], range: string): readonly unknown[] {
  if (!range.includes(":")) {
    const value = list.at(Number(range));
    return value === undefined ? [] : [value];
  }
  const [from = "", to = "", step = ""] = range.split(":");
  const part = list.slice(from ? Number(from) : 0, to ? Number(to) : undefined);
  const every = Number(step) || 1;
  return part.filter((_, index) => index % every === 0);
}

function field(name: string): Step {
  if (name === "*") {
    return (values) =>
      values.flatMap((value) =>
        Array.isArray(value) ? value : isObject(value) ? Object.values(value) : []
      );
  }
  return (values) =>
    values.flatMap((value) =>
      isObject(value) && Object.hasOwn(value, name) && value[name] !== undefined
        ? [value[name]]
        : []
    );
}

function parse(path: string): readonly Step[] {
  const steps: Step[] = [];
  forms.lastIndex = 0;
  for (let match = forms.exec(path); match; match = forms.exec(path)) {
    const [, key, operator = "", wanted = "", range, quoted, name] = match;
    if (key !== undefined) {
      const right = literal(wanted);
      steps.push((values) =>
        values.flatMap((value) =>
          Array.isArray(value)
            ? value.filter((item) => compare(valueAt(item, key), operator, right))
            : []
        )
      );
    } else if (range !== undefined) {
      steps.push(
        range === "*"
          ? field("*")
          : (values) => values.flatMap((value) => Array.isArray(value) ? slice(value, range) : []),
      );
    } else steps.push(field(quoted ?? (name ?? "").replace(/\\(.)/g, "$1")));
  }
  return steps;
}

const parsed = new WeakMap<object, readonly Step[]>();

/** The first value at the JSON path of a column, as far as columns may use that language. */
export function firstAt(value: unknown, column: { readonly jsonPath: string }): unknown {
  let steps = parsed.get(column);
  if (!steps) parsed.set(column, steps = parse(column.jsonPath));
  return steps.reduce((values, step) => step(values), [value] as readonly unknown[])[0];
}
