import type { Answer, Call, Core } from "./call.ts";
import { deleteCollection, deleteObject } from "./delete.ts";
import { discover } from "./discovery.ts";
import type { Kind } from "./kinds.ts";
import { listObjects } from "./list.ts";
import { openApi } from "./openapi.ts";
import { patchObject } from "./patch.ts";
import { scaleObject } from "./scale.ts";
import { bindPod, createBinding, evictPod } from "./pod_orders.ts";
import { answerReview, requestToken, type User } from "./rbac/mod.ts";
import { isTooLarge, mostBytes } from "./limits.ts";
import {
  badRequest,
  methodNotAllowed,
  notFound,
  StatusError,
  tooLarge,
  unknownPath,
} from "./status.ts";
import { isTrue } from "./versions.ts";
import { watchObjects } from "./watch.ts";
import { createObject, current, readObject, replaceObject } from "./write.ts";

/** One request, before it is known what it is about. */
export interface RawCall {
  /** HTTP method. */
  readonly method: string;
  /** Path without query. */
  readonly path: string;
  /** Query. */
  readonly query: URLSearchParams;
  /** Headers. */
  readonly headers: Headers;
  /** Body. */
  readonly body: string;
  /** Ends the request. */
  readonly signal?: AbortSignal;
  /** Filled with texts for `Warning` headers. */
  readonly warnings: string[];
  /** Who asks where no header says. */
  readonly as?: User;
}

const noPage: Answer = {
  code: 404,
  text: "404 page not found\n",
  headers: { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" },
};

const healthy: Answer = {
  code: 200,
  text: "ok",
  headers: { "content-type": "text/plain; charset=utf-8" },
};

interface Target {
  readonly kind: Kind;
  readonly namespace: string;
  readonly name: string;
  readonly subresource: string;
}

function decode(segment: string): string {
  if (!segment.includes("%")) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    throw badRequest(`the path segment ${segment} is not encoded well`);
  }
}

// /api/v1/…, /apis/GROUP/VERSION/…, then [namespaces/NAMESPACE/]PLURAL[/NAME[/SUBRESOURCE]]
function parsePath(core: Core, path: string): Target | Answer {
  const segments = path.split("/").slice(1).map(decode);
  const root = segments.shift();
  if (root !== "api" && root !== "apis") return noPage;
  const group = root === "api" ? "" : segments.shift() ?? "";
  const version = segments.shift() ?? "";
  if (!core.registry.has(group, version)) {
    if (root === "api") throw unknownPath();
    return noPage;
  }
  let namespace = "";
  const scoped = segments[0] === "namespaces" && segments.length > 2 &&
    !(group === "" && (segments[2] === "status" || segments[2] === "finalize"));
  if (scoped) {
    segments.shift();
    namespace = segments.shift() ?? "";
  }
  const [plural = "", name = "", subresource = "", ...more] = segments;
  const kind = core.registry.find(group, version, plural);
  if (!kind) {
    if (core.registry.kinds().some((one) => one.group === group && one.custom)) return noPage;
    throw unknownPath();
  }
  const slashed = !kind.custom && name.includes("/");
  if (slashed || more.length || (scoped && !kind.namespaced)) throw unknownPath();
  return { kind, namespace, name, subresource };
}

function finalize(core: Core, call: Call): Answer {
  return replaceObject(core, call);
}

const verbs: Readonly<Record<string, string>> = {
  GET: "get",
  HEAD: "get",
  POST: "create",
  PUT: "update",
  PATCH: "patch",
  DELETE: "delete",
};

// Of a built-in kind, discovery tells all that can be done with it.
function checkVerb({ kind, name, subresource, method, query }: Call): void {
  const known = subresource
    ? kind.subresources?.find((one) => one.name === subresource)?.verbs
    : kind.verbs;
  if (!known) return;
  if (name && !subresource && kind.review) throw unknownPath();
  const verb = verbs[method] ?? "";
  if (subresource || name || !["get", "delete"].includes(verb)) {
    if (!known.includes(verb)) throw methodNotAllowed();
  } else if (verb === "delete") {
    if (!known.includes("deletecollection")) throw methodNotAllowed();
  } else if (!known.includes("list")) throw methodNotAllowed();
  else if (isTrue(query.get("watch")) && !known.includes("watch")) throw notWatched(kind);
}

function notWatched({ plural }: Kind): StatusError {
  const problem = `watch is not supported on resources of kind "${plural}"`;
  return new StatusError(405, "MethodNotAllowed", problem, { kind: plural });
}

function onSubresource(core: Core, call: Call): Answer {
  const { kind, subresource, method } = call;
  if (subresource === "scale" && kind.scale) return scaleObject(core, call, kind.scale);
  if (subresource === "finalize" && kind.storage === "namespaces" && method === "PUT") {
    return finalize(core, call);
  }
  if (subresource === "token" && kind.storage === "serviceaccounts") {
    return requestToken(core, call);
  }
  if (kind.storage === "pods" && subresource === "binding") return bindPod(core, call);
  if (kind.storage === "pods" && subresource === "eviction") return evictPod(core, call);
  if (subresource !== "status" || !kind.status) {
    // Served, but not here: what does not exist is still told first.
    if (kind.subresources?.some(({ name }) => name === subresource)) current(core, call);
    throw kind.custom ? notFound(kind, call.name) : unknownPath();
  }
  if (method === "GET") return readObject(core, call);
  if (method === "PUT") return replaceObject(core, call);
  if (method === "PATCH") return patchObject(core, call);
  throw methodNotAllowed(call);
}

function dispatch(core: Core, call: Call): Answer {
  const { kind, name, namespace, method, query } = call;
  const scoped = !kind.namespaced || namespace !== "";
  checkVerb(call);
  if (call.subresource) return onSubresource(core, call);
  if (kind.storage === "bindings" && scoped) return createBinding(core, call);
  if (kind.review) return answerReview(core, call);
  if (method === "GET") {
    if (!name) {
      return isTrue(query.get("watch")) ? watchObjects(core, call) : listObjects(core, call);
    }
    if (scoped) return readObject(core, call);
  }
  if (!scoped) throw name ? unknownPath() : methodNotAllowed();
  if (name) {
    if (method === "PUT") return replaceObject(core, call);
    if (method === "PATCH") return patchObject(core, call);
    if (method === "DELETE") return deleteObject(core, call);
  } else {
    if (method === "POST") return createObject(core, call);
    if (method === "DELETE" && kind.verbs?.includes("deletecollection") !== false) {
      return deleteCollection(core, call);
    }
  }
  throw methodNotAllowed();
}

/** Answers a request. Throws a {@linkcode StatusError} for a failure. */
export function route(core: Core, raw: RawCall): Answer {
  if (!core.access.enforced) return serve(core, raw);
  const admitted = core.access.admit(raw);
  return "user" in admitted ? serve(core, { ...raw, ...admitted }) : admitted;
}

function serve(core: Core, raw: RawCall & Pick<Call, "user">): Answer {
  const { path, method } = raw;
  if (["/healthz", "/livez", "/readyz"].includes(path)) return healthy;
  const found = discover(core.registry, path, raw.headers.get("accept")) ??
    openApi(core.registry, path);
  if (found) {
    if (method !== "GET" && method !== "HEAD") throw methodNotAllowed();
    return found;
  }
  const target = parsePath(core, path);
  if ("code" in target) return target;
  if (target.kind.deprecation) raw.warnings.push(target.kind.deprecation);
  if (isTooLarge(raw.body)) throw tooLarge(`limit is ${mostBytes}`);
  return dispatch(core, { ...raw, ...target });
}
