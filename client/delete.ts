import { keyOf, resourcePath } from "./path.ts";
import { callOptions, checkKind, objectPath, type VerbsInit } from "./read.ts";
import type { ApiResource, KubernetesObject, ObjectKey } from "./resource.ts";
import type { Client, DeleteOptions, SelectionOptions } from "./types.ts";

/** Makes the calls that delete. */
export function deleteVerbs(init: VerbsInit): Pick<Client, "delete" | "deleteCollection"> {
  const { request } = init;
  return {
    async delete(
      resource: ApiResource,
      target: ObjectKey | KubernetesObject,
      options: DeleteOptions = {},
    ) {
      const isObject = "metadata" in target;
      // An object of which only the metadata was read does not say its kind.
      if (isObject && target.kind !== "PartialObjectMetadata") checkKind(resource, target);
      const path = objectPath(init, resource, isObject ? keyOf(target) : target);
      if (isObject && !target.metadata.uid) {
        throw new TypeError(
          `The ${resource.kind} to delete has no uid: give an object that was read, or its name`,
        );
      }
      if (options.ifUnchanged && !isObject) {
        throw new TypeError(
          `ifUnchanged needs the ${resource.kind} as it was read, not only its name`,
        );
      }
      if (options.ifUnchanged && isObject && !target.metadata.resourceVersion) {
        throw new TypeError(
          `The ${resource.kind} to delete has no resourceVersion, which ifUnchanged needs: give an object that was read`,
        );
      }
      const preconditions = isObject
        ? {
          uid: target.metadata.uid,
          ...(options.ifUnchanged && { resourceVersion: target.metadata.resourceVersion }),
        }
        : undefined;
      await request(path, {
        ...callOptions(options),
        method: "DELETE",
        body: bodyOf(options, preconditions),
      });
    },
    async deleteCollection(
      resource: ApiResource,
      options: Omit<DeleteOptions, "ifUnchanged"> & SelectionOptions = {},
    ) {
      const { namespace, labelSelector, fieldSelector } = options;
      if (resource.scope === "Namespaced" && namespace === undefined) {
        throw new TypeError(
          `Deleting many objects of kind ${resource.kind} needs a namespace: the API has no such call for all of them`,
        );
      }
      await request(resourcePath(resource, { namespace }), {
        ...callOptions(options),
        method: "DELETE",
        query: { labelSelector, fieldSelector },
        body: bodyOf(options),
      });
    },
  };
}

/** All goes into the body: where there is one, the server does not look at the query. */
function bodyOf(
  options: DeleteOptions,
  preconditions?: { readonly uid: string; readonly resourceVersion?: string },
): unknown {
  const { dryRun = false, gracePeriodSeconds, propagationPolicy } = options;
  return {
    apiVersion: "v1",
    kind: "DeleteOptions",
    ...(preconditions && { preconditions }),
    ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
    ...(propagationPolicy && { propagationPolicy }),
    ...(dryRun && { dryRun: ["All"] }),
  };
}
