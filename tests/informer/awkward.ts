import { seededRandom } from "../../_internal/mod.ts";

/** Writes JSON that is valid, and as awkward as JSON can be. */
export interface Awkward {
  /** A whole number below `n`. */
  readonly below: (n: number) => number;
  /** White space, or none. */
  readonly space: () => string;
  /** A string with its quotes, some of it escaped without need. */
  readonly quoted: (text: string) => string;
  /** Any value. */
  readonly value: (depth?: number) => string;
  /** An object of a Kubernetes kind, its members in any order, some of them twice. */
  readonly object: () => string;
  /** An object of these members. */
  readonly members: (pairs: readonly (readonly [string, string])[]) => string;
}

const pieces = [
  "{",
  "}",
  "[",
  "]",
  '"',
  "\\",
  '\\"',
  "\n",
  ",",
  ":",
  "a",
  "metadata",
  "managedFields",
  "é",
  "\u2028",
  "😀",
  "\u0000",
  "uid",
  "name",
  "/",
  "}}\n{",
];

/** Makes a writer; the same seed writes the same. Without `twice`, objects have no two members of one name. */
export function createAwkward(seed: number, twice = true): Awkward {
  const random = seededRandom(seed);
  const below = (n: number) => Math.floor(random() * n);
  const space = () => below(6) > 0 ? "" : [" ", "\n", "\t ", "\r\n", "  "][below(5)] as string;
  const text = () => Array.from({ length: below(5) }, () => pieces[below(pieces.length)]).join("");
  const quoted = (plain: string) => {
    const written = JSON.stringify(plain);
    if (below(5) > 0) return written;
    const inner = Array.from(plain, (c) => {
      const code = c.charCodeAt(0);
      if (c.length === 1 && below(2) === 0) {
        const hex = code.toString(16).padStart(4, "0");
        return `\\u${below(2) === 0 ? hex : hex.toUpperCase()}`;
      }
      return c === "/" ? "\\/" : JSON.stringify(c).slice(1, -1);
    });
    return `"${inner.join("")}"`;
  };
  // No backslash is part of a name, though escapes are: where an earlier object had the name "\\", JSON.parse of V8 15.0
  // takes "\k" for it.
  const members = (pairs: readonly (readonly [string, string])[]) => {
    const written = pairs.map(([key, value]) =>
      `${space()}${quoted(key.replaceAll("\\", ""))}${space()}:${space()}${value}${space()}`
    );
    return `{${written.join(",") || space()}}`;
  };
  const value = (depth = 0): string => {
    switch (below(depth > 2 ? 5 : 8)) {
      case 0:
        return String(below(1e9) - 5e8);
      case 1:
        return [
          "null",
          "true",
          "false",
          "-0",
          "1e3",
          "0.5E-7",
          "12345678901234567890",
        ][below(7)] as string;
      case 2:
      case 3:
      case 4:
        return quoted(text());
      case 5: {
        const items = Array.from(
          { length: below(4) },
          () => `${space()}${value(depth + 1)}${space()}`,
        );
        return `[${items.join(",")}]`;
      }
      default:
        return members(Array.from({ length: below(4) }, () => [text(), value(depth + 1)]));
    }
  };
  const shuffled = (pairs: (readonly [string, string])[]) => {
    for (let i = pairs.length - 1; i > 0; i--) {
      const j = below(i + 1);
      [pairs[i], pairs[j]] = [pairs[j] as [string, string], pairs[i] as [string, string]];
    }
    return pairs;
  };
  const metadata = () => {
    const pairs: [string, string][] = [
      ["name", quoted(below(9) > 0 ? `n${below(1e6)}` : text())],
      ["uid", quoted(`u${below(1e6)}`)],
      ["resourceVersion", below(9) > 0 ? quoted(String(below(1e9))) : value(3)],
    ];
    if (below(3) > 0) pairs.push(["namespace", quoted(`ns${below(99)}`)]);
    if (below(2) > 0) pairs.push(["managedFields", value()]);
    if (below(9) === 0) pairs.push(["managedFields", `[${value()}]`]);
    if (below(2) > 0) {
      pairs.push(["labels", members([["name", quoted("no")], [text(), quoted(text())]])]);
    }
    if (below(9) === 0) pairs.push(["name", value(3)]);
    if (below(4) === 0) pairs.push([text(), value()]);
    return members(shuffled(pairs));
  };
  const object = () => {
    const pairs: [string, string][] = [["metadata", metadata()]];
    if (below(2) > 0) pairs.push(["spec", members([["metadata", metadata()], [text(), value()]])]);
    if (below(2) > 0) pairs.push(["kind", quoted("Thing")]);
    if (below(2) > 0) pairs.push(["apiVersion", quoted("example.com/v1")]);
    // Any text may be "kind" or "metadata"; with a plus it is not.
    if (below(3) === 0) pairs.push([twice ? text() : `${text()}+`, value()]);
    if (twice && below(12) === 0) pairs.push(["metadata", metadata()]);
    if (twice && below(40) === 0) pairs.push(["metadata", value(3)]);
    return members(shuffled(pairs));
  };
  return { below, space, quoted, value, object, members };
}
