import { parseJunit, skipReason, type TestCase } from "./junit.ts";
import { deno, inCi, root } from "./process.ts";
import { missingProofs, parseProofs, provenDocuments } from "./proofs.ts";

/** What a test run is made of. */
export interface TestRun {
  /** Permission flags. */
  readonly permissions: readonly string[];
  /** Other flags. */
  readonly flags?: readonly string[];
  /** Files and folders. */
  readonly paths: readonly string[];
  /** What the user gave: flags, or paths that replace `paths`. */
  readonly args?: readonly string[];
  /** For the child process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What a test run came to. */
export interface TestSummary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly { readonly name: string; readonly reason?: string }[];
}

/** Counts results. A run that ends badly without a failed test (a file that does not compile) is one failure. */
export function summarize(cases: readonly TestCase[], code: number): TestSummary {
  const count = (outcome: TestCase["outcome"]) =>
    cases.filter((one) => one.outcome === outcome).length;
  const failed = count("failed");
  const skipped = cases.filter((one) => one.outcome === "skipped")
    .map(({ name, file }) => {
      const reason = skipReason(name);
      return { name: `${file}: ${name}`, ...(reason !== undefined && { reason }) };
    });
  return { passed: count("passed"), failed: failed || (code === 0 ? 0 : 1), skipped };
}

/** The last line of a run, and its exit code. In continuous integration a skipped test is a failed one. */
export function closing(
  summary: TestSummary,
  ci: boolean,
): { readonly line: string; readonly code: number } {
  const { passed, failed, skipped } = summary;
  const line = `${passed} passed, ${failed} failed, ${skipped.length} skipped`;
  const code = failed > 0 || (ci && skipped.length > 0) || passed + skipped.length === 0 ? 1 : 0;
  return { line, code };
}

/** Runs `deno test`, shows what it shows, and tells how it went. */
export async function runTests(run: TestRun): Promise<TestSummary> {
  const { permissions, flags = [], paths, args = [], env = {} } = run;
  const report = await Deno.makeTempFile({ prefix: "operatorkit-", suffix: ".xml" });
  try {
    const own = args.filter((arg) => !arg.startsWith("-"));
    const { code } = await deno([
      "test",
      "--no-prompt",
      ...permissions,
      ...flags,
      `--junit-path=${report}`,
      ...args.filter((arg) => arg.startsWith("-")),
      ...(own.length > 0 ? own : paths),
    ], { show: true, env });
    const cases = parseJunit(await Deno.readTextFile(report));
    const summary = summarize(cases, code);
    const unproven = args.length > 0 ? [] : await checkProofs(cases, paths);
    for (const line of unproven) console.log(line);
    return { ...summary, failed: summary.failed + unproven.length };
  } finally {
    await Deno.remove(report);
  }
}

/** What documents promise of these files, and no test has shown. */
async function checkProofs(
  cases: readonly TestCase[],
  paths: readonly string[],
): Promise<readonly string[]> {
  const missing = await Promise.all(provenDocuments.map(async (document) => {
    const rows = parseProofs(await Deno.readTextFile(root + document));
    return missingProofs(document, rows, cases, paths);
  }));
  return missing.flat();
}

/** Prints what was skipped and the closing line; ends this process. `reason` holds where a test's name gives none. */
export function finish(summary: TestSummary, reason = "no reason given"): never {
  const ci = inCi();
  for (const { name, reason: own = reason } of summary.skipped) {
    console.log(`skipped: ${name} (${own})`);
  }
  if (ci && summary.skipped.length > 0) {
    console.log("Nothing may be skipped in continuous integration: this counts as failed");
  }
  const { line, code } = closing(summary, ci);
  console.log(line);
  Deno.exit(code);
}
