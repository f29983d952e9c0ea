import { assert, assertEquals } from "@std/assert";
import { ConfigMap } from "../../kinds/mod.ts";
import { type ApiServer, createApiServer } from "../../testing/mod.ts";
import { crd, customResourceDefinitions, widgets } from "../conformance/resources.ts";
import { eventually } from "../integration/harness.ts";

/** A program in `reflectors/` that keeps what it hears of, and writes it down when asked. */
interface Program {
  readonly name: string;
  readonly tool: string;
  /** What makes it, in a copy of its folder, one after the other. */
  readonly build: readonly (readonly string[])[];
  readonly result: string;
}

const programs: readonly Program[] = [
  {
    name: "go",
    tool: "go",
    build: [["go", "mod", "tidy"], ["go", "build", "-o", "reflectors", "."]],
    result: "reflectors",
  },
  {
    name: "rust",
    tool: "cargo",
    build: [["cargo", "build", "--quiet"]],
    result: "target/debug/reflectors",
  },
];

async function has(tool: string): Promise<boolean> {
  try {
    const { success } = await new Deno.Command(tool, {
      args: [tool === "go" ? "version" : "--version"],
      stdout: "null",
      stderr: "null",
    }).output();
    return success;
  } catch {
    return false;
  }
}

/** Builds in a copy outside the checkout: the build tools write lock files next to the sources. */
async function build({ name, build, result }: Program): Promise<string> {
  const cache = Deno.env.get("XDG_CACHE_HOME") ?? `${Deno.env.get("HOME")}/.cache`;
  const folder = `${cache}/operatorkit/reflectors/${name}`;
  await Deno.mkdir(folder, { recursive: true });
  const sources = decodeURIComponent(new URL(`./reflectors/${name}/.`, import.meta.url).pathname);
  for (const [command = "", ...args] of [["cp", "-r", `${sources}.`, folder], ...build]) {
    const { success, stderr } = await new Deno.Command(command, { args, cwd: folder }).output();
    assert(success, `${command} ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
  }
  return `${folder}/${result}`;
}

interface Reflectors extends AsyncDisposable {
  /** What they hold: "resource namespace/name" and "uid@resourceVersion". */
  readonly state: () => Promise<Record<string, string>>;
}

function start(path: string, url: string): Reflectors {
  const process = new Deno.Command(path, {
    args: ["--server", url],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const input = process.stdin.getWriter();
  const output = process.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  return {
    async state() {
      await input.write(new TextEncoder().encode("\n"));
      while (!rest.includes("\n")) {
        const { done, value } = await output.read();
        assert(!done, "The program has ended");
        rest += value;
      }
      const end = rest.indexOf("\n");
      const line = rest.slice(0, end);
      rest = rest.slice(end + 1);
      return JSON.parse(line);
    },
    async [Symbol.asyncDispose]() {
      await input.close();
      await output.cancel();
      process.kill("SIGKILL");
      await process.status;
    },
  };
}

function stored(server: ApiServer): Record<string, string> {
  const objects = [ConfigMap, widgets].flatMap((kind) =>
    server.objects(kind).map(({ metadata: { namespace, name, uid, resourceVersion } }) =>
      [`${kind.plural} ${namespace}/${name}`, `${uid}@${resourceVersion}`] as const
    )
  );
  return Object.fromEntries(objects.sort(([a], [b]) => a < b ? -1 : 1));
}

for (const program of programs) {
  const ignore = !await has(program.tool);
  if (ignore) {
    console.log(`Skipped: the reflectors in ${program.name}, for there is no ${program.tool}`);
  }
  Deno.test({
    name:
      `the reflectors in ${program.name} hold what the API server in memory does, after changes, cuts, silence and compaction`,
    ignore,
    async fn() {
      const path = await build(program);
      await using server = createApiServer();
      await using listener = await server.listen();
      // The test's own way in stays open when the server falls silent.
      await using client = server.replica().client();
      await client.create(customResourceDefinitions, crd(widgets.group));
      const key = (index: number) => ({ name: `n${index}`, namespace: "default" });
      for (let index = 0; index < 700; index++) {
        await client.create(ConfigMap, { metadata: key(index), data: { text: "ü".repeat(100) } });
        if (index % 7 === 0) {
          await client.create(widgets, { metadata: key(index), spec: {} });
        }
      }
      await using reflectors = start(path, listener.url);
      let round = 0;
      const change = async () => {
        const first = ++round * 20;
        for (let index = first; index < first + 5; index++) {
          await client.patch(ConfigMap, key(index), { merge: { data: { round: `${round}` } } });
          await client.delete(ConfigMap, key(index + 5));
          await client.delete(ConfigMap, key(index + 10));
          await client.create(ConfigMap, { metadata: key(index + 10) });
        }
        await client.create(widgets, { metadata: key(1_000 + round), spec: {} });
        await client.patch(widgets, key(7 * round), { merge: { spec: { size: 10 + round } } });
        await client.delete(widgets, key(7 * (50 + round)));
      };
      const same = (what: string) =>
        eventually(what, async () => {
          const state = await reflectors.state();
          return JSON.stringify(state) === JSON.stringify(stored(server));
        }, 60_000).catch(async () => assertEquals(await reflectors.state(), stored(server), what));
      const watching = () => eventually("both watch", () => server.watchCount === 2, 60_000);

      await same("the first state");
      await watching();
      await change();
      await same("after changes");
      for (
        const how of [
          {},
          { error: new Error("reset") },
          { midLine: true },
          { midLine: true, error: new Error("reset") },
        ]
      ) {
        await watching();
        assertEquals(server.cut(undefined, how), 2);
        await change();
        await same(`after a cut: ${JSON.stringify(how)}`);
      }

      await watching();
      server.pause();
      await change();
      const before = stored(server);
      const held = await reflectors.state();
      assert(Object.keys(held).some((one) => held[one] !== before[one]), "silence is silent");
      server.resume();
      await same("after silence");

      await watching();
      const asked = server.log.length;
      server.pause();
      server.cut(undefined, { error: new Error("reset") });
      await change();
      server.compact();
      server.resume();
      await same("after compaction");
      // They were told that what they knew is forgotten, and have asked for all anew.
      const anew = server.log.slice(asked).filter(({ query, replica }) =>
        replica === undefined &&
        (!query.includes("watch=") || query.includes("sendInitialEvents=true"))
      );
      assertEquals(new Set(anew.map((entry) => entry.path.split("/").pop())).size, 2);

      await watching();
      const old = server.resourceVersion;
      server.freeze();
      await change();
      server.cut();
      await watching();
      assert(server.resourceVersion === old);
      server.thaw();
      await same("after a view that stood still");
    },
  });
}
