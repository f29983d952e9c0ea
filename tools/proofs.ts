import type { TestCase } from "./junit.ts";

/** Documents whose tables name the tests that prove them. */
export const provenDocuments: readonly string[] = ["docs/operatorkit.md", "docs/peers.md"];

/** One row of a table of proofs. */
export interface ProofRow {
  /** As in `CT-1`. */
  readonly id: string;
  /** The cells after the id. */
  readonly cells: readonly string[];
  /** The tests that the last cell names. */
  readonly proofs: readonly Proof[];
}

/** A test that proves a row. */
export interface Proof {
  /** From the root. */
  readonly file: string;
  /** A part of its name. */
  readonly name: string;
}

/** Reads the tables of a document whose rows begin with an id. A test is named as `folder/file_test.ts` "part of its name". */
export function parseProofs(markdown: string): ProofRow[] {
  return markdown.split("\n").flatMap((line) => {
    const [id = "", ...cells] = line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim());
    if (!/^[A-Z][A-Z0-9]-?\d+$/.test(id)) return [];
    const proofs = [...(cells.at(-1) ?? "").matchAll(/`([\w/]+_(?:test|e2e)\.ts)` "([^"]+)"/g)]
      .map(([, file = "", name = ""]) => ({ file: `tests/${file}`, name }));
    return [{ id, cells, proofs }];
  });
}

/**
 * Proofs of the given files that no test has given: it did not run, or it failed. Skipped tests are told elsewhere.
 * `document` is where the rows stand.
 */
export function missingProofs(
  document: string,
  rows: readonly ProofRow[],
  cases: readonly TestCase[],
  files: readonly string[],
): string[] {
  return rows.flatMap(({ id, proofs }) =>
    proofs.filter(({ file }) => files.includes(file)).filter(({ file, name }) =>
      !cases.some((one) =>
        one.outcome !== "failed" && one.file.replace(/^\.\//, "") === file &&
        one.name.includes(name)
      )
    ).map(({ file, name }) => `${document}: ${id}: no test of ${file} passed as "${name}"`)
  );
}

/** Proofs that name no test: the file is not there, or has no such text. `read` gives the text of a file. */
export async function unknownProofs(
  rows: readonly ProofRow[],
  read: (path: string) => Promise<string>,
): Promise<string[]> {
  const texts = new Map<string, string>();
  const unknown: string[] = [];
  for (const { id, proofs } of rows) {
    for (const { file, name } of proofs) {
      const text = texts.get(file) ?? await read(file).catch(() => "");
      texts.set(file, text);
      if (!text.includes(name)) unknown.push(`${id}: ${file} has no test named like "${name}"`);
    }
  }
  return unknown;
}
