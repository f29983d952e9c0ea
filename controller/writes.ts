import {
  ApiError,
  type Client,
  deriveClient,
  type KubernetesObject,
  type ParsedPath,
  parsePath,
  type RequestFunction,
  type RequestOptions,
} from "../client/mod.ts";
import { type AppliedRun, type Apply, applyOf } from "./applied.ts";
import {
  type Answer,
  createWriteLog,
  lostWrite,
  parseAnswer,
  type Write,
  writesOf,
} from "./written.ts";

/** The client of one reconcile. */
export interface ReconcileClient {
  /** The view of the controller's client. */
  readonly client: Client;
  /** The last write of each object so far; those that are still under way count as lost. */
  readonly writes: () => readonly Write[];
  /** Makes all later calls fail, and ends what is still read: watches quietly, other streams with an error. */
  readonly revoke: () => void;
}

/** What {@linkcode createReconcileClient} takes. */
export interface ReconcileClientOptions {
  /** Ends every call. */
  readonly signal: AbortSignal;
  /** The controller's name. */
  readonly fieldManager: string;
  /** Called before each try of a write; throws when nothing may be written any more. */
  readonly fence?: () => void;
  /** What was applied before. */
  readonly applied?: AppliedRun;
  /** Told each write that the server has taken and answered. */
  readonly note?: (write: AnsweredWrite) => void;
}

/** A write and its answer. */
export interface AnsweredWrite {
  /** How it was sent. */
  readonly method: string;
  /** Where to. */
  readonly path: ParsedPath;
  /** What was sent. */
  readonly body: unknown;
  /** What came back. */
  readonly text: string;
  /** The same, read. */
  readonly answer: Answer;
}

/** Makes the view of the client that one reconcile gets. */
export function createReconcileClient(
  client: Client,
  { signal, fieldManager, fence, applied, note }: ReconcileClientOptions,
): ReconcileClient {
  const log = createWriteLog();
  const underWay = new Set<Write>();
  const ending = new AbortController();

  async function write(
    next: RequestFunction,
    path: string,
    options: RequestOptions,
  ): Promise<Response> {
    const { method = "GET", query = {} } = options;
    const parsed = parsePath(path);
    const isDry = query.dryRun !== undefined || /[?&]dryRun=/.test(path) ||
      method === "DELETE" && isDryDelete(options.body);
    if (isDry || !parsed || options.stream) {
      return await next(path, { ...options, guard: guarded(options) });
    }
    const apply = applied && applyOf(path, parsed, options);
    const same = apply && repeat(apply, options);
    if (same) return same;
    const unanswered = lostWrite(parsed, options.body);
    const conclude = applied && begin(applied, parsed, unanswered.target.name);
    let isSent = false;
    const guard = guarded(options, () => {
      isSent = true;
      underWay.add(unanswered);
    });
    try {
      const answer = await next(path, { ...options, guard });
      const text = await answer.text();
      const content = parseAnswer(text);
      for (const one of writesOf(method, parsed, content)) log.add(one);
      conclude?.(stateIn(method, parsed, content), apply);
      if (content) note?.({ method, path: parsed, body: options.body, text, answer: content });
      const { status, statusText, headers } = answer;
      const isEmpty = text === "" || status === 204;
      return new Response(isEmpty ? null : text, { status, statusText, headers });
    } catch (error) {
      conclude?.();
      if (isSent && !isRefusal(error)) log.add(unanswered);
      throw error;
    } finally {
      underWay.delete(unanswered);
    }
  }

  /** Refuses a try after the end of the reconcile or of the lease. */
  function guarded({ guard }: RequestOptions, sending?: () => void): () => void {
    return () => {
      ending.signal.throwIfAborted();
      fence?.();
      guard?.();
      sending?.();
    };
  }

  function repeat(apply: Apply, options: RequestOptions): Response | undefined {
    signal.throwIfAborted();
    options.signal?.throwIfAborted();
    const object = applied?.repeated(apply);
    return object && Response.json(object);
  }

  const request = (next: RequestFunction): RequestFunction => async (path, options = {}) => {
    ending.signal.throwIfAborted();
    const { method = "GET", stream = false } = options;
    const ended = stream
      ? {
        ...options,
        signal: options.signal ? AbortSignal.any([options.signal, ending.signal]) : ending.signal,
      }
      : options;
    if (method !== "GET" && method !== "HEAD") return await write(next, path, ended);
    return await next(path, ended);
  };

  /** One that a reconcile has forgotten ends with it, and quietly: nobody may be there to take an error. */
  async function* untilRevoked<E>(events: AsyncIterable<E>): AsyncGenerator<E, void, undefined> {
    ending.signal.throwIfAborted(); // a loop that opens it anew would go on for ever
    try {
      yield* events;
    } catch (error) {
      if (error !== ending.signal.reason) throw error;
    }
  }

  const view = deriveClient(client, { request, fieldManager, forceApply: true, signal });
  return {
    client: {
      ...view,
      watch: (resource, given) => untilRevoked(view.watch(resource, given)),
    },
    writes: () => [...log.all(), ...underWay],
    revoke: () => {
      ending.abort(
        new Error(
          "The client of a reconcile was used after the reconcile had ended: await every call before returning, and create a client of your own for work in the background",
        ),
      );
    },
  };
}

/** Tells the memory of applies that something is about to be written. */
function begin(
  applied: AppliedRun,
  path: ParsedPath,
  name: string | undefined,
): (answer?: KubernetesObject, apply?: Apply) => void {
  if (name !== undefined) return applied.begin({ ...path, name });
  applied.forget(path);
  return () => applied.forget(path);
}

/** The object's state, where the answer is that. */
function stateIn(
  method: string,
  { subresource }: ParsedPath,
  answer: (Answer & Partial<KubernetesObject>) | undefined,
): KubernetesObject | undefined {
  if (method === "DELETE" || (subresource !== undefined && subresource !== "status")) {
    return undefined;
  }
  return answer?.metadata && answer.kind !== "Status" ? answer as KubernetesObject : undefined;
}

/** Whether the server has said that it did not take the write. */
function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.code >= 400 && error.code < 500;
}

function isDryDelete(body: unknown): boolean {
  const { dryRun } = (typeof body === "object" && body !== null ? body : {}) as {
    readonly dryRun?: unknown;
  };
  return Array.isArray(dryRun) && dryRun.length > 0;
}
