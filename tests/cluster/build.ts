import { supervise } from "./processes.ts";

/** Version of Kubernetes that `controlplane/go.mod` names. */
export const kubernetesVersion = "v1.36.3";

const folder = new URL("./controlplane/", import.meta.url);

function cacheFolder(): string {
  const base = Deno.env.get("XDG_CACHE_HOME") ||
    `${Deno.env.get("HOME") ?? Deno.env.get("TMPDIR") ?? "/tmp"}/.cache`;
  return `${base}/operatorkit/controlplane`;
}

/** Where the control plane of these module files is kept: its name changes with any of them. */
export async function binaryPath(): Promise<string> {
  const files = await Promise.all(
    ["main.go", "go.mod", "go.sum"].map((name) => Deno.readTextFile(new URL(name, folder))),
  );
  const bytes = new TextEncoder().encode(files.join("\0"));
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex().slice(0, 12);
  return `${cacheFolder()}/${kubernetesVersion}-${hash}/controlplane`;
}

/** Whether a file is there. */
export async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then((info) => info.isFile, () => false);
}

/** The Go tool, or undefined. */
export async function findGo(): Promise<string | undefined> {
  for (const go of ["go", "/usr/local/go/bin/go"]) {
    try {
      const { success } = await new Deno.Command(go, {
        args: ["version"],
        stdout: "null",
        stderr: "null",
      }).output();
      if (success) return go;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}

/** Builds the control plane unless it is in the cache, and answers where it is. Builds of several processes take turns. */
export async function ensureBinary(): Promise<string> {
  const path = await binaryPath();
  if (await exists(path)) return path;
  const go = await findGo();
  if (go === undefined) throw new Error(missingGo);
  await Deno.mkdir(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  using lock = await Deno.open(`${path}.lock`, { create: true, write: true });
  const waiting = setInterval(
    () => console.error(`controlplane ${kubernetesVersion}: waiting for another process's build`),
    5_000,
  );
  await lock.lock(true).finally(() => clearInterval(waiting));
  if (!await exists(path)) await build(go, path);
  return path;
}

/** Why there is no control plane on this machine. */
export const missingGo =
  "no control plane: set E2E_KUBECONFIG to a cluster's kubeconfig, KUBEBUILDER_ASSETS to a folder with etcd, " +
  "kube-apiserver, kube-controller-manager and kubectl, or install Go (https://go.dev/doc/install)";

async function build(go: string, path: string): Promise<void> {
  const started = performance.now();
  const [, major, minor] = kubernetesVersion.match(/^v(\d+)\.(\d+)/) ?? [];
  const variables = [
    `k8s.io/component-base/version.gitVersion=${kubernetesVersion}`,
    `k8s.io/component-base/version.gitMajor=${major}`,
    `k8s.io/component-base/version.gitMinor=${minor}`,
    `k8s.io/client-go/pkg/version.gitVersion=${kubernetesVersion}`,
  ];
  const flags = ["-s", "-w", ...variables.map((variable) => `-X ${variable}`)].join(" ");
  const temporary = `${path}.${Deno.pid}.tmp`;
  const log = `${path}.${Deno.pid}.log`;

  function progress(what: string): void {
    const seconds = Math.round((performance.now() - started) / 1000);
    console.error(`controlplane ${kubernetesVersion}: ${what} (${seconds} s)`);
  }
  async function tell(): Promise<void> {
    const lines = (await Deno.readTextFile(log)).trim().split("\n");
    // With -v each package is named on a line of its own as its compilation begins.
    const packages = lines.filter((line) => line !== "" && !line.includes(" ")).length;
    const latest = lines.at(-1)?.replace(/^go: /, "") || "reading modules or linking";
    progress(`${packages} of about 2,700 packages compiled, now ${latest}`);
  }

  progress(`building once with Go, kept in ${path.slice(0, path.lastIndexOf("/"))}`);
  const timer = setInterval(() => tell().catch(() => {}), 3_000);
  try {
    await using process = await supervise(
      // deno-fmt-ignore
      [go, "build", "-C", decodeURIComponent(folder.pathname), "-v", "-trimpath", "-ldflags", flags, "-o", temporary, "."],
      { log, env: { CGO_ENABLED: "0" } },
    );
    if (await process.ended !== 0) {
      const tail = (await Deno.readTextFile(log)).split("\n").slice(-20).join("\n");
      throw new Error(`Building the control plane failed:\n${tail}`);
    }
    await Deno.rename(temporary, path);
    progress("built");
  } finally {
    clearInterval(timer);
    for (const file of [temporary, log]) await Deno.remove(file).catch(() => {});
  }
}
