/**
 * A plain informer against the replay server of this folder: prints one JSON line.
 *
 *     deno run -A bench/informer.ts --server URL [--mode pods|widgets] [--events 100000]
 */
import { type ApiResource, createClient, defineApiResource } from "../client/mod.ts";
import { createInformer } from "../informer/mod.ts";

const options = new Map<string, string>();
for (let k = 0; k + 1 < Deno.args.length; k += 2) {
  options.set((Deno.args[k] as string).slice(2), Deno.args[k + 1] as string);
}
const server = options.get("server") ?? "http://127.0.0.1:8001";
const mode = options.get("mode") ?? "pods";
const events = Number(options.get("events") ?? "100000");

const resource: ApiResource = mode === "pods"
  ? defineApiResource({
    group: "",
    version: "v1",
    kind: "Pod",
    plural: "pods",
    scope: "Namespaced",
  })
  : defineApiResource({
    group: "bench.example.com",
    version: "v1",
    kind: "Widget",
    plural: "widgets",
    scope: "Namespaced",
  });

const now = () => performance.timeOrigin + performance.now();
function cpu(): number {
  const fields = Deno.readTextFileSync("/proc/self/stat").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100; // ticks of 10 ms
}
function memory(name: string): number {
  const found = Deno.readTextFileSync("/proc/self/status").match(new RegExp(`${name}:\\s+(\\d+)`));
  return Number(found?.[1]) / 1024;
}
/** What is in use once garbage is gone; with --v8-flags=--expose-gc only. */
async function collect(phase: string): Promise<void> {
  const { gc } = globalThis as { gc?: () => void };
  if (!gc) return;
  for (let k = 0; k < 3; k++) {
    gc();
    await new Promise((done) => setTimeout(done, 100));
  }
  const { heapUsed, external } = Deno.memoryUsage();
  result[`${phase}_rss_gc`] = memory("VmRSS");
  result[`${phase}_live`] = (heapUsed + external) / 1048576;
}

/** The longest time that a timer of 1 ms was late: what the event loop was held up, by whatever. */
const stall = { longest: 0, last: now() };
setInterval(() => {
  const at = now();
  stall.longest = Math.max(stall.longest, at - stall.last - 1);
  stall.last = at;
}, 1);

const begin = now();
await using client = createClient({ server });
await using informer = createInformer(client, resource);
await informer.synced();
const synced = now();
const started = Number(Deno.env.get("BENCH_T0") ?? performance.timeOrigin);
const result: Record<string, number> = {
  process_ms: synced - started,
  sync_ms: synced - begin,
  sync_cpu_s: cpu(),
  objects: informer.store.size,
  sync_rss: memory("VmRSS"),
  sync_peak: memory("VmHWM"),
  sync_stall_ms: stall.longest,
};
await collect("sync");
if (events > 0) {
  const before = cpu();
  stall.longest = 0;
  stall.last = now();
  const answer = await fetch(`${server}/ctl/churn?resource=${mode}&events=${events}`, {
    method: "POST",
  });
  const plan: { start_ms: number; last_rv: string } = await answer.json();
  await informer.atLeast({ name: "" }, plan.last_rv);
  result.churn_ms = now() - plan.start_ms;
  result.churn_cpu_s = cpu() - before;
  result.events_per_s = Math.round(events / result.churn_ms * 1000);
  result.churn_rss = memory("VmRSS");
  result.churn_stall_ms = stall.longest;
  result.churn_peak = memory("VmHWM");
  await collect("churn");
}
let sum = 0;
for (const { metadata } of informer.store.snapshots()) {
  sum += Number(metadata.resourceVersion) - 1e9;
}
result.rv_sum = sum;
console.log(JSON.stringify(result));
Deno.exit(0);
