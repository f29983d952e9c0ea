import { root } from "./process.ts";

/** One file of the project. */
export interface SourceFile {
  /** From the root, with slashes. */
  readonly path: string;
  /** Contents. */
  readonly text: string;
}

const ignored = new Set(["node_modules", "coverage", "target"]);

/** Paths of all files under a folder, from the root, sorted; folders that are not the project's own are left out. */
export async function listFiles(folder = ""): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(root + folder)) {
    if (ignored.has(entry.name) || entry.name.startsWith(".") && entry.name !== ".ci") continue;
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory) found.push(...await listFiles(path));
    else if (entry.isFile) found.push(path);
  }
  return found.sort();
}

/** Reads the files whose path matches. */
export async function readFiles(
  paths: readonly string[],
  pattern: RegExp,
): Promise<SourceFile[]> {
  const matching = paths.filter((path) => pattern.test(path));
  return await Promise.all(
    matching.map(async (path) => ({ path, text: await Deno.readTextFile(root + path) })),
  );
}

/** Paths of the documents, and of the modules but those of tests, that hold examples in TypeScript. */
export function withExamples(files: readonly SourceFile[]): string[] {
  return files.filter(({ path, text }) =>
    /^(?!(?:tests|tools)\/)[^\s]+\.ts$/.test(path)
      ? /^ *\* ```ts$/m.test(text)
      : /\.md$/.test(path) && /^```ts$/m.test(text)
  ).map(({ path }) => path);
}

/** A source without its comments and without the contents of its strings; positions of lines stay. */
export function codeOf(source: string): string {
  const token =
    /\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|(?<=[=(,:[!&|?{};\n]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/g;
  return source.replace(token, (text) => {
    const lines = text.replace(/[^\n]/g, "");
    return text.startsWith("/") ? ` ${lines}` : `${text[0]}${text[0]}`;
  });
}
