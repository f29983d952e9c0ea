import type { Clock } from "../../_internal/mod.ts";
import { hostAndPort } from "../url.ts";
import { ConfigError } from "./errors.ts";
import { isGranted, readEnv } from "./permissions.ts";
import { createConnect, type TlsSource } from "./tls.ts";
import { createAuthorize, type Credentials } from "./token.ts";
import type { ClientConfig } from "./types.ts";

/** What a source of configuration says. Holds secrets: it is turned into a {@linkcode ClientConfig} and forgotten. */
export interface Access extends TlsSource {
  /** URL of the server. */
  readonly server: string;
  /** Namespace. */
  readonly namespace?: string;
  /** Header credentials. */
  readonly credentials?: Credentials;
  /** For messages. */
  readonly source: string;
  /**
   * What to do with credentials where the server's URL is plain HTTP: `drop` them as kubectl does, or `refuse` unless
   * the server is on this machine.
   */
  readonly plainCredentials: "drop" | "refuse";
}

/**
 * Makes a configuration of what a source says, after reading every file that it names once.
 *
 * @throws {ConfigError} When something in it cannot be used.
 */
export async function createConfig(access: Access, clock: Clock): Promise<ClientConfig> {
  const { source, namespace, credentials = {}, ca, cert, key } = access;
  const url = parseServer(access.server, source);
  const warnings: string[] = [];
  const secure = url.protocol === "https:";
  let authorize = createAuthorize(credentials, clock);
  if (authorize && !secure) {
    if (access.plainCredentials === "drop") {
      authorize = undefined;
      warnings.push(`The credentials of ${source} are not used: ${url.origin} is plain HTTP`);
    } else if (!isLoopback(url.hostname)) {
      throw new ConfigError(`Credentials would be readable on the way to ${url.origin}: use https`);
    }
  }
  const address = hostAndPort(url);
  if (!isGranted({ name: "net", host: address })) {
    throw new ConfigError(
      `The ${source} names ${url.origin}, which this process may not connect to`,
      {
        flags: [`--allow-net=${address}`],
      },
    );
  }
  const tls = secure ? { ca, cert, key } : {};
  const connect = createConnect(tls);
  if (secure && (ca || cert || key)) (await connect())[Symbol.dispose]();
  await authorize?.({ refresh: false });
  warnings.push(...proxyWarnings(url));
  return Object.freeze({
    server: url.href.replace(/\/+$/, ""),
    source,
    connect,
    ...namespace === undefined ? {} : { namespace },
    ...authorize ? { authorize } : {},
    ...warnings.length ? { warnings: Object.freeze(warnings) } : {},
  });
}

function parseServer(server: string, source: string): URL {
  const url = URL.parse(server);
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === "") {
    throw new ConfigError(
      `The server URL of ${source} is not one: it starts with https:// or http://`,
    );
  }
  if (url.username || url.password) {
    throw new ConfigError(
      `The server URL of ${source} holds a user or password: give them as credentials`,
    );
  }
  if (url.search || url.hash) {
    throw new ConfigError(`The server URL of ${source} has a query or fragment: remove it`);
  }
  return url;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || host === "[::1]" ||
    /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** The runtime's HTTP client obeys these variables whether or not the program may read them. */
function proxyWarnings(url: URL): string[] {
  const scheme = url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const variable = [scheme, scheme.toLowerCase(), "ALL_PROXY", "all_proxy"].find(readEnv);
  if (variable === undefined) return [];
  const exceptions = (readEnv("NO_PROXY") ?? readEnv("no_proxy") ?? "").split(",");
  if (exceptions.some((one) => exempts(one.trim(), url.hostname))) return [];
  return [
    `Requests to ${url.hostname} go through the proxy that ${variable} names: add ${url.hostname} to NO_PROXY ` +
    `if the server is reached directly`,
  ];
}

function exempts(pattern: string, host: string): boolean {
  if (pattern === "*") return true;
  const suffix = pattern.replace(/^\*?\./, "").toLowerCase();
  return suffix !== "" && (host === suffix || host.endsWith(`.${suffix}`));
}
