import config from "../deno.json" with { type: "json" };

/** Where the framework of a new operator comes from. */
export interface Origin {
  /** What its `deno.json` imports. */
  readonly imports: Readonly<Record<string, string>>;
  /** Folders that stand in for packages; undefined for a framework from JSR. */
  readonly links: readonly string[] | undefined;
}

/** Packages that an operator takes in the range that the framework itself is tested with. */
const packages = ["@std/assert", "js-yaml", "zod"] as const;

/** A program from JSR makes an operator of its own version; one from a checkout links to that checkout. */
export function originOf(url: string): Origin {
  const { name, version } = config;
  // A checkout that works with the real packages has none.
  const links: readonly string[] = "links" in config && Array.isArray(config.links)
    ? config.links
    : [];
  const imports: Record<string, string> = { [name]: `jsr:${name}@^${version}` };
  for (const one of packages) imports[one] = config.imports[one];
  if (!url.startsWith("file:")) return { imports, links: undefined };
  const folders = ["./", ...links].map((path) => new URL(path, url).pathname);
  return {
    imports,
    links: folders.map((path) => decodeURIComponent(path).replace(/(?<=.)\/$/, "")),
  };
}
