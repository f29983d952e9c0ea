/**
 * Runs the unit, in-memory and doc tests: `deno task test [flags] [paths]`. Flags go to `deno test` (`--filter=watch`). What needs a real
 * control plane is left to `e2e.ts`.
 */
import { listFiles, readFiles, withExamples } from "./files.ts";
import { finish, runTests } from "./run_tests.ts";
import { root } from "./process.ts";
import { isEndToEnd } from "./split.ts";

const files = await listFiles();
const tests = files.filter((path) => path.startsWith("tests/") && /_test\.ts$/.test(path))
  .filter((path) => !isEndToEnd(path));
const examples = withExamples(await readFiles(files, /\.(ts|md)$/));
const temporary = Deno.env.get("TMPDIR") ?? "/tmp";

console.log(
  "examples/cloudydeno is not run here, for it needs code that the stand-ins in offline/ do not have: deno task test:jsr runs it",
);
// What the tests may do besides is in deno.json. 192.0.2.1 there is an address that belongs to nobody (RFC 5737).
const permissions = [
  `--allow-read=${root},${temporary}`,
  `--allow-write=${temporary}`,
  `--allow-run=${Deno.execPath()}`,
];
const paths = [...tests, ...examples];
finish(
  await runTests({
    permissions,
    flags: ["--doc", "--parallel", "--quiet"],
    paths,
    args: Deno.args,
  }),
);
