import { deadline } from "../_internal/mod.ts";
import {
  type ApiResource,
  type Client,
  compareResourceVersions,
  isExpired,
} from "../client/mod.ts";
import { createCheck } from "./check.ts";
import type { Batch } from "./framing.ts";
import { createListFraming } from "./list_body.ts";
import type { Pace } from "./pace.ts";
import { createBackoff, isWatchListRefused, nameOf, remedyOf, StreamError } from "./recovery.ts";
import { createRefreshes, RefreshError, type Refreshes } from "./refresh.ts";
import { ADDED, FIELDS, TYPE, UNKNOWN } from "./scan.ts";
import { IdleError, openStream, type Stream, typesOf } from "./stream.ts";
import type { InformerObservation, InformerSelection } from "./types.ts";
import { watchEvents } from "./watch_events.ts";

/** What a reflector does next, with objects still as records. A batch is valid until the next step is asked for. */
export type Step =
  | { readonly type: "start" }
  | (Batch & { readonly type: "items" })
  | { readonly type: "complete"; readonly resourceVersion: string }
  | (Batch & {
    readonly type: "changes";
    readonly resourceVersion: string;
    /** What the watch began after: an older state of an object is a replay. */
    readonly floor: string;
  })
  | { readonly type: "bookmark"; readonly resourceVersion: string };

/** Options of {@linkcode follow}. */
export interface FollowOptions extends InformerSelection {
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Lets others run. */
  readonly pace: Pace;
  /** Told what happens. */
  readonly observe: (event: InformerObservation) => void;
  /** Told why the server is not followed, and with undefined that it is. */
  readonly report: (problem: string | undefined) => void;
  /** Who wants all read anew. Default: nobody. */
  readonly refreshes?: Refreshes;
}

/** Objects in a page: what client-go asks for. */
const pageSize = 500;
/** Milliseconds over the time after which the server ends a watch. */
const margin = 15_000;
/** Bookmarks come about once a minute (apiserver, cacher.go): three missed ones are silence. */
const bookmarkIdle = 180_000;
/** Silence that is borne while the present state is sent. */
const initialIdle = 60_000;
/** A list sooner than this after the last one waits for the backoff: expired versions come in storms. */
const listPause = 10_000;

/**
 * Lists and watches without end, recovering from whatever happens. Ends when the signal is aborted, which is also the
 * only way to end it while it waits.
 */
export async function* follow(
  client: Client,
  resource: ApiResource,
  options: FollowOptions,
): AsyncGenerator<Step, void> {
  const { clock, random } = client.runtime;
  const { signal, pace, observe, report, refreshes = createRefreshes(clock), ...selection } =
    options;
  const name = nameOf(resource);
  const backoff = createBackoff(client.runtime);
  const skipped = (reason: string) => observe({ type: "skipped", name, reason });
  const check = createCheck(typesOf(resource), skipped);
  /** What was seen last; "" before the first list. */
  let version = "";
  /** The server has no use for that version: list without one. */
  let latest = false;
  let listing = true;
  let listed = -Infinity;
  /** Whether the server can begin a watch with the present state. */
  let streams = true;
  /** Streams that ended before the present state was complete. */
  let broken = 0;
  let doubts = 0;
  /** Those who asked before this list began have been served when it is complete. */
  let serves = 0;

  function forward(next: string): string {
    if (next !== "" && next !== "0") {
      if (version === "" || (compareResourceVersions(next, version) ?? 1) > 0) version = next;
    }
    return version;
  }

  function complete(next: string, how: "stream" | "pages", objects: number, begun: number): Step {
    version = next === "0" ? "" : next;
    latest = listing = false;
    broken = doubts = 0;
    listed = clock.monotonic();
    report(undefined);
    observe({ type: "listed", name, how, objects, duration: listed - begun });
    return { type: "complete", resourceVersion: version };
  }

  /** A list without a version shows what the server has at the earliest now. */
  function beginList(from: string): Step {
    refreshes.onAsk(undefined); // it is not broken off: who asks now is served by the next
    if (from === "") serves = refreshes.begin();
    return { type: "start" };
  }

  type Query = Readonly<Record<string, string | number | boolean | undefined>>;
  function open(
    query: Query,
    limit: number | undefined,
    idle: number | undefined,
    ends: AbortSignal = signal,
  ): Promise<Stream> {
    ends.throwIfAborted();
    const limits = limit === undefined ? {} : { limit };
    return openStream(client, resource, {
      ...selection,
      ...limits,
      query,
      signal: ends,
      pace,
      idle,
    });
  }

  async function* watch(initial: boolean): AsyncGenerator<Step, void> {
    const begun = clock.monotonic();
    // Spread, so that the watches of many do not end together.
    const timeoutSeconds = Math.floor(270 + 40 * random());
    const from = latest ? "" : version;
    using round = deadline(clock, undefined, signal);
    const interrupt = () => round.abort(new RefreshError());
    if (initial) yield beginList(from);
    else refreshes.onAsk(interrupt);
    await using stream = await open(
      {
        watch: true,
        allowWatchBookmarks: true,
        timeoutSeconds,
        resourceVersion: from || undefined,
        ...(initial && { sendInitialEvents: true, resourceVersionMatch: "NotOlderThan" }),
      },
      timeoutSeconds * 1000 + margin,
      initial ? initialIdle : undefined,
      round.signal,
    );
    if (!initial) report(undefined);
    observe({ type: "watch-opened", name, resourceVersion: from });
    let floor = from;
    let objects = 0;
    const settled = initial || from !== "";
    for await (const step of watchEvents(stream, { check, pace, skipped, initial, settled })) {
      doubts = 0;
      switch (step.type) {
        case "items":
          objects += step.count;
          yield step;
          break;
        case "end-mark":
          stream.setIdle(bookmarkIdle);
          floor = step.resourceVersion;
          yield complete(floor, "stream", objects, begun);
          refreshes.finish(serves);
          if (refreshes.pending()) throw new RefreshError();
          refreshes.onAsk(interrupt);
          break;
        case "changes":
          yield { ...step, resourceVersion: forward(step.resourceVersion), floor };
          break;
        default:
          stream.setIdle(bookmarkIdle);
          yield { type: "bookmark", resourceVersion: forward(step.resourceVersion) };
      }
    }
    observe({ type: "watch-ended", name, reason: "the server ended it" });
    if (version === from && clock.monotonic() - begun < 1000) {
      throw new Error("the server ended the watch at once, with nothing new");
    }
  }

  /** One page, handed on as it comes. Gives what stood around the items. */
  async function* page(
    query: Query,
    first: boolean,
  ): AsyncGenerator<Step, { objects: number; version: string; token: string }> {
    await using stream = await open(query, undefined, initialIdle);
    const framing = createListFraming();
    let objects = 0;
    const guarded = <R>(read: () => R): R => {
      try {
        return read();
      } catch (error) {
        throw new StreamError((error as Error).message, { cause: error });
      }
    };
    for (let piece = await stream.read(); piece; piece = await stream.read()) {
      framing.push(piece);
      for (let more = true; more;) {
        const batch = guarded(framing.next);
        more = batch.more;
        if (batch.restart) {
          if (!first) throw new StreamError("the list has items twice");
          objects = 0;
          yield { type: "start" };
        }
        for (let k = 0; k < batch.count; k++) {
          const at = k * FIELDS;
          const good = check(batch, at);
          batch.records[at + TYPE] = good ? ADDED : UNKNOWN;
          if (good) objects++;
        }
        if (batch.count > 0) yield { ...batch, type: "items" };
        const pause = pace.pause();
        if (pause) await pause;
      }
    }
    const { metadata } = guarded(framing.finish);
    for (let k = framing.oddities(); k > 0; k--) skipped("an item of the list is no object");
    return { objects, version: metadata.resourceVersion ?? "", token: metadata.continue ?? "" };
  }

  async function* pages(): AsyncGenerator<Step, void> {
    const begun = clock.monotonic();
    const from = latest ? "" : version;
    const whole = from === ""
      ? {}
      : { resourceVersion: from, resourceVersionMatch: "NotOlderThan" };
    let limit: number | undefined = pageSize;
    let token = "";
    let found = "";
    let objects = 0;
    yield beginList(from);
    for (;;) {
      try {
        const query: Query = token === "" ? { limit, ...whole } : { limit, continue: token };
        const result = yield* page(query, token === "");
        // The list is at the version of its first page.
        if (token === "") found = result.version;
        objects += result.objects;
        token = result.token;
        if (token === "") break;
      } catch (error) {
        if (token === "" || !isExpired(error) || signal.aborted) throw error;
        // The token is too old, so pages cannot be had: all in one answer.
        observe({ type: "relist", name, reason: "a page of the list has expired" });
        token = "";
        limit = undefined;
        objects = 0;
        yield { type: "start" };
      }
    }
    yield complete(found, "pages", objects, begun);
    refreshes.finish(serves);
  }

  async function* list(): AsyncGenerator<Step, void> {
    if (!streams || broken > 2) {
      broken = 0;
      return yield* pages();
    }
    try {
      yield* watch(true);
    } catch (error) {
      if (!listing || signal.aborted) throw error;
      // A server that knows nothing of initial events may wait for ever.
      broken += error instanceof IdleError ? 3 : 1;
      if (!isWatchListRefused(error)) throw error;
      yield* pages();
      streams = false;
    }
  }

  while (!signal.aborted) {
    if (refreshes.pending()) latest = listing = true;
    try {
      yield* listing ? list() : watch(false);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof RefreshError) {
        observe({ type: "refresh", name });
        continue;
      }
      const { action, reason, after } = remedyOf(error);
      report(`${name}: ${reason}`);
      let at = "later";
      if (error instanceof IdleError) {
        observe({ type: "idle-timeout", name, silent: error.silent });
        at = "now";
      }
      if (listing) {
        at = broken > 2 ? at : "later";
        if ((action === "latest" || isExpired(error)) && version !== "" && !latest) {
          latest = true;
          at = "now";
        }
      } else {
        observe({ type: "watch-ended", name, reason });
        if (action === "latest") latest = true;
        if (action === "doubtful") doubts++;
        listing = action === "latest" || action === "relist" || doubts > 1;
        if (listing) {
          observe({ type: "relist", name, reason });
          if (action !== "doubtful" && clock.monotonic() - listed > listPause) at = "now";
        }
      }
      if (at === "now") continue;
      const delay = backoff.next(after);
      observe({ type: "retry", name, after: delay, reason });
      try {
        await backoff.wait(delay, signal);
      } catch {
        return;
      }
    }
  }
}
