import type { Logger, ReconcileRequest } from "../context/mod.ts";
import type { Copies } from "./copies.ts";
import type { Definition } from "./definition.ts";

/** Makes what names the group of a request; undefined when all are one. */
export function groupsOf(
  { fairness, primary }: Definition,
  copies: Copies,
  log: Logger,
): ((request: ReconcileRequest) => string) | undefined {
  if (!fairness) return undefined;
  return (request) => {
    try {
      return fairness(request, copies.of(primary)?.store.snapshot(request)?.metadata);
    } catch (error) {
      log.error("fairness threw; the object waits with those that have no group", {
        ...request,
        error,
      });
      return "";
    }
  };
}
