import { Counter, Histogram } from "prom-client";
import { durations, type Family, type FamilyOptions, second } from "./metrics_family.ts";
import { verbOf } from "./metrics_labels.ts";

/** Requests to the API server, with the names and labels of client-go where it has them. */
export function createClientMetrics({ registers }: FamilyOptions): Family {
  const requests = new Counter({
    name: "rest_client_requests_total",
    help: "Requests to the API server, tries again included, by the status of the answer.",
    labelNames: ["method", "code"] as const,
    registers,
  });
  const duration = new Histogram({
    name: "rest_client_request_duration_seconds",
    help: "Seconds until the API server answered, to the headers.",
    labelNames: ["verb"] as const,
    buckets: durations,
    registers,
  });
  const retries = new Counter({
    name: "rest_client_request_retries_total",
    help: "Requests that were sent again, by the status that asked for it.",
    labelNames: ["verb", "code"] as const,
    registers,
  });
  const warnings = new Counter({
    name: "operatorkit_client_warnings_total",
    help:
      "Warnings of the API server, of deprecated versions for example. The log has their texts.",
    registers,
  });
  const replaced = new Counter({
    name: "operatorkit_client_connections_replaced_total",
    help:
      "Connections that were given up, because no answer came in time or the credentials changed.",
    registers,
  });
  return {
    observe({ source, event }) {
      if (source !== "client") return;
      switch (event.type) {
        case "response": {
          const verb = verbOf(event.method);
          requests.inc({ method: verb, code: String(event.status) });
          duration.observe({ verb }, event.duration / second);
          return;
        }
        case "unanswered":
          return requests.inc({ method: verbOf(event.method), code: "<error>" });
        case "retry": {
          const code = event.reason === "transport" ? "<error>" : event.reason;
          return retries.inc({ verb: verbOf(event.method), code });
        }
        case "warning":
          return warnings.inc();
        case "connection-replaced":
          return replaced.inc();
      }
    },
  };
}
