import { labelKeyProblems, labelValueProblems } from "./names.ts";
import { badRequest } from "./status.ts";

/** One requirement on the labels of an object. */
export type Requirement = (labels: Readonly<Record<string, string>>) => boolean;

type Token = "id" | "," | "(" | ")" | "!" | "end" | "error" | "operator";

interface Item {
  readonly token: Token;
  readonly text: string;
}

const operators = ["in", "notin", "=", "==", "!=", "gt", "lt"];
const symbols = ["==", "!=", "=", "!", "(", ")", ",", ">", "<"];

// As in apimachinery's lexer: the words `in` and `notin` are operators only where an operator may stand.
function scan(text: string): readonly Item[] {
  const items: Item[] = [];
  let rest = text;
  for (;;) {
    rest = rest.replace(/^[ \t\r\n]+/, "");
    if (rest === "") return [...items, { token: "end", text: "" }];
    const symbol = symbols.find((one) => rest.startsWith(one));
    const found = symbol ?? /^[^=!(),<> \t\r\n]+/.exec(rest)?.[0] ?? rest;
    rest = rest.slice(found.length);
    const single = found === "(" || found === ")" || found === "," || found === "!";
    items.push({
      token: symbol === undefined ? "id" : single ? found as Token : "operator",
      text: found,
    });
  }
}

/** Parses a label selector into its requirements, with the messages of apimachinery. Throws a 400. */
export function parseRequirements(text: string): readonly Requirement[] {
  const items = scan(text);
  let position = 0;
  const peek = () => items[position] ?? { token: "end", text: "" } as const;
  const next = () => {
    const item = peek();
    position++;
    return item;
  };
  const fail = (found: string, expected: string, comma = ",") =>
    badRequest(`unable to parse requirement: found '${found}'${comma} expected: ${expected}`);

  const identifiers = (): Set<string> => {
    const values = new Set<string>();
    for (;;) {
      const item = next();
      if (item.token === "id") {
        values.add(item.text);
        if (peek().token === ")") return values;
        if (peek().token !== ",") throw fail(peek().text, "',' or ')'");
      } else if (item.token === ",") {
        if (!values.size) values.add("");
        if (peek().token === ")" || peek().token === ",") values.add("");
        if (peek().token === ")") return values;
      } else throw fail(item.text, "',', or identifier");
    }
  };

  const listed = (): Set<string> => {
    const open = next();
    if (open.token !== "(") throw fail(open.text, "'('", "");
    const first = peek();
    if (first.token === ")") {
      next();
      return new Set([""]);
    }
    if (first.token !== "id" && first.token !== ",") {
      throw fail(first.text, "',', ')' or identifier");
    }
    const values = identifiers();
    if (next().token !== ")") throw fail(first.text, "')'");
    return values;
  };

  const exact = (): Set<string> => {
    if (peek().token === "end" || peek().token === ",") return new Set([""]);
    const item = next();
    if (item.token === "id") return new Set([item.text]);
    throw fail(item.text, "identifier");
  };

  const requirement = (): Requirement => {
    let item = next();
    const absent = item.token === "!";
    if (absent) item = next();
    if (item.token !== "id") throw fail(item.text, "identifier");
    const key = item.text;
    const [problem] = labelKeyProblems(key);
    if (problem) throw wrongValue("<nil>", key, labelKeyProblems(key).join("; "));
    if (absent) return (labels) => !Object.hasOwn(labels, key);
    if (peek().token === "end" || peek().token === ",") {
      return (labels) => Object.hasOwn(labels, key);
    }
    const operator = next();
    const word = operator.text;
    if (operator.token !== "operator" && word !== "in" && word !== "notin") {
      throw fail(word, operators.join(", "));
    }
    const values = word === "in" || word === "notin" ? listed() : exact();
    return matcher(key, word, [...values].sort());
  };

  const requirements: Requirement[] = [];
  for (;;) {
    const { token, text: found } = peek();
    if (token === "end") return requirements;
    if (token !== "id" && token !== "!") {
      throw badRequest(`found '${found}', expected: !, identifier, or 'end of string'`);
    }
    requirements.push(requirement());
    const after = next();
    if (after.token === "end") return requirements;
    if (after.token !== ",") {
      throw badRequest(`found '${after.text}', expected: ',' or 'end of string'`);
    }
    if (peek().token !== "id" && peek().token !== "!") {
      throw badRequest(`found '${peek().text}', expected: identifier after ','`);
    }
  }
}

function wrongValue(field: string, value: string, problem: string) {
  return badRequest(
    `unable to parse requirement: ${field}: Invalid value: ${JSON.stringify(value)}: ${problem}`,
  );
}

function matcher(key: string, operator: string, values: readonly string[]): Requirement {
  const numeric = operator === ">" || operator === "<";
  const problems: string[] = [];
  values.forEach((value, index) => {
    const quoted = JSON.stringify(value);
    if (numeric && !/^[-+]?\d+$/.test(value)) {
      problems.push(
        `values[${index}]: Invalid value: ${quoted}: for 'Gt', 'Lt' operators, the value must be an integer`,
      );
    }
  });
  values.forEach((value, index) => {
    const wrong = labelValueProblems(value);
    if (wrong.length) {
      problems.push(
        `values[${index}][${key}]: Invalid value: ${JSON.stringify(value)}: ${wrong.join("; ")}`,
      );
    }
  });
  if (problems.length) {
    const all = problems.length === 1 ? problems[0] : `[${problems.join(", ")}]`;
    throw badRequest(`unable to parse requirement: ${all}`);
  }
  const has = (labels: Readonly<Record<string, string>>) => Object.hasOwn(labels, key);
  if (operator === "!=" || operator === "notin") {
    return (labels) => !has(labels) || !values.includes(labels[key] ?? "");
  }
  if (!numeric) return (labels) => has(labels) && values.includes(labels[key] ?? "");
  const bound = BigInt(values[0] ?? 0);
  return (labels) => {
    const text = labels[key];
    if (text === undefined || !/^[-+]?\d+$/.test(text)) return false;
    return operator === ">" ? BigInt(text) > bound : BigInt(text) < bound;
  };
}
