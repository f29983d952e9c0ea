import type { SourceFile } from "./files.ts";

/** Files longer than 400 lines. */
export function checkLength(files: readonly SourceFile[], limit = 400): string[] {
  return files.flatMap(({ path, text }) => {
    const lines = text.replace(/\n$/, "").split("\n").length;
    if (lines <= limit) return [];
    return [`${path}: ${lines} lines, at most ${limit} are allowed`];
  });
}
