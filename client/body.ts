import type { Status } from "./error.ts";
import { isRecord, shorten } from "./values.ts";

/** Resolves as `promise` does, or rejects with the signal's reason when that comes first. */
export function abortable<V>(promise: Promise<V>, signal: AbortSignal): Promise<V> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      promise.catch(() => {});
      return reject(signal.reason);
    }
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** Reads a body to its end, or as far as `limit` bytes; what is not read is cancelled. */
export async function readBody(
  response: Response,
  signal: AbortSignal,
  limit: number = Infinity,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = response.body?.getReader();
  if (!reader) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  let whole = false;
  try {
    while (size < limit) {
      const { done, value } = await abortable(reader.read(), signal);
      if (done) {
        whole = true;
        break;
      }
      chunks.push(value);
      size += value.byteLength;
    }
  } finally {
    if (!whole) reader.cancel().catch(() => {});
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/**
 * Passes a body on chunk by chunk, ends it when `signal` is aborted, and calls `ended` once: at its end, when it fails,
 * or when the reader cancels it.
 */
export function passBody(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
  ended: () => void,
  describe: (error: unknown) => Error,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let open = true;
  let abort = () => {};
  const end = (): boolean => {
    if (!open) return false;
    open = false;
    signal.removeEventListener("abort", abort);
    ended();
    return true;
  };
  return new ReadableStream<Uint8Array>({
    start(controller) {
      abort = () => {
        if (!end()) return;
        controller.error(signal.reason);
        reader.cancel(signal.reason).catch(() => {});
      };
      if (signal.aborted) abort();
      else signal.addEventListener("abort", abort, { once: true });
    },
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (!open) return;
        if (!done) return controller.enqueue(value);
        end();
        controller.close();
      } catch (error) {
        if (signal.aborted) abort();
        else if (end()) controller.error(describe(error));
      }
    },
    async cancel(reason) {
      if (end()) await reader.cancel(reason).catch(() => {});
    },
  }, { highWaterMark: 0 });
}

/** Makes a Status of an error's body, whatever that is: a proxy's page, text, nothing. The code is the answer's. */
export function statusOf(body: Uint8Array, response: Response): Status {
  const text = new TextDecoder().decode(body);
  const code = response.status;
  try {
    const parsed: unknown = JSON.parse(text);
    if (isRecord(parsed) && parsed.kind === "Status") return { ...parsed, code };
  } catch {
    // Not JSON: the text itself is the message.
  }
  const plain = /html/i.test(response.headers.get("content-type") ?? "") ? textOf(text) : text;
  const message = shorten(plain) || response.statusText || "no message";
  return { kind: "Status", apiVersion: "v1", status: "Failure", code, message };
}

/** The words of a page. No pattern looks beyond the next tag, so that a broken page takes no longer than another. */
function textOf(page: string): string {
  return page.split(/<(?=script|style)/i)
    .map((part, index) =>
      index === 0 ? part : part.replace(/^[^]*?(?:<\/(?:script|style)>|$)/i, " ")
    )
    .join("").replace(/<[^<>]*>/g, " ").replace(/\s+/g, " ");
}
