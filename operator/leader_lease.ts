import { type Client, ConfigError, isForbidden, isNotFound, type ObjectOf } from "../client/mod.ts";
import { type LeaderSettings, type LeaseObject, leaseResource } from "./leader_record.ts";

/** A Lease as read. */
export type StoredLease = ObjectOf<typeof leaseResource>;

/** How an operation on a Lease is called in RBAC. */
type Verb = "get" | "create" | "update";

/** The Lease on the server. */
export interface LeaseAccess {
  /** Reads it; undefined when there is none. */
  readonly read: (signal: AbortSignal) => Promise<StoredLease | undefined>;
  /**
   * Creates it, or replaces what was read.
   *
   * @throws A conflict, or that it exists, when someone else was faster.
   */
  readonly write: (
    lease: StoredLease | undefined,
    spec: NonNullable<LeaseObject["spec"]>,
    signal: AbortSignal,
  ) => Promise<StoredLease>;
  /** Finds out whether it might be written, without doing so. */
  readonly mayWrite: (lease: StoredLease, signal: AbortSignal) => Promise<void>;
}

/**
 * Talks to the server about one Lease. An operation that was never allowed and is forbidden is a
 * {@linkcode ConfigError}; once it was allowed, it is an error as any other, for a role can be replaced.
 */
export function createLeaseAccess(client: Client, settings: LeaderSettings): LeaseAccess {
  const { name, namespace } = settings;
  const allowed = new Set<Verb>();

  async function call<V>(verb: Verb, run: () => Promise<V>): Promise<V> {
    try {
      const result = await run();
      allowed.add(verb);
      return result;
    } catch (error) {
      if (!isForbidden(error) || allowed.has(verb)) throw error;
      throw new ConfigError(
        `Leader election may not ${verb} the Lease ${name} in namespace ${namespace}: add to the operator's Role there the rule ${rule}`,
        { cause: error },
      );
    }
  }

  return {
    async read(signal) {
      try {
        return await call("get", () => client.get(leaseResource, { name, namespace }, { signal }));
      } catch (error) {
        if (isNotFound(error)) return undefined;
        throw error;
      }
    },
    write: (lease, spec, signal) =>
      lease
        ? call("update", () => client.update(leaseResource, { ...lease, spec }, { signal }))
        : call("create", () =>
          client.create(leaseResource, { metadata: { name, namespace }, spec }, { signal })),
    async mayWrite(lease, signal) {
      try {
        await call("update", () => client.update(leaseResource, lease, { signal, dryRun: true }));
      } catch (error) {
        if (error instanceof ConfigError) throw error;
      }
    },
  };
}

const rule =
  '{ apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["get", "create", "update"] }';
