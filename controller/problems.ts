import type { Copies } from "./copies.ts";

/** Names the local copies that do not follow the server, with the reason. */
export function problemsOf({ all }: Copies): readonly string[] {
  return all.flatMap(({ watched: { resource: { group, plural } }, parts }) =>
    parts.filter(({ informer }) => !informer.healthy).map(({ namespace, informer }) => {
      const kind = group === "" ? plural : `${plural}.${group}`;
      const place = namespace === undefined ? kind : `${kind} in ${namespace}`;
      const { problem = "the local copy is not complete yet" } = informer;
      return problem.startsWith(kind) ? problem : `${place}: ${problem}`;
    })
  );
}
