/**
 * Runs seeded random request sequences on a real API server and on the one in memory, and compares the answers:
 * `deno task e2e:differential --seeds N [--from S]`, or `--seed X --verbose` to see one sequence again.
 */
import { classOf } from "./compare.ts";
import { generate } from "./generate.ts";
import { loadKnown } from "./known.ts";
import { minimise } from "./minimise.ts";
import { type Outcome, runSequence } from "./run.ts";
import { type Servers, startServers } from "./servers.ts";
import type { Json, Sequence, Step } from "./types.ts";

const parallel = 8;

function option(name: string): string | undefined {
  const index = Deno.args.indexOf(`--${name}`);
  return index < 0 ? undefined : Deno.args[index + 1] ?? "";
}

let namespaces = 0;
const namespaceOf = (sequence: Sequence) => `d${sequence.seed}-${namespaces++}`;

function stepOf(sequence: Sequence, number: number): Step {
  return sequence.steps[number - 1] ?? { method: "POST", path: "/api/v1/namespaces" };
}

function describe(step: Step): string {
  if ("settle" in step) return `SETTLE ${step.settle.join(" ")}`;
  const query = (step.query ?? []).map(([key, value]) => `${key}=${value}`).join("&");
  if ("watch" in step) return `WATCH ${step.watch}?${query}`;
  const body = step.text ?? (step.body === undefined ? "" : JSON.stringify(step.body));
  const type = step.headers?.["content-type"];
  const base = step.base === undefined ? "" : `<answer ${step.base}> merged with `;
  return `${step.method} ${step.path}${query && `?${query}`}${type ? ` [${type}]` : ""}${
    step.headers?.["user-agent"] ? ` {${step.headers["user-agent"]}}` : ""
  } ${base}${body}`;
}

function print(outcome: Outcome, verbose = false): void {
  const { sequence, differences } = outcome;
  sequence.steps.forEach((step, index) => {
    if (sequence.skipped?.has(index + 1)) return;
    const code = outcome.real[index + 1]?.code;
    console.log(`    ${index + 1}. ${describe(step)}\n       → ${code}`);
    if (verbose) {
      console.log(`       real ${JSON.stringify(outcome.real[index + 1])}`);
      console.log(`       ours ${JSON.stringify(outcome.ours[index + 1])}`);
    }
  });
  for (const { step, path, real, ours } of differences.slice(0, 6)) {
    const text = (value: Json) => (JSON.stringify(value) ?? "absent").slice(0, 900);
    console.log(`    ≠ ${step}: ${path}\n      real: ${text(real)}\n      ours: ${text(ours)}`);
  }
}

function classesOf(outcome: Outcome): string[] {
  const [first] = outcome.differences;
  if (!first) return [];
  return [classOf(stepOf(outcome.sequence, first.step), first)];
}

const known = await loadKnown();
const met = new Map<string, number>();

async function runAll(servers: Servers, seeds: readonly number[]): Promise<Outcome[]> {
  const left = seeds.values();
  const differing: Outcome[] = [];
  await Promise.all(Array.from({ length: parallel }, async () => {
    for (const seed of left) {
      const sequence = generate(seed);
      const outcome = await runSequence(servers, sequence, namespaceOf(sequence), known);
      if (outcome.differences.length) differing.push(outcome);
      for (const id of new Set(outcome.known)) met.set(id, (met.get(id) ?? 0) + 1);
    }
  }));
  return differing;
}

async function report(
  servers: Servers,
  differing: readonly Outcome[],
  most: number,
): Promise<void> {
  const classes = Map.groupBy(differing, (outcome) => classesOf(outcome)[0] ?? "");
  const sorted = [...classes].toSorted(([, a], [, b]) => b.length - a.length);
  for (const [name, outcomes] of sorted) {
    const shortest = outcomes.reduce((a, b) => {
      return (a.differences[0]?.step ?? 0) <= (b.differences[0]?.step ?? 0) ? a : b;
    });
    console.log(`\n${outcomes.length} × ${name}`);
    console.log(
      `  replay: --seed ${shortest.sequence.seed} --verbose (${shortest.sequence.profile})`,
    );
    if (most-- <= 0) continue;
    const step = shortest.differences[0]?.step ?? 0;
    let latest = shortest;
    await minimise(shortest.sequence, step, async (smaller) => {
      const outcome = await runSequence(servers, smaller, namespaceOf(smaller), known);
      const same = classesOf(outcome)[0] === name;
      if (same) latest = outcome;
      return same;
    });
    print(latest);
  }
}

const started = performance.now();
await using servers = await startServers();
const single = option("seed");
const from = Number(option("from") ?? 1);
const count = Number(option("seeds") ?? 200);
const seeds = single === undefined
  ? Array.from({ length: count }, (_, index) => from + index)
  : [Number(single)];
if (Deno.args.includes("--verbose")) {
  for (const seed of seeds) {
    const sequence = generate(seed);
    print(await runSequence(servers, sequence, namespaceOf(sequence), known), true);
  }
} else {
  const ready = performance.now();
  const differing = await runAll(servers, seeds);
  const seconds = ((performance.now() - ready) / 1000).toFixed(1);
  for (const { id } of known) console.log(`known: ${id}: in ${met.get(id) ?? 0} sequences`);
  await report(servers, differing, Number(option("minimise") ?? 60));
  console.log(
    `\n${seeds.length} sequences in ${seconds} s (${
      ((performance.now() - started) / 1000).toFixed(1)
    } s in all), ${differing.length} differ in what is not on the list of docs/api-server.md`,
  );
  if (differing.length) Deno.exitCode = 1;
}
