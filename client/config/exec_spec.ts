import { ConfigError } from "./errors.ts";
import { isRecord } from "../values.ts";
import { optionalString } from "./fields.ts";
import type { KubeconfigEntry } from "./kubeconfig.ts";
import { isAbsolute, resolvePath } from "./paths.ts";

/** The API of plugins: https://kubernetes.io/docs/reference/config-api/client-authentication.v1/ */
const GROUP = "client.authentication.k8s.io";

/** What a kubeconfig says of a command that gives credentials. */
export interface ExecSpec {
  /** The user that it is for, for messages. */
  readonly where: string;
  /** `client.authentication.k8s.io/v1` or `…/v1beta1`. */
  readonly apiVersion: string;
  /** What to run: an absolute path, or a name without a folder. */
  readonly command: string;
  /** Its arguments. */
  readonly args: readonly string[];
  /** Added to the environment. May be secret. */
  readonly env: Readonly<Record<string, string>>;
  /** What to do when the command is not there. */
  readonly installHint: string | undefined;
  /** Whether it may ask the user. */
  readonly interactiveMode: "Never" | "IfAvailable" | "Always";
  /** What it is told of the cluster, where it wants to know. */
  readonly cluster: Readonly<Record<string, unknown>> | undefined;
}

/**
 * Reads `exec` of a user.
 *
 * @returns undefined where there is none.
 * @throws {ConfigError} When it is not complete, or of a version that is not known.
 */
export function readExec(
  user: KubeconfigEntry,
  name: string,
  cluster: KubeconfigEntry,
): ExecSpec | undefined {
  const { exec } = user.fields;
  if (exec === undefined || exec === null) return undefined;
  const where = `user "${name}" of ${user.file}`;
  if (!isRecord(exec)) throw new ConfigError(`exec of ${where} is not a mapping`);
  const label = `exec of ${where}`;
  const apiVersion = optionalString(exec, "apiVersion", label);
  if (apiVersion !== `${GROUP}/v1` && apiVersion !== `${GROUP}/v1beta1`) {
    throw new ConfigError(
      `apiVersion of ${label} is ${apiVersion === undefined ? "missing" : "not known"}: use ` +
        `${GROUP}/v1 or ${GROUP}/v1beta1, and a plugin that speaks it`,
    );
  }
  const command = optionalString(exec, "command", label);
  if (command === undefined) throw new ConfigError(`The ${label} has no command`);
  return {
    where,
    apiVersion,
    command: hasFolder(command) ? absolute(resolvePath(command, user.file)) : command,
    args: argumentsOf(exec, label),
    env: environmentOf(exec, label),
    installHint: optionalString(exec, "installHint", label),
    interactiveMode: interactiveModeOf(exec, apiVersion, label),
    cluster: exec.provideClusterInfo === true ? clusterInfo(cluster) : undefined,
  };
}

/** A command with a folder is a path, relative to the kubeconfig, as in client-go. */
function hasFolder(command: string): boolean {
  return command.includes("/") || (Deno.build.os === "windows" && command.includes("\\"));
}

function absolute(path: string): string {
  return withoutDots(isAbsolute(path) ? path : `${Deno.cwd()}/${path}`);
}

/** An absolute path without `.` and `..`, so that it can be compared with a list. */
export function withoutDots(path: string): string {
  const [root = "", ...rest] = path.split("/");
  const parts: string[] = [];
  for (const part of rest) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return [root, ...parts].join("/");
}

function argumentsOf(exec: Record<string, unknown>, label: string): readonly string[] {
  const args = exec.args ?? [];
  if (!Array.isArray(args) || !args.every((one) => typeof one === "string")) {
    throw new ConfigError(`args of ${label} is not a list of texts: put each in quotes`);
  }
  return args;
}

function environmentOf(
  exec: Record<string, unknown>,
  label: string,
): Readonly<Record<string, string>> {
  const list = exec.env ?? [];
  if (!Array.isArray(list)) throw new ConfigError(`env of ${label} is not a list`);
  const env: Record<string, string> = {};
  for (const [index, entry] of list.entries()) {
    const where = `env[${index}] of ${label}`;
    const name = isRecord(entry) ? optionalString(entry, "name", where) : undefined;
    if (!isRecord(entry) || name === undefined) throw new ConfigError(`${where} has no name`);
    env[name] = optionalString(entry, "value", where) ?? "";
  }
  return env;
}

function interactiveModeOf(
  exec: Record<string, unknown>,
  apiVersion: string,
  label: string,
): ExecSpec["interactiveMode"] {
  const mode = optionalString(exec, "interactiveMode", label);
  if (mode === undefined && apiVersion === `${GROUP}/v1beta1`) return "IfAvailable";
  if (mode === "Never" || mode === "IfAvailable" || mode === "Always") return mode;
  throw new ConfigError(
    `interactiveMode of ${label} must be Never, IfAvailable or Always, and ${
      mode === undefined ? "is missing" : "is something else"
    }`,
  );
}

/** What the API calls `spec.cluster`. The authority is added when it is read. */
function clusterInfo({ file, fields }: KubeconfigEntry): Readonly<Record<string, unknown>> {
  const info: Record<string, unknown> = {};
  for (const field of ["server", "tls-server-name", "proxy-url"]) {
    const value = optionalString(fields, field, file);
    if (value !== undefined) info[field] = value;
  }
  if (fields["disable-compression"] === true) info["disable-compression"] = true;
  const extensions = Array.isArray(fields.extensions) ? fields.extensions : [];
  const own = extensions.find((one) => isRecord(one) && one.name === `${GROUP}/exec`);
  if (isRecord(own) && own.extension !== undefined) info.config = own.extension;
  return info;
}
