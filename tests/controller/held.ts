import { assert } from "@std/assert";
import type { Harness, HeldWatch } from "./harness.ts";

/** A {@linkcode HeldWatch} whose connection can be lost. */
export interface HeldChanges extends HeldWatch {
  /** What waits is lost, and the connection too. */
  readonly break: () => void;
}

/** Holds back the changes that the controllers' watches of `plural` bring; new lists go through, streamed ones too. */
export function holdChanges(
  harness: Harness,
  plural: string,
  userAgent = "controller",
): HeldChanges {
  let gate = Promise.withResolvers<void>();
  gate.resolve();
  const intercepted = harness.server.intercept(
    async ({ method, path, query, headers, proceed }) => {
      if (method !== "GET" || !path.endsWith(`/${plural}`) || !query.has("watch")) return;
      if (headers.get("user-agent") !== userAgent) return;
      const answer = await proceed();
      const reader = answer.body?.getReader();
      assert(reader);
      let initial = query.get("sendInitialEvents") === "true";
      const body = new ReadableStream<Uint8Array>({
        async pull(controller) {
          const { done, value } = await reader.read();
          if (!initial) await gate.promise;
          if (value && new TextDecoder().decode(value).includes("initial-events-end")) {
            initial = false;
          }
          if (done) controller.close();
          else controller.enqueue(value);
        },
        cancel: (reason) => reader.cancel(reason),
      });
      return new Response(body, { status: answer.status, headers: answer.headers });
    },
  );
  return {
    hold: () => void (gate = Promise.withResolvers<void>()),
    release: () => gate.resolve(),
    break() {
      gate.promise.catch(() => {});
      gate.reject(new TypeError("The connection was reset"));
      gate = Promise.withResolvers<void>();
      gate.resolve();
    },
    [Symbol.dispose]() {
      gate.resolve();
      intercepted[Symbol.dispose]();
    },
  };
}

/** The controllers' writes of `plural` get no answer, whether or not the server has taken them. */
export function loseAnswers(harness: Harness, plural: string, taken: boolean): Disposable {
  return harness.server.intercept(async ({ method, path, headers, proceed }) => {
    if (method === "GET" || !path.includes(`/${plural}`)) return;
    if (headers.get("user-agent") !== "controller") return;
    if (taken) await proceed();
    throw new TypeError("The connection was reset");
  });
}

/** Who asks in the controllers' place behind {@linkcode opaqueVersions}. */
export const innerUserAgent = "controller, in plain";

/** Shows the controllers versions of `plural` that cannot be compared, as extension API servers may have them. */
export function opaqueVersions(harness: Harness, plural: string): Disposable {
  const hide = (text: string) => text.replace(/("resourceVersion":\s*)"(\d+)"/g, '$1"v$2x"');
  const reveal = (text: string) => text.replace(/v(\d+)x/g, "$1");
  return harness.server.intercept(async ({ method, path, query, headers, body }) => {
    if (!path.includes(`/${plural}`) || headers.get("user-agent") !== "controller") return;
    const inner = new Headers(headers);
    inner.set("user-agent", innerUserAgent);
    const answer = await harness.server.fetch(
      `${harness.server.config.server}${path}?${reveal(query.toString())}`,
      { method, headers: inner, ...(body === "" ? {} : { body: reveal(body) }) },
    );
    const bytes = answer.body?.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform: (chunk, controller) =>
          controller.enqueue(new TextEncoder().encode(hide(new TextDecoder().decode(chunk)))),
      }),
    );
    return new Response(bytes ?? null, { status: answer.status, headers: answer.headers });
  });
}
