import { type Context, setCondition } from "@operatorkit/operatorkit";
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
  const { client } = context;
  const { name, namespace, generation: observedGeneration = 0 } = site.metadata;
  const before = site.status?.conditions.filter((one) => findings.some((f) => f.type === one.type));
  const conditions = findings.reduce(
    (known, finding) => setCondition(known, { ...finding, observedGeneration }, context),
    before ?? [],
  );
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
