import { binaryPath, ensureBinary, exists, findGo, missingGo } from "./build.ts";

/** How to call each program: words of a command. */
export interface Binaries {
  readonly etcd: readonly string[];
  readonly apiServer: readonly string[];
  readonly controllerManager: readonly string[];
  readonly kubectl: readonly string[];
}

function assets(): string | undefined {
  return Deno.env.get("KUBEBUILDER_ASSETS") || undefined;
}

function inOne(binary: string): Binaries {
  return {
    etcd: [binary, "etcd"],
    apiServer: [binary, "kube-apiserver"],
    controllerManager: [binary, "kube-controller-manager"],
    kubectl: [binary, "kubectl"],
  };
}

function inFolder(folder: string): Binaries {
  return {
    etcd: [`${folder}/etcd`],
    apiServer: [`${folder}/kube-apiserver`],
    controllerManager: [`${folder}/kube-controller-manager`],
    kubectl: [`${folder}/kubectl`],
  };
}

/** Why no control plane can be started here; undefined when one can. */
export async function unavailable(): Promise<string | undefined> {
  const folder = assets();
  if (folder !== undefined) {
    for (const [program = ""] of Object.values(inFolder(folder))) {
      if (!await exists(program)) return `KUBEBUILDER_ASSETS names a folder without ${program}`;
    }
    return undefined;
  }
  if (await exists(await binaryPath()) || await findGo() !== undefined) return undefined;
  return missingGo;
}

/** The programs: from KUBEBUILDER_ASSETS, else built with Go and cached. */
export async function findBinaries(): Promise<Binaries> {
  const folder = assets();
  const reason = await unavailable();
  if (reason !== undefined) throw new Error(`Cannot start a cluster: ${reason}`);
  return folder === undefined ? inOne(await ensureBinary()) : inFolder(folder);
}

/**
 * kubectl for a cluster that runs elsewhere: from KUBEBUILDER_ASSETS, the one that was built before, else the one on
 * PATH.
 */
export async function findKubectl(): Promise<readonly string[]> {
  const folder = assets();
  if (folder !== undefined && await exists(`${folder}/kubectl`)) return [`${folder}/kubectl`];
  const built = await binaryPath();
  return await exists(built) ? inOne(built).kubectl : ["kubectl"];
}
