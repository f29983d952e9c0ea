/**
 * Checks and tests with the real packages instead of the stand-ins in offline/: `deno task test:jsr`. Works where the
 * JSR registry is reached, or where JSR_URL names another one. All happens in a copy of the checkout without `links`.
 */
import { listFiles } from "./files.ts";
import { deno, root } from "./process.ts";
import { copy } from "./publish.ts";

/** Not among the tests of `deno task test`, for the stand-ins have no code for it. */
const onlyReal = "tests/examples/cloudydeno_jsr.ts";

const folder = await Deno.makeTempDir({ prefix: "operatorkit-jsr-" });
const code = await inCopy().finally(() => Deno.remove(folder, { recursive: true }));
Deno.exit(code);

async function inCopy(): Promise<number> {
  const config = JSON.parse(await Deno.readTextFile(`${root}deno.json`));
  const standIns = await exportsOfStandIns(config.links);
  for (const path of await listFiles()) {
    if (path.startsWith("offline/") || path === "deno.lock") continue;
    await Deno.mkdir(`${folder}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
    await copy(root + path, `${folder}/${path}`);
  }
  delete config.links;
  config.lock = false; // a lock would tie the copy to one registry
  await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify(config, null, 2));
  await Deno.writeTextFile(`${folder}/tests/stand_ins.ts`, standIns);
  console.log("Checking types, and that the real packages have all that the stand-ins have");
  const check = await deno(["check", "--quiet", "."], { cwd: folder, show: true });
  if (check.code !== 0) {
    console.log("0 passed, 1 failed, 0 skipped");
    return 1;
  }
  console.log(`What needs classes of the real packages: ${onlyReal}`);
  const real = await deno(["test", "--quiet", "--allow-read", "--allow-net", onlyReal], {
    cwd: folder,
    show: true,
  });
  const test = await deno(["task", "--quiet", "test", ...Deno.args], { cwd: folder, show: true });
  return real.code || test.code;
}

/** A module that imports every symbol of every stand-in, by the name of the real package. */
async function exportsOfStandIns(links: readonly string[]): Promise<string> {
  const lines: string[] = [];
  for (const link of links) {
    const base = `${root}${link.replace(/^\.\//, "")}`;
    const { name, exports } = JSON.parse(await Deno.readTextFile(`${base}/deno.json`));
    const entries = typeof exports === "string" ? { ".": exports } : exports;
    for (const [entry, file] of Object.entries<string>(entries)) {
      const { code, output } = await deno(["doc", "--json", "--quiet", `${base}/${file.slice(2)}`]);
      if (code !== 0) throw new Error(`The exports of ${name} cannot be read: ${output}`);
      const symbols = exportedNames(JSON.parse(output));
      if (symbols.length === 0) throw new Error(`${base}/${file.slice(2)} seems to export nothing`);
      lines.push(`export type { ${symbols.join(", ")} } from "${name}${entry.slice(1)}";`);
    }
  }
  return lines.map((line, index) =>
    line.replace(/{ (.*) }/, (_, names: string) => {
      return `{ ${names.split(", ").map((one) => `${one} as ${one}${index}`).join(", ")} }`;
    })
  ).join("\n") + "\n";
}

/** What is used here of the output of `deno doc --json`. */
interface DocOutput {
  readonly nodes: Readonly<Record<string, { readonly symbols: readonly DocSymbol[] }>>;
}

interface DocSymbol {
  readonly name: string;
  readonly declarations: readonly { readonly declarationKind: string }[];
}

function exportedNames(output: DocOutput): string[] {
  const symbols = Object.values(output.nodes).flatMap((node) => node.symbols)
    .filter(({ declarations }) =>
      declarations.some(({ declarationKind }) => declarationKind === "export")
    );
  return [...new Set(symbols.map(({ name }) => name))];
}
