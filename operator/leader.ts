import { deadline, randomUuid, sleep } from "../_internal/mod.ts";
import {
  type Client,
  ConfigError,
  isAlreadyExists,
  isConflict,
  isNotFound,
} from "../client/mod.ts";
import { createLeaseAccess, type StoredLease } from "./leader_lease.ts";
import { checkSettings, claimedSpec, type LeaseRecord, readLease } from "./leader_record.ts";
import {
  type LeaderElector,
  type LeaderElectorOptions,
  type LeaderEvent,
  LeadershipLostError,
  NotLeaderError,
} from "./leader_types.ts";

/** What was last seen of the Lease. */
interface Sight extends LeaseRecord {
  readonly lease: StoredLease;
  /** Monotonic time at which it was seen to have changed. */
  readonly at: number;
}

/** A moment on both clocks. */
interface Moment {
  readonly monotonic: number;
  readonly wall: number;
}

/** Writings without an answer that are remembered. */
const mostUncertain = 100;

/**
 * Stands for the lead, from now on until released: takes the Lease when it is free, or was not renewed for as long as it
 * says, and renews it. The protocol is that of client-go, so that its candidates and these may stand for one Lease:
 * clocks need not agree, only run about equally fast. When the lead is lost it is lost for good: end the process.
 *
 * A Lease keeps two from leading at one time only as far as they stop in time: let each write pass
 * {@linkcode LeaderElector.fence}. Needs the verbs get, create and update on `leases.coordination.k8s.io`.
 *
 * @throws {TypeError} When the durations do not fit each other, or name or namespace are none.
 * @throws {ConfigError} When no namespace is known.
 */
export function createLeaderElector(client: Client, options: LeaderElectorOptions): LeaderElector {
  const settings = checkSettings(client, options);
  const { name, namespace, leaseDuration, renewDeadline, retryPeriod } = settings;
  const { clock, random } = client.runtime;
  const { identity = `operatorkit_${randomUuid(random)}`, observe = () => {}, eligible } = options;
  const access = createLeaseAccess(client, settings);
  const patience = (renewDeadline - retryPeriod) / 2; // two tries fit into what is left after a period
  const stopping = new AbortController();
  const elected = Promise.withResolvers<void>();
  const done = Promise.withResolvers<void>();
  elected.promise.catch(() => {}); // who does not ask for them must not die of them
  done.promise.catch(() => {});
  /** Writings of our own that the Lease may show. */
  const own = new Set<string>();
  let phase: "candidate" | "leader" | "over" = "candidate";
  let isEligible = eligible === undefined;
  let isChecked = false;
  let pause: AbortController | undefined;
  let seen: Sight | undefined;
  let told = "";
  let renewed: Moment | undefined;
  let releasing: Promise<void> | undefined;

  function becomeEligible(): void {
    isEligible = true;
    pause?.abort();
  }
  eligible?.then(becomeEligible, becomeEligible);

  function tell(event: LeaderEvent): void {
    observe(event);
  }

  function elapsed(): number {
    if (!renewed) return Infinity;
    // A process that was stopped sees it on both clocks, a machine that slept on the wall clock alone.
    return Math.max(clock.monotonic() - renewed.monotonic, clock.now() - renewed.wall);
  }

  function note(lease: StoredLease): Sight {
    const record = readLease(lease, leaseDuration);
    const at = seen?.text === record.text ? seen.at : clock.monotonic();
    const sight = seen = { ...record, lease, at };
    if (record.holder !== told) {
      told = record.holder;
      if (told !== "" && told !== identity) tell({ type: "follows", name, identity, holder: told });
    }
    return sight;
  }

  /** Whether another holds the Lease: it is in another's name, and was seen to change less than its duration ago. */
  function isHeld({ holder, duration, at }: Sight): boolean {
    return holder !== "" && holder !== identity && clock.monotonic() - at < duration;
  }

  /** Creates the Lease, or puts us into it. False when someone else was faster. */
  async function claim(known: Sight | undefined, signal: AbortSignal): Promise<boolean> {
    const isLeader = phase === "leader";
    const before = { monotonic: clock.monotonic(), wall: clock.now() };
    const last = known ?? seen;
    const isOurs = last?.holder === identity;
    const spec = claimedSpec(known?.lease, {
      holder: identity,
      duration: leaseDuration,
      transitions: last ? last.transitions + (isOurs ? 0 : 1) : 0,
      now: before.wall,
      acquireTime: isLeader ? last?.acquireTime : undefined,
    });
    const { stamp } = readLease({ spec } as StoredLease, leaseDuration);
    for (const oldest of own) {
      if (own.size < mostUncertain) break;
      own.delete(oldest);
    }
    own.add(stamp);
    try {
      note(await access.write(known?.lease, spec, signal));
    } catch (error) {
      // Someone else has written first, or deleted it, or an earlier try of this very write was taken, which is why
      // the stamp stays: no failure, but a reason to look again.
      if (isConflict(error) || isAlreadyExists(error) || (known && isNotFound(error))) return false;
      throw error;
    }
    own.clear();
    own.add(stamp);
    renewed = before;
    return true;
  }

  /** One try to take or keep the Lease. False when another holds it, or was faster. */
  async function attempt(signal: AbortSignal): Promise<boolean> {
    const isLeader = phase === "leader";
    // Nobody else should have written: no need to read it first.
    if (isLeader && seen && await claim(seen, signal)) return true;
    for (let tries = 0; tries < 3; tries++) {
      const lease = await access.read(signal);
      const sight = lease && note(lease);
      if (sight && isLeader) checkOurs(sight);
      else if (!isEligible) return false;
      // Who finds the Lease deleted waits as well: its holder does not know yet.
      else if (seen && isHeld(seen)) return false;
      if (await claim(sight, signal)) return true;
    }
    return false;
  }

  /** @throws {LeadershipLostError} When the Lease is not ours any more. */
  function checkOurs({ holder, stamp }: Sight): void {
    if (holder === identity && own.has(stamp)) return;
    const reason = holder === ""
      ? "nobody: someone has emptied it"
      : holder === identity
      ? `another process of the same identity, ${identity}: give each its own`
      : holder;
    throw new LeadershipLostError(
      `The Lease ${namespace}/${name} is held by ${reason}`,
      holder === "" || holder === identity ? {} : { holder },
    );
  }

  /** Runs one try, which ends after `limit` milliseconds. */
  async function attemptWithin(limit: number): Promise<boolean> {
    using scope = deadline(clock, limit, stopping.signal);
    return await attempt(scope.signal);
  }

  /** Resolves when we lead. */
  async function acquire(): Promise<void> {
    const { signal } = stopping;
    let failed = false;
    for (;;) {
      signal.throwIfAborted();
      const wasEligible = isEligible;
      try {
        // Who was stopped while the answer was on its way is a leader no more before it is one.
        if (await attemptWithin(patience) && elapsed() < renewDeadline) return;
        if (seen && !isChecked) {
          isChecked = true;
          using scope = deadline(clock, patience, signal);
          await access.mayWrite(seen.lease, scope.signal);
        }
        if (failed && told !== "" && told !== identity) {
          tell({ type: "follows", name, identity, holder: told });
        }
        failed = false;
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof ConfigError) throw error;
        failed = true;
        tell({ type: "acquire-failed", name, identity, error });
      }
      if (wasEligible !== isEligible) continue;
      pause = new AbortController();
      using scope = deadline(clock, undefined, signal, pause.signal);
      // At random, so that candidates do not come together; never later, so that a Lease that was given up is soon taken.
      await sleep(clock, retryPeriod * (0.5 + 0.5 * random()), scope.signal).catch(() => {});
      pause = undefined;
    }
  }

  /** Renews until it cannot. */
  async function renew(): Promise<never> {
    const { signal } = stopping;
    let next = clock.monotonic() + retryPeriod;
    let cause: unknown;
    for (;;) {
      const wait = Math.min(next - clock.monotonic(), renewDeadline - elapsed());
      await sleep(clock, Math.max(wait, 0), signal);
      const left = renewDeadline - elapsed();
      if (left <= 0) {
        throw new LeadershipLostError(
          `The Lease ${namespace}/${name} was not renewed within ${renewDeadline} ms`,
          { cause },
        );
      }
      next = clock.monotonic() + retryPeriod;
      try {
        if (!await attemptWithin(Math.min(left, patience))) {
          throw new Error("Others write the Lease all the time");
        }
        cause = undefined;
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof LeadershipLostError) throw error;
        cause = error;
        tell({ type: "renew-failed", name, identity, error });
      }
    }
  }

  async function run(): Promise<void> {
    try {
      await acquire();
      stopping.signal.throwIfAborted();
      phase = "leader";
      tell({ type: "acquired", name, identity });
      elected.resolve();
      await renew();
    } catch (error) {
      if (stopping.signal.aborted) return; // release() does the rest
      const wasLeader = phase === "leader";
      phase = "over";
      elected.reject(error);
      if (wasLeader) {
        const { holder } = error as LeadershipLostError;
        tell({ type: "lost", name, identity, ...(holder ? { holder } : {}), error });
      }
      done.reject(error);
    }
  }

  /** Empties the Lease, if it is ours. */
  async function giveUp(limit: number): Promise<void> {
    using scope = deadline(clock, limit);
    let known = seen?.holder === identity ? seen : undefined;
    for (;;) {
      try {
        if (!known) {
          const lease = await access.read(scope.signal);
          known = lease && note(lease);
          if (!known || known.holder !== identity || !own.has(known.stamp)) return;
        }
        const spec = claimedSpec(known.lease, {
          holder: "",
          duration: 1_000, // as client-go does: it is free at once
          transitions: known.transitions,
          now: clock.now(),
          acquireTime: undefined,
        });
        note(await access.write(known.lease, spec, scope.signal));
        tell({ type: "released", name, identity });
        return;
      } catch (error) {
        known = undefined;
        if (isNotFound(error)) return;
        // A renewal that was under way has changed it: look again.
        if (isConflict(error)) continue;
        tell({ type: "release-failed", name, identity, error });
        if (scope.signal.aborted) return;
        const wait = Math.min(retryPeriod, 1_000) * (0.5 + random());
        await sleep(clock, wait, scope.signal).catch(() => {});
        if (scope.signal.aborted) return;
      }
    }
  }

  async function shutDown(timeout: number): Promise<void> {
    const before = phase;
    phase = "over";
    const reason = new DOMException(`The Lease ${namespace}/${name} was given up`, "AbortError");
    stopping.abort(reason);
    elected.reject(reason);
    await running;
    if (before === "leader") await giveUp(timeout);
    // A try that was cut off may have reached the server.
    else if (before === "candidate" && own.size > 0) await giveUp(Math.min(timeout, retryPeriod));
    done.resolve();
  }

  function release({ timeout = renewDeadline }: { readonly timeout?: number } = {}): Promise<void> {
    return releasing ??= shutDown(Math.min(timeout, renewDeadline));
  }

  const running = run();

  return {
    name,
    namespace,
    identity,
    get holder() {
      return seen && seen.holder !== "" ? seen.holder : undefined;
    },
    get leading() {
      return phase === "leader" && elapsed() < renewDeadline;
    },
    elected: ({ signal } = {}) => untilAborted(elected.promise, signal),
    done: done.promise,
    fence() {
      if (phase !== "leader") {
        throw new NotLeaderError(`This process does not hold the Lease ${namespace}/${name}`);
      }
      const since = elapsed();
      if (since < renewDeadline) return;
      throw new NotLeaderError(
        `The Lease ${namespace}/${name} was last renewed ${
          Math.round(since)
        } ms ago: another process may hold it, so nothing is written`,
      );
    },
    release,
    [Symbol.asyncDispose]: () => release(),
  };
}

/** The promise, or the signal's reason when that is aborted first. */
function untilAborted<V>(promise: Promise<V>, signal: AbortSignal | undefined): Promise<V> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
