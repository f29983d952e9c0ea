import { deadline } from "../_internal/mod.ts";
import {
  type ApiResource,
  apiVersionOf,
  type Client,
  type RequestOptions,
  resourcePath,
} from "../client/mod.ts";
import { PIECE } from "./framing.ts";
import type { Pace } from "./pace.ts";
import { StreamError } from "./recovery.ts";
import type { InformerSelection } from "./types.ts";

/** Nothing came for too long: the connection may be dead, which TCP does not tell. */
export class IdleError extends Error {
  /** `IdleError`. */
  override readonly name: string = "IdleError";
  /** Milliseconds of silence. */
  readonly silent: number;

  /** Makes an error. */
  constructor(silent: number) {
    super(`nothing came from the server for ${Math.round(silent / 1000)} s`);
    this.silent = silent;
  }
}

/** What to ask for. */
export interface StreamOptions extends InformerSelection {
  /** Beyond the selectors. */
  readonly query: NonNullable<RequestOptions["query"]>;
  /** Ends the stream. */
  readonly signal: AbortSignal;
  /** Lets others run between pieces. */
  readonly pace: Pace;
  /** Milliseconds after which the stream is given up in any case. */
  readonly limit?: number;
  /** Milliseconds without a byte after which the stream is given up. */
  readonly idle?: number | undefined;
}

/** An answer that is read as it comes. */
export interface Stream extends AsyncDisposable {
  /**
   * The next bytes, a piece at a time; undefined at the end.
   *
   * @throws {IdleError} When nothing came for too long.
   */
  readonly read: () => Promise<Uint8Array | undefined>;
  /** Sets the limit of silence anew. */
  readonly setIdle: (ms: number | undefined) => void;
}

/** Sends a list or watch request and gives the body. Disposing of the stream drops its connection if it is not at its end. */
export async function openStream(
  client: Client,
  resource: ApiResource,
  options: StreamOptions,
): Promise<Stream> {
  const { query, signal, pace, limit, namespace, labelSelector, fieldSelector } = options;
  const { clock } = client.runtime;
  const scope = deadline(clock, undefined, signal);
  const begun = clock.monotonic();
  let heard = begun;
  let idle = options.idle;
  let timer: Disposable | undefined;

  // One timer that looks again when it fires is cheaper than one that is set anew for each piece.
  const watch = () => {
    timer?.[Symbol.dispose]();
    timer = undefined;
    const now = clock.monotonic();
    const ends = Math.min(begun + (limit ?? Infinity), heard + (idle ?? Infinity));
    if (ends === Infinity || scope.signal.aborted) return;
    if (ends <= now) return scope.abort(new IdleError(now - heard));
    timer = clock.setTimeout(watch, ends - now);
  };
  const release = () => {
    timer?.[Symbol.dispose]();
    timer = undefined;
    scope[Symbol.dispose]();
  };

  let reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  try {
    const path = resourcePath(resource, namespace === undefined ? {} : { namespace });
    watch();
    const response = await client.request(path, {
      query: { labelSelector, fieldSelector, ...query },
      headers: { accept: acceptOf(resource, query.watch === true) },
      signal: scope.signal,
      stream: true,
    });
    const type = response.headers.get("content-type") ?? "application/json";
    if (!/^application\/(json|[\w.+-]*\+json)\s*(;|$)/i.test(type)) {
      await response.body?.cancel();
      throw new StreamError(
        `the answer is ${type}, not JSON: is something else between here and the API server?`,
      );
    }
    reader = response.body?.getReader();
    heard = clock.monotonic();
    if (!scope.signal.aborted) watch();
  } catch (error) {
    release();
    throw scope.signal.aborted && !signal.aborted ? scope.signal.reason : error;
  }

  let rest: Uint8Array | undefined;
  let ended = false;
  // Cancelling ends a read that waits. (A race with a promise that lives as long as the stream would keep every chunk.)
  const onAbort = () => void reader?.cancel(scope.signal.reason).catch(() => {});
  scope.signal.addEventListener("abort", onAbort, { once: true });
  if (scope.signal.aborted) onAbort();

  return {
    async read() {
      const pause = pace.pause();
      if (pause) await pause;
      scope.signal.throwIfAborted();
      while (!rest || rest.length === 0) {
        if (!reader) return undefined;
        const asked = clock.monotonic();
        const { value, done } = await reader.read();
        scope.signal.throwIfAborted();
        heard = clock.monotonic();
        // The event loop has turned when the answer took its time.
        if (heard - asked > 1) pace.rested();
        if (done) {
          ended = true;
          return undefined;
        }
        rest = value;
      }
      const piece = rest.length > PIECE ? rest.subarray(0, PIECE) : rest;
      rest = piece === rest ? undefined : rest.subarray(PIECE);
      return piece;
    },
    setIdle(ms) {
      idle = ms;
      watch();
    },
    async [Symbol.asyncDispose]() {
      scope.signal.removeEventListener("abort", onAbort);
      release();
      if (!ended) {
        // Without this the connection stays open for ever: dropping a response does not close it.
        scope.abort(new DOMException("The stream is not needed any more", "AbortError"));
        await reader?.cancel().catch(() => {});
      }
      reader?.releaseLock();
    },
  };
}

function acceptOf(resource: ApiResource, watch: boolean): string {
  if (resource.representation !== "metadata") return "application/json";
  const kind = watch ? "PartialObjectMetadata" : "PartialObjectMetadataList";
  return `application/json;as=${kind};g=meta.k8s.io;v=v1`;
}

/** apiVersion and kind that objects of a resource carry on the wire. */
export function typesOf(
  resource: ApiResource,
): { readonly apiVersion: string; readonly kind: string } {
  return resource.representation === "metadata"
    ? { apiVersion: "meta.k8s.io/v1", kind: "PartialObjectMetadata" }
    : { apiVersion: apiVersionOf(resource), kind: resource.kind };
}
