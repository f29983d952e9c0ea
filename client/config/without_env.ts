import process from "node:process";

/**
 * Runs `work`, which must be synchronous, with an empty `process.env`. The YAML parser looks for debugging variables of
 * its own there, which without permission to read the environment fails, or prompts where there is a terminal.
 */
export function withoutEnv<T>(work: () => T): T {
  const { env } = process;
  process.env = {};
  try {
    return work();
  } finally {
    process.env = env;
  }
}
