import type { Answer } from "./call.ts";
import type { Kind, Registry } from "./kinds.ts";
import type { JsonObject } from "./object.ts";
import { createComponents, namesOf, rootOf as root } from "./openapi_schema.ts";

function query(name: string): JsonObject {
  return { name, in: "query", schema: { type: "string", uniqueItems: true } };
}

// Types in full, without the descriptions that built-in kinds have; of paths what clients look up: which kinds there
// are and which parameters their writes take.
function document(kinds: readonly Kind[]): JsonObject {
  const paths: JsonObject = {};
  const components = createComponents();
  for (const kind of kinds) {
    const reference = { $ref: `#/components/schemas/${components.add(kind)}` };
    const content = { "application/json": { schema: reference } };
    const operation = (action: string) => ({
      "x-kubernetes-action": action,
      "x-kubernetes-group-version-kind": namesOf(kind),
      operationId: `${action}${kind.kind}`,
      parameters: ["dryRun", "fieldManager", "fieldValidation"].map(query),
      requestBody: { content },
      responses: { "200": { description: "OK", content } },
    });
    const place = `/${root(kind)}/${
      kind.namespaced ? "namespaces/{namespace}/" : ""
    }${kind.plural}`;
    paths[place] = { get: operation("list"), post: operation("post") };
    paths[`${place}/{name}`] = {
      get: operation("get"),
      put: operation("put"),
      patch: operation("patch"),
    };
  }
  return {
    openapi: "3.0.0",
    info: { title: "Kubernetes", version: "v1.36.0" },
    paths,
    components: { schemas: components.schemas },
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
