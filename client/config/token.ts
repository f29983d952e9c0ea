import type { Clock } from "../../_internal/mod.ts";
import { ConfigError } from "./errors.ts";
import { readFile } from "./permissions.ts";
import type { ClientConfig } from "./types.ts";

/** How a user proves who they are by a header. Lives in closures only: nothing that can be printed holds it. */
export interface Credentials {
  /** Bearer token. */
  readonly token?: string | undefined;
  /** File with a bearer token; wins over `token`. */
  readonly tokenFile?: string | undefined;
  /** Basic authentication. */
  readonly username?: string | undefined;
  /** Basic authentication. */
  readonly password?: string | undefined;
}

/** Kubelet replaces a token when 80 % of its life is over; client-go, too, reads it anew once a minute. */
const TOKEN_AGE = 60_000;

/** Makes the function that gives the authentication headers; undefined where there is nothing to authenticate with. */
export function createAuthorize(
  credentials: Credentials,
  clock: Clock,
): ClientConfig["authorize"] | undefined {
  const { token, tokenFile, username, password } = credentials;
  if (tokenFile !== undefined) return authorizeByFile(tokenFile, clock);
  if (token !== undefined) {
    const headers = bearer(token, "The token");
    return () => Promise.resolve(headers);
  }
  if (username !== undefined || password !== undefined) {
    const bytes = new TextEncoder().encode(`${username ?? ""}:${password ?? ""}`);
    const encoded = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    const headers = Object.freeze({ authorization: `Basic ${encoded}` });
    return () => Promise.resolve(headers);
  }
  return undefined;
}

type Headers = Readonly<Record<string, string>>;

function authorizeByFile(path: string, clock: Clock): ClientConfig["authorize"] {
  let held: { readonly headers: Headers; readonly at: number } | undefined;
  let reading: Promise<Headers> | undefined;
  const read = async (): Promise<Headers> => {
    try {
      const headers = bearer(await readFile(path, "the token file"), `The token in ${path}`);
      held = { headers, at: clock.monotonic() };
      return headers;
    } finally {
      reading = undefined;
    }
  };
  return async ({ refresh }) => {
    if (held && !refresh && clock.monotonic() - held.at < TOKEN_AGE) return held.headers;
    try {
      return await (reading ??= read());
    } catch (error) {
      // The old token may be good for hours yet; only when the server has refused it is the file's state the news.
      if (held && !refresh) return held.headers;
      throw error;
    }
  };
}

/** The header of a bearer token. */
export function bearer(text: string, label: string): Headers {
  const token = text.trim();
  if (token === "") throw new ConfigError(`${label} is empty`);
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new ConfigError(`${label} holds characters that no token has (blanks, line ends)`);
  }
  return Object.freeze({ authorization: `Bearer ${token}` });
}
