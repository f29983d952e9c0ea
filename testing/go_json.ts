/** What Go's decoder says of a text that is no JSON; undefined where it is. */
export function jsonProblem(text: string): string | undefined {
  let at = 0;
  const blank = () => {
    while (at < text.length && " \t\r\n".includes(text[at] ?? "")) at++;
  };
  const wrong = (context: string): string => {
    const found = text[at];
    if (found === undefined) return "unexpected end of JSON input";
    const shown = found === "'" ? "\\'" : found;
    return `invalid character '${shown}' ${context}`;
  };
  const literal = (word: string): string | undefined => {
    for (const [index, letter] of [...word].entries()) {
      if (text[at] !== letter) {
        return wrong(`in literal ${word} (expecting '${word[index]}')`);
      }
      at++;
    }
  };
  const string = (): string | undefined => {
    at++;
    for (; at < text.length; at++) {
      if (text[at] === "\\") at++;
      else if (text[at] === '"') {
        at++;
        return;
      } else if ((text[at] ?? "") < " ") return wrong("in string literal");
    }
    return "unexpected end of JSON input";
  };
  const members = (end: string, one: () => string | undefined, after: string) => {
    at++;
    blank();
    if (text[at] === end) {
      at++;
      return;
    }
    for (;;) {
      const problem = one();
      if (problem) return problem;
      blank();
      if (text[at] === end) {
        at++;
        return;
      }
      if (text[at] !== ",") return wrong(after);
      at++;
      blank();
    }
  };
  const member = (): string | undefined => {
    if (text[at] !== '"') return wrong("looking for beginning of object key string");
    const problem = string();
    if (problem) return problem;
    blank();
    if (text[at] !== ":") return wrong("after object key");
    at++;
    return value();
  };
  const value = (): string | undefined => {
    blank();
    const first = text[at] ?? "";
    if (first === "{") return members("}", member, "after object key:value pair");
    if (first === "[") return members("]", value, "after array element");
    if (first === '"') return string();
    if (first === "t") return literal("true");
    if (first === "f") return literal("false");
    if (first === "n") return literal("null");
    const number = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/.exec(text.slice(at));
    if (!number) return wrong("looking for beginning of value");
    at += number[0].length;
  };
  const problem = value();
  if (problem) return problem;
  blank();
  return at < text.length ? wrong("after top-level value") : undefined;
}
