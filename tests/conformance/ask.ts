import { ApiError, type Client, type RequestOptions } from "../../client/mod.ts";

/** What a server answered, refusals too. */
export interface Answer {
  readonly code: number;
  /** The Status' reason, empty when the call went through. */
  readonly reason: string;
  readonly message: string;
  /** Reasons and fields of a refusal's causes. */
  readonly causes: readonly string[];
  readonly retryAfter: string | null;
  readonly headers: Headers;
  // Cases look into every part of every kind.
  // deno-lint-ignore no-explicit-any
  readonly body: any;
}

const patchTypes = {
  merge: "application/merge-patch+json",
  json: "application/json-patch+json",
  strategic: "application/strategic-merge-patch+json",
  apply: "application/apply-patch+yaml",
} as const;

/** More about a request. */
export type AskOptions = Omit<RequestOptions, "method" | "body"> & {
  readonly patch?: keyof typeof patchTypes;
};

/** Sends a request as it is, and answers what the server said. */
export async function ask(
  client: Client,
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
  { patch = "merge", headers, ...options }: AskOptions = {},
): Promise<Answer> {
  const type = method === "PATCH" ? { "content-type": patchTypes[patch] } : {};
  try {
    const answer = await client.request(path, {
      ...options,
      method,
      headers: { ...type, ...headers },
      ...(body === undefined ? {} : { body }),
    });
    return {
      code: answer.status,
      reason: "",
      message: "",
      causes: [],
      retryAfter: answer.headers.get("retry-after"),
      headers: answer.headers,
      body: await answer.json(),
    };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { status } = error;
    return {
      code: error.code,
      reason: error.reason,
      message: status.message ?? "",
      causes: (status.details?.causes ?? []).map((cause) => `${cause.reason} ${cause.field}`),
      retryAfter: error.headers.get("retry-after"),
      headers: error.headers,
      body: status,
    };
  }
}

/** The path of a kind of the core group in a namespace. */
export function core(namespace: string, rest: string): string {
  return `/api/v1/namespaces/${namespace}/${rest}`;
}

/** Names of the items of a list, or the reason of its refusal. */
export function names({ body, reason }: Answer): string {
  return reason ||
    (body.items as { metadata: { name: string } }[]).map((one) => one.metadata.name).join(" ");
}
