/** One test as `deno test --junit-path` reports it. */
export interface TestCase {
  /** Name; a step's follows its test's after ` > `. */
  readonly name: string;
  /** The file. */
  readonly file: string;
  /** How it ended. */
  readonly outcome: "passed" | "failed" | "skipped";
}

/** Reads a JUnit report. Steps are not counted: they are parts of their test. */
export function parseJunit(xml: string): TestCase[] {
  const cases: (TestCase & { at: string })[] = [];
  for (const [, attributes = "", self, body = ""] of xml.matchAll(testCase)) {
    const read = (name: string) =>
      unescapeXml(new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? "");
    const outcome = self ? "passed" : bodyOutcome(body);
    cases.push({ name: read("name"), file: read("classname"), outcome, at: read("line") });
  }
  const names = new Set(cases.map(({ file, name }) => `${file}\n${name}`));
  return cases.filter(({ file, name }) => {
    for (let i = name.indexOf(" > "); i !== -1; i = name.indexOf(" > ", i + 1)) {
      if (names.has(`${file}\n${name.slice(0, i)}`)) return false;
    }
    return true;
  }).map(({ name, file, outcome }) => ({ name, file, outcome }));
}

const testCase = /<testcase\s([^>]*?)(?:(\/)>|>([\s\S]*?)<\/testcase>)/g;

function bodyOutcome(body: string): TestCase["outcome"] {
  if (/<(failure|error)\b/.test(body)) return "failed";
  return /<skipped\b/.test(body) ? "skipped" : "passed";
}

const entities: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  amp: "&",
};

function unescapeXml(text: string): string {
  return text.replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith("#")) return entities[name] ?? whole;
    return String.fromCodePoint(
      name[1] === "x" ? parseInt(name.slice(2), 16) : Number(name.slice(1)),
    );
  });
}

/** Why a test is skipped: what its name says in brackets at its end, as in `… [skipped: no Go found]`. */
export function skipReason(name: string): string | undefined {
  return /\[skipped: ([^\]]*)\]\s*$/.exec(name)?.[1];
}
