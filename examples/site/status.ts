import type { Context } from "@operatorkit/operatorkit";
import { urlOf } from "./children.ts";
import { type Condition, Site } from "./site.ts";

/** What a reconcile found out about one condition. */
export type Finding = Pick<Condition, "type" | "status" | "reason" | "message">;

/** Writes the status, if it says anything new. A condition's time changes only when its status does. */
export async function report(
  site: Site,
  findings: readonly Finding[],
  context: Context,
): Promise<void> {
  const { client, clock } = context;
  const { name, namespace, generation: observedGeneration = 0 } = site.metadata;
  const conditions = findings.map((finding): Condition => {
    const before = site.status?.conditions.find(({ type }) => type === finding.type);
    const lastTransitionTime = before?.status === finding.status
      ? before.lastTransitionTime
      : `${new Date(clock.now()).toISOString().slice(0, 19)}Z`;
    return { ...finding, observedGeneration, lastTransitionTime };
  });
  const status = { observedGeneration, url: urlOf(site), conditions };
  if (same(status, site.status)) return;
  await client.apply(Site, { metadata: { name, namespace }, status }, { subresource: "status" });
}

function same(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

/** The same content gives the same text, whatever order the keys came in. */
function canonical(value: unknown): string {
  return JSON.stringify(
    value,
    (_key, part) =>
      part !== null && typeof part === "object" && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => a < b ? -1 : 1))
        : part,
  ) ?? "";
}
