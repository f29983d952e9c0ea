import { isTrue } from "../versions.ts";

/** What a request wants, in the words of roles. */
export interface Attributes {
  /** `get`, `list`, `watch`, `create`, …; for other paths than resources the HTTP method. */
  readonly verb: string;
  /** The path, for what is no resource. */
  readonly path?: string;
  /** API group; "" for the core. */
  readonly group: string;
  /** Plural; "" for a path that is no resource. */
  readonly resource: string;
  /** Subresource; "" for none. */
  readonly subresource: string;
  /** Namespace; "" for all, or for kinds without. */
  readonly namespace: string;
  /** Name; "" for none. */
  readonly name: string;
}

const verbs: Readonly<Record<string, string>> = {
  POST: "create",
  GET: "get",
  HEAD: "get",
  PUT: "update",
  PATCH: "patch",
  DELETE: "delete",
};

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function nonResource(method: string, path: string): Attributes {
  const none = { group: "", resource: "", subresource: "", namespace: "", name: "" };
  return { ...none, verb: method.toLowerCase(), path };
}

// A list or watch of the object with one name is a request for that object (apiserver: requestinfo.go).
function selectedName(query: URLSearchParams): string {
  const selector = query.get("fieldSelector") ?? "";
  for (const part of selector.split(",")) {
    const [, name] = /^metadata\.name==?([^=!]+)$/.exec(part.trim()) ?? [];
    if (name && name !== "." && name !== ".." && !/[/%]/.test(name)) return name;
  }
  return "";
}

/** Finds out what a request wants. Asks nothing of the kinds that are served, as the real server does. */
export function attributesOf(
  request: { readonly method: string; readonly path: string; readonly query: URLSearchParams },
): Attributes {
  const { method, query } = request;
  const path = decoded(request.path);
  const parts = path.replace(/^\/+|\/+$/g, "").split("/");
  const prefix = parts.shift();
  if ((prefix !== "api" && prefix !== "apis") || parts.length < 2) return nonResource(method, path);
  const group = prefix === "apis" ? parts.shift() ?? "" : "";
  if (parts.length < 2) return nonResource(method, path);
  parts.shift();
  let verb = verbs[method] ?? "";
  const special = parts[0] === "watch" || parts[0] === "proxy";
  if (special) verb = parts.shift() ?? "";
  let namespace = "";
  if (parts[0] === "namespaces" && parts[1] !== undefined) {
    namespace = parts[1];
    if (parts.length > 2 && parts[2] !== "status" && parts[2] !== "finalize") parts.splice(0, 2);
  }
  const [resource = "", named = "", third = ""] = parts;
  const subresource = verb === "proxy" ? "" : third;
  let name = named;
  if (!name && verb === "get") {
    verb = isTrue(query.get("watch")) ? "watch" : "list";
    name = selectedName(query);
  }
  if (!name && verb === "delete") verb = "deletecollection";
  return { verb, group, resource, subresource, namespace, name };
}
