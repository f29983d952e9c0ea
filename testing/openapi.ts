import { schemaOf } from "./admit.ts";
import type { Answer } from "./call.ts";
import { apiVersionOf, type Kind, type Registry } from "./kinds.ts";
import type { JsonObject } from "./object.ts";

function root(kind: Pick<Kind, "group" | "version">): string {
  return `${kind.group ? "apis" : "api"}/${apiVersionOf(kind)}`;
}

function query(name: string): JsonObject {
  return { name, in: "query", schema: { type: "string", uniqueItems: true } };
}

function schemaName(kind: Kind): string {
  return `${[...(kind.group || "core").split(".").reverse(), kind.version, kind.kind].join(".")}`;
}

// Enough for clients that look up whether a kind is known and which parameters its writes take.
function document(kinds: readonly Kind[]): JsonObject {
  const paths: JsonObject = {};
  const schemas: JsonObject = {};
  for (const kind of kinds) {
    const names = { group: kind.group, version: kind.version, kind: kind.kind };
    const reference = { $ref: `#/components/schemas/${schemaName(kind)}` };
    const content = { "application/json": { schema: reference } };
    const operation = (action: string) => ({
      "x-kubernetes-action": action,
      "x-kubernetes-group-version-kind": names,
      operationId: `${action}${kind.kind}`,
      parameters: ["dryRun", "fieldManager", "fieldValidation"].map(query),
      requestBody: { content },
      responses: { "200": { description: "OK", content } },
    });
    const place = `/${root(kind)}/${
      kind.namespaced ? "namespaces/{namespace}/" : ""
    }${kind.plural}`;
    paths[place] = { post: operation("post") };
    paths[`${place}/{name}`] = { put: operation("put"), patch: operation("patch") };
    schemas[schemaName(kind)] = {
      type: "object",
      ...schemaOf(kind),
      "x-kubernetes-group-version-kind": [names],
    };
  }
  return {
    openapi: "3.0.0",
    info: { title: "Kubernetes", version: "v1.36.0" },
    paths,
    components: { schemas },
  };
}

/** Answers `/openapi/v3` and what is below it, and `/openapi/v2`; undefined for other paths. */
export function openApi(registry: Registry, path: string): Answer | undefined {
  if (path === "/openapi/v2") {
    return {
      code: 200,
      body: {
        swagger: "2.0",
        info: { title: "Kubernetes", version: "v1.36.0" },
        paths: {},
        definitions: {},
      },
    };
  }
  if (path === "/openapi/v3") {
    const roots = [...new Set(registry.kinds().map(root))];
    return {
      code: 200,
      body: {
        paths: Object.fromEntries(
          roots.map((one) => [one, { serverRelativeURL: `/openapi/v3/${one}` }]),
        ),
      },
    };
  }
  if (!path.startsWith("/openapi/v3/")) return undefined;
  const wanted = path.slice("/openapi/v3/".length);
  const kinds = registry.kinds().filter((kind) => root(kind) === wanted);
  return kinds.length ? { code: 200, body: document(kinds) } : undefined;
}
