import type { Connection } from "./types.ts";

/** What TLS connections are made with. All of it is PEM text. */
export interface TlsOptions {
  /** Certificate authorities to trust, beside the system's. */
  readonly caCerts?: readonly string[];
  /** The client's certificate chain; needs `key`. */
  readonly cert?: string;
  /** The private key of `cert`. */
  readonly key?: string;
  /** A proxy in front of the server. */
  readonly proxy?: {
    /** How it is spoken to. */
    readonly transport: "http" | "https" | "socks5";
    /** Its URL, with user and password where it wants some. */
    readonly url: string;
  };
}

/**
 * Opens a pool of HTTP/1.1 connections.
 *
 * HTTP/1.1, because with HTTP/2 all requests share one connection: a reader that is slow, or a connection that dies
 * silently, then holds up every other request.
 *
 * @throws When the certificate or key cannot be read.
 */
export function openConnection(tls: TlsOptions = {}): Connection {
  const { caCerts, cert, key, proxy } = tls;
  const http = Deno.createHttpClient({
    http2: false,
    ...(caCerts && { caCerts: [...caCerts] }),
    ...(proxy && { proxy }),
    ...(cert !== undefined && key !== undefined ? { cert, key } : {}),
  });
  return { http, [Symbol.dispose]: () => http.close() };
}
