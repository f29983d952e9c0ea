import type { Clock } from "../../_internal/mod.ts";
import { hostAndPort } from "../url.ts";
import { ConfigError } from "./errors.ts";
import { allowedPlugin, createExecPlugin, type ExecPlugin } from "./exec_plugin.ts";
import type { ExecSpec } from "./exec_spec.ts";
import { impersonationHeaders, withImpersonation } from "./impersonation.ts";
import type { ExecOptions, ImpersonationOptions } from "./options.ts";
import { isGranted, readEnv } from "./permissions.ts";
import { isExempt, readProxy } from "./proxy.ts";
import { createConnect, type Material, readMaterial } from "./tls.ts";
import { createAuthorize, type Credentials } from "./token.ts";
import type { ClientConfig } from "./types.ts";

/** What a source of configuration says. Holds secrets: it is turned into a {@linkcode ClientConfig} and forgotten. */
export interface Access {
  /** URL of the server. */
  readonly server: string;
  /** Namespace. */
  readonly namespace?: string;
  /** Header credentials. */
  readonly credentials?: Credentials;
  /** Authorities to trust besides the system's. */
  readonly ca?: Material | undefined;
  /** Client certificate. */
  readonly cert?: Material | undefined;
  /** Its key. */
  readonly key?: Material | undefined;
  /** A command that gives credentials. */
  readonly exec?: ExecSpec | undefined;
  /** In whose name requests are made. */
  readonly impersonation?: ImpersonationOptions | undefined;
  /** A proxy in front of the server, and the cluster that names it, for messages. */
  readonly proxy?: { readonly url: string; readonly where: string } | undefined;
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
export async function createConfig(
  access: Access,
  options: { readonly clock: Clock; readonly exec?: ExecOptions },
): Promise<ClientConfig> {
  const { clock } = options;
  const { namespace, credentials = {}, ca, cert, key, impersonation } = access;
  const url = parseServer(access.server, access.source);
  const warnings: string[] = [];
  const secure = url.protocol === "https:";
  const proxy = access.proxy && readProxy(access.proxy.url, access.proxy.where, url);
  const source = proxy ? `${access.source}, through the proxy ${proxy.origin}` : access.source;
  let authorize = createAuthorize(credentials, clock);
  const plugin = secure ? pluginOf(access, authorize !== undefined, options, warnings) : undefined;
  authorize ??= plugin?.authorize;
  if ((authorize || access.exec) && !secure) {
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
  const tls = secure ? { ca, cert, key, plugin } : {};
  const connect = createConnect({ ...tls, proxy: proxy?.proxy });
  if (proxy || (secure && (ca || cert || key || plugin))) (await connect())[Symbol.dispose]();
  await authorize?.({ refresh: false });
  if (impersonation) authorize = withImpersonation(authorize, impersonationHeaders(impersonation));
  warnings.push(...proxy ? proxy.warnings : proxyWarnings(url));
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
  if (isExempt(url.hostname)) return [];
  return [
    `Requests to ${url.hostname} go through the proxy that ${variable} names: add ${url.hostname} to NO_PROXY ` +
    `if the server is reached directly`,
  ];
}

/** The plugin of a user without other credentials; beside others it is not run, as in client-go. */
function pluginOf(
  { exec, cert, ca, source }: Access,
  hasOther: boolean,
  options: { readonly clock: Clock; readonly exec?: ExecOptions },
  warnings: string[],
): ExecPlugin | undefined {
  if (!exec) return undefined;
  if (hasOther || cert) {
    warnings.push(
      `The exec plugin "${exec.command}" of ${source} is not used: there are other credentials`,
    );
    return undefined;
  }
  return createExecPlugin(allowedPlugin(exec, options.exec), {
    ...options.exec,
    clock: options.clock,
    authority: () => readMaterial(ca, "certificate"),
  });
}
