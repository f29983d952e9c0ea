import { ConfigError } from "../client/mod.ts";
import type { HealthOptions, HealthReport, LeaderReport } from "./types.ts";

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
 * problem; `/readyz?verbose` says who leads, too), and `/metrics` where there are any.
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
      const { pathname, searchParams } = new URL(request.url);
      switch (pathname) {
        case "/healthz":
          return text(200, "ok");
        case "/readyz": {
          const health = report();
          const status = health.ready ? 200 : 503;
          if (searchParams.has("verbose")) return text(status, describe(health));
          return text(status, health.ready ? "ok" : health.problems.join("\n"));
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

/** In the form of the API server's own `/readyz?verbose`. */
function describe({ ready, problems, leader }: HealthReport): string {
  return [
    ...problems.map((problem) => `[-] ${problem}`),
    ...ready ? ["[+] every local copy is complete and follows the server"] : [],
    ...leader ? [`[+] ${describeLeader(leader)}`] : [],
    `readyz check ${ready ? "passed" : "failed"}`,
  ].join("\n");
}

function describeLeader({ identity, holder, leading }: LeaderReport): string {
  if (leading) return `${identity} leads`;
  return `${identity} stands by; ${holder === undefined ? "nobody" : holder} leads`;
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
