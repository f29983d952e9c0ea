import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { checkAmbient } from "../../tools/ambient.ts";
import { codeOf, listFiles, readFiles } from "../../tools/files.ts";
import { checkLayers, importsOf } from "../../tools/layers.ts";
import { checkLength } from "../../tools/limits.ts";

const sources = await readFiles(await listFiles(), /\.ts$/);

Deno.test("the library's folders import only from left to right, through mod.ts", () => {
  assert(sources.length > 30, "the sources were not found");
  assertEquals(checkLayers(sources), []);
});

Deno.test("the library touches time, randomness, network and Deno only at the seam", () => {
  assertEquals(checkAmbient(sources), []);
});

Deno.test("no file is longer than 400 lines, but those that are generated", () => {
  assertEquals(checkLength(sources), []);
  const text = "x\n".repeat(401);
  assertEquals(checkLength([{ path: "kinds/generated/server/x.ts", text }]), []);
  assertEquals(checkLength([{ path: "kinds/x.ts", text }]).length, 1);
});

const violations: readonly (readonly [string, string, string])[] = [
  ["client/a.ts", 'import { x } from "../informer/mod.ts";', "client is to the left of informer"],
  ["informer/a.ts", 'import { x } from "../client/client.ts";', "only ../client/mod.ts"],
  ["informer/a.ts", 'export * from "../client/define.ts";', "only ../client/mod.ts"],
  ["context/a.ts", 'import type { X } from "../resource/types.ts";', "left of resource"],
  ["context/a.ts", 'const x = await import("../operator/mod.ts");', "left of operator"],
  ["operator/a.ts", 'import { x } from "../testing/mod.ts";', "the library imports only"],
  ["operator/a/b.ts", 'import { x } from "../../tests/x.ts";', "the library imports only"],
  ["testing/a.ts", 'import { x } from "../examples/site/mod.ts";', "not part of the library"],
  ["testing/a.ts", 'import { x } from "../kinds/generated/apps_v1.ts";', "only ../kinds/mod.ts"],
  ["client/a.ts", 'import { x } from "../kinds/generated/server/x.ts";', "client is to the left"],
  ["mod.ts", 'export { x } from "./testing/mod.ts";', "not part of the library"],
  ["mod.ts", 'export { x } from "./client/client.ts";', "only ../client/mod.ts"],
  ["client/a.ts", 'import { x } from "@operatorkit/operatorkit";', "by relative path"],
  ["client/a.ts", 'import {\n  x,\n  type Y,\n} from "../operator/mod.ts";', "client/a.ts:4"],
];

for (const [path, text, expected] of violations) {
  Deno.test(`checkLayers finds ${JSON.stringify(text)} in ${path}`, () => {
    const [problem = "nothing found"] = checkLayers([{ path, text }]);
    assertStringIncludes(problem, expected);
  });
}

Deno.test("checkLayers lets folders import to the left, themselves and packages", () => {
  const text = [
    'import { a } from "../client/mod.ts";',
    'import { b } from "./b.ts";',
    'import { c } from "@std/async";',
    '// import { d } from "../operator/mod.ts";',
    '/** ```ts\n * import { e } from "../operator/mod.ts";\n * ``` */',
  ].join("\n");
  assertEquals(checkLayers([{ path: "informer/a.ts", text }]), []);
  assertEquals(checkLayers([{ path: "tests/a.ts", text: 'import "../testing/x.ts";' }]), []);
  const tables = 'import { x } from "../kinds/generated/server/x.ts";';
  assertEquals(checkLayers([{ path: "testing/a.ts", text: tables }]), []);
});

Deno.test("importsOf sees every form of import", () => {
  const text =
    'import "./a.ts";\nimport type { B } from "./b.ts";\nexport * as c from "./c.ts";\n' +
    'import * as d from "./d.ts"; import e, { f } from "./e.ts";\ntype G = import("./g.ts").G;';
  assertEquals(importsOf(text).map((one) => one.specifier), [
    "./a.ts",
    "./b.ts",
    "./c.ts",
    "./d.ts",
    "./e.ts",
    "./g.ts",
  ]);
});

const touches: readonly string[] = [
  "const now = Date.now();",
  "const now = new Date();",
  "const text = Date();",
  "setTimeout(run, 5);",
  "const start = performance.now();",
  "const x = Math.random();",
  "const id = crypto.randomUUID();",
  "const signal = AbortSignal.timeout(5);",
  "const ref = new WeakRef(object);",
  "const channel = new MessageChannel();",
  "const answer = await fetch(url);",
  "const text = await Deno.readTextFile(path);",
  "const home = Deno.env.get(name);",
  "globalThis.x = 1;",
  "console.log(x);",
  'import { readFile } from "node:fs/promises";',
  'const { randomUUID } = await import("node:crypto");',
  "const { readTextFile } = Deno;",
  'const read = Deno["readTextFile"];',
  "const later = setTimeout;",
  "const { now } = performance;",
  "const send = fetch;",
  "const socket = new WebSocket(url);",
  "const home = process.env.HOME;",
  'import { delay } from "@std/async";',
  'import { retry } from "@std/async/retry";',
];

for (const text of touches) {
  Deno.test(`checkAmbient finds ${JSON.stringify(text)}`, () => {
    assertEquals(checkAmbient([{ path: "informer/a.ts", text }]).length, 1);
    assertEquals(checkAmbient([{ path: "tests/a.ts", text }]).length, 0);
    assertEquals(checkAmbient([{ path: "_internal/runtime.ts", text }]).length, 0);
  });
}

Deno.test("checkAmbient lets the runtime, types, comments and texts be", () => {
  const text = [
    "const now = runtime.clock.now();",
    "const timer = clock.setTimeout(run, 5);",
    "setTimeout(callback, delay) {",
    "const answer = await runtime.fetch(url, init);",
    "const time = new Date(text);",
    "readonly http: Deno.HttpClient;",
    "if (error instanceof Deno.errors.NotCapable) throw error;",
    "// Date.now() is not used",
    'const help = "do not call Date.now()";',
    'import { pooledMap } from "@std/async";',
  ].join("\n");
  assertEquals(checkAmbient([{ path: "client/a.ts", text }]), []);
});

Deno.test("codeOf drops comments and texts, keeps lines", () => {
  const text = 'a; // one\n/* two\n three */ b("four // five");\nconst r = /"[^/]*"/g; c;';
  assertEquals(codeOf(text), 'a;  \n \n b("");\nconst r =  ; c;');
});

Deno.test("checkLength finds files that are too long", () => {
  const long = "x\n".repeat(401);
  assertEquals(checkLength([{ path: "a.ts", text: "x\n".repeat(400) }]), []);
  assertEquals(checkLength([{ path: "a.ts", text: long }]), [
    "a.ts: 401 lines, at most 400 are allowed",
  ]);
});
