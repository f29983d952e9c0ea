import type { Clock } from "../client/mod.ts";
import type { Cause, ContextEvent, ReconcileRequest } from "../context/mod.ts";
import { changedPaths, digest, essence } from "./hot_loop_diff.ts";
import { stateOf, type WriteRecord } from "./hot_loop_writes.ts";
import type { ObjectEvent } from "./pump.ts";
import { requestText } from "./request.ts";
import type { HotLoopOptions } from "./queue_types.ts";

/** What {@linkcode createHotLoops} takes. */
export interface HotLoopsOptions {
  /** When a loop is one, and how it is slowed. */
  readonly limits: Required<HotLoopOptions>;
  /** Time. */
  readonly clock: Clock;
  /** How the answers to writes of the reconciled object itself are labelled. */
  readonly labelOf: (request: ReconcileRequest) => string;
  /** Ends the wait of a request whose run was put off. */
  readonly release: (request: ReconcileRequest) => void;
  /** Told when a loop is over. */
  readonly cooled: (request: ReconcileRequest) => void;
}

/** A run that is put off. */
export interface Slowing {
  /** What keeps changing. */
  readonly field: string;
  /** Milliseconds to wait. */
  readonly after: number;
  /** Whether a run that was asked for at some time comes at that time all the same. */
  readonly requeues: boolean;
}

/**
 * Finds objects that only their own reconciles wake. Knows a key while it runs, and afterwards only if that run wrote
 * something or asked for another one at once: for two minutes, or as long as its loop goes on.
 */
export interface HotLoops extends Disposable {
  /** How many keys it knows. */
  readonly size: number;
  /** Something wakes the object: a change, or, without one, somebody. */
  readonly woken: (request: ReconcileRequest, event?: ObjectEvent) => void;
  /** The object is about to run, which begins unless it has to wait. `uid` tells it from others of its name. */
  readonly begin: (
    request: ReconcileRequest,
    run: { readonly causes: readonly Cause[]; readonly uid: string | undefined },
  ) => Slowing | undefined;
  /** The run has ended. */
  readonly end: (request: ReconcileRequest, run: EndedRun) => void;
}

/** What is to be known of a run that has ended. */
export interface EndedRun {
  /** What it wrote. */
  readonly writes: Pick<WriteRecord, "states" | "answers">;
  /** The delay after which it asked for the next, if it did. */
  readonly after: number | undefined;
  /** Whether the object is gone. */
  readonly isGone: boolean;
}

interface Loop {
  readonly request: ReconcileRequest;
  uid: string | undefined;
  /** States that the last runs wrote. */
  own: ReadonlySet<string>[];
  /** States that came while it ran: whose they are is known when the run has ended. */
  readonly seen: Set<string>;
  wokenByItself: boolean;
  wokenByOthers: boolean;
  phase: "idle" | "running" | "held";
  /** The last run asked for the next after so little time. */
  soon: number | undefined;
  /** Runs in a row that it woke itself. */
  runs: number;
  /** Runs in a row that wrote what an earlier one had written. */
  repeats: number;
  /** What the last runs wrote, in essence. */
  essences: string[];
  /** The last two answers for each object. */
  readonly answers: Map<string, { readonly before: string | undefined; readonly last: string }>;
  /** The last wait; 0 when it is not slowed. */
  after: number;
}

const generation = 60_000;
const soon = 1_000; // a delay below is as good as none
const attentive = 3; // from so many runs on, answers are kept and compared
const ownRuns = 4; // a loop of events may lag behind the local copy by a run or two
const mostSeen = 1_000;
const mostEssences = 16; // a loop may go through several states before it comes back
const mostAnswers = 64;

/** Makes a breaker of hot loops. */
export function createHotLoops(options: HotLoopsOptions): HotLoops {
  const { limits, clock, labelOf, release, cooled } = options;
  // Two generations: a key that was not looked at during one whole generation is forgotten.
  let young = new Map<string, Loop>();
  let old = new Map<string, Loop>();
  let timer: Disposable | undefined;

  function find(text: string): Loop | undefined {
    return young.get(text) ?? old.get(text);
  }

  function keep(text: string, loop: Loop): void {
    old.delete(text);
    young.set(text, loop);
    timer ??= clock.setTimeout(age, generation);
  }

  function forget(text: string, loop: Loop): void {
    young.delete(text);
    old.delete(text);
    cool(loop);
    if (young.size > 0 || old.size > 0) return;
    timer?.[Symbol.dispose]();
    timer = undefined;
  }

  function age(): void {
    timer = undefined;
    const last = old;
    old = young;
    young = new Map();
    for (const [text, loop] of last) {
      if (loop.phase === "idle") cool(loop);
      else young.set(text, loop);
    }
    if (young.size > 0 || old.size > 0) timer = clock.setTimeout(age, generation);
  }

  /** Begins to count anew. */
  function cool(loop: Loop): void {
    loop.runs = loop.repeats = 0;
    loop.essences = [];
    loop.answers.clear();
    endSlowing(loop);
  }

  function endSlowing(loop: Loop): void {
    if (loop.after === 0) return;
    loop.after = 0;
    cooled(loop.request);
  }

  function isHot({ runs, repeats }: Loop): boolean {
    return repeats >= limits.repeats || runs >= limits.runs;
  }

  /** What the run wrote, in essence; compared with what the runs before it wrote. */
  function compare(loop: Loop, { answers }: EndedRun["writes"]): void {
    const now = clock.now();
    const parts: string[] = [];
    for (const [label, last] of answers) {
      const before = loop.answers.get(label)?.last;
      loop.answers.delete(label);
      loop.answers.set(label, { before, last });
      parts.push(`${label} ${essence(last, now)}`);
    }
    for (const [oldest] of loop.answers) {
      if (loop.answers.size <= mostAnswers) break;
      loop.answers.delete(oldest);
    }
    if (parts.length === 0) return;
    const one = digest(parts.sort().join("\n"));
    if (loop.essences.includes(one)) {
      loop.repeats++;
      return;
    }
    loop.repeats = 0;
    loop.essences = [...loop.essences, one].slice(-mostEssences);
    if (!isHot(loop)) endSlowing(loop);
  }

  function fieldOf({ request, answers, soon }: Loop): string {
    const self = labelOf(request);
    const fields: string[] = [];
    let latest: string | undefined;
    for (const [label, { before, last }] of [...answers].reverse()) {
      latest ??= label;
      if (before === undefined) continue;
      for (const path of changedPaths(before, last)) {
        fields.push(label === self ? path : `${label} ${path}`);
      }
    }
    if (fields.length > 0) return fields.slice(0, 3).join(", ");
    if (soon !== undefined) return `requeue(${soon})`;
    return latest ?? "nothing";
  }

  return {
    get size() {
      return young.size + old.size;
    },
    woken(request, event) {
      const loop = find(requestText(request));
      if (!loop) return;
      if (event?.type === "updated" && event.resync) return;
      const state = event && stateOf(event);
      if (state !== undefined && loop.phase === "running" && loop.seen.size < mostSeen) {
        loop.seen.add(state);
      } else if (state !== undefined && loop.own.some((states) => states.has(state))) {
        loop.wokenByItself = true;
      } else {
        loop.wokenByOthers = true;
        if (loop.phase !== "held") return;
        loop.phase = "idle";
        cool(loop);
        release(request);
      }
    },
    begin(request, { causes, uid }) {
      const text = requestText(request);
      const loop = find(text) ?? newLoop(request);
      keep(text, loop);
      if (loop.uid !== uid) {
        loop.uid = uid;
        loop.own = [];
        loop.wokenByOthers = true;
      }
      for (const state of loop.seen) {
        if (loop.own.some((states) => states.has(state))) loop.wokenByItself = true;
        else loop.wokenByOthers = true;
      }
      loop.seen.clear();
      const isSoon = loop.soon !== undefined &&
        causes.some(({ reason }) => reason === "requeue" || reason === "retry");
      const { wokenByItself, wokenByOthers, phase } = loop;
      loop.wokenByItself = loop.wokenByOthers = false;
      loop.phase = "running";
      if (wokenByOthers) cool(loop);
      else if (phase !== "held" && (wokenByItself || isSoon)) {
        loop.runs++;
        if (isHot(loop)) {
          loop.phase = "held";
          loop.after = Math.min(Math.max(loop.after * 2, limits.initial), limits.max);
          return { field: fieldOf(loop), after: loop.after, requeues: loop.soon === undefined };
        }
      }
      return undefined;
    },
    end(request, { writes, after, isGone }) {
      const text = requestText(request);
      const loop = find(text);
      if (!loop) return;
      loop.phase = "idle";
      loop.soon = after !== undefined && after < soon ? after : undefined;
      if (isGone || (writes.states.size === 0 && loop.soon === undefined)) {
        return forget(text, loop);
      }
      keep(text, loop);
      loop.own = [...loop.own, writes.states].slice(-ownRuns);
      if (loop.runs >= attentive) compare(loop, writes);
    },
    [Symbol.dispose]() {
      timer?.[Symbol.dispose]();
      timer = undefined;
      young.clear();
      old.clear();
    },
  };
}

/** What people who look at the object are told. */
export function slowed(field: string): ContextEvent {
  return {
    type: "Warning",
    reason: "HotLoop",
    message:
      `The controller keeps reconciling this object because of what it does itself, and slows down. What changes each time: ${field}`,
  };
}

function newLoop(request: ReconcileRequest): Loop {
  return {
    request,
    uid: undefined,
    own: [],
    seen: new Set(),
    wokenByItself: false,
    wokenByOthers: false,
    phase: "idle",
    soon: undefined,
    runs: 0,
    repeats: 0,
    essences: [],
    answers: new Map(),
    after: 0,
  };
}
