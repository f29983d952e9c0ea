/** Whether a value is an object and no list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Text of the other side without control characters, which must not reach a terminal or a log. */
export function printable(text: string): string {
  // deno-lint-ignore no-control-regex -- they are what is taken out
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ");
}

/** Text of the other side, fit for a message: {@linkcode printable}, and not too long. */
export function shorten(text: string, longest: number = 1024): string {
  const head = text.length > longest
    ? `${text.slice(0, longest)}… (${text.length} characters)`
    : text;
  return printable(head.trim());
}
