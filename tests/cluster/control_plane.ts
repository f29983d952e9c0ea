import { findBinaries } from "./binaries.ts";
import { createCertificateAuthority, createSigningKeys } from "./certificates.ts";
import { freePorts, supervise, type Supervised, temporaryFolder } from "./processes.ts";

/** The API server's process, for tests of faults. */
export interface ApiServerControl {
  /** Process id, undefined while stopped. */
  readonly pid: () => number | undefined;
  /**
   * Ends it and waits for that: by SIGKILL, or with `graceful` by SIGTERM, on which it ends its watches and answers
   * what it holds first. What it remembered of the past is lost: a later watch from an old version is answered 410.
   */
  readonly stop: (options?: { readonly graceful?: boolean }) => Promise<void>;
  /** Starts it at the same address and waits until it is ready. */
  readonly start: () => Promise<void>;
  /** Freezes it (SIGSTOP): connections stay open and nothing answers. */
  readonly pause: () => void;
  /** Goes on after {@linkcode pause}. */
  readonly resume: () => void;
}

/** What a started control plane is known by; plain data, so that it can be handed to another process. */
export interface ControlPlaneState {
  /** Folder that holds all of its files. */
  readonly folder: string;
  /** URL of the API server. */
  readonly server: string;
  /** Path of the kubeconfig of an administrator. */
  readonly kubeconfig: string;
  /** Path of the audit log. */
  readonly auditLog: string;
  /** Command words of kubectl. */
  readonly kubectl: readonly string[];
}

/** Options of {@linkcode startControlPlane}. */
export interface ControlPlaneOptions {
  /** More flags of kube-apiserver, `--min-request-timeout=5`. They win over the standard ones. */
  readonly apiServerFlags?: readonly string[];
  /**
   * Whether kube-controller-manager runs: namespaces end, garbage is collected, Deployments make pods.
   *
   * @default {true}
   */
  readonly controllerManager?: boolean;
  /**
   * The controllers that kube-controller-manager runs, as its flag `--controllers` names them.
   *
   * @default {["*", "-node-lifecycle-controller", "-root-ca-certificate-publisher-controller"]}
   */
  readonly controllers?: readonly string[];
}

// Nothing but the tests' own objects in a namespace: no kube-root-ca.crt.
const usualControllers = [
  "*",
  "-node-lifecycle-controller",
  "-root-ca-certificate-publisher-controller",
];

/** A control plane of this process. */
export interface ControlPlane extends AsyncDisposable {
  readonly state: ControlPlaneState;
  readonly apiServer: ApiServerControl;
}

const auditPolicy = {
  apiVersion: "audit.k8s.io/v1",
  kind: "Policy",
  omitStages: ["RequestReceived"],
  rules: [
    { level: "None", nonResourceURLs: ["/healthz*", "/readyz*", "/livez*", "/version"] },
    {
      level: "None",
      userGroups: ["system:serviceaccounts:kube-system"],
    },
    { level: "None", users: ["system:apiserver"] },
    { level: "Metadata" },
  ],
};

/** Starts etcd, kube-apiserver and kube-controller-manager on the loopback interface. */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  for (let tries = 1;; tries++) {
    try {
      return await tryStart(options);
    } catch (error) {
      // Another process was quicker to take the port that was free.
      if (tries === 3 || !`${error}`.includes("address already in use")) throw error;
    }
  }
}

async function tryStart(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { apiServerFlags = [], controllerManager = true, controllers = usualControllers } = options;
  const binaries = await findBinaries();
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder()).path;
  const [etcdPort = 0, peerPort = 0, port = 0] = freePorts(3);
  const server = `https://127.0.0.1:${port}`;
  const authority = await createCertificateAuthority();
  const files = await writeFiles(folder, server, authority);

  const etcd = stack.use(
    await supervise([
      ...binaries.etcd,
      `--data-dir=${folder}/etcd`,
      `--listen-client-urls=http://127.0.0.1:${etcdPort}`,
      `--advertise-client-urls=http://127.0.0.1:${etcdPort}`,
      `--listen-peer-urls=http://127.0.0.1:${peerPort}`,
      `--initial-advertise-peer-urls=http://127.0.0.1:${peerPort}`,
      `--initial-cluster=default=http://127.0.0.1:${peerPort}`,
      "--unsafe-no-fsync",
      "--log-level=warn",
    ], { log: `${folder}/etcd.log`, env: { GOGC: "50" } }),
  );

  let process: Supervised | undefined;
  using http = Deno.createHttpClient({ caCerts: [authority.certificate] });
  async function start(client: Deno.HttpClient): Promise<void> {
    if (process !== undefined && process.exitCode() === undefined) return;
    process = await supervise([
      ...binaries.apiServer,
      `--etcd-servers=http://127.0.0.1:${etcdPort}`,
      `--secure-port=${port}`,
      "--bind-address=127.0.0.1",
      `--client-ca-file=${folder}/ca.crt`,
      `--tls-cert-file=${folder}/server.crt`,
      `--tls-private-key-file=${folder}/server.key`,
      "--service-account-issuer=https://kubernetes.default.svc",
      `--service-account-key-file=${folder}/tokens.pub`,
      `--service-account-signing-key-file=${folder}/tokens.key`,
      "--service-cluster-ip-range=10.0.0.0/24",
      "--authorization-mode=RBAC",
      "--allow-privileged",
      "--disable-admission-plugins=ServiceAccount",
      `--audit-policy-file=${folder}/audit-policy.json`,
      `--audit-log-path=${files.auditLog}`,
      ...apiServerFlags,
    ], { log: `${folder}/kube-apiserver.log`, env: { GOGC: "50" } });
    await ready(client, server, [process, etcd], folder);
  }
  stack.defer(async () => await process?.kill());
  await start(http);

  if (controllerManager) {
    stack.use(
      await supervise([
        ...binaries.controllerManager,
        `--kubeconfig=${files.kubeconfig}`,
        `--service-account-private-key-file=${folder}/tokens.key`,
        `--root-ca-file=${folder}/ca.crt`,
        "--use-service-account-credentials",
        "--leader-elect=false",
        "--bind-address=127.0.0.1",
        "--secure-port=0",
        `--controllers=${controllers.join(",")}`,
      ], { log: `${folder}/kube-controller-manager.log`, env: { GOGC: "50" } }),
    );
  }

  const all = stack.move();
  return {
    state: { folder, server, ...files, kubectl: binaries.kubectl },
    apiServer: {
      pid: () => process?.exitCode() === undefined ? process?.pid : undefined,
      async start() {
        using client = Deno.createHttpClient({ caCerts: [authority.certificate] });
        await start(client);
      },
      async stop({ graceful = false } = {}) {
        if (graceful) {
          process?.signal("SIGCONT");
          process?.signal("SIGTERM");
          await process?.ended;
        }
        await process?.kill();
      },
      pause: () => process?.signal("SIGSTOP"),
      resume: () => process?.signal("SIGCONT"),
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

async function writeFiles(
  folder: string,
  server: string,
  authority: Awaited<ReturnType<typeof createCertificateAuthority>>,
) {
  const [serving, admin, other, tokens] = await Promise.all([
    authority.issueServer(["127.0.0.1", "localhost", "10.0.0.1", "kubernetes.default.svc"]),
    authority.issueClient({ name: "admin", groups: ["system:masters"] }),
    // For tests of certificates that rotate.
    authority.issueClient({ name: "other-admin", groups: ["system:masters"] }),
    createSigningKeys(),
  ]);
  const kubeconfig = kubeconfigText({
    server,
    authority: authority.certificate,
    user: {
      "client-certificate-data": btoa(admin.certificate),
      "client-key-data": btoa(admin.privateKey),
    },
  });
  const texts: Readonly<Record<string, string>> = {
    "ca.crt": authority.certificate,
    "server.crt": serving.certificate,
    "server.key": serving.privateKey,
    "admin.crt": admin.certificate,
    "admin.key": admin.privateKey,
    "other-admin.crt": other.certificate,
    "other-admin.key": other.privateKey,
    "tokens.key": tokens.privateKey,
    "tokens.pub": tokens.publicKey,
    "audit-policy.json": JSON.stringify(auditPolicy),
    kubeconfig,
  };
  for (const [name, content] of Object.entries(texts)) {
    await Deno.writeTextFile(`${folder}/${name}`, content, { mode: 0o600 });
  }
  return {
    kubeconfig: `${folder}/kubeconfig`,
    auditLog: `${folder}/audit.log`,
  };
}

/** A kubeconfig with one context. JSON is YAML. */
export function kubeconfigText(
  { server, authority, user, namespace }: {
    readonly server: string;
    readonly authority: string;
    readonly user: Readonly<Record<string, string>>;
    readonly namespace?: string;
  },
): string {
  const cluster = { server, "certificate-authority-data": btoa(authority) };
  return JSON.stringify(
    {
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "test", cluster }],
      users: [{ name: "test", user }],
      contexts: [{
        name: "test",
        context: {
          cluster: "test",
          user: "test",
          ...(namespace === undefined ? {} : { namespace }),
        },
      }],
      "current-context": "test",
    },
    undefined,
    2,
  );
}

async function ready(
  client: Deno.HttpClient,
  server: string,
  processes: readonly Supervised[],
  folder: string,
): Promise<void> {
  const deadline = performance.now() + 60_000;
  let latest: unknown;
  while (performance.now() < deadline) {
    if (processes.some((process) => process.exitCode() !== undefined)) break;
    try {
      const response = await fetch(`${server}/readyz`, {
        client,
        signal: AbortSignal.timeout(5_000),
      });
      latest = await response.text();
      if (response.ok) return;
    } catch (error) {
      latest = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const logs = await Promise.all(
    ["etcd", "kube-apiserver"].map(async (name) => {
      const text = await Deno.readTextFile(`${folder}/${name}.log`).catch(() => "");
      return `${name}:\n${text.split("\n").slice(-15).join("\n")}`;
    }),
  );
  throw new Error(`The API server did not get ready: ${latest}\n${logs.join("\n")}`);
}
