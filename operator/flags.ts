import { parseArgs } from "node:util";
import { ConfigError, type LoadConfigOptions } from "../client/mod.ts";

/** What the command line and the environment say. Made by {@linkcode parseFlags}. */
export interface Flags {
  /** The text to print, and nothing else to do: the command line has `--help`. */
  readonly help?: string;
  /** How to reach the API server, for `loadConfig`. */
  readonly options: LoadConfigOptions;
  /** The namespace to watch; undefined for all. For the option `namespace` of `defineController`. */
  readonly namespace: string | undefined;
  /** What the flags say of leader election, for `runOperator`; absent when they say nothing. */
  readonly leaderElection?: LeaderElectionFlags;
}

/** What flags say of leader election. What is absent is as the program says. */
export interface LeaderElectionFlags {
  /** Whether one of several replicas is elected. */
  readonly elect?: boolean;
  /** Name of the Lease. */
  readonly name?: string;
  /** Namespace of the Lease. */
  readonly namespace?: string;
}

/** Reads an environment variable: a record, or a function such as `Deno.env.get`. */
export type FlagEnvironment =
  | Readonly<Record<string, string | undefined>>
  | ((name: string) => string | undefined);

/** What each flag is for, and what stands for its value in the help. */
const flags = {
  "service.kubernetes.address": ["URL", "API server"],
  "service.kubernetes.incluster": ["true|false", "use the service account of this pod"],
  "service.kubernetes.kubeconfig": ["TEXT", "kubeconfig, its text"],
  "service.kubernetes.kubeconfigpath": ["PATH", "kubeconfig, its path"],
  "service.kubernetes.tls.cafile": ["PATH", "certificate authority, with address"],
  "service.kubernetes.tls.crtfile": ["PATH", "client certificate, with address"],
  "service.kubernetes.tls.keyfile": ["PATH", "key of the client certificate, with address"],
  "service.kubernetes.watch.namespace": ["NAME", "namespace to watch; all when empty"],
  "leader-elect": ["true|false", "let one of several replicas work"],
  "leader-election-id": ["NAME", "Lease of leader election"],
  "leader-election-namespace": ["NAME", "namespace of that Lease; the operator's own when empty"],
} as const;

type FlagName = keyof typeof flags;

/** Flags that stand for true where they have no value. */
const switches: ReadonlySet<FlagName> = new Set(["service.kubernetes.incluster", "leader-elect"]);

const names = Object.keys(flags) as readonly FlagName[]; // Object.keys forgets the type of a literal's keys
const ways = [
  "service.kubernetes.address",
  "service.kubernetes.incluster",
  "service.kubernetes.kubeconfig",
  "service.kubernetes.kubeconfigpath",
] as const satisfies readonly FlagName[];

/**
 * Reads the flags of operators made with the Go library operatorkit: `--service.kubernetes.address=…` on the command
 * line, or `SERVICE_KUBERNETES_ADDRESS` in the environment, where the command line wins. An empty value is as none.
 * Exactly one of `address`, `incluster`, `kubeconfig` and `kubeconfigpath` must be there. Flags and words of your own are
 * refused: read them first, and hand over the rest.
 *
 * ```ts
 * import { parseFlags } from "@operatorkit/operatorkit/operator";
 *
 * const flags = parseFlags(["--service.kubernetes.address=http://127.0.0.1:8001"], {});
 * console.log(flags.options.server); // in a program: parseFlags(Deno.args), then runOperator({ flags, controllers })
 * ```
 *
 * @param args The command line without the program.
 * @param env The environment. Default: the process's, as far as it may be read.
 * @throws {ConfigError} When the flags make no sense; says which and what to do. Values are not told.
 */
export function parseFlags(args: readonly string[], env: FlagEnvironment = readEnv): Flags {
  const given = readArgs(args);
  if (given.help) return { help: helpText(), options: {}, namespace: undefined };
  const look = typeof env === "function" ? env : (name: string) => env[name];
  const value = (name: FlagName) => (given.values.get(name) ?? look(envName(name))) || undefined;
  const address = value("service.kubernetes.address");
  const inCluster = isTrue(
    "service.kubernetes.incluster",
    value("service.kubernetes.incluster"),
  );
  const kubeconfigText = value("service.kubernetes.kubeconfig");
  const kubeconfig = value("service.kubernetes.kubeconfigpath");
  const chosen = ways.filter((name) =>
    name === "service.kubernetes.incluster" ? inCluster : value(name) !== undefined
  );
  if (chosen.length !== 1) throw new ConfigError(wrongNumber(chosen));
  const caFile = value("service.kubernetes.tls.cafile");
  const certFile = value("service.kubernetes.tls.crtfile");
  const keyFile = value("service.kubernetes.tls.keyfile");
  const tls = {
    ...(caFile !== undefined && { caFile }),
    ...(certFile !== undefined && { certFile }),
    ...(keyFile !== undefined && { keyFile }),
  };
  if (Object.keys(tls).length > 0 && address === undefined) {
    throw new ConfigError(
      `The flags --service.kubernetes.tls.* go together with --service.kubernetes.address, but --${
        chosen[0]
      } is given`,
    );
  }
  return {
    options: {
      ...(address !== undefined && { server: address }),
      ...(inCluster && { inCluster }),
      ...(kubeconfigText !== undefined && { kubeconfigText }),
      ...(kubeconfig !== undefined && { kubeconfig }),
      ...(Object.keys(tls).length > 0 && { tls }),
    },
    namespace: value("service.kubernetes.watch.namespace"),
    ...leaderElectionOf(value),
  };
}

function leaderElectionOf(
  value: (name: FlagName) => string | undefined,
): Pick<Flags, "leaderElection"> {
  const elect = value("leader-elect");
  const name = value("leader-election-id");
  const namespace = value("leader-election-namespace");
  if (elect === undefined && name === undefined && namespace === undefined) return {};
  return {
    leaderElection: {
      ...(elect !== undefined && { elect: isTrue("leader-elect", elect) }),
      ...(name !== undefined && { name }),
      ...(namespace !== undefined && { namespace }),
    },
  };
}

interface GivenFlags {
  readonly help: boolean;
  readonly values: ReadonlyMap<FlagName, string>;
}

/** The parser is not strict: its messages quote the argument, which may be a whole kubeconfig. */
function readArgs(args: readonly string[]): GivenFlags {
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: {
      help: { type: "boolean", short: "h" },
      ...Object.fromEntries(names.map((name) => [name, {
        type: switches.has(name) ? "boolean" : "string",
      }])),
    },
  });
  const values = new Map<FlagName, string>();
  let help = false;
  for (const token of tokens) {
    if (token.kind === "positional") {
      throw new ConfigError(
        `Only flags are understood, but argument ${token.index + 1} is none: write --name=value`,
      );
    }
    if (token.kind === "option-terminator") continue;
    if (token.name === "help") help = true;
    else if (!isFlag(token.name)) throw new ConfigError(unknownFlag(token.rawName));
    else if (values.has(token.name)) {
      throw new ConfigError(`The flag --${token.name} is given twice: give it once`);
    } else if (token.value === undefined && !switches.has(token.name)) {
      throw new ConfigError(`The flag --${token.name} needs a value: write --${token.name}=value`);
    } else values.set(token.name, token.value ?? "true");
  }
  return { help, values };
}

function isFlag(name: string): name is FlagName {
  return Object.hasOwn(flags, name);
}

/** The spellings of Go's flags. */
function isTrue(name: FlagName, value: string | undefined): boolean {
  if (value === undefined || /^(?:0|f|false)$/i.test(value)) return false;
  if (/^(?:1|t|true)$/i.test(value)) return true;
  throw new ConfigError(`--${name} is neither true nor false`);
}

function wrongNumber(chosen: readonly FlagName[]): string {
  const all = ways.map((name) => `--${name}`);
  return chosen.length === 0
    ? `No flag says how to reach the API server: give one of ${all.join(", ")}`
    : `${
      chosen.map((name) => `--${name}`).join(" and ")
    } exclude each other: give one of them (they may also come from the environment, as ${
      chosen.map(envName).join(", ")
    })`;
}

/** The variable of a flag: dots and hyphens become underscores, in capitals. */
function envName(name: FlagName): string {
  return name.toUpperCase().replaceAll(/[.-]/g, "_");
}

function unknownFlag(raw: string): string {
  const name = raw.replace(/^-+/, "");
  const [nearest] = [...names, "help"]
    .map((known) => ({ known, far: Math.min(distance(name, known), 2 * lastPart(name, known)) }))
    .filter(({ far }) => far <= 2)
    .sort((a, b) => a.far - b.far);
  return `There is no flag ${raw}: ` +
    (nearest ? `did you mean --${nearest.known}?` : "--help lists those that there are");
}

/** How far a name is from the last word of a flag, for those who leave the rest out. */
function lastPart(name: string, known: string): number {
  return distance(name.toLowerCase().replaceAll("-", ""), known.split(".").at(-1) ?? known);
}

/** How many letters must change, come or go (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function helpText(): string {
  const rows = names.map((name) => [`--${name}=${flags[name][0]}`, flags[name][1]] as const);
  const width = Math.max(...rows.map(([flag]) => flag.length));
  return [
    "Flags:",
    ...rows.map(([flag, meaning]) => `  ${flag.padEnd(width)}  ${meaning}`),
    `  ${"--help".padEnd(width)}  show this`,
    "",
    "Give exactly one of address, incluster, kubeconfig and kubeconfigpath. Each flag can also come from the",
    `environment, in capitals with underscores: ${
      envName("service.kubernetes.address")
    }. The command line wins.`,
  ].join("\n");
}

/** Never prompts: what may not be read is as if it were not set. */
function readEnv(name: string): string | undefined {
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  return state === "granted" ? Deno.env.get(name) : undefined;
}

/** The name of the host, which in a pod is the pod's; undefined where it may not be read. */
export function hostName(): string | undefined {
  return readEnv("HOSTNAME") || undefined;
}

/** Prints the help, where the user asked for it. */
export function printHelp(help: string): void {
  console.log(help);
}
