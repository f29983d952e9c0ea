/** What the demo was asked for. */
export interface DemoOptions {
  /** How many sites. */
  readonly sites: number;
  /** A real cluster instead of the API server in memory. */
  readonly kubeconfig?: string;
}

const usage = "usage: demo [--sites N] [--kubeconfig FILE]";

/**
 * Reads the command line.
 *
 * @throws {TypeError} When it makes no sense; the message says why.
 */
export function parseOptions(args: readonly string[]): DemoOptions {
  let sites = 3;
  let kubeconfig: string | undefined;
  const words = args.flatMap((arg) => {
    const match = /^(--[a-z]+)=(.*)$/.exec(arg);
    return match ? [match[1] ?? "", match[2] ?? ""] : [arg];
  });
  for (let i = 0; i < words.length; i += 2) {
    const [name, value] = [words[i], words[i + 1]];
    if (value === undefined) throw new TypeError(`${name} needs a value; ${usage}`);
    if (name === "--sites") {
      sites = Number(value);
      if (!Number.isInteger(sites) || sites < 1 || sites > 10_000) {
        throw new TypeError(`--sites must be a whole number from 1 to 10000: it is ${value}`);
      }
    } else if (name === "--kubeconfig") {
      kubeconfig = value;
    } else {
      throw new TypeError(`There is no option ${name}; ${usage}`);
    }
  }
  return { sites, ...(kubeconfig === undefined ? {} : { kubeconfig }) };
}
