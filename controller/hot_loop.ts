import type { Clock } from "../client/mod.ts";
import type { Cause, ContextEvent, ReconcileRequest } from "../context/mod.ts";
import { changedPaths, digest, essence } from "./hot_loop_diff.ts";
import { namesOf, type State, stateOf, type WriteRecord } from "./hot_loop_writes.ts";
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
  /** Ends the wait of a request whose run was put off, so many milliseconds from now at the latest. */
  readonly release: (request: ReconcileRequest, after: number) => void;
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
  own: readonly ReadonlySet<string>[];
  /** The last state that is known of each object: a write that is answered with it has changed nothing. */
  known: Map<string, string>;
  /** What came while it ran, by state: whose it is is known when the run has ended. */
  seen: Map<string, Change> | undefined;
  wokenByItself: boolean;
  wokenByReaction: boolean;
  wokenByOthers: boolean;
  phase: "idle" | "running" | "held";
  /** The last run asked for the next after so little time. */
  soon: number | undefined;
  /** Runs in a row that it woke itself, or that what reacted to it woke. */
  streak: number;
  /** Runs in a row that it woke itself. */
  runs: number;
  /** Runs in a row that wrote what an earlier one had written. */
  repeats: number;
  /** What the last runs wrote, in essence. */
  essences: readonly string[];
  /** The last two answers for each object. */
  answers: Map<string, { readonly before: string | undefined; readonly last: string }> | undefined;
  /** The last wait; 0 when it is not slowed. */
  after: number;
  /** Monotonic time of the end of the last run. */
  ended: number;
}

/** What is kept of an event. */
interface Change extends State {
  readonly uid: string;
  readonly at: number;
}

const generation = 60_000;
const soon = 1_000; // a run that was asked for within is put off with the loop
const atOnce = 100; // a delay below is as good as none
const reactive = 5_000; // what follows a run so soon, and leaves its specification alone, is taken for a reaction
const reactionWait = 10_000; // for it may be what the reconcile waits for: a Deployment is ready
const attentive = 3; // from so many runs on, answers are kept and compared
const ownRuns = 4; // a loop of events may lag behind the local copy by a run or two
const mostSeen = 1_000;
const mostKnown = 1_000;
const mostEssences = 16; // a loop may go through several states before it comes back
const mostAnswers = 64;
const none: readonly string[] = [];

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
    loop.streak = loop.runs = loop.repeats = 0;
    loop.essences = none;
    loop.answers = undefined;
    endSlowing(loop);
  }

  function endSlowing(loop: Loop): void {
    if (loop.after === 0) return;
    loop.after = 0;
    cooled(loop.request);
  }

  function changeOf(event: ObjectEvent): Change {
    return {
      ...stateOf(event),
      uid: event.metadata.uid,
      at: clock.monotonic(),
    };
  }

  /**
   * Notes who made a change; without one, somebody else woke the object. A controller that only answers to what the run
   * wrote, as that of Deployments does in their status, is none who decides: else no loop through one would end.
   */
  function note(loop: Loop, change: Change | undefined): void {
    if (change) know(loop, change);
    if (!change) loop.wokenByOthers = true;
    else if (isOwn(loop, change.state)) loop.wokenByItself = true;
    else if (isReaction(loop, change)) loop.wokenByReaction = true;
    else loop.wokenByOthers = true;
  }

  function isReaction(loop: Loop, { uid, specification, at }: Change): boolean {
    if (uid === loop.uid || specification === undefined || at - loop.ended > reactive) return false;
    // While it waits for another reason than its repeats, a reaction is as good as a change.
    if (loop.phase === "held" && loop.repeats < limits.repeats) return false;
    return isOwn(loop, specification);
  }

  function isHot({ runs, repeats }: Loop): boolean {
    return repeats >= limits.repeats || runs >= limits.runs;
  }

  /** What the run wrote, in essence; compared with what the runs before it wrote. */
  function compare(loop: Loop, { answers }: EndedRun["writes"]): void {
    const now = clock.now();
    const parts: string[] = [];
    const known = loop.answers ??= new Map();
    const ownLabel = labelOf(loop.request);
    for (const [label, { text: last, sent }] of answers) {
      const before = known.get(label)?.last;
      known.delete(label);
      known.set(label, { before, last });
      // The rest of an owned object is changed by others: the status and revision of a Deployment.
      parts.push(`${label} ${essence(label === ownLabel ? last : sent ?? last, now)}`);
    }
    for (const [oldest] of known) {
      if (known.size <= mostAnswers) break;
      known.delete(oldest);
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
    const ownLabel = labelOf(request);
    const fields: string[] = [];
    let latest: string | undefined;
    for (const [label, { before, last }] of [...answers ?? []].reverse()) {
      latest ??= label;
      if (before === undefined) continue;
      for (const path of changedPaths(before, last)) {
        fields.push(label === ownLabel ? path : `${label} ${path}`);
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
      const change = event && changeOf(event);
      if (change && loop.phase === "running" && (loop.seen?.size ?? 0) < mostSeen) {
        loop.seen ??= new Map();
        loop.seen.set(change.state, change);
        return;
      }
      note(loop, change);
      if (loop.phase !== "held") return;
      if (!loop.wokenByOthers) {
        if (loop.wokenByReaction) release(request, reactionWait);
        return;
      }
      loop.phase = "idle";
      cool(loop);
      release(request, 0);
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
      for (const change of loop.seen?.values() ?? []) note(loop, change);
      loop.seen = undefined;
      const isAtOnce = isNoDelay(loop) &&
        causes.some(({ reason }) => reason === "requeue" || reason === "retry");
      const { wokenByItself, wokenByReaction, wokenByOthers, phase } = loop;
      loop.wokenByItself = loop.wokenByReaction = loop.wokenByOthers = false;
      loop.phase = "running";
      const isHeld = phase === "held";
      if (wokenByOthers || !(isHeld || wokenByItself || wokenByReaction || isAtOnce)) {
        cool(loop);
        return undefined;
      }
      if (isHeld) return undefined;
      loop.streak++;
      loop.runs = wokenByReaction ? 0 : loop.runs + 1;
      if (!isHot(loop)) {
        endSlowing(loop);
        return undefined;
      }
      loop.phase = "held";
      loop.after = Math.min(Math.max(loop.after * 2, limits.initial), limits.max);
      const after = wokenByReaction ? Math.min(loop.after, reactionWait) : loop.after;
      return { field: fieldOf(loop), after, requeues: loop.soon === undefined };
    },
    end(request, { writes, after, isGone }) {
      const text = requestText(request);
      const loop = find(text);
      if (!loop) return;
      loop.phase = "idle";
      loop.ended = clock.monotonic();
      loop.soon = after !== undefined && after < soon ? after : undefined;
      if (isGone || (writes.states.length === 0 && !isNoDelay(loop))) {
        return forget(text, loop);
      }
      keep(text, loop);
      const changed = writes.states.filter((one) => know(loop, one));
      if (changed.length === 0) return;
      loop.own = [...loop.own, new Set(changed.flatMap(namesOf))].slice(-ownRuns);
      if (loop.streak >= attentive) compare(loop, writes);
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

function isNoDelay({ soon }: Loop): boolean {
  return soon !== undefined && soon < atOnce;
}

function isOwn({ own }: Loop, state: string): boolean {
  return own.some((states) => states.has(state));
}

/** Notes a state; false when it is the known one. */
function know({ known }: Loop, { object, state }: State): boolean {
  if (known.get(object) === state) return false;
  known.delete(object);
  known.set(object, state);
  for (const [oldest] of known) {
    if (known.size <= mostKnown) break;
    known.delete(oldest);
  }
  return true;
}

function newLoop(request: ReconcileRequest): Loop {
  return {
    request,
    uid: undefined,
    own: [],
    known: new Map(),
    seen: undefined,
    wokenByItself: false,
    wokenByReaction: false,
    wokenByOthers: false,
    phase: "idle",
    soon: undefined,
    streak: 0,
    runs: 0,
    repeats: 0,
    essences: none,
    answers: undefined,
    after: 0,
    ended: 0,
  };
}
