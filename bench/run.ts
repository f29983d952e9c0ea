/** Builds the replay server, runs the clients against it and prints a table. See README.md. */
import { parseArgs } from "node:util";

const { values } = parseArgs({
  args: Deno.args,
  options: {
    clients: { type: "string", default: "ours" },
    kinds: { type: "string", default: "pods,widgets" },
    objects: { type: "string", default: "20000" },
    changes: { type: "string", default: "100000" },
    rounds: { type: "string", default: "1" },
    watchlist: { type: "string", default: "true" },
  },
});

/** What a client prints as its last line. Times are milliseconds, memory is MiB. */
interface Measurement {
  readonly process_ms: number;
  readonly sync_ms: number;
  readonly sync_cpu_s: number;
  readonly sync_rss: number;
  readonly sync_rss_gc: number;
  readonly sync_peak: number;
  readonly churn_ms?: number;
  readonly churn_rss_gc?: number;
  readonly rv_sum: number;
  readonly objects: number;
}

const here = decodeURIComponent(new URL(".", import.meta.url).pathname);
const cache = `${
  Deno.env.get("XDG_CACHE_HOME") ?? `${Deno.env.get("HOME")}/.cache`
}/operatorkit/bench`;
const text = new TextDecoder();

async function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  const { code, stdout } = await new Deno.Command(command, {
    args: [...args],
    cwd,
    stderr: "inherit",
    env: { BENCH_T0: String(Date.now()) },
  }).output();
  if (code !== 0) throw new Error(`${command} ended with code ${code}`);
  return text.decode(stdout);
}

interface BenchClient {
  readonly build?: () => Promise<unknown>;
  readonly command: readonly [string, ...string[]];
}

/** Builds in a copy: the build tools write lock files next to the sources. */
async function copyOf(name: string): Promise<string> {
  const folder = `${cache}/${name}`;
  await run("cp", ["-r", `${here}${name}/.`, folder], await made(folder));
  return folder;
}

async function made(folder: string): Promise<string> {
  await Deno.mkdir(folder, { recursive: true });
  return folder;
}

const clients: Readonly<Record<string, BenchClient>> = {
  ours: {
    command: [
      Deno.execPath(),
      "run",
      "-A",
      "--quiet",
      "--v8-flags=--expose-gc",
      `${here}informer.ts`,
    ],
  },
  "client-go": {
    build: async () => {
      const folder = await copyOf("go");
      await run("go", ["mod", "tidy"], folder);
      await run("go", ["build", "-o", `${cache}/client-go`, "."], folder);
    },
    command: [`${cache}/client-go`],
  },
  "kube-rs": {
    build: async () => {
      const folder = await copyOf("rust");
      await run("cargo", ["build", "--release", "--quiet"], folder);
    },
    command: [`${cache}/rust/target/release/rsbench`],
  },
};

async function measure(
  client: BenchClient,
  kind: string,
): Promise<Measurement & { right: boolean }> {
  const server = new Deno.Command(`${cache}/replay`, {
    args: ["-n", values.objects, "-only", kind, `-watchlist=${values.watchlist}`],
    stdout: "piped",
    stderr: "null",
  }).spawn();
  try {
    const reader = server.stdout.getReader();
    const { value } = await reader.read();
    const address = text.decode(value).split(/\s+/)[1];
    await reader.cancel();
    const base = `http://${address}`;
    const [command, ...args] = client.command;
    const output = await run(command, [
      ...args,
      "--server",
      base,
      "--mode",
      kind,
      "--events",
      values.changes,
    ], here);
    const line = output.split("\n").findLast((one) => one.startsWith("{"));
    if (line === undefined) {
      throw new Error(`The client printed no measurement: ${output.slice(-400)}`);
    }
    const got: Measurement = JSON.parse(line);
    const stats = await (await fetch(`${base}/ctl/stats?resource=${kind}`)).json();
    return { ...got, right: got.rv_sum === stats.rv_sum && got.objects === stats.objects };
  } finally {
    server.kill("SIGKILL");
    await server.status;
  }
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
}

const chosen = values.clients.split(",").map((name) => {
  const client = clients[name];
  if (!client) throw new Error(`No client ${name}; there are: ${Object.keys(clients).join(", ")}`);
  return [name, client] as const;
});
await run("go", ["build", "-o", `${cache}/replay`, "."], `${here}server`);
for (const [, client] of chosen) await client.build?.();

console.log(
  `${values.objects} objects, ${values.changes} changes, ${values.rounds} round(s), median\n`,
);
console.log(
  "| kind | client | start to synced, ms | request to synced, ms | CPU s | MiB synced | after GC | peak | changes/s | MiB after changes | copy |",
);
console.log("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|---|");
let wrong = 0;
for (const kind of values.kinds.split(",")) {
  for (const [name, client] of chosen) {
    const rounds: (Measurement & { right: boolean })[] = [];
    for (let i = 0; i < Number(values.rounds); i++) rounds.push(await measure(client, kind));
    const show = (read: (one: Measurement) => number | undefined, digits = 0) => {
      const shown = median(rounds.map(read).filter((one) => one !== undefined));
      return Number.isNaN(shown) ? "–" : shown.toFixed(digits);
    };
    const right = rounds.every((one) => one.right);
    if (!right) wrong++;
    const cells = [
      show((one) => one.process_ms),
      show((one) => one.sync_ms),
      show((one) => one.sync_cpu_s, 2),
      show((one) => one.sync_rss),
      show((one) => one.sync_rss_gc),
      show((one) => one.sync_peak),
      show((one) => one.churn_ms && Number(values.changes) / one.churn_ms * 1000),
      show((one) => one.churn_rss_gc),
    ];
    console.log(`| ${kind} | ${name} | ${cells.join(" | ")} | ${right ? "right" : "WRONG"} |`);
  }
}
Deno.exit(wrong === 0 ? 0 : 1);
