/** Three replicas of examples/fleet on an API server of their own, whose audit log tells them apart. */
import { type Client, ensureCustomResource, isNotFound } from "../../client/mod.ts";
import { clusterRules, leaseRules } from "../../examples/fleet/manifests.ts";
import { Fleet } from "../../examples/fleet/fleet.ts";
import { fleetLabel } from "../../examples/fleet/operator.ts";
import { ConfigMap, Lease } from "../../kinds/mod.ts";
import {
  type Cluster,
  type PolicyRule,
  startCluster,
  supervise,
  type Supervised,
  temporaryFolder,
} from "../cluster/mod.ts";
import {
  judgeWrites,
  type LeaseEvent,
  type SentWrite,
  type Stop,
  termsOf,
  type Verdict,
} from "../cluster/leaders.ts";
import { eventually } from "../integration/harness.ts";

/** Name of the Lease. */
export const leaseName = "fleets";

/** As the cluster's own policy, and what is written to Leases. */
const auditPolicy = {
  apiVersion: "audit.k8s.io/v1",
  kind: "Policy",
  omitStages: ["RequestReceived"],
  rules: [
    {
      level: "Request",
      verbs: ["create", "update", "patch"],
      resources: [{ group: "coordination.k8s.io", resources: ["leases"] }],
    },
    { level: "None", nonResourceURLs: ["/healthz*", "/readyz*", "/livez*", "/version"] },
    { level: "None", userGroups: ["system:serviceaccounts:kube-system"] },
    { level: "None", users: ["system:apiserver"] },
    { level: "Metadata" },
  ],
};

/** Options of leader election, as far as tests set them. */
export interface Timing {
  readonly leaseDuration: number;
  readonly renewDeadline: number;
  readonly retryPeriod: number;
}

/** How a replica is started. */
export interface ReplicaProgram {
  /** File of the program, from the root of the repository. */
  readonly path: string;
  /** Arguments of the one whose process has this name. */
  readonly args?: (process: string) => readonly string[];
  /** Variables of the replica with this number. */
  readonly env?: (number: number) => Readonly<Record<string, string>>;
}

/** One of the replicas, over all lives of its process. */
export interface Replica extends AsyncDisposable {
  /** As the audit log names it. */
  readonly user: string;
  /** The process at work now. */
  readonly process: () => Supervised;
  /** Starts it anew, as the kubelet would; the process has ended. */
  readonly restart: () => Promise<void>;
  /** What its processes have said. */
  readonly output: () => Promise<string>;
  /** The writes that its processes told before sending them. */
  readonly sent: () => Promise<readonly SentWrite[]>;
}

/** Where the trial takes place. */
export interface Stage extends AsyncDisposable {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly replicas: readonly Replica[];
  /** Who has led at last, and since when. */
  readonly leader: () => Promise<{ readonly replica: Replica; readonly holder: string }>;
  /** Waits until somebody leads who is not `holder`; how long after `since` that began, in milliseconds. */
  readonly takeover: (holder: string, since: number) => Promise<number>;
  /** Waits until this replica has written again. */
  readonly works: (replica: Replica) => Promise<void>;
  /** Stops a replica by SIGSTOP, in the midst of its work; to be resumed by SIGCONT. */
  readonly freeze: (replica: Replica) => Promise<void>;
  readonly events: () => Promise<readonly LeaseEvent[]>;
  readonly judge: (renewDeadline: number) => Promise<Verdict>;
}

async function startReplica(
  program: ReplicaProgram,
  { user, name, number, kubeconfig }: {
    readonly user: string;
    readonly name: string;
    readonly number: number;
    readonly kubeconfig: string;
  },
): Promise<Replica> {
  const env = { KUBECONFIG: kubeconfig, NO_COLOR: "1", ...program.env?.(number) };
  const log = kubeconfig.replace(/yaml$/, "log");
  let lives = 0;
  let process = await start();

  function start(): Promise<Supervised> {
    const life = `${name}_${lives++}`;
    return supervise([
      Deno.execPath(),
      "run",
      "--no-prompt",
      "--quiet",
      "--allow-net",
      `--allow-read=${kubeconfig}`,
      "--allow-env=HOME,KUBECONFIG,PORT",
      new URL(`../../${program.path}`, import.meta.url).href,
      ...program.args?.(life) ?? [],
    ], { log, env });
  }

  const output = () => Deno.readTextFile(log).catch(() => "");
  return {
    user,
    process: () => process,
    async restart() {
      await process.kill();
      process = await start();
    },
    output,
    sent: async () =>
      (await output()).split("\n").flatMap((line) => {
        if (!line.startsWith('{"sent":')) return [];
        const { sent, call } = JSON.parse(line);
        return [{ user, call, at: sent }];
      }),
    [Symbol.asyncDispose]: () => process.kill(),
  };
}

/** Starts the API server and the replicas. */
export async function startStage(
  program: ReplicaProgram,
  rules: readonly PolicyRule[] = leaseRules,
): Promise<Stage> {
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder()).path;
  await Deno.writeTextFile(`${folder}/audit.json`, JSON.stringify(auditPolicy));
  const cluster = stack.use(
    await startCluster({ apiServerFlags: [`--audit-policy-file=${folder}/audit.json`] }),
  );
  const { client } = cluster;
  const namespace = (await cluster.namespace()).name; // goes with the cluster
  await ensureCustomResource(client, Fleet);
  const replicas: Replica[] = [];
  for (let number = 0; number < 3; number++) {
    const name = `fleet-${number}`;
    const account = await cluster.serviceAccount({ namespace, name, rules, clusterRules });
    const path = `${folder}/${name}.yaml`;
    await Deno.writeTextFile(path, account.kubeconfig);
    const user = `system:serviceaccount:${namespace}:${name}`;
    replicas.push(
      stack.use(await startReplica(program, { user, name, number, kubeconfig: path })),
    );
  }
  const stops: Stop[] = [];

  async function events(): Promise<readonly LeaseEvent[]> {
    return await cluster.auditLog();
  }

  async function holder(): Promise<string | undefined> {
    try {
      const { spec } = await client.get(Lease, { name: leaseName, namespace });
      return spec?.holderIdentity || undefined;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  async function alive(): Promise<void> {
    for (const { user, process, output } of replicas) {
      const code = process().exitCode();
      if (code) throw new Error(`${user} ended (${code}): ${await output()}`);
    }
  }

  const all = stack.move();
  return {
    cluster,
    namespace,
    replicas,
    events,
    async leader() {
      let found: string | undefined;
      await eventually("somebody leads", async () => {
        await alive();
        return (found = await holder()) !== undefined;
      }, 60_000);
      const term = termsOf(await events(), leaseName).findLast((one) => one.holder === found);
      const replica = replicas.find(({ user }) => user === term?.user);
      if (!replica || !term) throw new Error(`Nobody of ours: ${found}`);
      return { replica, holder: term.holder };
    },
    async takeover(old, since) {
      await eventually("another takes over", async () => {
        const now = await holder();
        return now !== undefined && now !== old;
      }, 60_000);
      const term = termsOf(await events(), leaseName).find(({ holder, from }) =>
        holder !== old && from > since
      );
      return (term?.from ?? NaN) - since;
    },
    async works(replica) {
      const written = async () =>
        (await events()).filter(({ user, verb }) =>
          user.username === replica.user && verb === "patch"
        ).length;
      const before = await written();
      await eventually(
        "the leader writes",
        async () => await written() > before + 200,
        60_000,
      );
    },
    async freeze({ user, process }) {
      const { pid, signal } = process();
      const from = Date.now();
      signal("SIGSTOP");
      // The signal does not wait: the kernel stops one thread after the other.
      await eventually("it stands still", async () => {
        const stat = await Deno.readTextFile(`/proc/${pid}/stat`);
        return stat.slice(stat.lastIndexOf(")") + 2).startsWith("T");
      });
      stops.push({ user, from, stopped: Date.now() });
    },
    async judge(renewDeadline) {
      const sent = (await Promise.all(replicas.map((one) => one.sent()))).flat();
      return judgeWrites({
        events: await events(),
        lease: leaseName,
        users: replicas.map(({ user }) => user),
        renewDeadline,
        stops,
        sent,
      });
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

/** Work that goes on all the while. */
export interface Load {
  /** Ends it; how many changes there were. */
  readonly stop: () => Promise<number>;
}

/**
 * Makes fleets, lets them grow and changes their orders: more than a leader gets done, so that it is writing at any time.
 * Ships are never taken away.
 */
export function startLoad(client: Client, namespace: string, random: () => number): Load {
  const most = 12;
  const sizes: number[] = [];
  let stopped = false;

  async function work(): Promise<number> {
    for (let change = 1;; change++) {
      if (stopped) return change - 1;
      const index = Math.floor(random() * most);
      const key = { name: `fleet-${index}`, namespace };
      const orders = `Order ${change}`;
      const size = sizes[index];
      if (size === undefined) {
        const size = sizes[index] = 10;
        await client.create(Fleet, { metadata: key, spec: { size, orders } });
      } else {
        if (size < 20 && random() < 0.1) sizes[index] = size + 1;
        await client.patch(Fleet, key, { merge: { spec: { size: sizes[index], orders } } });
      }
      await new Promise((resolve) => setTimeout(resolve, 30)); // the load that is wanted
    }
  }

  const done = work();
  done.catch(() => {}); // told by stop()
  return {
    stop: () => {
      stopped = true;
      return done;
    },
  };
}

/** What is not as the Fleets say, in words. */
export async function wrongShips(client: Client, namespace: string): Promise<string[]> {
  const found: string[] = [];
  const fleets = (await client.list(Fleet, { namespace })).items;
  const ships = (await client.list(ConfigMap, { namespace, labelSelector: fleetLabel })).items;
  for (const { metadata: { name, generation }, spec: { size, orders }, status } of fleets) {
    const own = ships.filter(({ metadata }) => metadata.labels?.[fleetLabel] === name);
    const names = own.map(({ metadata }) => metadata.name).sort();
    const wanted = Array.from({ length: size }, (_, number) => `${name}-${number}`).sort();
    if (names.join() !== wanted.join()) found.push(`${name} has ${names}, not ${size} ships`);
    for (const { metadata, data } of own) {
      if (data?.orders !== orders) found.push(`${metadata.name} has orders ${data?.orders}`);
    }
    if (status?.observedGeneration !== generation || status?.ships !== size) {
      found.push(`${name}: status is ${JSON.stringify(status)}, generation ${generation}`);
    }
  }
  const sum = fleets.reduce((ships, { spec }) => ships + spec.size, 0);
  if (ships.length !== sum) found.push(`${ships.length} ships, not ${sum}`);
  return found;
}

/** Waits until all is as the Fleets say. */
export async function shipshape(client: Client, namespace: string): Promise<void> {
  let found: readonly string[] = [];
  await eventually("every ship is as it should be", async () => {
    found = await wrongShips(client, namespace);
    return found.length === 0;
  }, 60_000).catch((error: unknown) => {
    throw new Error(`The fleet does not get there: ${found.join("; ")}`, { cause: error });
  });
}

/** The code that a process ends with, within `limit` milliseconds. */
export async function endOf(process: Supervised, limit: number): Promise<number> {
  await eventually("the process ends", () => process.exitCode() !== undefined, limit);
  return await process.ended;
}
