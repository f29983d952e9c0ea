import { defineApiResource } from "./define.ts";
import type { ApiResource, KubernetesObject } from "./resource.ts";

/** An object of which only the metadata is read. */
export interface PartialObject extends KubernetesObject {
  /** Always this: the object's own version is not told. */
  apiVersion: "meta.k8s.io/v1";
  /** Always this: the object's own kind is that of the resource. */
  kind: "PartialObjectMetadata";
}

/**
 * The same kind, of which `get`, `list`, `watch` and informers read the metadata alone: less to send, keep and parse where
 * only names, labels, owners or finalizers matter. `patch` and `delete` work as ever, `patch` answers with metadata, too;
 * nothing can be created, updated or applied.
 * https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-only-the-metadata
 */
export function metadataOnly(resource: ApiResource): ApiResource<PartialObject, never> {
  const { group, version, kind, plural, scope } = resource;
  return defineApiResource<PartialObject, never>({
    group,
    version,
    kind,
    plural,
    scope,
    representation: "metadata",
  });
}
