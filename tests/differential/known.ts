import { verbOf } from "./compare.ts";
import type { Difference, Json, Step } from "./types.ts";

/** A difference that is known, as `docs/api-server.md` has it. */
export interface KnownDifference {
  /** The name of the entry, which a conformance case bears as well. */
  readonly id: string;
  /** Method, kind and subresource, as of `verbOf`: a regular expression for all of it. */
  readonly request: string;
  /** Where in the answer: a regular expression for all of it. */
  readonly path: string;
  /** What the real server has there, as JSON: a regular expression. */
  readonly real: string;
  /** What ours has there, as JSON: a regular expression; not needed with `as`. */
  readonly ours?: string;
  /**
   * How the two belong together: `set`, lists that differ only in how often they say a thing; `longer`, texts of which
   * the real one says what ours says, and then more.
   */
  readonly as?: "set" | "longer";
  /** Whether the servers go different ways from here, so that nothing after it can be compared. */
  readonly ends?: true;
}

/** Reads the entries: the JSON blocks of the document. */
export function readKnown(document: string): readonly KnownDifference[] {
  return [...document.matchAll(/^```json\n([\s\S]*?)^```/gm)].map(([, text = ""]) =>
    JSON.parse(text)
  );
}

/** The entries of `docs/api-server.md`. */
export async function loadKnown(): Promise<readonly KnownDifference[]> {
  const path = new URL("../../docs/api-server.md", import.meta.url);
  return readKnown(await Deno.readTextFile(path));
}

function shown(value: Json): string {
  return JSON.stringify(value) ?? "absent";
}

function belong(one: KnownDifference, { real, ours }: Omit<Difference, "step">): boolean {
  if (one.as === "set") {
    const parts = (list: Json) => [...new Set((list ?? []).map(shown))].join();
    return Array.isArray(real) && Array.isArray(ours) && parts(real) === parts(ours);
  }
  if (one.as === "longer") {
    return typeof real === "string" && typeof ours === "string" &&
      real.startsWith(ours.replace(/\]?$/, ""));
  }
  return true;
}

/** The entry that a difference is of. */
export function findKnown(
  known: readonly KnownDifference[],
  step: Step,
  difference: Omit<Difference, "step">,
): KnownDifference | undefined {
  const request = verbOf(step);
  const path = difference.path.replace(/\[\d+\]/g, "[]");
  return known.find((one) =>
    new RegExp(`^(?:${one.request})$`).test(request) &&
    new RegExp(`^(?:${one.path})$`).test(path) &&
    new RegExp(one.real, "s").test(shown(difference.real)) &&
    new RegExp(one.ours ?? "", "s").test(shown(difference.ours)) &&
    belong(one, difference)
  );
}
