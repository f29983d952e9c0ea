/** Runs a program of this repository with the given flags and no others; it can prompt nobody. */
export function program(
  path: string,
  flags: readonly string[],
  env: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--quiet",
      ...flags,
      new URL(`../../${path}`, import.meta.url).href,
      ...args,
    ],
    env: { NO_COLOR: "1", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

/** The text of a kubeconfig for a server that asks for no credentials. */
export function kubeconfigFor(server: string): string {
  return JSON.stringify({
    clusters: [{ name: "memory", cluster: { server } }],
    users: [{ name: "me", user: {} }],
    contexts: [{ name: "memory", context: { cluster: "memory", user: "me" } }],
    "current-context": "memory",
  });
}
