import { codeOf, type SourceFile } from "./files.ts";
import { importsOf, layers } from "./layers.ts";

/** Where the outside world may be touched: the seam itself, what reads configuration, and what is the process. */
const outside: readonly RegExp[] = [
  /^_internal\/runtime\.ts$/,
  /^client\/config\//,
  /^operator\/(shutdown|server|flags|process)\.ts$/,
];

/** Ambient time, randomness, input and output. `Deno` is fine as a type (`Deno.HttpClient`), never as a value. */
const ambient: readonly (readonly [RegExp, string])[] = [
  [/\bnew\s+Date\s*\(\s*\)|\bDate\s*\.\s*now\b|(?<!\bnew\s)(?<![.\w])Date\s*\(/, "the time of day"],
  [
    /(?<![.\w])(?:setTimeout|setInterval|setImmediate)\s*\((?!\w+(?:, \w+)*\)\s*{)|=\s*set(?:Timeout|Interval)\b/,
    "a timer",
  ],
  [/(?<![.\w])performance\s*[.[]|=\s*performance\b/, "performance"],
  [/\bMath\s*\.\s*random\b/, "Math.random"],
  [/(?<![.\w])crypto\s*[.[]|=\s*crypto\b/, "crypto"],
  [/\bAbortSignal\s*\.\s*timeout\b/, "AbortSignal.timeout"],
  [/\b(?:WeakRef|FinalizationRegistry)\b/, "garbage collection"],
  [/\b(?:MessageChannel|BroadcastChannel|Worker)\s*\(/, "messages between threads"],
  [/(?<![.\w])fetch\s*\(|=\s*fetch\b/, "fetch"],
  [/\b(?:WebSocket|EventSource|XMLHttpRequest)\b/, "the network"],
  [/(?<![.\w])(?:process|Buffer|navigator|localStorage)\s*\./, "the process"],
  [/(?<![.\w])(?:globalThis|self|window)\b(?!\s*[:?,)])/, "globalThis"],
  [/\bconsole\s*\./, "console"],
];

/** Members of `Deno` that are types, or pure. */
const denoTypes = new Set([
  "HttpClient",
  "CreateHttpClientOptions",
  "Signal",
  "errors",
  "inspect",
  "noColor",
  "customInspect",
  "Addr",
  "NetAddr",
  "HttpServer",
]);

/** Functions of `@std/async` that keep time of their own. */
const timed = /\b(?:delay|deadline|retry|debounce|poll|abortableDelay)\b/;

/** Where a library source touches the outside world past the seam; empty when all is well. */
export function checkAmbient(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const [folder = ""] = path.split("/");
    if (!layers.includes(folder) && path !== "mod.ts") return [];
    if (outside.some((pattern) => pattern.test(path))) return [];
    return codeOf(text).split("\n").flatMap((line, index) => {
      const at = `${path}:${index + 1}`;
      const found = ambient.filter(([pattern]) => pattern.test(line))
        .map(([, what]) => `${at}: touches ${what}; use the client's runtime`);
      for (
        const [, member = ""] of line.matchAll(/(?<![.\w])Deno\s*(?:\.\s*(\w+)|\[)|=\s*Deno\s*;/g)
      ) {
        if (!denoTypes.has(member)) found.push(`${at}: touches Deno${member && `.${member}`}`);
      }
      return found;
    }).concat(checkImports(path, text));
  });
}

function checkImports(path: string, text: string): string[] {
  const found = importsOf(text).filter(({ specifier }) => specifier.startsWith("node:"))
    .map(({ specifier, line }) => `${path}:${line}: imports ${specifier}`);
  for (
    const [, names = "", rest = ""] of text.matchAll(
      /import\s*{([^}]*)}\s*from\s*"@std\/async([^"]*)"/g,
    )
  ) {
    if (timed.test(names) || timed.test(rest)) {
      found.push(
        `${path}: imports a timed function of @std/async; use sleep and deadline of _internal`,
      );
    }
  }
  return found;
}
