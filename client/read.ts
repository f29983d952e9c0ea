import type { Clock } from "../_internal/mod.ts";
import { isExpired } from "./error_kinds.ts";
import { apiVersionOf, resourcePath } from "./path.ts";
import type { ApiResource, ObjectKey, ObjectOf } from "./resource.ts";
import type {
  Client,
  GetOptions,
  List,
  ListOptions,
  RequestFunction,
  RequestOptions,
} from "./types.ts";
import { isRecord, shorten } from "./values.ts";

/** What verbs are made of. */
export interface VerbsInit {
  /** Sends requests. */
  readonly request: RequestFunction;
  /** Where no namespace is named. */
  readonly namespace: string | undefined;
  /** Tells when a watch should have ended. */
  readonly clock: Clock;
}

const pageSize = 500;

/** Makes the calls that read once. */
export function readVerbs(init: VerbsInit): Pick<Client, "get" | "list" | "pages"> {
  const { request } = init;
  const list = async <R extends ApiResource>(
    resource: R,
    options: ListOptions = {},
  ): Promise<List<ObjectOf<R>>> => {
    const { namespace, labelSelector, fieldSelector, limit } = options;
    const { resourceVersion, resourceVersionMatch } = options;
    const path = resourcePath(resource, { namespace });
    const answer = await readJson(
      await request(path, {
        ...callOptions(options),
        headers: { accept: acceptOf(resource, "List") },
        query: {
          labelSelector,
          fieldSelector,
          limit,
          continue: options.continue,
          resourceVersion,
          resourceVersionMatch,
        },
      }),
      `GET ${path}`,
    );
    return listOf(resource, answer, path);
  };
  return {
    async get<R extends ApiResource>(
      resource: R,
      key: ObjectKey,
      options: GetOptions = {},
    ): Promise<ObjectOf<R>> {
      const { subresource, resourceVersion } = options;
      const path = objectPath(init, resource, key, subresource);
      const answer = await request(path, {
        ...callOptions(options),
        headers: { accept: acceptOf(resource) },
        query: { resourceVersion },
      });
      const object = await readJson(answer, `GET ${path}`);
      return subresource === undefined ? named(resource, object) : object as ObjectOf<R>;
    },
    list,
    async *pages<R extends ApiResource>(
      resource: R,
      options: ListOptions = {},
    ): AsyncGenerator<List<ObjectOf<R>>, void, undefined> {
      const { resourceVersion, resourceVersionMatch, continue: token, ...same } = options;
      const first = {
        ...same,
        ...(resourceVersion !== undefined && { resourceVersion }),
        ...(resourceVersionMatch !== undefined && { resourceVersionMatch }),
      };
      const limit = options.limit ?? pageSize;
      let next = token;
      for (let page = 1;; page++) {
        let answer: List<ObjectOf<R>>;
        try {
          // Version and match must not go with a token; all else must stay the same (API concepts, "Retrieving large
          // results sets in chunks").
          answer = await list(
            resource,
            next === undefined ? { ...first, limit } : { ...same, limit, continue: next },
          );
        } catch (error) {
          if (page === 1 || !isExpired(error)) throw error;
          const { limit: _, ...whole } = first;
          yield { ...await list(resource, whole), restarted: true };
          return;
        }
        yield answer;
        next = answer.metadata.continue;
        if (!next) return;
      }
    },
  };
}

/** The path of one object, in the client's namespace where none is named. */
export function objectPath(
  init: VerbsInit,
  resource: ApiResource,
  key: Partial<ObjectKey>,
  subresource?: string,
): string {
  const { name } = key;
  if (name === undefined) {
    throw new TypeError(`The ${resource.kind} has no name: set metadata.name`);
  }
  return resourcePath(resource, { namespace: namespaceOf(init, resource, key), name, subresource });
}

/** The namespace of one object: its own, or the client's. */
export function namespaceOf(
  init: VerbsInit,
  resource: ApiResource,
  key: { readonly namespace?: string | undefined },
): string | undefined {
  return key.namespace ?? (resource.scope === "Namespaced" ? init.namespace : undefined);
}

/** Signal and time-out of a call. */
export function callOptions(options: RequestOptions): RequestOptions {
  const { signal, timeout } = options;
  return { ...(signal && { signal }), ...(timeout !== undefined && { timeout }) };
}

/** The Accept header of a resource: its objects as they are, or their metadata alone. */
export function acceptOf(resource: ApiResource, suffix: "" | "List" = ""): string {
  return resource.representation === "metadata"
    ? `application/json;as=PartialObjectMetadata${suffix};g=meta.k8s.io;v=v1`
    : "application/json";
}

/**
 * The JSON of an answer.
 *
 * @throws {Error} When it is none: something else than an API server has answered.
 */
export async function readJson(response: Response, what: string): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Error(
      `${what}: the answer is no JSON (content type ${
        shorten(response.headers.get("content-type") ?? "not given", 100)
      }): check that the server's URL is that of an API server`,
      { cause },
    );
  }
}

/** Fills in what list items lack. The object is as the server sent it: its type is the resource's promise. */
export function named<R extends ApiResource>(resource: R, value: unknown): ObjectOf<R> {
  if (!isRecord(value)) {
    throw new Error(`The server has answered with something else than a ${resource.kind}`);
  }
  const { apiVersion = apiVersionOf(resource), kind = resource.kind, ...rest } = value;
  return { apiVersion, kind, ...rest } as unknown as ObjectOf<R>;
}

/**
 * Checks that an object is of the resource's kind, as far as it says.
 *
 * @throws {TypeError} When it is of another.
 */
export function checkKind(
  resource: ApiResource,
  object: { readonly apiVersion?: string | undefined; readonly kind?: string | undefined },
): void {
  const expected = `${apiVersionOf(resource)} ${resource.kind}`;
  const { apiVersion = apiVersionOf(resource), kind = resource.kind } = object;
  if (`${apiVersion} ${kind}` !== expected) {
    throw new TypeError(
      `The object is a ${apiVersion} ${kind}, but the resource is ${expected}: give the resource of the object's kind`,
    );
  }
}

function listOf<R extends ApiResource>(
  resource: R,
  answer: unknown,
  path: string,
): List<ObjectOf<R>> {
  const items = isRecord(answer) ? answer.items ?? [] : undefined;
  if (!isRecord(answer) || !isRecord(answer.metadata) || !Array.isArray(items)) {
    throw new Error(`GET ${path}: the server has answered with something else than a list`);
  }
  return {
    items: items.map((item: unknown) => named(resource, item)),
    metadata: answer.metadata as List<unknown>["metadata"],
  };
}
