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

/** Whether NO_PROXY, as far as it may be read, names the host for the runtime. */
export function isExempt(
  host: string,
  list: string = readEnv("NO_PROXY") ?? readEnv("no_proxy") ?? "",
): boolean {
  return list.split(",").some((one) => matches(one.trim(), host));
}

/**
 * The runtime knows `*` for all names, names in small letters with their subdomains, addresses and networks, but neither
 * ports nor `*.name`.
 */
function matches(pattern: string, host: string): boolean {
  const address = bitsOf(host.replace(/^\[|\]$/g, ""));
  if (address !== undefined) {
    const [, start = "", length] = /^([^/]+)(?:\/(\d+))?$/.exec(pattern) ?? [];
    const network = bitsOf(start)?.slice(0, length === undefined ? undefined : Number(length));
    const isSameFamily = start.includes(":") === host.includes(":");
    return isSameFamily && network !== undefined && address.startsWith(network);
  }
  const suffix = pattern.replace(/^\./, "");
  return pattern === "*" || (suffix !== "" && (host === suffix || host.endsWith(`.${suffix}`)));
}

/** An address, bit by bit; undefined for a name. */
function bitsOf(host: string): string | undefined {
  const isV4 = /^\d+(?:\.\d+){3}$/.test(host);
  // URLs write addresses in one way, without the dots that IPv6 addresses may end with.
  const text = URL.parse(`http://${isV4 ? host : `[${host}]`}`)?.hostname;
  if (text === undefined) return undefined;
  if (isV4) return binary(text.split(".").map(Number), 8);
  const [left = [], right = []] = text.slice(1, -1).split("::")
    .map((half) => half === "" ? [] : half.split(":").map((group) => parseInt(group, 16)));
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => 0);
  return binary([...left, ...zeros, ...right], 16);
}

function binary(numbers: readonly number[], bits: number): string {
  return numbers.map((one) => one.toString(2).padStart(bits, "0")).join("");
}
