/**
 * Cuts a body into lines. UTF-8 sequences may be split between chunks. The body is cancelled when the loop is left.
 *
 * The last line may lack its line feed: it is then given with `whole: false`, for it may be half of one.
 *
 * @throws {Error} When the bytes are no UTF-8.
 */
export async function* linesOf(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<{ readonly line: string; readonly whole: boolean }, void, undefined> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const reader = body.getReader();
  let rest = "";
  let ended = false;
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (done) break;
      const text = decode(decoder, value);
      let start = 0;
      for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
        const line = rest + text.slice(start, end);
        rest = "";
        start = end + 1;
        if (line.trim() !== "") yield { line, whole: true };
      }
      rest += text.slice(start);
    }
    ended = true;
    // Half a sequence is half a line: it need not be decoded.
    if (rest.trim() !== "") yield { line: rest, whole: false };
  } finally {
    if (!ended) await reader.cancel().catch(() => {});
  }
}

function decode(decoder: TextDecoder, bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes, { stream: true });
  } catch (cause) {
    throw new Error("The server has sent bytes that are no UTF-8: watch again", { cause });
  }
}
