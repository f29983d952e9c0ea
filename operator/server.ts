import { ConfigError } from "../client/mod.ts";
import type { HealthOptions, HealthReport } from "./types.ts";

/** What is served at `/metrics`. */
export interface MetricsText {
  /** The text. */
  readonly text: () => Promise<string>;
  /** Its type. */
  readonly contentType: string;
}

/** A running health endpoint. */
export interface HealthServer extends AsyncDisposable {
  /** Its address: `http://127.0.0.1:8080`. */
  readonly address: string;
}

/**
 * Serves `/healthz` (200 while the process answers) and `/readyz` (200 when all is well, else 503 with a line for each
 * problem), and `/metrics` where there are any.
 *
 * @throws {ConfigError} When the process may not listen there, or the port is taken.
 */
export function serveHealth(
  options: HealthOptions,
  report: () => HealthReport,
  metrics?: MetricsText,
): HealthServer {
  const { port = 8080, hostname = "0.0.0.0" } = options;
  let server: Deno.HttpServer<Deno.NetAddr>;
  try {
    server = Deno.serve({ port, hostname, onListen() {} }, async (request) => {
      if (request.method !== "GET" && request.method !== "HEAD") {
        return text(405, "Use GET");
      }
      switch (new URL(request.url).pathname) {
        case "/healthz":
          return text(200, "ok");
        case "/readyz": {
          const { ready, problems } = report();
          return ready ? text(200, "ok") : text(503, problems.join("\n"));
        }
        case "/metrics":
          if (metrics) return answer(200, await metrics.text(), metrics.contentType);
          return text(404, "Metrics are switched off");
        default:
          return text(404, `Try /healthz${metrics ? ", /metrics" : ""} or /readyz`);
      }
    });
  } catch (error) {
    const where = `${hostname}:${port}`;
    if (error instanceof Deno.errors.NotCapable) {
      throw new ConfigError(
        `Cannot serve health checks at ${where}: add --allow-net=${where}, or pass health: false`,
        { cause: error },
      );
    }
    if (error instanceof Deno.errors.AddrInUse) {
      throw new ConfigError(
        `Cannot serve health checks at ${where}: the port is taken; pass health: { port } or health: false`,
        { cause: error },
      );
    }
    throw error;
  }
  return {
    address: `http://${hostname === "0.0.0.0" ? "127.0.0.1" : hostname}:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

function text(status: number, body: string): Response {
  return answer(status, `${body}\n`, "text/plain; charset=utf-8");
}

function answer(status: number, body: string, type: string): Response {
  return new Response(body, {
    status,
    headers: { "content-type": type, "cache-control": "no-store" },
  });
}
