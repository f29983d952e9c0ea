import type { Clock } from "../_internal/mod.ts";
import type { Connection } from "./config/mod.ts";

/** One request's share of a pool of connections. */
export interface Lease {
  /** What to send through. */
  readonly connection: Promise<Connection>;
  /** The request has ended, its body included. Further calls do nothing. */
  readonly release: () => void;
  /** The connection seems dead: requests from now on get a new pool. */
  readonly giveUp: (reason: string) => void;
  /** Whether other connections have taken its place. */
  readonly outdated: () => boolean;
}

/** The connections of a client, in generations: a new one takes the requests, an old one ends with its last request. */
export interface Pool {
  /** Asks, of files at most once a minute, whether certificates have rotated. */
  readonly refresh: () => Promise<void>;
  /** Takes part in the present generation. */
  readonly lease: () => Lease;
  /** Closes what is open, as soon as the requests that use it have ended. */
  readonly close: () => Promise<void>;
}

interface Generation {
  readonly connection: Promise<Connection>;
  readonly closed: PromiseWithResolvers<void>;
  users: number;
  retired: boolean;
}

const staleCheckInterval = 60_000;

/** Makes a pool that opens its generations with `connect`, the first at first use. */
export function createPool(
  clock: Clock,
  connect: () => Promise<Connection>,
  replaced: (reason: string) => void,
): Pool {
  let current: Generation | undefined;
  let checked = clock.monotonic();
  const opened = new Set<Generation>();
  const closeUnused = (generation: Generation) => {
    if (!generation.retired || generation.users > 0) return;
    generation.connection
      .then((connection) => connection[Symbol.dispose](), () => {})
      .finally(() => {
        opened.delete(generation);
        generation.closed.resolve();
      });
  };
  const retire = (generation: Generation) => {
    if (generation.retired) return;
    generation.retired = true;
    if (current === generation) current = undefined;
    closeUnused(generation);
  };
  const open = (): Generation => {
    const closed = Promise.withResolvers<void>();
    const generation = { connection: connect(), closed, users: 0, retired: false };
    opened.add(generation);
    // Whoever waits for the connection sees the error; the next request tries again.
    generation.connection.catch(() => retire(generation));
    checked = clock.monotonic();
    return generation;
  };
  return {
    async refresh() {
      const generation = current;
      if (!generation) return;
      const due = clock.monotonic() - checked >= staleCheckInterval;
      if (due) checked = clock.monotonic();
      const connection = await generation.connection;
      // A file that is being replaced may be unreadable for a moment: what is open stays good till the next look.
      const stale = connection.rotated?.() ||
        (due && await connection.stale?.().catch(() => false));
      if (!stale || generation !== current) return;
      // Certificate and key are two files, which may not fit together for a moment.
      const next = open();
      const usable = await next.connection.then(() => true, () => false);
      if (!usable || generation !== current) return retire(next);
      retire(generation);
      current = next;
      replaced("the certificates have changed");
    },
    lease() {
      const generation = current ??= open();
      generation.users++;
      let held = true;
      return {
        connection: generation.connection,
        release() {
          if (!held) return;
          held = false;
          generation.users--;
          closeUnused(generation);
        },
        giveUp(reason) {
          if (generation.retired) return;
          retire(generation);
          replaced(reason);
        },
        outdated: () => generation.retired,
      };
    },
    async close() {
      if (current) retire(current);
      await Promise.all([...opened].map(({ closed }) => closed.promise));
    },
  };
}
