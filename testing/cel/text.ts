const classes: Readonly<Record<string, string>> = {
  alnum: "0-9A-Za-z",
  alpha: "A-Za-z",
  digit: "0-9",
  lower: "a-z",
  upper: "A-Z",
  space: "\\t\\n\\v\\f\\r ",
  word: "0-9A-Za-z_",
  xdigit: "0-9A-Fa-f",
};

/** A regular expression of RE2, as far as it is written otherwise here. */
export function regular(pattern: string, flags = ""): RegExp {
  const lead = /^\(\?([ims]+)\)/.exec(pattern);
  const source = (lead ? pattern.slice(lead[0].length) : pattern)
    .replaceAll("(?P<", "(?<").replaceAll("\\A", "^").replaceAll("\\z", "$")
    .replace(/\[:(\w+):\]/g, (whole, name) => classes[name] ?? whole);
  return new RegExp(source, `u${flags}${lead?.[1] ?? ""}`);
}

function shown(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Date) return value.toISOString().replace(".000Z", "Z");
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (value instanceof Set || Array.isArray(value)) return `[${[...value].map(shown).join(", ")}]`;
  if (value instanceof Map) {
    return `{${[...value].sort().map(([key, one]) => `${shown(key)}: ${shown(one)}`).join(", ")}}`;
  }
  return String(value);
}

function inBase(value: unknown, base: number): string {
  if (typeof value === "bigint") return value.toString(base);
  if (typeof value === "boolean" && base === 2) return value ? "1" : "0";
  if (typeof value === "string" && base === 16) {
    return [...new TextEncoder().encode(value)].map((one) => one.toString(16).padStart(2, "0"))
      .join("");
  }
  throw new Error(`error during formatting: no number can be made of ${shown(value)}`);
}

/** `"%s has %d".format([…])` (cel-go: ext/formatting.go). */
export function formatText(text: string, values: Iterable<unknown>): string {
  const left = [...values];
  let next = 0;
  return text.replace(/%(?:\.(\d+))?([a-zA-Z%])/g, (_, precision, verb) => {
    if (verb === "%") return "%";
    if (next >= left.length) {
      throw new Error(`error during formatting: index ${next} out of range`);
    }
    const value = left[next++];
    switch (verb) {
      case "s":
        return shown(value);
      case "d":
        return inBase(value, 10);
      case "b":
        return inBase(value, 2);
      case "o":
        return inBase(value, 8);
      case "x":
        return inBase(value, 16);
      case "X":
        return inBase(value, 16).toUpperCase();
      case "f":
        return Number(value).toFixed(Number(precision ?? 6));
      case "e":
        return Number(value).toExponential(Number(precision ?? 6));
      default:
        throw new Error(`error during formatting: unrecognized formatting clause "${verb}"`);
    }
  });
}
