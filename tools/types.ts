/**
 * Writes kinds/generated/server/types.ts, the Go types of the built-in kinds, by a program that is built from the Go
 * modules of the control plane of the tests: `deno task types`. Commit what it changes.
 */
import { builtinKinds } from "../testing/builtin_kinds.ts";
import { root } from "./process.ts";

interface Field {
  readonly name: string;
  readonly type: string;
  readonly omit?: boolean;
  readonly pointer?: boolean;
  readonly strategy?: string;
  readonly mergeKey?: string;
  readonly listType?: string;
  readonly keys?: readonly string[];
  readonly atomic?: boolean;
  readonly default?: unknown;
}

interface Table {
  readonly kinds: Readonly<Record<string, string>>;
  readonly types: Readonly<
    Record<string, { readonly atomic?: boolean; readonly fields: readonly Field[] }>
  >;
}

const { success, stdout } = await new Deno.Command("go", {
  args: ["run", "-C", `${root}tests/cluster/controlplane`, "./typetable"],
  env: { CGO_ENABLED: "0" },
  stderr: "inherit",
}).output();
if (!success) Deno.exit(1);
const table: Table = JSON.parse(new TextDecoder().decode(stdout));

const served = new Set(
  builtinKinds().map(({ group, version, kind }) => `${group}${group && "/"}${version} ${kind}`),
);
const kinds = Object.entries(table.kinds)
  .map(([name, type]) => [name.replace(/^\//, ""), type] as const)
  .filter(([name]) => served.has(name));
const lines = new Map<string, string>();
// What is served as a subresource of other kinds, or sent with a request.
for (const name of ["autoscaling/v1 Scale", "v1 DeleteOptions"]) {
  const type = table.kinds[name];
  if (type) kinds.push([name, type]);
}
for (const [, type] of kinds) visit(type);
const text = [
  "// Written by `deno task types` from the Go types of kube-apiserver; do not edit.",
  "",
  "/** The Go type of each kind. */",
  `export const kindTypes: Readonly<Record<string, string>> = {`,
  ...kinds.map(([name, type]) => `  ${JSON.stringify(name)}: ${JSON.stringify(short(type))},`),
  "};",
  "",
  "/**",
  " * The fields of each struct, parted by `;`. A field is its name, `*` for a pointer, `?` for one that is left out when it",
  " * is empty, `:` and its type; then, each behind a blank, `p=` strategy and key of strategic merge patch, `l=` type and",
  " * keys of a list, `a` where a map is taken whole, `d=` a default. A struct that is taken whole begins with `!`.",
  " */",
  "export const structs: Readonly<Record<string, string>> = {",
  ...[...lines].toSorted(([a], [b]) => a < b ? -1 : 1).map(([name, line]) =>
    `  ${JSON.stringify(name)}: ${JSON.stringify(line)},`
  ),
  "};",
  "",
].join("\n");
const path = `${root}kinds/generated/server/types.ts`;
await Deno.writeTextFile(path, text);
await new Deno.Command(Deno.execPath(), { args: ["fmt", "--quiet", path] }).output();
console.log(`${kinds.length} kinds, ${lines.size} types, ${text.length} characters`);

function short(type: string): string {
  return type.replace(/k8s\.io\/[-\w./]*?(\w+\/v\w+)\.(\w+)$/, "$1.$2");
}

function visit(type: string): void {
  const name = type.replace(/^(\[\]|\{\})+/, "");
  const struct = table.types[name];
  if (!struct || lines.has(short(name))) return;
  lines.set(short(name), "");
  const fields = (struct.fields ?? []).map((field) => {
    visit(field.type);
    const strategy = field.strategy || field.mergeKey
      ? ` p=${field.strategy ?? ""}/${field.mergeKey ?? ""}`
      : "";
    const list = field.listType ? ` l=${field.listType}/${(field.keys ?? []).join(",")}` : "";
    const fallback = field.default === undefined ? "" : ` d=${JSON.stringify(field.default)}`;
    return `${field.name}${field.pointer ? "*" : ""}${field.omit ? "?" : ""}:${
      short(field.type).replace(/ /g, "~")
    }${strategy}${list}${field.atomic ? " a" : ""}${fallback}`;
  });
  lines.set(short(name), `${struct.atomic ? "!" : ""}${fields.join(";")}`);
}
