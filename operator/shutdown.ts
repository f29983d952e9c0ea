/** Signals of the operating system, as an abort signal. */
export interface ShutdownSignal extends Disposable {
  /** Aborted by the first SIGTERM or SIGINT. */
  readonly signal: AbortSignal;
}

/**
 * Listens for SIGTERM and SIGINT: the first aborts the signal, so that the operator stops gracefully, the second ends
 * the process with code 1. Needs no permission. Without a listener a Deno process that runs as PID 1 of a container
 * does not end well at SIGTERM; with this one it does.
 */
export function shutdownSignal(): ShutdownSignal {
  const controller = new AbortController();
  function stop() {
    if (controller.signal.aborted) Deno.exit(1);
    controller.abort(new DOMException("The process was asked to stop", "AbortError"));
  }
  const signals: readonly Deno.Signal[] = ["SIGTERM", "SIGINT"];
  for (const signal of signals) Deno.addSignalListener(signal, stop);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      for (const signal of signals) Deno.removeSignalListener(signal, stop);
    },
  };
}
