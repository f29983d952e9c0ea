import type { SourceFile } from "./files.ts";

/** Folders from left to right: each may import those to its left. */
export const layers: readonly string[] = [
  "_internal",
  "client",
  "kinds",
  "informer",
  "context",
  "resource",
  "controller",
  "operator",
];

/** Specifiers of all imports and re-exports of a source, with their lines. */
export function importsOf(text: string): { readonly specifier: string; readonly line: number }[] {
  const code = text.replace(
    /\/\*[\s\S]*?\*\/|^[ \t]*\/\/[^\n]*/gm,
    (comment) => comment.replace(/[^\n]/g, ""),
  );
  const statement =
    /(?:^|[\s;})])(?:import|export)\s*(?:type\s+)?(?:[\w*$\s{},]+?\sfrom\s*)?["']([^"'\n]+)["']|\bimport\(\s*["']([^"'\n]+)["']/g;
  return [...code.matchAll(statement)].map((match) => ({
    specifier: match[1] ?? match[2] ?? "",
    line: code.slice(0, match.index + match[0].length).split("\n").length,
  }));
}

/** What is wrong with the imports of the library's own sources; empty when all is well. */
export function checkLayers(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const [folder = ""] = file.path.split("/");
    const from = layers.indexOf(folder);
    const library = from !== -1 || file.path === "mod.ts" || folder === "testing";
    if (!library) return [];
    return importsOf(file.text).flatMap(({ specifier, line }) => {
      const problem = checkImport(file.path, folder, from, specifier);
      return problem === undefined ? [] : [`${file.path}:${line}: ${problem}`];
    });
  });
}

function checkImport(
  path: string,
  folder: string,
  from: number,
  specifier: string,
): string | undefined {
  if (!specifier.startsWith(".")) {
    return specifier.startsWith("@operatorkit/")
      ? `imports ${specifier}: inside the library, import by relative path`
      : undefined;
  }
  const target = new URL(specifier, `file:///${path}`).pathname.slice(1);
  const [other = ""] = target.split("/");
  if (other === folder || (path === "mod.ts" && target === other)) return undefined;
  const to = layers.indexOf(other);
  if (path !== "mod.ts" && folder !== "testing") {
    if (to === -1) return `imports ${specifier}: the library imports only ${layers.join(", ")}`;
    if (to > from) return `imports ${specifier}: ${folder} is to the left of ${other}`;
  } else if (to === -1) {
    return `imports ${specifier}: that is not part of the library`;
  }
  // The tables of the API server in memory are generated, and what is generated lies in kinds/.
  if (folder === "testing" && target.startsWith("kinds/generated/server/")) return undefined;
  return target === `${other}/mod.ts` ? undefined : `imports ${specifier}: only ../${other}/mod.ts`;
}
