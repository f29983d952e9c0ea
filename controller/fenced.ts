import { type Client, deriveClient } from "../client/mod.ts";
import type { Copies } from "./copies.ts";

/** A view of the client whose writes are sent only while `fence` lets them pass, each try anew. */
export function fencedClient(client: Client, fence: (() => void) | undefined): Client {
  if (!fence) return client;
  return deriveClient(client, {
    request: (next) => (path, options = {}) => {
      const { method = "GET", guard } = options;
      if (method === "GET" || method === "HEAD") return next(path, options);
      const both = () => {
        guard?.();
        fence();
      };
      return next(path, { ...options, guard: both });
    },
  });
}

/** Resolves when every local copy is at least as new as the server was at a moment of the monotonic clock. */
export async function refreshAll(
  { all }: Copies,
  options: { readonly since: number; readonly signal: AbortSignal },
): Promise<void> {
  await Promise.all(
    all.flatMap(({ parts }) => parts.map(({ informer }) => informer.refresh(options))),
  );
}
