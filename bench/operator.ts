/**
 * Start-up time and idle memory of the Site operator as a process of its own, with 100 sites on an API server in memory
 * (another process). Linux only: reads /proc.
 *
 *     deno run -A bench/operator.ts [rounds]
 */
import { createClient, ensureCustomResource } from "../client/mod.ts";
import { ConfigMap } from "../kinds/mod.ts";
import { createApiServer } from "../testing/mod.ts";
import { Site } from "../examples/site/site.ts";

const rounds = Number(Deno.args[0] ?? 5);
const program = new URL("../tests/e2e/site_process.ts", import.meta.url).pathname;

/** Resident memory of a process in MiB: now and at most. */
async function memory(pid: number): Promise<{ now: number; peak: number }> {
  const status = await Deno.readTextFile(`/proc/${pid}/status`);
  const of = (name: string) => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
  return { now: of("VmRSS"), peak: of("VmHWM") };
}

await using server = createApiServer();
await using listener = await server.listen();
await using client = createClient({ server: listener.url });
await ensureCustomResource(client, Site);
for (let i = 0; i < 100; i++) {
  await client.create(Site, {
    metadata: { name: `site-${i}`, namespace: "default" },
    spec: { title: `${i}` },
  });
}
const folder = await Deno.makeTempDir();
await Deno.writeTextFile(
  `${folder}/config`,
  JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "memory", cluster: { server: listener.url } }],
    contexts: [{ name: "memory", context: { cluster: "memory", user: "me" } }],
    users: [{ name: "me", user: {} }],
    "current-context": "memory",
  }),
);
const results: { started: number; idle: number; peak: number }[] = [];
for (let round = 0; round < rounds; round++) {
  const begin = performance.now();
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--quiet",
      "--allow-net=127.0.0.1",
      "--allow-read",
      "--allow-env=KUBECONFIG,HOME",
      program,
    ],
    env: { KUBECONFIG: `${folder}/config` },
    stdout: "piped",
  }).spawn();
  const started = Promise.withResolvers<number>();
  const reading = (async () => {
    for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
      if (chunk.includes("Operator is ready")) started.resolve(performance.now() - begin);
    }
  })();
  const ready = await started.promise;
  for (let left = 600; left > 0; left--) {
    const maps = await client.list(ConfigMap, {
      labelSelector: "app.kubernetes.io/managed-by=site-operator",
    });
    if (maps.items.length === 100) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  const { now, peak } = await memory(child.pid);
  results.push({ started: ready, idle: now, peak });
  child.kill("SIGTERM");
  await Promise.all([child.status, reading]);
}
await Deno.remove(folder, { recursive: true });

function span(of: (result: (typeof results)[number]) => number, digits = 0): string {
  const values = results.map(of).sort((a, b) => a - b);
  const at = (share: number) =>
    (values[Math.floor((values.length - 1) * share)] ?? NaN).toFixed(digits);
  return `${at(0.5)} (${at(0)}–${at(1)})`;
}

console.log(`the Site operator with 100 sites, ${rounds} rounds, median (min–max)`);
console.log(`process start to ready, ms: ${span((one) => one.started)}`);
console.log(
  `resident 5 s after the work, MiB: ${span((one) => one.idle, 1)}; peak: ${
    span((one) => one.peak, 1)
  }`,
);
