import process from "node:process";

/** What the process uses; none of it needs a permission. Bytes and seconds. */
export interface ProcessUsage {
  /** Memory that the system gives it. */
  readonly resident: number;
  /** The heap of JavaScript, as it is. */
  readonly heapTotal: number;
  /** What of the heap holds something. */
  readonly heapUsed: number;
  /** What objects hold outside of the heap. */
  readonly external: number;
  /** Processor time since the start, in code of its own and in the system's. */
  readonly cpu: { readonly user: number; readonly system: number };
  /** When it began, in Unix seconds. */
  readonly started: number;
}

/** Looks at the process. */
export function readProcess(): ProcessUsage {
  const { rss, heapTotal, heapUsed, external } = Deno.memoryUsage();
  const { user, system } = process.cpuUsage();
  return {
    resident: rss,
    heapTotal,
    heapUsed,
    external,
    cpu: { user: user / 1e6, system: system / 1e6 },
    started: performance.timeOrigin / 1e3,
  };
}

/** Seconds that the event loop takes now to get to a timer that is due. */
export async function eventLoopLag(): Promise<number> {
  const begun = performance.now();
  await new Promise<void>((resolve) => setTimeout(resolve, 0));
  return (performance.now() - begun) / 1e3;
}
