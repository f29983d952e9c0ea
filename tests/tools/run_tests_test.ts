import { assertEquals } from "@std/assert";
import { checkLinks } from "../../tools/doc_links.ts";
import { parseJunit, skipReason } from "../../tools/junit.ts";
import { closing, summarize } from "../../tools/run_tests.ts";
import { isEndToEnd } from "../../tools/split.ts";

const report = `<?xml version="1.0"?>
<testsuites name="deno test" tests="6" failures="1" errors="0" time="0.080">
  <testsuite name="./a_test.ts" tests="4">
    <testcase name="one &gt; two" classname="./a_test.ts" time="0.001" line="2" col="6">
    </testcase>
    <testcase name="needs Go [skipped: no Go found]" classname="./a_test.ts" line="2" col="6">
      <skipped/>
    </testcase>
    <testcase name="fails" classname="./a_test.ts" line="3" col="6">
      <failure message="Uncaught Error: x">Error: &lt;testcase name=&quot;x&quot;</failure>
    </testcase>
    <testcase name="one &gt; two &gt; inner" classname="./a_test.ts" line="1" col="44"></testcase>
    <testcase name="short" classname="./b_test.ts" />
  </testsuite>
</testsuites>`;

Deno.test("parseJunit counts tests, not their steps", () => {
  assertEquals(parseJunit(report), [
    { name: "one > two", file: "./a_test.ts", outcome: "passed" },
    { name: "needs Go [skipped: no Go found]", file: "./a_test.ts", outcome: "skipped" },
    { name: "fails", file: "./a_test.ts", outcome: "failed" },
    { name: "short", file: "./b_test.ts", outcome: "passed" },
  ]);
});

Deno.test("skipReason reads the reason from the test's name", () => {
  assertEquals(skipReason("needs Go [skipped: no Go found]"), "no Go found");
  assertEquals(skipReason("needs Go"), undefined);
});

Deno.test("summarize and closing end with one plain line and the right exit code", () => {
  const summary = summarize(parseJunit(report), 1);
  assertEquals(closing(summary, false), { line: "2 passed, 1 failed, 1 skipped", code: 1 });
  const passed = summarize([{ name: "a", file: "a", outcome: "passed" }], 0);
  assertEquals(closing(passed, true), { line: "1 passed, 0 failed, 0 skipped", code: 0 });
});

Deno.test("summarize counts a run that broke without a failed test as a failure", () => {
  assertEquals(closing(summarize([], 1), false), {
    line: "0 passed, 1 failed, 0 skipped",
    code: 1,
  });
});

Deno.test("closing fails where nothing ran at all", () => {
  assertEquals(closing(summarize([], 0), false).code, 1);
});

Deno.test("closing counts a skipped test as failed in continuous integration only", () => {
  const cases = [{ name: "a", file: "a", outcome: "passed" }, {
    name: "b [skipped: no Go found]",
    file: "a",
    outcome: "skipped",
  }] as const;
  assertEquals(closing(summarize(cases, 0), false).code, 0);
  assertEquals(closing(summarize(cases, 0), true).code, 1);
  assertEquals(summarize(cases, 0).skipped, [
    { name: "a: b [skipped: no Go found]", reason: "no Go found" },
  ]);
});

Deno.test("isEndToEnd parts the tests that need a real control plane from the others", () => {
  for (
    const path of [
      "tests/e2e/site_test.ts",
      "tests/integration/basic_test.ts",
      "tests/conformance/real_test.ts",
      "tests/client/kubeconfig_e2e.ts",
      "tests/client/kubeconfig_e2e_test.ts",
    ]
  ) assertEquals(isEndToEnd(path), true, path);
  for (const path of ["tests/conformance/memory_test.ts", "tests/client/get_test.ts"]) {
    assertEquals(isEndToEnd(path), false, path);
  }
});

Deno.test("checkLinks finds links to files that are not there", () => {
  const text = "[a](./a.md) [b](../b.ts#x) [c](https://c.example) [d](#d)\n```\n[e](e.md)\n```\n" +
    "[f](missing.md) [g](../docs/) `b.ts` `gone.ts`";
  assertEquals(checkLinks([{ path: "docs/x.md", text }], ["docs/x.md", "docs/a.md", "b.ts"]), [
    "docs/x.md: no such file: missing.md",
    "docs/x.md: no such file: gone.ts",
  ]);
});
