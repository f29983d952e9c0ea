import { type Clock, deadline } from "../../_internal/mod.ts";
import { abortable } from "../body.ts";
import { ConfigError } from "./errors.ts";
import type { ExecSpec } from "./exec_spec.ts";
import { isRecord } from "../values.ts";
import { optionalString } from "./fields.ts";

/** What a plugin has given. Lives in closures only. */
export interface PluginCredential {
  /** Bearer token. */
  readonly token: string | undefined;
  /** Client certificate and key, PEM. */
  readonly pair: { readonly cert: string; readonly key: string } | undefined;
  /** Wall time at which it ends; undefined where it does not say. */
  readonly expires: number | undefined;
}

/** Credentials are some kilobytes. */
const OUTPUT_LIMIT = 1 << 20;

/**
 * Runs a plugin once, without a shell. What it writes to its standard error goes to that of this process, as kubectl
 * does it; neither that nor its output nor its environment are part of an error.
 *
 * @throws {ConfigError} When it cannot be run, fails, takes too long or answers with something else.
 * @throws The reason of `signal`, which kills it.
 */
export async function runPlugin(
  spec: ExecSpec,
  options: {
    readonly clock: Clock;
    readonly timeout: number;
    readonly authority: string | undefined;
    readonly signal: AbortSignal;
  },
): Promise<PluginCredential> {
  const { where, apiVersion, command } = spec;
  const { clock, timeout, authority, signal } = options;
  signal.throwIfAborted();
  const plugin = `The exec plugin "${command}" of ${where}`;
  const interactive = isInteractive(spec, plugin);
  const info = {
    apiVersion,
    kind: "ExecCredential",
    spec: { interactive, ...spec.cluster && { cluster: clusterWith(spec.cluster, authority) } },
  };
  using limit = deadline(clock, timeout, signal);
  const process = spawn(spec, interactive, JSON.stringify(info), plugin);
  let output: string | undefined;
  let code: number;
  try {
    output = await readOutput(process.stdout, limit.signal);
    if (output === undefined) await kill(process);
    code = (await abortable(process.status, limit.signal)).code;
  } catch (error) {
    await kill(process);
    if (!limit.signal.aborted || signal.aborted) throw error;
    throw new ConfigError(
      `${plugin} has not ended after ${timeout} ms: run it by hand to see what it waits for`,
    );
  }
  if (output === undefined) {
    throw new ConfigError(
      `${plugin} has written more than ${OUTPUT_LIMIT} bytes: it must write an ExecCredential`,
    );
  }
  if (code !== 0) {
    throw new ConfigError(
      `${plugin} has failed with exit code ${code}: what it says is in the standard error output`,
    );
  }
  return credentialOf(output, apiVersion, plugin);
}

/** Whether the plugin may ask the user something. */
function isInteractive({ interactiveMode }: ExecSpec, plugin: string): boolean {
  if (interactiveMode === "Never") return false;
  const terminal = Deno.stdin.isTerminal();
  if (interactiveMode === "Always" && !terminal) {
    throw new ConfigError(
      `${plugin} must ask the user (interactiveMode Always), but the standard input is no terminal: ` +
        `run it where there is one, or use another way to authenticate`,
    );
  }
  return terminal;
}

function clusterWith(
  cluster: Readonly<Record<string, unknown>>,
  authority: string | undefined,
): Readonly<Record<string, unknown>> {
  if (authority === undefined) return cluster;
  const bytes = new TextEncoder().encode(authority);
  const data = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return { ...cluster, "certificate-authority-data": data };
}

function spawn(
  spec: ExecSpec,
  interactive: boolean,
  info: string,
  plugin: string,
): Deno.ChildProcess {
  try {
    return new Deno.Command(spec.command, {
      args: [...spec.args],
      env: { ...spec.env, KUBERNETES_EXEC_INFO: info },
      stdin: interactive ? "inherit" : "null",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) {
      throw new ConfigError(
        `${plugin} is not there: install it` +
          (spec.installHint === undefined ? "" : `: ${spec.installHint}`),
      );
    }
    if (error instanceof Deno.errors.NotCapable) {
      // Deno's message names a variable of the environment (LD_…), never its value.
      throw new ConfigError(`${plugin} may not be run: ${error.message}`);
    }
    if (error instanceof Deno.errors.PermissionDenied) {
      throw new ConfigError(`${plugin} may not be run: make the file executable`);
    }
    const kind = error instanceof Error ? error.name : "an error";
    throw new ConfigError(`${plugin} could not be started (${kind})`);
  }
}

async function kill(process: Deno.ChildProcess): Promise<void> {
  try {
    process.kill("SIGKILL");
  } catch {
    // It has ended by itself.
  }
  await process.status;
}

/** All that comes until the end; undefined where that is too much. */
async function readOutput(
  stream: ReadableStream<Uint8Array>,
  signal: AbortSignal,
): Promise<string | undefined> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  try {
    while (true) {
      const { done, value } = await abortable(reader.read(), signal);
      if (done) return text + decoder.decode();
      size += value.byteLength;
      if (size > OUTPUT_LIMIT) return undefined;
      text += decoder.decode(value, { stream: true });
    }
  } finally {
    // A child of the plugin may hold the other end open for long.
    reader.cancel().catch(() => {});
  }
}

/** No message tells what the output holds: it is a secret, or may be. */
function credentialOf(output: string, apiVersion: string, plugin: string): PluginCredential {
  let parsed: unknown;
  try {
    parsed = JSON.parse(output);
  } catch {
    throw new ConfigError(`${plugin} has written something else than JSON`);
  }
  if (!isRecord(parsed) || parsed.kind !== "ExecCredential") {
    throw new ConfigError(`${plugin} has written something else than an ExecCredential`);
  }
  if (parsed.apiVersion !== apiVersion) {
    throw new ConfigError(
      `${plugin} speaks another version than the ${apiVersion} that the kubeconfig names: change one of them`,
    );
  }
  const { status } = parsed;
  if (!isRecord(status)) throw new ConfigError(`${plugin} has written no status`);
  const label = `the status of ${plugin.replace("The", "the")}`;
  const token = optionalString(status, "token", label);
  const cert = optionalString(status, "clientCertificateData", label);
  const key = optionalString(status, "clientKeyData", label);
  if ((cert === undefined) !== (key === undefined)) {
    throw new ConfigError(
      `${plugin} has given ${
        cert === undefined ? "a key without its certificate" : "a certificate without its key"
      }`,
    );
  }
  if (token === undefined && cert === undefined) {
    throw new ConfigError(`${plugin} has given neither a token nor a client certificate`);
  }
  const time = optionalString(status, "expirationTimestamp", label);
  const expires = time === undefined ? undefined : Date.parse(time);
  if (Number.isNaN(expires)) {
    throw new ConfigError(`${plugin} has given an expirationTimestamp that is no date (RFC 3339)`);
  }
  return {
    token,
    pair: cert !== undefined && key !== undefined ? { cert, key } : undefined,
    expires,
  };
}
