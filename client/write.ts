import { unsafeIntegerAt } from "./integers.ts";
import { apiVersionOf, resourcePath } from "./path.ts";
import {
  acceptOf,
  callOptions,
  checkKind,
  named,
  namespaceOf,
  objectPath,
  readJson,
  type VerbsInit,
} from "./read.ts";
import type { ApiResource, InputMetadata, ObjectKey, ObjectOf } from "./resource.ts";
import type { Client, Patch, RequestOptions, WriteDefaults, WriteOptions } from "./types.ts";

/** What verbs that write are made of. */
export interface WriteVerbsInit extends VerbsInit {
  /** Where a call does not say. */
  readonly writeDefaults: WriteDefaults;
}

/** Makes the calls that create and change objects. */
export function writeVerbs(
  init: WriteVerbsInit,
): Pick<Client, "create" | "update" | "apply" | "patch"> {
  const { request, writeDefaults } = init;
  const send = async <R extends ApiResource>(
    resource: R,
    method: "POST" | "PUT" | "PATCH",
    path: string,
    body: unknown,
    options: WriteOptions,
    more: Pick<RequestOptions, "headers" | "query"> = {},
  ): Promise<ObjectOf<R>> => {
    const { dryRun = false, fieldManager = writeDefaults.fieldManager, fieldValidation } = options;
    const answer = await request(path, {
      ...callOptions(options),
      method,
      body,
      headers: { accept: acceptOf(resource), ...more.headers },
      query: { fieldManager, fieldValidation, dryRun: dryRun ? "All" : undefined, ...more.query },
    });
    const object = await readJson(answer, `${method} ${path}`);
    const { subresource } = options;
    // Subresources such as scale and token answer with a kind of their own.
    return subresource === undefined ? named(resource, object) : object as ObjectOf<R>;
  };
  return {
    async create(resource, object, options = {}) {
      const body = identified(resource, object);
      const { subresource } = options;
      const namespace = namespaceOf(init, resource, given(body.metadata));
      const path = subresource === undefined
        ? resourcePath(resource, { namespace })
        : objectPath(init, resource, given(body.metadata), subresource);
      return await send(resource, "POST", path, body, options);
    },
    async update(resource, object, options = {}) {
      const body = identified(resource, object);
      const path = objectPath(init, resource, given(body.metadata), options.subresource);
      if (!body.metadata.resourceVersion) {
        throw new TypeError(
          `The ${resource.kind} to update has no resourceVersion, so changes of others would be lost: update what was read, or apply`,
        );
      }
      const unsafe = unsafeIntegerAt(body);
      if (unsafe !== undefined) {
        throw new TypeError(
          `The ${resource.kind} holds an integer beyond 2^53 at ${unsafe}, which was rounded when it was read: an update would write the rounded value, so patch the fields that change instead`,
        );
      }
      return await send(resource, "PUT", path, body, options);
    },
    async apply(resource, object, options = {}) {
      const { force = writeDefaults.forceApply } = options;
      const body = identified(resource, object);
      const path = objectPath(init, resource, given(body.metadata), options.subresource);
      return await send(resource, "PATCH", path, body, options, {
        headers: { "content-type": "application/apply-patch+yaml" },
        query: { force: force ? true : undefined },
      });
    },
    async patch(resource, key, patch, options = {}) {
      const path = objectPath(init, resource, key, options.subresource);
      const { type, body } = patchOf(patch);
      return await send(resource, "PATCH", path, body, options, {
        headers: { "content-type": type },
      });
    },
  };
}

interface Identified {
  readonly metadata: InputMetadata;
}

/**
 * The object with its kind.
 *
 * @throws {TypeError} When it is of another kind.
 */
function identified(resource: ApiResource, object: unknown): Identified {
  const body = object as Identified & { readonly apiVersion?: string; readonly kind?: string };
  // Subresources (scale, eviction) take bodies of other kinds, which are written with request.
  checkKind(resource, body);
  if (typeof body.metadata !== "object" || body.metadata === null) {
    throw new TypeError(`The ${resource.kind} has no metadata: set at least metadata.name`);
  }
  const { apiVersion = apiVersionOf(resource), kind = resource.kind, ...rest } = body;
  return { ...{ apiVersion, kind }, ...rest };
}

function given(metadata: InputMetadata): Partial<ObjectKey> {
  const { name, namespace } = metadata;
  return { ...(name !== undefined && { name }), ...(namespace !== undefined && { namespace }) };
}

function patchOf(patch: Patch): { readonly type: string; readonly body: unknown } {
  if ("merge" in patch) return { type: "application/merge-patch+json", body: patch.merge };
  if ("json" in patch) return { type: "application/json-patch+json", body: patch.json };
  return { type: "application/strategic-merge-patch+json", body: patch.strategic };
}
