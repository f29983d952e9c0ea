import { loadAll, YAMLException } from "js-yaml";
import { ConfigError } from "./errors.ts";
import { optionalString } from "./fields.ts";
import { isRecord } from "../values.ts";
import { readFileIfPresent } from "./permissions.ts";

/** A cluster, user or context of a kubeconfig, with the file that it stands in. */
export interface KubeconfigEntry {
  /** The file, for relative paths and messages. */
  readonly file: string;
  /** Its fields as parsed. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Kubeconfig files, merged. */
export interface Kubeconfig {
  /** Paths of the files that were read. */
  readonly files: readonly string[];
  /** The first `current-context` found. */
  readonly currentContext: string | undefined;
  /** Clusters by name. */
  readonly clusters: ReadonlyMap<string, KubeconfigEntry>;
  /** Users by name. */
  readonly users: ReadonlyMap<string, KubeconfigEntry>;
  /** Contexts by name. */
  readonly contexts: ReadonlyMap<string, KubeconfigEntry>;
}

/** The largest kubeconfig that is read; those of users with hundreds of clusters stay well below 1 MiB. */
const SIZE_LIMIT = 4 * 2 ** 20;

/**
 * Reads and merges kubeconfig files: the first that has a value wins, entry by entry; files that do not exist are
 * skipped as long as one does (https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/).
 *
 * @returns undefined where none of the files exists.
 */
export async function readKubeconfig(paths: readonly string[]): Promise<Kubeconfig | undefined> {
  const documents: { readonly file: string; readonly text: string }[] = [];
  for (const file of paths) {
    const text = await readFileIfPresent(file, "the kubeconfig", SIZE_LIMIT);
    if (text !== undefined) documents.push({ file, text });
  }
  return documents.length > 0 ? mergeKubeconfigs(documents) : undefined;
}

/** Merges the texts of kubeconfig files; `file` is for relative paths and messages. */
export function mergeKubeconfigs(
  documents: readonly { readonly file: string; readonly text: string }[],
): Kubeconfig {
  const merged = {
    clusters: new Map<string, KubeconfigEntry>(),
    users: new Map<string, KubeconfigEntry>(),
    contexts: new Map<string, KubeconfigEntry>(),
  };
  let currentContext: string | undefined;
  for (const { file, text } of documents) {
    const document = parseKubeconfig(text, file);
    currentContext ??= optionalString(document, "current-context", file) || undefined;
    for (
      const [list, field] of [["clusters", "cluster"], ["users", "user"], [
        "contexts",
        "context",
      ]] as const
    ) {
      for (const [name, fields] of namedEntries(document, list, field, file)) {
        if (!merged[list].has(name)) merged[list].set(name, { file, fields });
      }
    }
  }
  return { files: documents.map(({ file }) => file), currentContext, ...merged };
}

function parseKubeconfig(text: string, path: string): Record<string, unknown> {
  let documents: unknown[];
  try {
    documents = loadAll(text, { maxAliases: 100 });
  } catch (error) {
    throw new ConfigError(`Cannot parse the kubeconfig ${path}: ${problemOf(error)}`);
  }
  const [value, ...more] = documents;
  if (more.length > 0) {
    throw new ConfigError(`The kubeconfig ${path} holds more than one document: keep one`);
  }
  if (value === null || value === undefined) return {};
  if (!isRecord(value)) throw new ConfigError(`The kubeconfig ${path} is not a YAML mapping`);
  if (value.kind !== undefined && value.kind !== "Config") {
    throw new ConfigError(`The kubeconfig ${path} is of another kind than Config`);
  }
  return value;
}

/** What the parser says without what it quotes, which may be a key or token. */
function problemOf(error: unknown): string {
  if (!(error instanceof YAMLException)) return "it is no YAML";
  const [reason = ""] = error.reason.split(/["<:!]/, 1);
  return error.mark ? `${reason.trim()} at line ${error.mark.line + 1}` : reason.trim();
}

function* namedEntries(
  document: Record<string, unknown>,
  list: string,
  field: string,
  path: string,
): Generator<readonly [string, Record<string, unknown>]> {
  const entries = document[list] ?? [];
  if (!Array.isArray(entries)) {
    throw new ConfigError(`${list} of the kubeconfig ${path} is not a list`);
  }
  for (const [index, entry] of entries.entries()) {
    if (!isRecord(entry) || typeof entry.name !== "string") {
      throw new ConfigError(`${list}[${index}] of the kubeconfig ${path} has no name`);
    }
    const fields = entry[field] ?? {};
    if (!isRecord(fields)) {
      throw new ConfigError(
        `${list}[${index}].${field} of the kubeconfig ${path} is not a mapping`,
      );
    }
    yield [entry.name, fields];
  }
}
