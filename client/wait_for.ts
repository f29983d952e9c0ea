import { backoffDelay, deadline, sleep } from "../_internal/mod.ts";
import { ApiError } from "./error.ts";
import { isExpired, isTooManyRequests } from "./error_kinds.ts";
import { keyText, resourcePath } from "./path.ts";
import type { ApiResource, KubernetesObject, ObjectKey, ObjectOf } from "./resource.ts";
import type { Client } from "./types.ts";
import { shorten } from "./values.ts";
import { stateOf, type WaitCondition } from "./wait_conditions.ts";

/** Options of {@linkcode waitFor}. */
export interface WaitForOptions {
  /** Ends the wait; the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Milliseconds until it must be so; Infinity for no limit. @default {60_000} */
  readonly timeout?: number;
}

/** What was waited for did not come in time. Its name is `TimeoutError`. */
export class WaitTimeoutError extends Error {
  /** Always this. */
  override readonly name = "TimeoutError";
  /** The object as it was seen last; undefined when it was not there, or nothing was seen. */
  readonly object: KubernetesObject | undefined;
  /** Makes the error. */
  constructor(message: string, object: KubernetesObject | undefined, options?: ErrorOptions) {
    super(message, options);
    this.object = object;
  }
}

/** Seconds of one watch: a connection that dies silently is noticed 30 s later. */
const watchSeconds = 60;

/**
 * Waits until an object is as the condition says: at once when it is. Reads it, then watches it, so that nothing is
 * asked over and over; watches that end, expired versions and a server that is away for a while are survived. Needs the
 * rights to list and watch the object (a Role may name it).
 *
 * ```ts
 * import { type Client, fieldEquals, gone, hasCondition, waitFor } from "@operatorkit/operatorkit/client";
 * import { Namespace, Pod } from "@operatorkit/operatorkit/kinds";
 *
 * export async function runToTheEnd(client: Client): Promise<void> {
 *   const key = { name: "job", namespace: "default" };
 *   await waitFor(client, Pod, key, hasCondition("Ready"), { timeout: 30_000 });
 *   await waitFor(client, Pod, key, fieldEquals("status.phase", "Succeeded"));
 *   await waitFor(client, Pod, key, (pod) => pod?.status?.podIP !== undefined);
 *   await waitFor(client, Namespace, { name: "old" }, gone);
 * }
 * ```
 *
 * @param condition Gets the object, or undefined when there is none; also in between, when it was deleted and made anew.
 * @returns The object that fulfils the condition; undefined when its absence does.
 * @throws {WaitTimeoutError} When it takes too long; the message tells what was seen last.
 * @throws {ApiError} When the server refuses for good: forbidden, or a kind that it does not have.
 * @throws The reason when the client ends: it is closed, or that of a reconcile that ends.
 */
export async function waitFor<R extends ApiResource>(
  client: Client,
  resource: R,
  key: ObjectKey,
  condition: WaitCondition<ObjectOf<R>>,
  options: WaitForOptions = {},
): Promise<ObjectOf<R> | undefined> {
  const { signal, timeout = 60_000 } = options;
  const { clock, random } = client.runtime;
  const namespace = key.namespace ??
    (resource.scope === "Namespaced" ? client.namespace : undefined);
  resourcePath(resource, { ...key, namespace }); // throws
  const selection = {
    ...(namespace === undefined ? {} : { namespace }),
    fieldSelector: `metadata.name=${key.name}`,
  };
  // Not a TimeoutError: that would say that the connection is dead.
  const over = new DOMException("The time to wait is over", "AbortError");
  using limit = deadline(clock, undefined, signal);
  using _timer = Number.isFinite(timeout)
    ? clock.setTimeout(() => limit.abort(over), timeout)
    : undefined;
  let last: ObjectOf<R> | undefined;
  let asked: "list" | "watch" = "list";
  const allowed = { list: false, watch: false };
  let failures = 0;
  let trouble: unknown;
  let broken = false;

  function holds(object: ObjectOf<R> | undefined): boolean {
    broken = true; // unless it returns
    const answer = condition(object);
    broken = false;
    return answer;
  }

  /** Whether the object's new state is what is waited for; one of another uid stands for an absence before it. */
  function look(
    object: ObjectOf<R> | undefined,
  ): { readonly object: ObjectOf<R> | undefined } | undefined {
    const isSuccessor = last !== undefined && object !== undefined &&
      last.metadata.uid !== object.metadata.uid;
    trouble = undefined;
    last = object;
    if (isSuccessor && holds(undefined)) return { object: undefined };
    return holds(object) ? { object } : undefined;
  }

  /** Follows the object from one list on, through any number of watches, until the version is lost. */
  async function follow(): Promise<{ readonly object: ObjectOf<R> | undefined } | undefined> {
    const call = { ...selection, signal: limit.signal };
    asked = "list";
    const { items, metadata } = await client.list(resource, call);
    allowed.list = true;
    // Some extension API servers do not look at the field selector.
    const found = look(items.find((item) => item.metadata.name === key.name));
    if (found) return found;
    asked = "watch";
    let { resourceVersion } = metadata;
    while (true) {
      const opened = clock.monotonic();
      const lasts = () => clock.monotonic() - opened >= 1_000;
      let isQuiet = true;
      for await (
        const { type, object } of client.watch(resource, {
          ...call,
          resourceVersion,
          timeoutSeconds: watchSeconds,
        })
      ) {
        allowed.watch = true;
        if (lasts()) failures = 0;
        resourceVersion = object.metadata.resourceVersion;
        if (type === "BOOKMARK" || object.metadata.name !== key.name) continue;
        isQuiet = false;
        const answer = look(type === "DELETED" ? undefined : object);
        if (answer) return answer;
      }
      allowed.watch = true;
      if (!isQuiet || lasts()) failures = 0;
      else { // a server that ends every watch at once would be asked without a pause
        await sleep(
          clock,
          backoffDelay(++failures, random, { initial: 800, max: 30_000 }),
          limit.signal,
        );
      }
    }
  }

  async function run(): Promise<ObjectOf<R> | undefined> {
    while (true) {
      try {
        const found = await follow();
        return found?.object;
      } catch (error) {
        if (broken || limit.signal.aborted || isFinal(error, allowed[asked])) throw error;
        // The very same error again is the reason why the client has ended: nothing else comes of it.
        if (error === trouble) throw error;
        if (!isExpired(error)) trouble = error;
        const after = isTooManyRequests(error) ? error.retryAfter ?? 0 : 0;
        const backoff = backoffDelay(++failures, random, { initial: 100, max: 30_000 });
        await sleep(clock, Math.max(after, backoff), limit.signal);
      }
    }
  }

  try {
    return await run();
  } catch (error) {
    if (broken || error !== over) throw error;
    const seen = allowed.list ? stateOf(last, condition, resource) : "it could not be read";
    const why = trouble instanceof Error ? ` (${shorten(trouble.message, 300)})` : "";
    throw new WaitTimeoutError(
      `${resource.kind} ${
        keyText(namespace === undefined ? { name: key.name } : { name: key.name, namespace })
      } is not as awaited after ${timeout} ms: ${seen}${why}`,
      last,
      trouble === undefined ? {} : { cause: trouble },
    );
  }
}

/** Refusals that come again. What was allowed and there before comes back: a server that starts may not know all yet. */
function isFinal(error: unknown, wasAllowed: boolean): boolean {
  if (!(error instanceof ApiError)) return false;
  const { code } = error;
  if (code < 400 || code >= 500 || [408, 410, 429].includes(code)) return false;
  return !wasAllowed || (code !== 403 && code !== 404);
}
