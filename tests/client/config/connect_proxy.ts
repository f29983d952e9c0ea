/** A proxy on loopback. */
export interface TestProxy extends AsyncDisposable {
  readonly port: number;
  /** The first line of each request, and what authenticated it. */
  readonly seen: string[];
}

/** Starts an HTTP proxy that tunnels (CONNECT) to wherever it is asked to. */
export function startConnectProxy(): TestProxy {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const seen: string[] = [];
  const open = new Set<Deno.Conn>();
  const running = new Set<Promise<unknown>>();
  const accepting = (async () => {
    for await (const connection of listener) {
      open.add(connection);
      const work = tunnel(connection, seen, open).catch(() => {}).finally(() => {
        close(connection);
        running.delete(work);
      });
      running.add(work);
    }
  })();
  return {
    port: (listener.addr as Deno.NetAddr).port,
    seen,
    async [Symbol.asyncDispose]() {
      listener.close();
      for (const connection of open) close(connection);
      await Promise.all([accepting, ...running]);
    },
  };
}

async function tunnel(connection: Deno.Conn, seen: string[], open: Set<Deno.Conn>): Promise<void> {
  const buffer = new Uint8Array(8192);
  const size = await connection.read(buffer) ?? 0;
  const head = new TextDecoder().decode(buffer.subarray(0, size)).split("\r\n");
  const credentials = head.find((line) => /^proxy-authorization:/i.test(line)) ?? "";
  seen.push([head[0], credentials.replace(/^.*basic /i, "")].filter(Boolean).join(" "));
  const [, hostname = "", port = ""] = /^CONNECT (\S+):(\d+) /.exec(head[0] ?? "") ?? [];
  const target = await Deno.connect({ hostname, port: Number(port) });
  open.add(target);
  try {
    await connection.write(new TextEncoder().encode("HTTP/1.1 200 Connected\r\n\r\n"));
    await Promise.all([
      connection.readable.pipeTo(target.writable),
      target.readable.pipeTo(connection.writable),
    ]);
  } finally {
    close(target);
  }
}

function close(connection: Deno.Conn): void {
  try {
    connection.close();
  } catch {
    // It is closed already.
  }
}
