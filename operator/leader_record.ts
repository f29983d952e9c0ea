import { type Client, ConfigError, type KubernetesObject, resourcePath } from "../client/mod.ts";
import { type ApiResource, defineApiResource } from "../client/mod.ts";
import type { LeaderElectionOptions } from "./leader_types.ts";

/** A Lease, of which nothing is taken for granted: anyone may have written it. */
export interface LeaseObject extends KubernetesObject {
  /** See the API reference, LeaseSpec. */
  spec?: Readonly<Record<string, unknown>> | null;
}

/** The kind `Lease`. */
export const leaseResource: ApiResource<LeaseObject> = defineApiResource<LeaseObject>({
  group: "coordination.k8s.io",
  version: "v1",
  kind: "Lease",
  plural: "leases",
  scope: "Namespaced",
});

/** What a Lease says. Times are milliseconds. */
export interface LeaseRecord {
  /** Who holds it; "" for nobody. */
  readonly holder: string;
  /** How long it must go without a change until another may take it. */
  readonly duration: number;
  /** How often it has changed hands. */
  readonly transitions: number;
  /** When the holder got it, as written. */
  readonly acquireTime: unknown;
  /** Tells one writing of the holder's from another. */
  readonly stamp: string;
  /** All of it: that it changes is what shows that the holder lives. Metadata is left out, which others may touch. */
  readonly text: string;
}

/** Reads a Lease. What is missing or makes no sense is replaced; `fallback` is the duration then. */
export function readLease({ spec }: LeaseObject, fallback: number): LeaseRecord {
  const { holderIdentity, leaseDurationSeconds, leaseTransitions, acquireTime, renewTime } = spec ??
    {};
  const seconds = typeof leaseDurationSeconds === "number" && leaseDurationSeconds > 0
    ? leaseDurationSeconds
    : fallback / 1000;
  return {
    holder: typeof holderIdentity === "string" ? holderIdentity : "",
    duration: seconds * 1000,
    transitions: Number.isSafeInteger(leaseTransitions) ? leaseTransitions as number : 0,
    acquireTime,
    stamp: JSON.stringify([timeOf(acquireTime), timeOf(renewTime)]),
    text: JSON.stringify(spec ?? null),
  };
}

function timeOf(value: unknown): number | undefined {
  return typeof value === "string" ? Date.parse(value) : undefined;
}

/** What is to be written into a Lease. */
export interface LeaseClaim {
  /** Who holds it; "" gives it up. */
  readonly holder: string;
  /** Milliseconds. */
  readonly duration: number;
  /** How often it has changed hands. */
  readonly transitions: number;
  /** Wall time. */
  readonly now: number;
  /** When the holder got it, as written before; undefined for now. */
  readonly acquireTime: unknown;
}

/** The `spec` of a Lease with a claim; fields of others, such as a preferred holder, stay. */
export function claimedSpec(
  lease: LeaseObject | undefined,
  { holder, duration, transitions, now, acquireTime = microTime(now) }: LeaseClaim,
): NonNullable<LeaseObject["spec"]> {
  return {
    ...lease?.spec,
    holderIdentity: holder,
    leaseDurationSeconds: Math.ceil(duration / 1000),
    leaseTransitions: transitions,
    acquireTime,
    renewTime: microTime(now),
  };
}

/** RFC 3339 with microseconds, as Kubernetes writes `MicroTime`. */
function microTime(time: number): string {
  return new Date(time).toISOString().replace(/Z$/, "000Z");
}

/** Settings that were checked. Times are milliseconds. */
export interface LeaderSettings {
  /** Name of the Lease. */
  readonly name: string;
  /** Its namespace. */
  readonly namespace: string;
  /** See {@linkcode LeaderElectionOptions}. */
  readonly leaseDuration: number;
  /** See {@linkcode LeaderElectionOptions}. */
  readonly renewDeadline: number;
  /** See {@linkcode LeaderElectionOptions}. */
  readonly retryPeriod: number;
}

/** How many times the time between two renewals must fit into the time that they have (client-go's jitter factor). */
const jitter = 1.2;

/**
 * Checks the settings, as client-go does.
 *
 * @throws {TypeError} When they cannot work; says why.
 * @throws {ConfigError} When no namespace is known.
 */
export function checkSettings(client: Client, options: LeaderElectionOptions): LeaderSettings {
  const { name, namespace = client.namespace, identity } = options;
  const { leaseDuration = 15_000, renewDeadline = 10_000, retryPeriod = 2_000 } = options;
  for (const [key, value] of Object.entries({ leaseDuration, renewDeadline, retryPeriod })) {
    if (Number.isFinite(value) && value > 0) continue;
    throw new TypeError(`leaderElection.${key} is ${value}: give milliseconds above 0`);
  }
  if (leaseDuration <= renewDeadline) {
    throw new TypeError(
      `leaderElection.leaseDuration (${leaseDuration}) must be longer than renewDeadline (${renewDeadline}): else another leads before this process has stopped`,
    );
  }
  if (renewDeadline <= retryPeriod * jitter) {
    throw new TypeError(
      `leaderElection.renewDeadline (${renewDeadline}) must be longer than ${jitter} times retryPeriod (${retryPeriod}): else one late renewal costs the lead`,
    );
  }
  if (identity === "") {
    throw new TypeError("leaderElection.identity is empty, which stands for nobody: leave it out");
  }
  if (!namespace) {
    throw new ConfigError(
      "Leader election needs a namespace for its Lease, and the configuration names none: set leaderElection.namespace",
    );
  }
  resourcePath(leaseResource, { name, namespace });
  return { name, namespace, leaseDuration, renewDeadline, retryPeriod };
}
