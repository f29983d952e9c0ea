import type { KindSpec } from "./kind_spec.ts";
import { coreKinds } from "./kinds_core.ts";
import { customKinds } from "./kinds_custom.ts";
import { otherKinds } from "./kinds_other.ts";
import { podKinds } from "./kinds_pods.ts";

/** All kinds that sequences use. */
export const kinds: readonly KindSpec[] = [
  ...coreKinds,
  ...podKinds,
  ...otherKinds,
  ...customKinds,
];

/** Path of a kind's collection, of an object, or of its subresource. */
export function pathOf(kind: KindSpec, name?: string, subresource?: string): string {
  const root = kind.apiVersion.includes("/") ? `/apis/${kind.apiVersion}` : `/api/v1`;
  const scope = kind.cluster ? "" : "/namespaces/{ns}";
  const tail = name === undefined ? "" : `/${name}${subresource ? `/${subresource}` : ""}`;
  return `${root}${scope}/${kind.plural}${tail}`;
}
