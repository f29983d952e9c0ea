import type { Access } from "./access.ts";
import { ConfigError } from "./errors.ts";
import type { InClusterOptions } from "./options.ts";
import { isGranted, mayReadFile, readEnv, readFile, readFileIfPresent } from "./permissions.ts";

/** Where kubelet puts a pod's service account. */
export const SERVICE_ACCOUNT_DIRECTORY = "/var/run/secrets/kubernetes.io/serviceaccount";

/** What was found of a service account: a way in, or why there is none. */
export type ServiceAccountFinding =
  | { readonly access: Access }
  | { readonly reason: string; readonly flags: readonly string[] };

/**
 * Looks for the service account of this pod.
 *
 * @throws {ConfigError} When it is there but cannot be used.
 */
export async function findServiceAccount(
  options: InClusterOptions = {},
): Promise<ServiceAccountFinding> {
  const { directory = SERVICE_ACCOUNT_DIRECTORY, server } = options;
  const tokenFile = `${directory}/token`;
  const caFile = `${directory}/ca.crt`;
  if (!mayReadFile(tokenFile)) {
    return { reason: `${directory} may not be read`, flags: [`--allow-read=${directory}`] };
  }
  if (await readFileIfPresent(tokenFile, "the service account's token") === undefined) {
    return { reason: `there is no ${tokenFile}`, flags: [] };
  }
  await readFile(caFile, "the service account's certificate authority");
  const namespace = (await readFileIfPresent(`${directory}/namespace`, "the pod's namespace"))
    ?.trim();
  return {
    access: {
      server: server ?? findServer(),
      credentials: { tokenFile },
      ca: { label: "the service account's certificate authority", file: caFile },
      ...namespace ? { namespace } : {},
      source: `service account ${directory}`,
      plainCredentials: "refuse",
    },
  };
}

/** The address that kubelet gives every container is known at run time only; the DNS name can stand in a flag. */
function findServer(): string {
  const host = readEnv("KUBERNETES_SERVICE_HOST");
  const port = readEnv("KUBERNETES_SERVICE_PORT") ?? "443";
  const flags = ["--allow-net=kubernetes.default.svc:443"];
  if (host !== undefined) {
    const address = `${host.includes(":") ? `[${host}]` : host}:${port}`;
    if (isGranted({ name: "net", host: address })) return `https://${address}`;
    flags.push(`(or --allow-net=${address})`);
  }
  if (isGranted({ name: "net", host: "kubernetes.default.svc:443" })) {
    return "https://kubernetes.default.svc";
  }
  throw new ConfigError(
    "The pod's service account is there, but its API server may not be connected to",
    {
      flags,
    },
  );
}
