/** A process that ends with this one, however this one ends. */
export interface Supervised extends AsyncDisposable {
  /** Of the program itself, not of its supervisor. */
  readonly pid: number;
  /** The program's exit code (128 + signal when killed), once it has ended. */
  readonly ended: Promise<number>;
  /** The exit code when it has ended already. */
  readonly exitCode: () => number | undefined;
  /** Sends the program a signal. */
  readonly signal: (signal: Deno.Signal) => void;
  /** Kills it and waits for its end. */
  readonly kill: () => Promise<void>;
}

/**
 * Runs a program and kills it when standard input closes, which the kernel does however the writer ends. Interrupts
 * from the terminal go to the whole process group and are left to the test process.
 */
const supervisor = `
trap '' INT TERM HUP
log=$1
shift
"$@" </dev/null >>"$log" 2>&1 &
child=$!
echo "$child"
exec 3<&0 </dev/null
( while read -r line <&3; do :; done; kill -KILL "$child" ) >/dev/null 2>&1 &
watcher=$!
exec 3<&- >/dev/null
wait "$child"
code=$?
kill -KILL "$watcher" 2>/dev/null
exit "$code"
`;

/** Removes a folder when standard input closes. In a process of its own: Deno kills its children as it exits. */
const janitor = `
trap '' INT TERM HUP
exec 3<&0 </dev/null
( while read -r line <&3; do :; done; rm -rf "$1" || { sleep 1; rm -rf "$1"; } ) &
exec 3<&-
wait
`;

/** Starts a program, its output appended to the file `log`. */
export async function supervise(
  command: readonly string[],
  options: { readonly log: string; readonly env?: Readonly<Record<string, string>> },
): Promise<Supervised> {
  const { log, env = {} } = options;
  const process = new Deno.Command("sh", {
    args: ["-c", supervisor, "sh", log, ...command],
    env,
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  let exitCode: number | undefined;
  const ended = process.status.then(({ code }) => exitCode = code);
  // Read to its end: the supervisor closes its output after the first line.
  const pid = Number(await new Response(process.stdout).text());
  if (!Number.isInteger(pid) || pid <= 0) throw new Error(`Could not start ${command[0]}`);

  function signal(name: Deno.Signal): void {
    if (exitCode !== undefined) return;
    try {
      Deno.kill(pid, name);
    } catch (error) {
      // It ended between the look and the signal.
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }

  async function kill(): Promise<void> {
    signal("SIGKILL");
    await ended;
    await process.stdin.close().catch(() => {});
  }

  return {
    pid,
    ended,
    exitCode: () => exitCode,
    signal,
    kill,
    [Symbol.asyncDispose]: kill,
  };
}

/** Makes a temporary folder that goes with this process, however it ends. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await Deno.makeTempDir({ prefix: "operatorkit-" });
  const process = new Deno.Command("sh", {
    args: ["-c", janitor, "sh", path],
    stdin: "piped",
    stdout: "null",
    stderr: "null",
  }).spawn();
  return {
    path,
    async [Symbol.asyncDispose]() {
      await process.stdin.close();
      await process.status;
    },
  };
}

/**
 * Ports of the loopback interface that are free now. They lie below those that the system gives to outgoing connections:
 * otherwise one of these could take the port of a server that is stopped for a while, or even connect to itself.
 */
export function freePorts(count: number): number[] {
  using stack = new DisposableStack();
  const ports: number[] = [];
  while (ports.length < count) {
    const port = 15_000 + Math.floor(Math.random() * 17_000);
    try {
      stack.use(Deno.listen({ hostname: "127.0.0.1", port }));
      ports.push(port);
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
  return ports;
}
