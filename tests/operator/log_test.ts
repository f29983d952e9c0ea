import { assertEquals } from "@std/assert";
import { formatLine } from "../../operator/log.ts";

const time = new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 678));

Deno.test("formatLine() writes one JSON object with time, level, message and fields", () => {
  const line = formatLine(time, "INFO", "Hello", { controller: "sites", duration: 3n });
  assertEquals(JSON.parse(line), {
    time: "2026-01-02T03:04:05.678Z",
    level: "info",
    message: "Hello",
    controller: "sites",
    duration: "3",
  });
});

Deno.test("formatLine() redacts secrets, escapes control characters and survives cycles", () => {
  const cycle: Record<string, unknown> = {
    token: "canary",
    nested: { clientKey: "canary", fine: 1 },
  };
  cycle["self"] = cycle;
  const line = formatLine(time, "ERROR", "a\u001b[31m\nb", { ...cycle, cycle });
  assertEquals(line.includes("canary"), false);
  assertEquals(line.includes("\n") || line.includes("\u001b"), false);
  assertEquals(JSON.parse(line).nested.fine, 1);
});

Deno.test("formatLine() describes errors with their cause, and fields cannot replace the level", () => {
  const error = new Error("outer", { cause: new TypeError("inner") });
  const line = JSON.parse(formatLine(time, "WARN", "Failed", { level: "mine", error }));
  assertEquals([line.level, line.error.name, line.error.message, line.error.cause], [
    "warn",
    "Error",
    "outer",
    "TypeError: inner",
  ]);
});
