/**
 * Writes kinds/generated/, one module a group and version, and their exports in deno.json, from the discovery of a real
 * API server that serves all it can, and kinds/generated/server/discovery.ts from one that serves what it serves when
 * nobody asks for more: `deno task kinds`. Commit what it changes.
 */
import { startCluster } from "../tests/cluster/mod.ts";
import { builtinTable } from "./builtin_table.ts";
import { discover, fileOf, moduleOf, specifierOf } from "./kinds_source.ts";
import { deno, root } from "./process.ts";

await using cluster = await startCluster({
  controllerManager: false,
  apiServerFlags: ["--runtime-config=api/all=true", "--feature-gates=AllAlpha=true,AllBeta=true"],
});
const groups = await discover(cluster.client);
const typed = await kindsOfTypesPackage();
const folder = `${root}kinds/generated`;
await Deno.mkdir(folder, { recursive: true });
const wanted = new Set(groups.map((one) => fileOf(one)));
for await (const { name, isFile } of Deno.readDir(folder)) {
  if (isFile && !wanted.has(name)) await Deno.remove(`${folder}/${name}`);
}
for (const group of groups) {
  const known = typed.get(specifierOf(group)) ?? new Set();
  await Deno.writeTextFile(`${folder}/${fileOf(group)}`, moduleOf(group, known));
}
await writeExports();
await writeTable();
console.log(`${groups.flatMap(({ kinds }) => kinds).length} kinds in ${groups.length} modules`);

/** The kinds that the types package has, by module, as far as its stand-in says; `test:jsr` compares the two. */
async function kindsOfTypesPackage(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const base = `${root}offline/kubernetes-apis`;
  const { exports } = JSON.parse(await Deno.readTextFile(`${base}/deno.json`));
  const found = new Map<string, ReadonlySet<string>>();
  for (const [specifier, file] of Object.entries<string>(exports)) {
    const { code, output } = await deno(["doc", "--json", "--quiet", `${base}/${file.slice(2)}`]);
    if (code !== 0) throw new Error(`${file} cannot be read: ${output}`);
    const names = [...output.matchAll(/"name": ?"(\w+)"/g)].map(([, name = ""]) => name);
    found.set(specifier.slice(2), new Set(names));
  }
  return found;
}

async function writeTable(): Promise<void> {
  await using usual = await startCluster({ private: true, controllerManager: false });
  const path = `${root}kinds/generated/server/discovery.ts`;
  await Deno.writeTextFile(path, await builtinTable(usual.client));
  await new Deno.Command(Deno.execPath(), { args: ["fmt", "--quiet", path] }).output();
}

async function writeExports(): Promise<void> {
  const path = `${root}deno.json`;
  const text = await Deno.readTextFile(path);
  const { exports } = JSON.parse(text);
  const lines = Object.entries<string>(exports)
    .filter(([, file]) => !file.startsWith("./kinds/generated/"))
    .flatMap(([name, file]) => [
      `"${name}": "${file}"`,
      ...(name === "./kinds"
        ? groups.map((one) => `"./kinds/${specifierOf(one)}": "./kinds/generated/${fileOf(one)}"`)
        : []),
    ]);
  const block = `"exports": {\n    ${lines.join(",\n    ")}\n  }`;
  await Deno.writeTextFile(path, text.replace(/"exports": {[^}]*}/, block));
}
