import { ConfigError } from "./errors.ts";

/** Whether the process has a permission already. Never prompts. */
export function isGranted(descriptor: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(descriptor).state === "granted";
}

/** Whether the environment variable may be read. */
export function mayReadEnv(variable: string): boolean {
  return isGranted({ name: "env", variable });
}

/** An environment variable; undefined where it is unset, empty or may not be read. */
export function readEnv(variable: string): string | undefined {
  return mayReadEnv(variable) ? Deno.env.get(variable) || undefined : undefined;
}

/** Whether a file may be read. */
export function mayReadFile(path: string): boolean {
  return isGranted({ name: "read", path });
}

/**
 * Reads a text file without ever prompting.
 *
 * @returns undefined where the file does not exist.
 * @throws {ConfigError} When the permission is missing or the file cannot be read. `label` says what the file is.
 */
export async function readFileIfPresent(
  path: string,
  label: string,
  limit = 16 * 2 ** 20,
): Promise<string | undefined> {
  if (!mayReadFile(path)) throw unreadable(path, label);
  try {
    const { size, isFile } = await Deno.stat(path);
    if (!isFile) throw new ConfigError(`Cannot read ${label}: ${path} is not a file`);
    if (size > limit) {
      throw new ConfigError(
        `Cannot read ${label}: ${path} has ${size} bytes, more than the ${limit} that are allowed`,
      );
    }
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    if (error instanceof Deno.errors.NotFound) return undefined;
    if (error instanceof Deno.errors.NotCapable) throw unreadable(path, label);
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`Cannot read ${label}: ${reason}`, { cause: error });
  }
}

/** Like {@linkcode readFileIfPresent}, but a file that does not exist is an error, too. */
export async function readFile(path: string, label: string): Promise<string> {
  const text = await readFileIfPresent(path, label);
  if (text === undefined) {
    throw new ConfigError(`Cannot read ${label}: there is no file ${path}`);
  }
  return text;
}

function unreadable(path: string, label: string): ConfigError {
  return new ConfigError(`Cannot read ${label} without permission to read ${path}`, {
    flags: [`--allow-read=${path}`],
  });
}
