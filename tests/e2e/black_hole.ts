/** A TCP proxy that can fall silent: connections stay open and nothing passes any more. */
export interface BlackHole extends AsyncDisposable {
  readonly port: number;
  /** Connections that were accepted. */
  readonly accepted: () => number;
  /** From now on nothing passes on the connections that are open; later ones work. */
  readonly silence: () => void;
}

/** Starts the proxy on loopback in front of the server of a URL. */
export function startBlackHole(server: string): BlackHole {
  const { hostname, port } = new URL(server);
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<{ silent: boolean; readonly close: () => void }>();
  const running = new Set<Promise<void>>();
  let accepted = 0;

  async function forward(near: Deno.Conn): Promise<void> {
    const far = await Deno.connect({ hostname, port: Number(port || 443) });
    const connection = {
      silent: false,
      close: () => {
        for (const end of [near, far]) {
          try {
            end.close();
          } catch { /* closed by the other side */ }
        }
      },
    };
    open.add(connection);
    const pass = async (from: Deno.Conn, to: Deno.Conn) => {
      const buffer = new Uint8Array(65_536);
      for (let size = await from.read(buffer); size !== null; size = await from.read(buffer)) {
        if (connection.silent) continue;
        for (let done = 0; done < size;) done += await to.write(buffer.subarray(done, size));
      }
      await to.closeWrite();
    };
    await Promise.allSettled([pass(near, far), pass(far, near)]);
    connection.close();
    open.delete(connection);
  }

  async function accept(): Promise<void> {
    for await (const connection of listener) {
      accepted++;
      const one = forward(connection).finally(() => running.delete(one));
      running.add(one);
    }
  }
  const accepting = accept();

  return {
    port: listener.addr.port,
    accepted: () => accepted,
    silence: () => {
      for (const connection of open) connection.silent = true;
    },
    async [Symbol.asyncDispose]() {
      listener.close();
      await accepting;
      for (const connection of open) connection.close();
      await Promise.allSettled(running);
    },
  };
}
