import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { checkLinks } from "../../tools/doc_links.ts";
import { listFiles, readFiles, withExamples } from "../../tools/files.ts";
import { root } from "../../tools/process.ts";
import { checkRules } from "../../tools/rules.ts";

const files = await listFiles();
const sources = await readFiles(files, /\.(ts|md)$/);

Deno.test("the library keeps the rules that the linter does not see", () => {
  assertEquals(checkRules(sources), []);
});

Deno.test("documents name files that are there", () => {
  assertEquals(checkLinks(sources, files), []);
});

Deno.test("docs/dependencies.md has a row for every import of deno.json, and no other", async () => {
  const { imports } = JSON.parse(await Deno.readTextFile(`${root}deno.json`));
  const page = await Deno.readTextFile(`${root}docs/dependencies.md`);
  const rows = [...page.matchAll(/^\| `((?:jsr|npm):[^`]+)`/gm)].map(([, name]) => name);
  const packages = Object.values<string>(imports).filter((one) => !one.startsWith("."));
  assertEquals(rows.sort(), packages.map((one) => one.replace(/@[^@/]*$/, "")).sort());
});

const violations: readonly (readonly [string, string])[] = [
  ["export class Store {", "a class that is no error"],
  ["class Cache extends Map {", "a class that is no error"],
  ["export const enum Color { Red }", "an enum"],
  ["namespace Inner {", "a namespace"],
  ["export default function () {}", "a default export"],
  ["let count = 0;", "a variable of the module"],
  ["  private count = 0;", "an access modifier"],
  ['import { z } from "zod";', "imports zod"],
  ['import * as log from "@std/log";', "imports @std/log"],
];

for (const [text, expected] of violations) {
  Deno.test(`checkRules finds ${JSON.stringify(text)}`, () => {
    const [problem = "nothing found"] = checkRules([{ path: "client/a.ts", text }]);
    assertStringIncludes(problem, expected);
    assertEquals(checkRules([{ path: "tests/a.ts", text }]), []);
  });
}

Deno.test("checkRules lets errors, texts and allowed packages be", () => {
  const text = 'export class ApiError extends Error {}\nconst text = "enum ";\n' +
    'import { load } from "js-yaml";\n// class Comment\nfunction f() {\n  let inner = 1;\n}';
  assertEquals(checkRules([{ path: "client/a.ts", text }]), []);
});

Deno.test("withExamples finds the files whose examples are checked and run", () => {
  const found = withExamples(sources);
  for (const path of ["README.md", "mod.ts", "client/mod.ts", "client/crd/define.ts"]) {
    assert(found.includes(path), path);
  }
  assertEquals(withExamples([{ path: "a.md", text: "```sh\nls\n```" }]), []);
});
