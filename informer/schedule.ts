import type { Clock } from "../client/mod.ts";

/** When a loop hands out what: objects again after a period, and never two too close together. */
export interface Schedule extends Disposable {
  /** Notes that an object was handed out; one that is gone is forgotten. */
  readonly dispatched: (key: string, isGone: boolean) => void;
  /** Objects that nobody was told of for a whole period, the longest silent first. Each is named once. */
  readonly due: () => Iterable<string>;
  /** Whether something may be handed out now. */
  readonly open: () => boolean;
  /** Calls `wake` when the next object is due or, with `held`, when something may be handed out again. */
  readonly arm: (wake: () => void, held: boolean) => void;
}

/** Makes a schedule. With neither a period nor a wait it does nothing. */
export function createSchedule(
  clock: Clock,
  { resyncPeriod = 0, rateWait = 0 }: {
    readonly resyncPeriod?: number;
    readonly rateWait?: number;
  },
): Schedule {
  checkTime("resyncPeriod", resyncPeriod);
  checkTime("rateWait", rateWait);
  /** When each object was handed out last, the longest ago first. */
  const silentSince = new Map<string, number>();
  let last = -Infinity;
  let timer: Disposable | undefined;
  const disarm = () => {
    timer?.[Symbol.dispose]();
    timer = undefined;
  };
  return {
    dispatched(key, isGone) {
      if (rateWait > 0) last = clock.monotonic();
      if (resyncPeriod === 0) return;
      silentSince.delete(key);
      if (!isGone) silentSince.set(key, clock.monotonic());
    },
    *due() {
      const now = clock.monotonic();
      for (const [key, since] of silentSince) {
        if (since + resyncPeriod > now) return;
        silentSince.delete(key); // until it is handed out
        yield key;
      }
    },
    open: () => last + rateWait <= clock.monotonic(),
    arm(wake, held) {
      disarm();
      const [first] = silentSince.values();
      const resync = first === undefined ? Infinity : first + resyncPeriod;
      const at = held ? last + rateWait : resync;
      if (at === Infinity) return;
      timer = clock.setTimeout(wake, Math.max(at - clock.monotonic(), 0));
    },
    [Symbol.dispose]: disarm,
  };
}

function checkTime(option: string, value: number): void {
  if (typeof value === "number" && value >= 0 && Number.isFinite(value)) return;
  throw new TypeError(`${option} is ${String(value)}; give milliseconds, or leave it out`);
}
