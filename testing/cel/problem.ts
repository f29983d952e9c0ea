interface Located {
  readonly message: string;
  readonly summary?: string | undefined;
  readonly range?: { readonly start?: number };
}

const binary = /^no such overload: (\S+) (==|!=|<=|>=|<|>|\+|-|\*|\/|%|in) (\S+)$/;

/** Why an expression does not compile, in the form of cel-go, with a pointer to the place. */
export function problemText(source: string, error: Located | undefined): string {
  const summary = error?.summary ?? error?.message.split("\n")[0] ?? "";
  const { text, at } = wording(source, summary, error?.range?.start ?? 0);
  const before = source.slice(0, at).split("\n");
  const line = before.length;
  const column = before.at(-1)?.length ?? 0;
  return `ERROR: <input>:${line}:${column + 1}: ${text}\n | ${
    source.split("\n")[line - 1] ?? ""
  }\n | ${".".repeat(column)}^`;
}

// cel-go points to the dot before a field and to the sign between operands.
function wording(source: string, summary: string, at: number): { text: string; at: number } {
  const field = /^No such key: (.*)$/.exec(summary);
  if (field) return { text: `undefined field '${field[1]}'`, at: Math.max(at - 1, 0) };
  const variable = /^Unknown variable: (.*)$/.exec(summary);
  if (variable) {
    return { text: `undeclared reference to '${variable[1]}' (in container '')`, at };
  }
  const [, left = "", sign = "", right = ""] = binary.exec(summary) ?? [];
  if (!sign) return { text: summary, at };
  const name = sign === "in" ? "@in" : `_${sign}_`;
  const found = source.indexOf(sign, at);
  return {
    text: `found no matching overload for '${name}' applied to '(${left}, ${right})'`,
    at: found < 0 ? at : found,
  };
}

/** The same for a field within has(), where `checked` is the text that was looked at in its place. */
export function presenceProblem(
  source: string,
  checked: string,
  error: Located | undefined,
): string {
  const start = error?.range?.start ?? 0;
  const inside = checked.lastIndexOf("hasField(", start);
  const passed = checked.slice(0, inside).split("hasField(").length - 1;
  const at = inside < 0 ? 0 : inside - passed * "Field".length + "has(".length;
  const range = { start: at };
  return problemText(source, {
    message: error?.message ?? "",
    summary: error?.summary ?? "",
    range,
  });
}
