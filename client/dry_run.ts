import { deriveClient } from "./derive.ts";
import { parsePath } from "./path.ts";
import type { Client, RequestFunction, RequestOptions } from "./types.ts";
import { isRecord } from "./values.ts";

/** Subresources that lead into a container or to another server, whatever the method: nothing there is a dry run. */
const connections: readonly string[] = ["exec", "attach", "portforward", "proxy"];

/**
 * Makes a view of a client whose writes are all dry runs: the server checks them, admission included, and answers as if
 * they were done, but stores nothing. Reads are as they are, so they do not show what was written. What cannot be a dry
 * run is refused before it is sent. Disposing of the view leaves the client as it is.
 *
 * It is the server that holds its hand: extension API servers have to support `dryRun=All` themselves, and admission
 * webhooks with side effects make the server refuse the request.
 */
export function dryRunClient(client: Client): Client {
  const request = (next: RequestFunction): RequestFunction => async (path, options = {}) => {
    const { method = "GET" } = options;
    const parsed = parsePath(path);
    const [first = ""] = parsed?.subresource?.split("/") ?? [];
    if (connections.includes(first)) throw refusal(method, path, `${first} has no dry run`);
    if (method === "GET" || method === "HEAD") return await next(path, options);
    if (!parsed) throw refusal(method, path, "only writes of objects have a dry run");
    const body = method === "DELETE" ? deleteBody(path, options) : options.body;
    return await next(withoutDryRun(path), {
      ...options,
      ...(body === undefined ? {} : { body }),
      query: { ...options.query, dryRun: "All" },
    });
  };
  const { fieldManager, forceApply } = client.writeDefaults;
  return deriveClient(client, { request, fieldManager, forceApply });
}

/** Where a DELETE has a body, the server does not look at the query. */
function deleteBody(path: string, { body }: RequestOptions): unknown {
  if (body === undefined) return undefined;
  const options: unknown = typeof body === "string" ? parse(body) : body;
  if (!isRecord(options) || body instanceof Uint8Array) {
    throw refusal("DELETE", path, "its body is not understood: give DeleteOptions as an object");
  }
  return { ...options, dryRun: ["All"] };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A dryRun in the path would stand beside the one that is added. */
function withoutDryRun(path: string): string {
  const [plain = "", query] = path.split("?", 2);
  const rest = query?.split("&").filter((one) => !/^dryRun(=|$)/.test(one)).join("&");
  return rest ? `${plain}?${rest}` : plain;
}

function refusal(method: string, path: string, reason: string): TypeError {
  return new TypeError(`${method} ${path} was refused by the dry-run client: ${reason}`);
}
