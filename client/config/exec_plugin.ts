import type { Clock } from "../../_internal/mod.ts";
import { ConfigError } from "./errors.ts";
import { type PluginCredential, runPlugin } from "./exec_run.ts";
import { type ExecSpec, withoutDots } from "./exec_spec.ts";
import type { ExecOptions } from "./options.ts";
import { isAbsolute } from "./paths.ts";
import { isGranted } from "./permissions.ts";
import { bearer } from "./token.ts";
import type { ClientConfig } from "./types.ts";

/** A command that gives credentials, and what it has given last. */
export interface ExecPlugin {
  /** For {@linkcode ClientConfig.authorize}. */
  readonly authorize: NonNullable<ClientConfig["authorize"]>;
  /** The client certificate; undefined where the plugin gives none. Runs the plugin where needed. */
  readonly certificate: () => Promise<PluginCredential["pair"]>;
  /** The certificate that was given last, without running anything. */
  readonly held: () => PluginCredential["pair"];
}

/** A run that is under way. */
interface Run {
  readonly result: Promise<Held>;
  /** Somebody waits for it until the signal: the run ends when nobody is left. */
  readonly join: (signal: AbortSignal | undefined) => void;
}

interface Held extends PluginCredential {
  readonly headers: Readonly<Record<string, string>>;
  /** Wall time from which a new one is asked for. */
  readonly renewAt: number;
}

/** A credential is renewed this long before its end, or a tenth of its life before. */
const MARGIN = 10_000;
/** While the old credential is good, a plugin that failed is left alone for so long. */
const PAUSE = 10_000;
const TIMEOUT = 60_000;

/**
 * The plugin as it may be run: by its absolute path. A name without a folder is that of a file on the list, and is not
 * looked up in PATH: the kubeconfig may set that, too.
 *
 * @throws {ConfigError} Says which option and which flag are missing.
 */
export function allowedPlugin(spec: ExecSpec, options: ExecOptions = {}): ExecSpec {
  const { command, where } = spec;
  const paths = (options.allow ?? []).map(checkedPath);
  const named = isAbsolute(command);
  const path = paths.find((one) => (named ? one : fileName(one)) === command);
  const wanted = path ?? (named ? command : `/path/to/${command}`);
  const granted = isGranted({ name: "run", command: wanted });
  const flags = granted ? [] : [`--allow-run=${wanted}`];
  const plugin = `The ${where} gets its credentials from the exec plugin "${command}", which`;
  if (path === undefined) {
    throw new ConfigError(
      `${plugin} may not be run: if you trust it, pass loadConfig({ exec: { allow: [${
        JSON.stringify(wanted)
      }] } })${granted ? "" : ` and run with --allow-run=${wanted}`}`,
      { flags },
    );
  }
  if (!granted) throw new ConfigError(`${plugin} this process may not run`, { flags });
  return { ...spec, command: path };
}

function checkedPath(path: string): string {
  if (isAbsolute(path)) return withoutDots(path);
  throw new ConfigError(
    `The option exec.allow holds ${
      JSON.stringify(path)
    }, which is no absolute path: name the file itself, such as ` +
      `"/usr/local/bin/${fileName(path)}"`,
  );
}

function fileName(path: string): string {
  const name = path.split(Deno.build.os === "windows" ? /[/\\]/ : "/").at(-1) ?? path;
  return Deno.build.os === "windows" ? name.replace(/\.exe$/i, "") : name;
}

/**
 * Makes a plugin of what the kubeconfig says. It runs once for all who ask at the same time, again when what it gave
 * ends, and again when the server refuses that.
 */
export function createExecPlugin(
  spec: ExecSpec,
  options: ExecOptions & {
    readonly clock: Clock;
    /** The cluster's authority, PEM, for plugins that want to know. */
    readonly authority: () => Promise<string | undefined>;
  },
): ExecPlugin {
  const { clock, timeout = TIMEOUT, authority } = options;
  let held: Held | undefined;
  let running: Run | undefined;
  let failedAt = -Infinity;

  async function run(signal: AbortSignal): Promise<Held> {
    try {
      const text = spec.cluster ? await authority() : undefined;
      const started = clock.now();
      const credential = await runPlugin(spec, { clock, timeout, authority: text, signal });
      return held = heldOf(credential, started, spec);
    } catch (error) {
      failedAt = clock.monotonic();
      throw error;
    }
  }

  function start(): Run {
    const stop = new AbortController();
    const waiting = new Set<AbortSignal | undefined>();
    const end = (reason?: unknown) => {
      stop.abort(reason);
      if (running === started) running = undefined;
    };
    const started: Run = {
      result: run(stop.signal).finally(end),
      join(signal) {
        if (waiting.has(signal)) return;
        waiting.add(signal);
        signal?.addEventListener("abort", () => {
          waiting.delete(signal);
          if (waiting.size === 0) end(signal.reason);
        }, { signal: stop.signal });
      },
    };
    return started;
  }

  async function current(refresh: boolean, signal?: AbortSignal): Promise<Held> {
    if (held && !refresh) {
      if (clock.now() < held.renewAt) return held;
      const isGood = clock.now() < (held.expires ?? Infinity);
      if (isGood && clock.monotonic() - failedAt < PAUSE) return held;
    }
    signal?.throwIfAborted();
    try {
      running ??= start();
      running.join(signal);
      return await running.result;
    } catch (error) {
      if (held && !refresh && clock.now() < (held.expires ?? Infinity)) return held;
      throw error;
    }
  }

  return {
    authorize: async ({ refresh, signal }) => (await current(refresh, signal)).headers,
    certificate: async () => (await current(false)).pair,
    held: () => held?.pair,
  };
}

function heldOf(credential: PluginCredential, now: number, spec: ExecSpec): Held {
  const { token, expires } = credential;
  const headers = token === undefined
    ? Object.freeze({})
    : bearer(token, `The token of the exec plugin "${spec.command}"`);
  const margin = expires === undefined ? 0 : Math.min(MARGIN, Math.max(0, expires - now) / 10);
  return { ...credential, headers, renewAt: expires === undefined ? Infinity : expires - margin };
}
