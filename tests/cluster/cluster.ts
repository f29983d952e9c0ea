import { load } from "js-yaml";
import {
  type Client,
  type ClientConfig,
  type ClientOptions,
  createClient,
  loadConfig,
} from "../../client/mod.ts";
import { findKubectl } from "./binaries.ts";
import {
  type ApiServerControl,
  type ControlPlane,
  type ControlPlaneOptions,
  type ControlPlaneState,
  startControlPlane,
} from "./control_plane.ts";
import { createNamespace, type TestNamespace } from "./namespace.ts";
import {
  createServiceAccount,
  type ServiceAccount,
  type ServiceAccountOptions,
} from "./service_account.ts";
import { supervise } from "./processes.ts";

/** Options of {@linkcode startCluster}. */
export interface ClusterOptions extends ControlPlaneOptions {
  /**
   * A cluster of one's own, never a shared or given one: for tests that stop it or change its flags. Implied by the
   * other options.
   *
   * @default {false}
   */
  readonly private?: boolean;
}

/** What a program said. */
export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The parts of an audit event (`audit.k8s.io/v1`, level Metadata) that tests look at. */
export interface AuditEvent {
  readonly auditID: string;
  readonly stage: string;
  readonly verb: string;
  readonly requestURI: string;
  readonly userAgent?: string;
  readonly user: { readonly username: string; readonly groups?: readonly string[] };
  readonly objectRef?: {
    readonly resource?: string;
    readonly namespace?: string;
    readonly name?: string;
    readonly apiGroup?: string;
    readonly subresource?: string;
  };
  readonly responseStatus?: { readonly code?: number; readonly reason?: string };
  readonly requestReceivedTimestamp: string;
  readonly stageTimestamp: string;
}

/** A `kubectl proxy` that answers plain HTTP on the loopback interface. */
export interface KubectlProxy extends AsyncDisposable {
  /** `http://127.0.0.1:PORT` */
  readonly server: string;
  readonly port: number;
}

/** A real control plane. */
export interface Cluster extends AsyncDisposable {
  /** URL of the API server. */
  readonly server: string;
  /** Path of an administrator's kubeconfig. */
  readonly kubeconfig: string;
  /** PEM of the authority that signed the API server's certificate. */
  readonly certificateAuthority: string;
  /** What `loadConfig` made of {@linkcode kubeconfig}. */
  readonly config: ClientConfig;
  /** A client with all rights; closed with the cluster. */
  readonly client: Client;
  /** Another client with all rights, yours to dispose of. */
  readonly connect: (options?: ClientOptions) => Promise<Client>;
  /** The API server's process. Throws unless the cluster is this process's own (`private: true`). */
  readonly apiServer: ApiServerControl;
  /** All requests but reads of health and those of controllers in kube-system, oldest first. */
  readonly auditLog: () => Promise<readonly AuditEvent[]>;
  /** A fresh namespace. Disposing of it starts its deletion and does not wait. */
  readonly namespace: () => Promise<TestNamespace>;
  /** Runs kubectl as administrator. */
  readonly kubectl: (...args: readonly string[]) => Promise<CommandResult>;
  /** Starts `kubectl proxy`. */
  readonly proxy: () => Promise<KubectlProxy>;
  /** A service account that may do only what `rules` say, with a token. */
  readonly serviceAccount: (options: ServiceAccountOptions) => Promise<ServiceAccount>;
  /** For a runner: what other processes need to join, as the value of the variable E2E_CLUSTER. */
  readonly handle: string;
}

const stateFile = "cluster.json";

/** Not a variable of the environment: other test files of the process would see it when the cluster is gone. */
let sharedHandle: string | undefined;

/** Makes later calls of {@linkcode startCluster} in this test file join a cluster. */
export function joinFromNowOn(cluster: Cluster): void {
  sharedHandle = cluster.handle;
}

/**
 * A real control plane: the one that E2E_CLUSTER names (shared by a runner or {@linkcode shareCluster}), else the one
 * of E2E_KUBECONFIG, else one started here.
 *
 * @throws {Error} When there is none and none can be started; see {@linkcode clusterAvailable}.
 */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const own = options.private ?? Object.keys(options).length > 0;
  const shared = Deno.env.get("E2E_CLUSTER") || sharedHandle;
  const given = Deno.env.get("E2E_KUBECONFIG");
  if (own) return await open(await startControlPlane(options));
  if (shared) {
    return await open({ state: JSON.parse(await Deno.readTextFile(`${shared}/${stateFile}`)) });
  }
  if (given) {
    return await open({ state: { kubeconfig: given, kubectl: await findKubectl() } });
  }
  return await open(await startControlPlane(options));
}

type Joined = {
  readonly state:
    & Partial<ControlPlaneState>
    & Pick<ControlPlaneState, "kubeconfig" | "kubectl">;
};

async function open(plane: ControlPlane | Joined): Promise<Cluster> {
  const { state } = plane;
  await using stack = new AsyncDisposableStack();
  if ("apiServer" in plane) {
    stack.use(plane);
    await Deno.writeTextFile(`${state.folder}/${stateFile}`, JSON.stringify(state));
  }
  const config = await loadConfig({ kubeconfig: state.kubeconfig });
  const client = stack.use(createClient(config, { userAgent: "operatorkit-tests" }));
  const certificateAuthority = await readAuthority(state.kubeconfig);
  const [kubectlProgram = "kubectl", ...kubectlWords] = state.kubectl;
  const all = stack.move();

  return {
    server: config.server,
    kubeconfig: state.kubeconfig,
    certificateAuthority,
    config,
    client,
    connect: async (options) =>
      createClient(await loadConfig({ kubeconfig: state.kubeconfig }), options),
    get apiServer() {
      if ("apiServer" in plane) return plane.apiServer;
      throw new Error(
        "This cluster belongs to others: ask for startCluster({ private: true }) to stop or pause its API server",
      );
    },
    async auditLog() {
      if (state.auditLog === undefined) {
        throw new Error("A cluster given by E2E_KUBECONFIG has no audit log that can be read");
      }
      const text = await Deno.readTextFile(state.auditLog);
      return text.slice(0, text.lastIndexOf("\n") + 1).split("\n").filter((line) => line !== "")
        .map((line) => JSON.parse(line));
    },
    namespace: () => createNamespace(client),
    async kubectl(...args) {
      const { code, stdout, stderr } = await new Deno.Command(kubectlProgram, {
        args: [...kubectlWords, `--kubeconfig=${state.kubeconfig}`, ...args],
        stdin: "null",
      }).output();
      const decoder = new TextDecoder();
      return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
    },
    proxy: () => startProxy([...state.kubectl, `--kubeconfig=${state.kubeconfig}`]),
    serviceAccount: (options) =>
      createServiceAccount(client, { server: config.server, certificateAuthority }, options),
    get handle() {
      if (state.folder !== undefined) return state.folder;
      throw new Error("A cluster given by E2E_KUBECONFIG is shared by that variable");
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** The certificate authority of a kubeconfig's current context; "" when it has none. */
async function readAuthority(path: string): Promise<string> {
  const config = load(await Deno.readTextFile(path)) as {
    "current-context": string;
    contexts: { name: string; context: { cluster: string } }[];
    clusters: { name: string; cluster: Record<string, string> }[];
  };
  const context = config.contexts.find(({ name }) => name === config["current-context"])?.context;
  const found = config.clusters.find(({ name }) => name === context?.cluster)?.cluster ?? {};
  const data = found["certificate-authority-data"];
  if (data !== undefined) return atob(data);
  const file = found["certificate-authority"];
  return file === undefined
    ? ""
    : await Deno.readTextFile(new URL(file, `file://${await Deno.realPath(path)}`));
}

async function startProxy(kubectl: readonly string[]): Promise<KubectlProxy> {
  const log = await Deno.makeTempFile({ prefix: "operatorkit-proxy-" });
  const process = await supervise([...kubectl, "proxy", "--port=0"], { log });
  const deadline = performance.now() + 20_000;
  try {
    while (performance.now() < deadline && process.exitCode() === undefined) {
      const [, port] = (await Deno.readTextFile(log)).match(/127\.0\.0\.1:(\d+)/) ?? [];
      if (port !== undefined) {
        return {
          server: `http://127.0.0.1:${port}`,
          port: Number(port),
          [Symbol.asyncDispose]: process.kill,
        };
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`kubectl proxy did not start: ${await Deno.readTextFile(log)}`);
  } catch (error) {
    await process.kill();
    throw error;
  } finally {
    await Deno.remove(log);
  }
}
