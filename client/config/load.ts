import { type Clock, systemClock } from "../../_internal/mod.ts";
import { type Access, createConfig } from "./access.ts";
import { ConfigError } from "./errors.ts";
import { mergeKubeconfigs, readKubeconfig } from "./kubeconfig.ts";
import { resolveContext } from "./kubeconfig_context.ts";
import { KUBECTL_PROXY, probeKubectlProxy } from "./kubectl_proxy.ts";
import type { CertificateOptions, LoadConfigOptions } from "./options.ts";
import { splitPaths } from "./paths.ts";
import { mayReadEnv, mayReadFile, readEnv } from "./permissions.ts";
import { findServiceAccount } from "./service_account.ts";
import type { Material } from "./tls.ts";
import type { ClientConfig } from "./types.ts";

/**
 * Finds out how to reach the API server. With options, by what they name; without, by the first that is there of:
 * the kubeconfig files in KUBECONFIG or `~/.kube/config`, the service account of this pod, a `kubectl proxy` on
 * localhost:8001. Never prompts: what the process may not read is passed by, and named if nothing else is found. What is
 * there but broken is an error, never passed by.
 *
 * @throws {ConfigError} When there is no way, or it is broken.
 */
export async function loadConfig(options: LoadConfigOptions = {}): Promise<ClientConfig> {
  const { clock = systemClock, namespace } = options;
  checkOptions(options);
  const access = await findAccess(options, clock);
  const { exec, impersonate = access.impersonation } = options;
  return await createConfig({
    ...access,
    ...namespace === undefined ? {} : { namespace },
    ...impersonate === undefined ? {} : { impersonation: impersonate },
  }, { clock, ...exec && { exec } });
}

const SERVER_OPTIONS = ["tls", "token", "tokenFile", "username", "password"] as const;

function checkOptions(options: LoadConfigOptions): void {
  const { server, kubeconfig, kubeconfigText, context, inCluster } = options;
  const named = [
    ...kubeconfig === undefined ? [] : ["kubeconfig"],
    ...kubeconfigText === undefined ? [] : ["kubeconfigText"],
  ];
  const ways = [
    ...server === undefined ? [] : ["server"],
    ...named.length === 0 && context !== undefined ? ["context"] : named,
    ...inCluster === undefined || inCluster === false ? [] : ["inCluster"],
  ];
  if (ways.length > 1) {
    throw new ConfigError(`The options ${ways.join(" and ")} exclude each other: give one of them`);
  }
  const stray = SERVER_OPTIONS.find((name) => options[name] !== undefined);
  if (stray !== undefined && server === undefined) {
    throw new ConfigError(
      `The option ${stray} goes together with the option server, which is missing`,
    );
  }
  if (options.tls && server !== undefined && URL.parse(server)?.protocol === "http:") {
    throw new ConfigError("The option tls has no effect on a server with plain HTTP: use https");
  }
  if (options.token !== undefined && options.tokenFile !== undefined) {
    throw new ConfigError("The options token and tokenFile exclude each other: give one of them");
  }
}

async function findAccess(options: LoadConfigOptions, clock: Clock): Promise<Access> {
  const { server, kubeconfig, kubeconfigText, context, inCluster } = options;
  if (server !== undefined) return fromOptions(server, options);
  if (inCluster !== undefined && inCluster !== false) {
    const found = await findServiceAccount(inCluster === true ? {} : inCluster);
    if ("access" in found) return found.access;
    throw new ConfigError(`There is no service account: ${found.reason}`, found);
  }
  if (kubeconfigText !== undefined) {
    return resolveContext(
      mergeKubeconfigs([{ file: "given as text", text: kubeconfigText }]),
      context,
    );
  }
  if (kubeconfig !== undefined) {
    const paths = typeof kubeconfig === "string" ? [kubeconfig] : kubeconfig;
    const read = await readKubeconfig(paths);
    if (!read) throw new ConfigError(`There is no kubeconfig ${paths.join(", ")}`);
    return resolveContext(read, context);
  }
  const tried: string[] = [];
  const flags: string[] = [];
  const found = await findKubeconfig(context, tried, flags);
  if (found) return found;
  if (context !== undefined) {
    throw new ConfigError(`There is no kubeconfig to take the context "${context}" from`, {
      tried,
      flags,
    });
  }
  if (inCluster !== false) {
    const account = await findServiceAccount();
    if ("access" in account) return account.access;
    tried.push(`service account: ${account.reason}`);
    flags.push(...account.flags);
  }
  const proxy = await probeKubectlProxy(clock);
  if (proxy.found) return fromProxy();
  tried.push(`kubectl proxy: ${proxy.reason}`);
  flags.push(...proxy.flags);
  throw new ConfigError("Found no way to reach an API server. Tried:", { tried, flags });
}

/** KUBECONFIG if it is set, else `~/.kube/config` if it exists. */
async function findKubeconfig(
  context: string | undefined,
  tried: string[],
  flags: string[],
): Promise<Access | undefined> {
  const home = Deno.build.os === "windows" ? "USERPROFILE" : "HOME";
  const hidden = ["KUBECONFIG", home].filter((variable) => !mayReadEnv(variable));
  if (hidden.length) flags.push(`--allow-env=${hidden.join(",")}`);
  const list = readEnv("KUBECONFIG");
  if (list !== undefined) {
    const read = await readKubeconfig(splitPaths(list));
    if (!read) {
      throw new ConfigError(`KUBECONFIG names ${list}, but there is no such file`);
    }
    return resolveContext(read, context);
  }
  tried.push(`KUBECONFIG: ${mayReadEnv("KUBECONFIG") ? "not set" : "may not be read"}`);
  const folder = readEnv(home);
  if (folder === undefined) {
    tried.push(`~/.kube/config: ${home} ${mayReadEnv(home) ? "is not set" : "may not be read"}`);
    if (!mayReadEnv(home)) flags.push(`--allow-read="$${home}/.kube"`);
    return undefined;
  }
  const path = `${folder}/.kube/config`;
  if (!mayReadFile(path)) {
    tried.push(`~/.kube/config: ${path} may not be read`);
    flags.push(`--allow-read=${folder}/.kube`);
    return undefined;
  }
  const read = await readKubeconfig([path]);
  if (read) return resolveContext(read, context);
  tried.push(`~/.kube/config: there is no ${path}`);
  return undefined;
}

function fromProxy(): Access {
  return {
    server: KUBECTL_PROXY,
    source: "kubectl proxy on localhost:8001",
    plainCredentials: "refuse",
  };
}

function fromOptions(server: string, options: LoadConfigOptions): Access {
  const { tls = {}, token, tokenFile, username, password } = options;
  return {
    server,
    credentials: { token, tokenFile, username, password },
    ca: material(tls, "ca", "tls.ca"),
    cert: material(tls, "cert", "tls.cert"),
    key: material(tls, "key", "tls.key"),
    source: "option server",
    plainCredentials: "refuse",
  };
}

function material(
  tls: CertificateOptions,
  name: "ca" | "cert" | "key",
  label: string,
): Material | undefined {
  const text = tls[name];
  const file = tls[`${name}File`];
  if (text !== undefined) return { label: `the option ${label}`, text };
  return file === undefined ? undefined : { label: `the option ${label}File`, file };
}
