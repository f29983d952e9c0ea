import { ConfigError } from "./errors.ts";
import { optionalBase64, optionalString } from "./fields.ts";
import type { Access } from "./access.ts";
import { readExec } from "./exec_spec.ts";
import { readImpersonation } from "./impersonation.ts";
import type { Kubeconfig, KubeconfigEntry } from "./kubeconfig.ts";
import { resolvePath } from "./paths.ts";
import type { Material } from "./tls.ts";
import type { Credentials } from "./token.ts";

/**
 * What one context of a kubeconfig says.
 *
 * @throws {ConfigError} When it names what is not there, or asks for what cannot be done.
 */
export function resolveContext(kubeconfig: Kubeconfig, name: string | undefined): Access {
  const { files, currentContext, contexts } = kubeconfig;
  const label = `kubeconfig ${files.join(", ")}`;
  const chosen = name ?? currentContext;
  const known = contexts.size ? `it has ${[...contexts.keys()].join(", ")}` : "it has no contexts";
  if (chosen === undefined) {
    throw new ConfigError(
      `The ${label} has no current-context: set one, or pass the option context (${known})`,
    );
  }
  const context = contexts.get(chosen);
  if (!context) throw new ConfigError(`There is no context "${chosen}" in the ${label}: ${known}`);
  const where = `context "${chosen}" of ${context.file}`;
  const clusterName = optionalString(context.fields, "cluster", where);
  const userName = optionalString(context.fields, "user", where);
  const cluster = find(kubeconfig.clusters, "cluster", clusterName, where);
  if (!cluster) throw new ConfigError(`The ${where} names no cluster`);
  const user = find(kubeconfig.users, "user", userName, where);
  const namespace = optionalString(context.fields, "namespace", where);
  return {
    ...readCluster(cluster, clusterName ?? ""),
    ...user && readUser(user, userName ?? "", cluster),
    ca: certificateAuthority(cluster, clusterName ?? ""),
    ...namespace === undefined ? {} : { namespace },
    source: `${label}, context ${chosen}`,
    plainCredentials: "drop",
  };
}

function find(
  entries: ReadonlyMap<string, KubeconfigEntry>,
  kind: "cluster" | "user",
  name: string | undefined,
  where: string,
): KubeconfigEntry | undefined {
  if (name === undefined) return undefined;
  const entry = entries.get(name);
  if (entry) return entry;
  throw new ConfigError(
    `The ${where} names the ${kind} "${name}", which does not exist: ` +
      (entries.size ? `there is ${[...entries.keys()].join(", ")}` : `there are no ${kind}s`),
  );
}

function readCluster(
  { file, fields }: KubeconfigEntry,
  name: string,
): Pick<Access, "server" | "proxy"> {
  const where = `cluster "${name}" of ${file}`;
  const server = optionalString(fields, "server", where);
  if (server === undefined) throw new ConfigError(`The ${where} has no server`);
  const host = URL.parse(server)?.hostname ?? "HOST";
  const proxy = optionalString(fields, "proxy-url", where);
  const serverName = optionalString(fields, "tls-server-name", where);
  if (serverName !== undefined && serverName !== host) {
    throw new ConfigError(
      `tls-server-name of ${where} cannot be done by this runtime: use a server URL with the name ` +
        `${serverName}, or remove it and run with --unsafely-ignore-certificate-errors=${host}`,
    );
  }
  const insecure = fields["insecure-skip-tls-verify"];
  if (insecure !== undefined && insecure !== null && insecure !== false) {
    throw new ConfigError(
      `insecure-skip-tls-verify of ${where} cannot be done by this runtime for one connection: give ` +
        `certificate-authority instead, or remove it and run with ` +
        `--unsafely-ignore-certificate-errors=${host}`,
    );
  }
  return { server, ...proxy === undefined ? {} : { proxy: { url: proxy, where } } };
}

function certificateAuthority(entry: KubeconfigEntry, name: string): Material | undefined {
  return material(entry, "certificate-authority", `cluster "${name}"`);
}

function readUser(
  entry: KubeconfigEntry,
  name: string,
  cluster: KubeconfigEntry,
):
  & Pick<Access, "exec" | "impersonation">
  & { readonly credentials: Credentials; readonly cert?: Material; readonly key?: Material } {
  const { file, fields } = entry;
  const where = `user "${name}" of ${file}`;
  const provider = fields["auth-provider"];
  if (provider !== undefined && provider !== null) {
    throw new ConfigError(
      `auth-provider of ${where} is gone from Kubernetes since 1.26: give an exec plugin, a token, a ` +
        `tokenFile or a client certificate`,
    );
  }
  const exec = readExec(entry, name, cluster);
  const impersonation = readImpersonation(fields, where);
  const tokenFile = optionalString(fields, "tokenFile", where);
  const cert = material(entry, "client-certificate", `user "${name}"`);
  const key = material(entry, "client-key", `user "${name}"`);
  return {
    credentials: {
      token: optionalString(fields, "token", where),
      tokenFile: tokenFile === undefined ? undefined : resolvePath(tokenFile, file),
      username: optionalString(fields, "username", where),
      password: optionalString(fields, "password", where),
    },
    ...cert ? { cert } : {},
    ...key ? { key } : {},
    ...exec ? { exec } : {},
    ...impersonation ? { impersonation } : {},
  };
}

/** A field that is a path, or inline with `-data` behind its name, which wins. */
function material(entry: KubeconfigEntry, field: string, owner: string): Material | undefined {
  const where = `${owner} of ${entry.file}`;
  const text = optionalBase64(entry.fields, `${field}-data`, where);
  if (text !== undefined) return { label: `${field}-data of ${where}`, text };
  const path = optionalString(entry.fields, field, where);
  if (path === undefined) return undefined;
  return { label: `${field} of ${where}`, file: resolvePath(path, entry.file) };
}
