/** Whether a path starts at a root, on Unix or Windows. */
export function isAbsolute(path: string): boolean {
  return /^(?:[/\\]|[A-Za-z]:[/\\])/.test(path);
}

/** Resolves a path against the folder of `file`; without one, leaves it relative to the working folder. */
export function resolvePath(path: string, file?: string): string {
  if (isAbsolute(path) || file === undefined) return path;
  const end = Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\"));
  return end < 0 ? path : `${file.slice(0, end + 1)}${path}`;
}

/** The paths that KUBECONFIG lists. */
export function splitPaths(list: string): string[] {
  return list.split(Deno.build.os === "windows" ? ";" : ":").filter((path) => path !== "");
}
