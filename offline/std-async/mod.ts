/** A stand-in for the parts of `@std/async` that this repository uses. Nothing here keeps time. */

const failed = "Cannot complete the mapping as an error was thrown from an item";

/**
 * Maps values with at most `poolLimit` calls under way at once; the results come in the order of the values. After an
 * error no more calls start, those under way end, and the iteration throws an `AggregateError`.
 */
export function pooledMap<T, R>(
  poolLimit: number,
  array: Iterable<T> | AsyncIterable<T>,
  iteratorFn: (data: T) => Promise<R>,
): AsyncIterableIterator<R> {
  if (!Number.isInteger(poolLimit) || poolLimit < 1) {
    throw new RangeError("'poolLimit' must be a positive integer");
  }
  const results: PromiseSettledResult<Awaited<R>>[] = [];
  const running = new Set<Promise<void>>();
  const errors: unknown[] = [];
  let started = 0;
  let ended = false;
  let wake = Promise.withResolvers<void>();
  const tell = () => {
    wake.resolve();
    wake = Promise.withResolvers();
  };
  const call = async (index: number, data: T) => {
    try {
      results[index] = { status: "fulfilled", value: await iteratorFn(data) };
    } catch (reason) {
      errors.push(reason);
      results[index] = { status: "rejected", reason };
    }
    tell();
  };
  const drive = async () => {
    try {
      for await (const data of array) {
        const task = call(started++, data);
        running.add(task);
        task.then(() => running.delete(task));
        if (running.size >= poolLimit) await Promise.race(running);
        if (errors.length > 0) break;
      }
    } catch (error) {
      errors.push(error);
    }
    await Promise.all(running);
    ended = true;
    tell();
  };
  const work = drive();
  return (async function* () {
    for (let index = 0; !ended || index < started;) {
      const result = results[index];
      if (result === undefined) await wake.promise;
      else {
        index++;
        if (result.status === "fulfilled") yield result.value;
      }
    }
    await work;
    if (errors.length > 0) throw new AggregateError(errors, failed);
  })();
}

/** Rejects with the signal's reason as soon as it is aborted, even if `p` is not done. */
export function abortable<T>(p: Promise<T>, signal: AbortSignal): Promise<T>;
/** Ends the iteration with the signal's reason as soon as it is aborted. */
export function abortable<T>(p: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T>;
export function abortable<T>(
  p: Promise<T> | AsyncIterable<T>,
  signal: AbortSignal,
): Promise<T> | AsyncIterable<T> {
  return p instanceof Promise ? until(p, signal) : steps(p, signal);
}

function until<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

async function* steps<T>(iterable: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  signal.throwIfAborted();
  const iterator = iterable[Symbol.asyncIterator]();
  let ended = false;
  try {
    while (true) {
      const { done, value } = await until(iterator.next(), signal);
      ended = done === true;
      if (ended) return;
      yield value;
    }
  } finally {
    if (!ended) await iterator.return?.();
  }
}
