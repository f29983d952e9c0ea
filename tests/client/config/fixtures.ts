import { dump } from "js-yaml";

/** A secret that must never be seen; tests look for it. */
export const CANARY = "canary-6f1d0e7a";

/** A certificate whose key nobody has, for what is read but not used. */
export const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBdTCCARugAwIBAgIUFv2+vQjziTL7Dd3+gQsgBchNq88wCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjIxNTQxNTRaGA8yMTI2MTAyOTE1NDE1
NFowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABIMG
48whm4OeQPcEaNoQoIc3/+Y5Cx5BSKWQVMHqJxD5vAlq8iWj/IOKBfUQa+uAybye
3oWd6+qLTPx7UKDA4QyjUzBRMB0GA1UdDgQWBBQ78Fuy5J7JpxyPQmlDEnCmbof5
sTAfBgNVHSMEGDAWgBQ78Fuy5J7JpxyPQmlDEnCmbof5sTAPBgNVHRMBAf8EBTAD
AQH/MAoGCCqGSM49BAMCA0gAMEUCIQCy9ftOg5VWLKc+uGzYiYAYu4DW4yfJt17E
h8GZzEmP5gIgXihAIFYaWZDeLo8LNPfDN9dyctsu1OfpkJV4dlBvs9U=
-----END CERTIFICATE-----
`;

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
      await Deno.writeTextFile(file, typeof content === "string" ? content : dump(content));
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

/** A configuration, or the message of the error. */
export interface Loaded {
  readonly message: string;
  readonly server: string;
  readonly source: string;
  readonly warnings: readonly string[];
}

/** What `loadConfig` says in a process of its own, with exactly these flags and variables. */
export async function loadInProcess(
  flags: readonly string[],
  env: Readonly<Record<string, string>> = {},
  options = "{}",
): Promise<Partial<Loaded>> {
  const root = new URL("../../../", import.meta.url);
  const script = `
    import { loadConfig } from ${JSON.stringify(new URL("client/config/mod.ts", root).href)};
    try {
      const { server, source, warnings } = await loadConfig(${options});
      console.log(JSON.stringify({ server, source, warnings }));
    } catch (error) {
      console.log(JSON.stringify({ message: error.message }));
    }`;
  const { stdout, stderr, success } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-lock",
      "--no-check",
      "--no-prompt",
      "--config",
      decodeURIComponent(new URL("deno.json", root).pathname),
      ...flags,
      `data:application/typescript,${encodeURIComponent(script)}`,
    ],
    clearEnv: true,
    env: {
      ...env,
      HOME: env.HOME ?? Deno.env.get("HOME") ?? "/",
      DENO_DIR: Deno.env.get("DENO_DIR") ?? `${Deno.env.get("HOME")}/.cache/deno`,
      NO_COLOR: "1",
    },
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  if (!success) throw new Error(decode(stderr));
  return JSON.parse(decode(stdout));
}
