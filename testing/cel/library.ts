import { Environment } from "@marcbachmann/cel-js";
import { registerAddresses } from "./addresses.ts";
import { formatText, regular } from "./text.ts";
import { createShape } from "./shape.ts";
import { registerOptionals } from "./optionals.ts";
import { registerQuantities } from "./quantities.ts";

interface Url {
  readonly url: URL;
  readonly path: boolean;
}

type Items = Iterable<unknown>;
type Ordered = number | bigint | string | boolean | Date;

function list(items: Items): unknown[] {
  return [...items];
}

function compare(a: unknown, b: unknown): number {
  return (a as Ordered) < (b as Ordered) ? -1 : (a as Ordered) > (b as Ordered) ? 1 : 0;
}

function best(items: Items, sign: number, name: string): unknown {
  const found = list(items);
  if (!found.length) throw new Error(`${name} called on empty list`);
  return found.reduce((one, other) => compare(other, one) * sign > 0 ? other : one);
}

function key(value: unknown): string {
  return JSON.stringify(value, (_, item) => typeof item === "bigint" ? `${item}n` : item);
}

function found(items: Items, wanted: unknown, last = false): bigint {
  const keys = list(items).map(key);
  return BigInt(last ? keys.lastIndexOf(key(wanted)) : keys.indexOf(key(wanted)));
}

function flat(items: Items, depth: bigint): unknown[] {
  return list(items).flat(Number(depth) as 1);
}

function slice(items: Items, from: bigint, to: bigint): unknown[] {
  const all = list(items);
  if (from < 0n || to > BigInt(all.length) || from > to) {
    throw new Error(`cannot slice(${from}, ${to}), list is length ${all.length}`);
  }
  return all.slice(Number(from), Number(to));
}

// apiserver/pkg/cel/library/lists.go and the lists and sets of cel-go's extensions.
function registerLists(env: Environment): void {
  const distinct = (
    items: Items,
  ) => [...new Map(list(items).map((one) => [key(one), one])).values()];
  const within = (items: Items, wanted: Items) => {
    const keys = new Set(list(items).map(key));
    return list(wanted).every((one) => keys.has(key(one)));
  };
  const sorted = (items: Items) =>
    list(items).every((one, index, all) => index === 0 || compare(all[index - 1], one) <= 0);
  env.registerFunction("list<A>.isSorted(): bool", sorted)
    .registerFunction(
      "list<int>.sum(): int",
      (items: Iterable<bigint>) => [...items].reduce((sum, one) => sum + one, 0n),
    )
    .registerFunction(
      "list<double>.sum(): double",
      (items: Iterable<number>) => [...items].reduce((sum, one) => sum + one, 0),
    )
    .registerFunction("list<A>.min(): A", (items: Items) => best(items, -1, "min"))
    .registerFunction("list<A>.max(): A", (items: Items) => best(items, 1, "max"))
    .registerFunction("list<A>.indexOf(A): int", (items: Items, one: unknown) => found(items, one))
    .registerFunction(
      "list<A>.lastIndexOf(A): int",
      (items: Items, one: unknown) => found(items, one, true),
    )
    .registerFunction("list<A>.distinct(): list<A>", distinct)
    .registerFunction("list<A>.reverse(): list<A>", (items: Items) => list(items).reverse())
    .registerFunction("list<A>.sort(): list<A>", (items: Items) => list(items).sort(compare))
    .registerFunction("list<A>.slice(int, int): list<A>", slice)
    .registerFunction("list<dyn>.flatten(): list<dyn>", (items: Items) => flat(items, 1n))
    .registerFunction("list<dyn>.flatten(int): list<dyn>", flat);
  const sets = createShape<object>();
  env.registerType("Sets", sets.ctor)
    .registerConstant("sets", "Sets", sets.make({}))
    .registerFunction(
      "Sets.contains(list<A>, list<A>): bool",
      (_: unknown, items: Items, wanted: Items) => within(items, wanted),
    )
    .registerFunction(
      "Sets.equivalent(list<A>, list<A>): bool",
      (_: unknown, a: Items, b: Items) => within(a, b) && within(b, a),
    )
    .registerFunction(
      "Sets.intersects(list<A>, list<A>): bool",
      (_: unknown, a: Items, b: Items) => {
        const keys = new Set(list(a).map(key));
        return list(b).some((one) => keys.has(key(one)));
      },
    );
}

// apiserver/pkg/cel/library/regex.go and the strings of cel-go's extensions, version 2.
function registerTexts(env: Environment): void {
  const all = (text: string, pattern: string, most = -1n) => {
    const matches = [...text.matchAll(regular(pattern, "g"))].map(([match]) => match);
    return most < 0n ? matches : matches.slice(0, Number(most));
  };
  const replace = (text: string, from: string, to: string, most: bigint) => {
    if (most < 0n) return text.replaceAll(from, () => to);
    let result = text;
    let start = 0;
    for (let left = most; left > 0n; left--) {
      const at = result.indexOf(from, start);
      if (at < 0) break;
      result = result.slice(0, at) + to + result.slice(at + from.length);
      start = at + to.length;
    }
    return result;
  };
  env.registerFunction(
    "string.find(string): string",
    (text: string, pattern: string) => regular(pattern).exec(text)?.[0] ?? "",
  )
    .registerFunction("string.findAll(string): list<string>", (t: string, p: string) => all(t, p))
    .registerFunction("string.findAll(string, int): list<string>", all)
    .registerFunction("string.charAt(int): string", (text: string, index: bigint) => {
      const chars = [...text];
      if (index < 0n || index > BigInt(chars.length)) {
        throw new Error(`index out of range: ${index}`);
      }
      return chars[Number(index)] ?? "";
    })
    .registerFunction(
      "string.replace(string, string): string",
      (text: string, from: string, to: string) => replace(text, from, to, -1n),
    )
    .registerFunction("string.replace(string, string, int): string", replace)
    .registerFunction("string.format(list<dyn>): string", formatText);
  const strings = createShape<object>();
  env.registerType("Strings", strings.ctor)
    .registerConstant("strings", "Strings", strings.make({}))
    .registerFunction(
      "Strings.quote(string): string",
      (_: unknown, text: string) => JSON.stringify(text),
    );
}

// apiserver/pkg/cel/library/urls.go
function registerUrls(env: Environment): void {
  const shape = createShape<Url>();
  const parse = (text: string) => {
    const path = text.startsWith("/");
    return shape.make({ path, url: new URL(text, path ? "http://none" : undefined) });
  };
  const part = (of: (url: URL) => string) => (one: Url) => one.path ? "" : of(one.url);
  env.registerType("Url", shape.ctor)
    .registerFunction("url(string): Url", (text: string) => {
      try {
        return parse(text);
      } catch {
        throw new Error(`URL parse error during conversion from string: ${text}`);
      }
    })
    .registerFunction("isURL(string): bool", (text: string) => {
      return text.startsWith("/") || URL.canParse(text);
    })
    .registerFunction("Url.getScheme(): string", part((url) => url.protocol.slice(0, -1)))
    .registerFunction("Url.getHost(): string", part((url) => url.host))
    .registerFunction(
      "Url.getHostname(): string",
      part((url) => url.hostname.replace(/^\[|\]$/g, "")),
    )
    .registerFunction("Url.getPort(): string", part((url) => url.port))
    .registerFunction("Url.getEscapedPath(): string", (one: Url) => one.url.pathname)
    .registerFunction(
      "Url.getQuery(): map<string, list<string>>",
      ({ url }: Url) =>
        new Map([...url.searchParams.keys()].map((name) => [name, url.searchParams.getAll(name)])),
    );
}

/**
 * The language as rules of definitions have it: cel-go's standard, optionals, and the extensions of Kubernetes. What is
 * not here (`format`, `semver`, `authorizer`, comprehensions of two variables) does not compile.
 */
export function createLanguage(): Environment {
  const env = new Environment({ enableOptionalTypes: true, homogeneousAggregateLiterals: false });
  registerLists(env);
  registerTexts(env);
  registerUrls(env);
  registerQuantities(env);
  registerAddresses(env);
  registerOptionals(env);
  return env.registerFunction("hasField(dyn): bool", () => true);
}
