import type { SourceFile } from "./files.ts";

/** Files longer than 400 lines. What `deno task kinds` and `deno task types` write is read by nobody from end to end. */
export function checkLength(files: readonly SourceFile[], limit = 400): string[] {
  return files.filter(({ path }) => !path.startsWith("kinds/generated/")).flatMap((file) => {
    const { path, text } = file;
    const lines = text.replace(/\n$/, "").split("\n").length;
    if (lines <= limit) return [];
    return [`${path}: ${lines} lines, at most ${limit} are allowed`];
  });
}
