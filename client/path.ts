import type { ApiResource, KubernetesObject, ObjectKey } from "./resource.ts";

/** What a path may name below a resource. */
export interface ResourcePathOptions {
  /** Namespace; all of them when left out and `name` is, too. */
  readonly namespace?: string | undefined;
  /** Name of one object. */
  readonly name?: string | undefined;
  /** `status`, `scale`. */
  readonly subresource?: string | undefined;
}

/** What a path of the API names. */
export interface ParsedPath {
  /** API group; "" for the core group. */
  readonly group: string;
  /** Version. */
  readonly version: string;
  /** Plural of the resource. */
  readonly plural: string;
  /** Namespace, if it names one. */
  readonly namespace?: string | undefined;
  /** Name of the object, if it names one. */
  readonly name?: string;
  /** Subresource, with what follows it. */
  readonly subresource?: string;
}

/** Group and version as in `apiVersion`: `v1`, `apps/v1`. */
export function apiVersionOf(resource: Pick<ApiResource, "group" | "version">): string {
  return resource.group === "" ? resource.version : `${resource.group}/${resource.version}`;
}

/** Name and namespace of an object. */
export function keyOf(
  object: { readonly metadata: Pick<KubernetesObject["metadata"], "name" | "namespace"> },
): ObjectKey {
  const { name, namespace } = object.metadata;
  return namespace === undefined ? { name } : { name, namespace };
}

/** A key as text: `namespace/name`, or `name` alone where there is no namespace. */
export function keyText(key: ObjectKey): string {
  return key.namespace === undefined ? key.name : `${key.namespace}/${key.name}`;
}

/**
 * The path of a resource's objects, of those in a namespace, or of one.
 *
 * @throws {TypeError} When a name cannot be part of a path, or a namespace is missing or out of place.
 */
export function resourcePath(
  resource: Pick<ApiResource, "group" | "version" | "kind" | "plural" | "scope">,
  options: ResourcePathOptions = {},
): string {
  const { namespace, name, subresource } = options;
  const { group, kind, plural, scope } = resource;
  if (scope === "Cluster" && namespace !== undefined) {
    throw new TypeError(
      `${kind} is not in a namespace, but the namespace ${
        JSON.stringify(namespace)
      } is given: leave it out`,
    );
  }
  if (scope === "Namespaced" && name !== undefined && namespace === undefined) {
    throw new TypeError(
      `${kind} ${
        JSON.stringify(name)
      } needs a namespace: give one with its name, or configure the client with one`,
    );
  }
  if (subresource !== undefined && name === undefined) {
    throw new TypeError(
      `The subresource ${subresource} of ${kind} needs the name of an object: give one`,
    );
  }
  let path = `${group === "" ? "/api" : `/apis/${group}`}/${resource.version}`;
  if (namespace !== undefined) path += `/namespaces/${namespaceSegment(namespace)}`;
  path += `/${plural}`;
  if (name !== undefined) path += `/${nameSegment(name, "name")}`;
  if (subresource !== undefined) path += `/${nameSegment(subresource, "subresource")}`;
  return path;
}

/** Whether every object can have this name as far as its path goes; more is up to the kind. */
function nameSegment(name: string, what: string): string {
  // Names of RBAC objects hold colons, others anything that is one path segment (apimachinery, IsValidPathSegmentName).
  // deno-lint-ignore no-control-regex -- control characters are among what is refused
  if (/^\.{0,2}$|[/%?#\\\s\u0000-\u001f\u007f]/.test(name) || !name.isWellFormed()) {
    throw new TypeError(
      `${
        JSON.stringify(name)
      } cannot be a ${what}: it must not be empty, "." or "..", nor hold white space, half a character or one of / % ? # \\`,
    );
  }
  if (name.length > 253) {
    throw new TypeError(
      `The ${what} ${name.slice(0, 32)}… has ${name.length} characters: 253 at most`,
    );
  }
  return encodeURIComponent(name).replaceAll("%3A", ":");
}

function namespaceSegment(namespace: string): string {
  if (namespace.length > 63 || !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(namespace)) {
    throw new TypeError(
      `${
        JSON.stringify(namespace.slice(0, 80))
      } cannot be a namespace: it must be 1 to 63 of a-z, 0-9 and -, and begin and end with a letter or digit (RFC 1123)`,
    );
  }
  return namespace;
}

/** What a path names; undefined when it names no resource (`/version`, `/api`). A query is skipped. */
export function parsePath(path: string): ParsedPath | undefined {
  const [plain = ""] = path.split("?", 1);
  let segments: string[];
  try {
    segments = plain.split("/").slice(1).map(decodeURIComponent);
  } catch {
    return undefined;
  }
  const root = segments.shift();
  const group = root === "api" ? "" : root === "apis" ? segments.shift() : undefined;
  const version = segments.shift();
  if (group === undefined || version === undefined || segments.includes("")) return undefined;
  const [first, second, third] = segments;
  if (first === undefined) return undefined;
  // `namespaces/x` is the namespace itself, as are its two subresources; all else below it is in the namespace.
  const inside = first === "namespaces" && third !== undefined &&
    !(group === "" && segments.length === 3 && (third === "status" || third === "finalize"));
  const [plural = "", name, ...rest] = inside ? segments.slice(2) : segments;
  return {
    group,
    version,
    plural,
    ...(inside && second !== undefined && { namespace: second }),
    ...(name !== undefined && { name }),
    ...(rest.length > 0 && { subresource: rest.join("/") }),
  };
}
