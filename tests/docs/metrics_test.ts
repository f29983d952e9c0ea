import { assert, assertEquals } from "@std/assert";
import { Registry } from "prom-client";
import { createMetrics } from "../../operator/mod.ts";
import { root } from "../../tools/process.ts";
import { parseMetrics, runBusyOperator } from "../operator/busy_operator.ts";

/** What a registry knows of a metric beyond its interface. */
interface Known {
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
}

const page = await Deno.readTextFile(`${root}docs/metrics.md`);
const rows = page.split("\n").map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()))
  .filter((cells) => cells.length === 4 && cells[0]?.startsWith("`"));

Deno.test("docs/metrics.md lists every metric that there is, with its type, labels and meaning", async () => {
  const registry = new Registry();
  const metrics = createMetrics({ registry });
  const families = parseMetrics(await metrics.text());
  const known = registry.getMetricsAsArray() as unknown as readonly Known[];
  const told = known.map(({ name, help, labelNames }) => [
    `\`${name}\``,
    families.get(name)?.type,
    labelNames.map((label) => `\`${label}\``).join(", "),
    help,
  ]);
  assert(told.length > 40);
  const sorted = (table: readonly (readonly (string | undefined)[])[]) =>
    table.map((cells) => cells.join(" | ")).sort();
  assertEquals(sorted(rows), sorted(told));
});

Deno.test("docs/metrics.md names the labels that a running operator has", async () => {
  await using busy = await runBusyOperator();
  const families = parseMetrics(busy.text);
  assertEquals(families.size, rows.length);
  for (const [name = "", type, labels = ""] of rows) {
    const family = families.get(name.slice(1, -1));
    const told = labels.split(", ").filter((label) => label !== "").map((one) => one.slice(1, -1));
    const buckets = type === "histogram" ? ["le"] : [];
    assertEquals([...family?.labels ?? []].sort(), [...told, ...buckets].sort(), name);
  }
});
