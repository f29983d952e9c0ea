/** Root of the checkout, with a slash at the end. */
export const root: string = decodeURIComponent(new URL("../", import.meta.url).pathname);

/** How a child process is run. */
export interface RunOptions {
  /** Default: the root of the checkout. */
  readonly cwd?: string;
  /** On top of this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether its output goes where ours goes, as it comes. Otherwise it is returned. */
  readonly show?: boolean;
}

/** How a child process ended. */
export interface RunResult {
  /** Exit code. */
  readonly code: number;
  /** Standard output and standard error, unless shown. */
  readonly output: string;
  /** Milliseconds. */
  readonly duration: number;
}

/** Never asks, never looks for a newer Deno. */
const quiet = { DENO_NO_PROMPT: "1", DENO_NO_UPDATE_CHECK: "1" };

/** Runs this same Deno, wherever it came from, with other arguments. */
export async function deno(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  const { cwd = root, env = {}, show = false } = options;
  const start = performance.now();
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd,
    env: { ...quiet, ...(show ? {} : { NO_COLOR: "1" }), ...env },
    stdin: "null",
    stdout: show ? "inherit" : "piped",
    stderr: show ? "inherit" : "piped",
  });
  if (show) {
    const { code } = await child.spawn().status;
    return { code, output: "", duration: performance.now() - start };
  }
  const { code, stdout, stderr } = await child.output();
  const text = new TextDecoder();
  const output = (text.decode(stdout) + text.decode(stderr)).trim();
  return { code, output, duration: performance.now() - start };
}

/** Whether this runs in a continuous integration job, where nothing may be skipped. */
export function inCi(): boolean {
  return Deno.env.get("CI") === "true";
}
