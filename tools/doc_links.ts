import type { SourceFile } from "./files.ts";

/**
 * Links in Markdown files to files that are not there, and names of sources in backquotes that no file has. Links to the
 * web are not looked at.
 */
export function checkLinks(documents: readonly SourceFile[], paths: readonly string[]): string[] {
  const known = new Set(paths.flatMap((path) => {
    const parts = path.split("/");
    return parts.map((_, index) => parts.slice(0, index + 1).join("/"));
  }));
  return documents.filter(({ path }) => path.endsWith(".md")).flatMap(({ path, text }) => {
    const prose = text.replace(/^```[\s\S]*?^```/gm, "");
    const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = ""]) => {
      if (/^(?:[a-z]+:|#)/i.test(link)) return [];
      const target = new URL(link, `file:///${path}`).pathname.slice(1).replace(/\/$/, "");
      return known.has(decodeURIComponent(target)) ? [] : [`${path}: no such file: ${link}`];
    });
    const names = [...prose.matchAll(/`([\w./-]+\.ts)`/g)].flatMap(([, name = ""]) =>
      paths.some((one) => one === name || one.endsWith(`/${name}`))
        ? []
        : [`${path}: no such file: ${name}`]
    );
    return [...links, ...names];
  });
}
