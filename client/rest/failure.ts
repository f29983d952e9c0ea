import { isRecord } from "../values.ts";

/** How a failure begins that the server describes. */
export const failureHead = Object.freeze({ kind: "Status", apiVersion: "v1", status: "Failure" });

const HEAD =
  /^\s*\{\s*"(?:kind"\s*:\s*"Status"|apiVersion"\s*:\s*"v1"\s*,\s*"kind"\s*:\s*"Status")/;
/** So many bytes decide. */
const ENOUGH = 64;

/** The failure that a body describes, if it does. */
export function failureOf(
  bytes: Uint8Array,
): { readonly code: number; readonly status: Record<string, unknown> } | undefined {
  const head = new TextDecoder().decode(bytes.subarray(0, ENOUGH));
  if (!HEAD.test(head)) return undefined;
  try {
    const status: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (!isRecord(status) || status.kind !== "Status" || status.status !== "Failure") {
      return undefined;
    }
    const { code } = status;
    return { status, code: typeof code === "number" && code >= 300 && code <= 599 ? code : 500 };
  } catch {
    return undefined;
  }
}

/**
 * The stream of a watch, in which a failure that was sent instead of events is made an ERROR event: readers of watches know
 * what to do with one.
 */
export function untilFailure(
  stream: ReadableStream<Uint8Array>,
): ReadableStream<Uint8Array> {
  let held: Uint8Array | undefined = new Uint8Array(0);
  return stream.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        if (!held) return controller.enqueue(chunk);
        const joined: Uint8Array = new Uint8Array(held.length + chunk.length);
        joined.set(held);
        joined.set(chunk, held.length);
        held = joined;
        const head = new TextDecoder().decode(held.subarray(0, ENOUGH));
        const mayFail = HEAD.test(head) || (held.length < ENOUGH && !head.includes("\n"));
        if (mayFail) return;
        controller.enqueue(held);
        held = undefined;
      },
      flush(controller) {
        if (!held?.length) return;
        const failure = failureOf(held);
        if (!failure) return controller.enqueue(held);
        const event = JSON.stringify({ type: "ERROR", object: failure.status });
        controller.enqueue(new TextEncoder().encode(`${event}\n`));
      },
    }),
  );
}
