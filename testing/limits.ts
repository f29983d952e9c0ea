import { isObject, type StoredObject } from "./object.ts";
import type { Cause } from "./status.ts";

/** The most bytes that a request's body may have. */
export const mostBytes: number = 3 * 1024 * 1024;

const mostData = 1024 * 1024;

function bytesIn(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Whether a body has more bytes than the server reads. */
export function isTooLarge(body: string): boolean {
  // No character has more than three bytes for each of its UTF-16 units.
  if (body.length * 3 <= mostBytes) return false;
  return body.length > mostBytes || bytesIn(body) > mostBytes;
}

/** Refuses a ConfigMap or Secret that holds more than a MiB, under the field that the real server names. */
export function validateDataSize(object: StoredObject, field: string): readonly Cause[] {
  let size = 0;
  for (const [map, text] of [[object.data, object.kind !== "Secret"], [object.binaryData, false]]) {
    if (!isObject(map)) continue;
    for (const value of Object.values(map)) {
      const written = String(value);
      const { length } = written;
      // What is encoded in base64 counts as what it stands for.
      if (!text) size += length * 3 / 4 - (/=*$/.exec(written.slice(-2))?.[0].length ?? 0);
      else size += length * 3 > mostData ? bytesIn(written) : length;
    }
  }
  if (size <= mostData) return [];
  return [{
    reason: "FieldValueTooLong",
    message: `Too long: may not be more than ${mostData} bytes`,
    field,
  }];
}

/** What {@linkcode tooManyRequests} takes. */
export interface TooManyRequestsOptions {
  /** Seconds after which the client may ask again. @default {1} */
  readonly retryAfter?: number;
}

/**
 * The answer of a server that has too much to do, as kube-apiserver writes it: 429 with a Retry-After, and no Status.
 * For {@linkcode ApiServer.intercept}: `server.intercept(() => storm ? tooManyRequests() : undefined)`.
 */
export function tooManyRequests(options: TooManyRequestsOptions = {}): Response {
  const { retryAfter = 1 } = options;
  return new Response("Too many requests, please try again later.\n", {
    status: 429,
    headers: {
      "retry-after": String(retryAfter),
      "content-type": "text/plain; charset=utf-8",
      "x-content-type-options": "nosniff",
    },
  });
}
