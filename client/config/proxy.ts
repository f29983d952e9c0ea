import { ConfigError } from "./errors.ts";
import { hostAndPort } from "../url.ts";
import { isGranted, readEnv } from "./permissions.ts";

/** A proxy in front of the API server. Its URL may hold a password. */
export interface ProxyServer {
  /** What the runtime takes. */
  readonly proxy: { readonly transport: "http" | "https" | "socks5"; readonly url: string };
  /** Scheme, host and port: for messages. */
  readonly origin: string;
  /** What deserves attention. */
  readonly warnings: readonly string[];
}

const PORTS: Readonly<Record<string, string>> = { http: "80", https: "443", socks5: "1080" };

/**
 * Reads `proxy-url` of a cluster (https://kubernetes.io/docs/tasks/extend-kubernetes/socks5-proxy-access-api/).
 *
 * @throws {ConfigError} When it is of another kind than http, https and socks5, or may not be connected to. The URL is
 * not told: it may hold a password.
 */
export function readProxy(text: string, where: string, server: URL): ProxyServer {
  const url = URL.parse(text);
  const scheme = url?.protocol.replace(/:$/, "");
  const transport = scheme === "socks5h" ? "socks5" : scheme;
  if (
    !url || url.hostname === "" ||
    (transport !== "http" && transport !== "https" && transport !== "socks5")
  ) {
    throw new ConfigError(
      `proxy-url of ${where} is no URL of a proxy: it starts with http://, https:// or socks5://`,
    );
  }
  if (url.search || url.hash || !/^\/?$/.test(url.pathname)) {
    throw new ConfigError(`proxy-url of ${where} has a path, query or fragment: remove it`);
  }
  const port = url.port || PORTS[transport] || "";
  const address = url.port ? hostAndPort(url) : `${url.hostname}:${port}`;
  if (!isGranted({ name: "net", host: address })) {
    throw new ConfigError(
      `proxy-url of ${where} names ${address}, which this process may not connect to`,
      { flags: [`--allow-net=${address}`] },
    );
  }
  // The runtime would ask for permission to connect to any port of a SOCKS proxy that names none.
  if (transport === "socks5") url.port = port;
  return {
    proxy: { transport, url: url.href.replace(/\/$/, "") },
    origin: `${scheme}://${address}`,
    warnings: exceptions(server),
  };
}

/** The runtime obeys NO_PROXY even where a proxy is named expressly, unlike client-go. */
function exceptions(server: URL): readonly string[] {
  if (!isExempt(server.hostname)) return [];
  return [
    `Requests to ${server.hostname} do not go through proxy-url, for NO_PROXY names that host: remove it there`,
  ];
}

/** Whether NO_PROXY, as far as it may be read, names the host. */
export function isExempt(host: string): boolean {
  const list = (readEnv("NO_PROXY") ?? readEnv("no_proxy") ?? "").split(",");
  return list.some((one) => matches(one.trim(), host));
}

function matches(pattern: string, host: string): boolean {
  if (pattern === "*") return true;
  const suffix = pattern.replace(/^\*?\./, "").toLowerCase();
  return suffix !== "" && (host === suffix || host.endsWith(`.${suffix}`));
}
