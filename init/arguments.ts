import { parseArgs } from "node:util";
import { BadInput, type Project, projectOf } from "./project.ts";

export { BadInput };

/** What the command line asks for. */
export interface InitRequest {
  /** Where the operator goes. */
  readonly folder: string;
  /** Whether files that are there may be replaced. */
  readonly force: boolean;
  /** What is written. */
  readonly project: Project;
}

/** For `--help`. */
export const helpText = `Writes a small operator into a folder.

    deno run --allow-read=. --allow-write=. jsr:@operatorkit/operatorkit/init FOLDER [options]

  --name NAME      of the operator; default: the folder's name
  --group GROUP    API group of its kind, a DNS name that you own; default: example.com
  --kind KIND      its kind, in CamelCase; default: Greeting
  --plural PLURAL  the kind's plural, in lower case; default: as English has it
  --force          write into a folder that is not empty, and replace files of the same names
  --help           this text

FOLDER must lie in the working directory, or be named in the two flags.`;

const options = {
  name: { type: "string" },
  group: { type: "string" },
  kind: { type: "string" },
  plural: { type: "string" },
  force: { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/**
 * Reads the command line.
 *
 * @throws {BadInput} When it makes no sense; says what to do.
 */
export function readArguments(args: readonly string[]): InitRequest | "help" {
  const { values, positionals } = parse(args);
  if (values.help) return "help";
  const [folder, ...more] = positionals;
  if (!folder) {
    throw new BadInput("No folder is named: say where the operator goes, as in `init my-operator`");
  }
  if (more.length > 0) {
    throw new BadInput(`One folder is enough, but there is also ${more.join(" ")}`);
  }
  const { name = baseName(folder), group, kind, plural } = values;
  return {
    folder,
    force: values.force ?? false,
    project: projectOf({ name, group, kind, plural }),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    const [reason = ""] = error instanceof Error ? error.message.split(". ") : [];
    throw new BadInput(`${reason}; --help lists the options`);
  }
}

function baseName(folder: string): string {
  const parts = folder.split(/[\\/]/).filter((part) => part !== "" && part !== ".");
  const last = parts.at(-1);
  if (last !== undefined && last !== "..") return last;
  throw new BadInput(`${folder} says no name: add --name`);
}
