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
  await lock.lock(true);
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
  const temporary = `${path}.${Deno.pid}.tmp`;
  const process = new Deno.Command(go, {
    // -v names each package as its compilation begins.
    args: [
      "build",
      "-v",
      "-trimpath",
      "-ldflags",
      ["-s", "-w", ...variables.map((variable) => `-X ${variable}`)].join(" "),
      "-o",
      temporary,
      ".",
    ],
    cwd: folder,
    env: { CGO_ENABLED: "0" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  let packages = 0;
  let latest = "reading modules";
  const tail: string[] = [];
  const timer = setInterval(() => progress(`${packages} packages, now ${latest}`), 3_000);
  function progress(what: string): void {
    const seconds = Math.round((performance.now() - started) / 1000);
    console.error(`controlplane ${kubernetesVersion}: ${what} (${seconds} s)`);
  }
  try {
    progress(`building once with Go, kept in ${path.slice(0, path.lastIndexOf("/"))}`);
    let rest = "";
    for await (const chunk of process.stderr) {
      const lines = (rest + new TextDecoder().decode(chunk)).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        tail.push(line);
        if (tail.length > 20) tail.shift();
        if (line.startsWith("go: downloading")) latest = line.slice(4);
        else if (!line.includes(" ")) {
          packages++;
          latest = line;
        }
      }
    }
    const { success } = await process.status;
    if (!success) {
      throw new Error(`Building the control plane failed:\n${tail.join("\n")}\n${rest}`);
    }
    await Deno.rename(temporary, path);
    progress("built");
  } finally {
    clearInterval(timer);
    await Deno.remove(temporary).catch(() => {});
  }
}
