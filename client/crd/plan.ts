import { compareApiVersions, latestVersion } from "../api_version.ts";
import { normaliseSpec } from "./normalise.ts";
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionObject,
  CustomResourceDefinitionSpec,
} from "./types.ts";
import { equalJson } from "./values.ts";

/**
 * What a CRD that exists is to become; undefined where it is that already. A version in which objects may still be stored
 * is kept as it is, but served no more: dropping it would make those objects unreadable. A conversion that others have
 * set up is kept. A CRD whose newest served version is newer than any of the manifest's belongs to a later release of the
 * operator, and is left as it is.
 *
 * @throws {Error} When it exists with what can never be changed.
 */
export function planUpdate(
  existing: CustomResourceDefinitionObject,
  manifest: CustomResourceDefinition,
): CustomResourceDefinitionObject | undefined {
  const { name, labels = {}, annotations = {} } = manifest.metadata;
  for (const [field, found, wanted] of unchangeable(existing.spec, manifest.spec)) {
    if (found !== wanted) {
      throw new Error(
        `The CRD ${name} exists with ${field} ${found}, which cannot become ${wanted}: use another group or plural, or ` +
          `delete the CRD together with all its objects`,
      );
    }
  }
  const served = existing.spec.versions.filter((version) => version.served);
  if (served.length > 0 && compareApiVersions(newest(served), newest(manifest.spec.versions)) > 0) {
    return undefined;
  }
  const wanted = new Set(manifest.spec.versions.map((version) => version.name));
  const stored = existing.status?.storedVersions ?? [];
  const kept = existing.spec.versions
    .filter((version) => !wanted.has(version.name) && stored.includes(version.name))
    .map((version) => ({ ...version, served: false, storage: false }));
  const spec: CustomResourceDefinitionSpec = {
    ...existing.spec.conversion && { conversion: existing.spec.conversion },
    ...manifest.spec,
    versions: [...manifest.spec.versions, ...kept],
  };
  const { metadata } = existing;
  if (
    equalJson(normaliseSpec(existing.spec), normaliseSpec(spec)) &&
    holds(metadata.labels, labels) && holds(metadata.annotations, annotations)
  ) return undefined;
  return {
    ...existing,
    metadata: {
      ...metadata,
      labels: { ...metadata.labels, ...labels },
      annotations: { ...metadata.annotations, ...annotations },
    },
    spec,
  };
}

function newest(versions: readonly { readonly name: string }[]): string {
  return latestVersion(versions.map((version) => version.name));
}

function unchangeable(
  existing: CustomResourceDefinitionSpec,
  wanted: CustomResourceDefinitionSpec,
): readonly (readonly [string, string, string])[] {
  return [
    ["scope", existing.scope, wanted.scope],
    ["kind", existing.names.kind, wanted.names.kind],
  ];
}

function holds(
  existing: Readonly<Record<string, string>> = {},
  wanted: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(wanted).every(([name, value]) => existing[name] === value);
}
