import type { Logger } from "../context/mod.ts";
import type { LeaderEvent } from "./leader_types.ts";
import type { OperatorEvent } from "./types.ts";

/**
 * Logs an event and hands it on. What an observer throws must not stop the part that tells, and an async one that fails
 * must not end the process.
 */
export function tellEvent(
  log: Logger,
  observers: readonly (((event: OperatorEvent) => void) | undefined)[],
  event: OperatorEvent,
): void {
  logEvent(log, event);
  const complain = (error: unknown) => log.error("An observer threw", { error });
  for (const observe of observers) {
    try {
      const answer: unknown = observe?.(event); // an async function is of this type, too
      if (answer instanceof Promise) answer.catch(complain);
    } catch (error) {
      complain(error);
    }
  }
}

/** Tells in log lines what people who run an operator want to know; the rest is for metrics. */
function logEvent(log: Logger, { source, event }: OperatorEvent): void {
  if (source === "controller") {
    switch (event.type) {
      case "finished": {
        const fields = {
          controller: event.controller,
          ...event.request,
          duration: Math.round(event.duration),
        };
        const { outcome } = event;
        if (outcome.type === "error") {
          log.error("Reconcile failed", {
            ...fields,
            error: outcome.error,
            terminal: outcome.terminal,
          });
        } else if (outcome.type === "again") {
          log.debug("Reconcile runs again", { ...fields, error: outcome.error });
        } else {
          log.debug("Reconciled", { ...fields, outcome: outcome.type });
        }
        return;
      }
      case "stuck":
        log.error("A reconcile timed out and does not end: its object waits", {
          controller: event.controller,
          ...event.request,
        });
        return;
      case "unstuck":
        log.warn("A reconcile that timed out has ended: its object waits no more", {
          controller: event.controller,
          ...event.request,
        });
        return;
      case "hot-loop":
        log.warn("An object is reconciled over and over, and is slowed down", {
          controller: event.controller,
          ...event.request,
          field: event.field,
          after: event.after,
        });
        return;
      case "cooled":
        log.info("An object is slowed down no more", {
          controller: event.controller,
          ...event.request,
        });
        return;
      case "paused":
      case "resumed":
        log.info(event.type === "paused" ? "An object is paused" : "An object is paused no more", {
          controller: event.controller,
          ...event.request,
        });
        return;
      case "out-of-scope":
        log.warn("An object with the finalizer is not the controller's any more", {
          controller: event.controller,
          ...event.request,
          released: event.released,
        });
        return;
      case "unparked":
        if (event.how === "timeout") {
          log.warn("A write was not seen by the local copy in time", {
            controller: event.controller,
            ...event.request,
          });
        }
    }
  } else if (source === "informer") {
    switch (event.type) {
      case "retry":
      case "idle-timeout":
        log.warn("Watching is interrupted", { ...event });
        return;
      case "skipped":
        log.error("An object was skipped", { ...event });
        return;
      case "synced":
        log.info("Local copy is complete", { ...event });
    }
  } else if (source === "leader") logLeader(log, event);
  else if (source === "client" && event.type === "warning") {
    log.warn("The API server warns", { path: event.path, warning: event.message });
  }
}

function logLeader(log: Logger, event: LeaderEvent): void {
  const { type, name, identity } = event;
  const fields = { lease: name, identity };
  switch (type) {
    case "acquired":
      return log.info("This process leads", fields);
    case "follows":
      return log.info("Another process leads: this one stands by", {
        ...fields,
        holder: event.holder,
      });
    case "released":
      return log.info("The lead was given up", fields);
    case "lost":
      return log.error("The lead was lost: all work is aborted", {
        ...fields,
        ...(event.holder === undefined ? {} : { holder: event.holder }),
        error: event.error,
      });
    case "renew-failed":
      return log.warn("The Lease was not renewed; it is tried again", {
        ...fields,
        error: event.error,
      });
    case "acquire-failed":
      return log.warn("The Lease cannot be read or taken; it is tried again", {
        ...fields,
        error: event.error,
      });
    case "release-failed":
      log.warn("The Lease could not be given up: it will run out", {
        ...fields,
        error: event.error,
      });
  }
}
