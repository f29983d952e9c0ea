import { codeOf, type SourceFile } from "./files.ts";
import { importsOf, layers } from "./layers.ts";

/** What CONTRIBUTING.md rules out and the linter does not see. */
const rules: readonly (readonly [RegExp, string])[] = [
  [
    /^\s*(?:export\s+)?(?:abstract\s+)?class\s+(?!\w+\s+extends\s+\w*Error\b)/,
    "a class that is no error",
  ],
  [/^\s*(?:export\s+)?(?:declare\s+)?(?:const\s+)?enum\s/, "an enum"],
  [/^\s*(?:export\s+)?(?:declare\s+)?namespace\s+[\w.]+\s*{/, "a namespace"],
  [/^\s*export\s+default\b/, "a default export"],
  [/^\s*(?:private|protected|public)\s+\w/, "an access modifier"],
  [/^(?:export\s+)?let\s/, "a variable of the module"],
];

/** Packages that a folder of the library may import; examples, tests and tools may import all of deno.json. */
const packages: Readonly<Record<string, readonly string[]>> = {
  "client": ["js-yaml", "@std/async"],
  "kinds": ["@cloudydeno/kubernetes-apis"],
  "informer": ["@std/async"],
  "controller": ["@std/async"],
  "operator": ["@std/async", "@std/log", "prom-client"],
  "testing": ["js-yaml", "@marcbachmann/cel-js"],
};

/** Where a library source breaks a rule, or imports a package that its folder may not; empty when all is well. */
export function checkRules(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const [folder = ""] = path.split("/");
    if (!layers.includes(folder) && folder !== "testing" && path !== "mod.ts") return [];
    const found = codeOf(text).split("\n").flatMap((line, index) =>
      rules.filter(([pattern]) => pattern.test(line))
        .map(([, what]) => `${path}:${index + 1}: has ${what}`)
    );
    const allowed = packages[folder] ?? [];
    for (const { specifier, line } of importsOf(text)) {
      if (specifier.startsWith(".") || specifier.startsWith("node:")) continue;
      if (!allowed.some((name) => specifier === name || specifier.startsWith(`${name}/`))) {
        found.push(
          `${path}:${line}: imports ${specifier}, which docs/dependencies.md does not allow`,
        );
      }
    }
    return found;
  });
}
