import { stringify } from "yaml";

/** A secret that must never be seen; tests look for it. */
export const CANARY = "canary-6f1d0e7a";

/** A folder that is removed at the end. */
export interface TestFolder extends AsyncDisposable {
  /** Its path. */
  readonly path: string;
  /** Writes a file and gives its path. */
  readonly write: (name: string, content: unknown) => Promise<string>;
}

/** Makes a folder for the files of one test; what is not text is written as YAML. */
export async function createFolder(): Promise<TestFolder> {
  const path = await Deno.makeTempDir();
  return {
    path,
    write: async (name, content) => {
      const file = `${path}/${name}`;
      await Deno.writeTextFile(file, typeof content === "string" ? content : stringify(content));
      return file;
    },
    [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }),
  };
}

/** A kubeconfig of one context `dev`, with what a test wants to be different. */
export function kubeconfig(
  parts: {
    readonly cluster?: Record<string, unknown>;
    readonly user?: Record<string, unknown>;
    readonly context?: Record<string, unknown>;
    readonly top?: Record<string, unknown>;
  } = {},
): Record<string, unknown> {
  return {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "dev",
    clusters: [{ name: "local", cluster: { server: "https://127.0.0.1:6443", ...parts.cluster } }],
    users: [{ name: "me", user: { token: CANARY, ...parts.user } }],
    contexts: [{ name: "dev", context: { cluster: "local", user: "me", ...parts.context } }],
    ...parts.top,
  };
}

/** What `loadConfig` says in a process of its own, with exactly these flags and variables. */
export async function loadInProcess(
  flags: readonly string[],
  env: Readonly<Record<string, string>> = {},
  options = "{}",
): Promise<{ readonly message?: string; readonly server?: string; readonly source?: string }> {
  const root = new URL("../../../", import.meta.url);
  const script = `
    import { loadConfig } from ${JSON.stringify(new URL("client/config/mod.ts", root).href)};
    try {
      const { server, source } = await loadConfig(${options});
      console.log(JSON.stringify({ server, source }));
    } catch (error) {
      console.log(JSON.stringify({ message: error.message }));
    }`;
  const { DENO_DIR } = Deno.env.toObject();
  const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-lock",
      "--no-check",
      "--no-prompt",
      "--config",
      new URL("deno.json", root).pathname,
      ...flags,
      `data:application/typescript,${encodeURIComponent(script)}`,
    ],
    clearEnv: true,
    env: {
      ...env,
      HOME: env.HOME ?? Deno.env.get("HOME") ?? "/",
      DENO_DIR: DENO_DIR ?? `${Deno.env.get("HOME")}/.cache/deno`,
      NO_COLOR: "1",
    },
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  if (!success) throw new Error(decode(stderr));
  return JSON.parse(decode(stdout));
}
