import type { RequestOptions } from "./types.ts";

/**
 * The server's URL without a slash at its end: its path is kept in front of every request's (Rancher, kcp).
 *
 * @throws {TypeError} When it is no plain http or https URL.
 */
export function serverUrl(server: string): string {
  let url: URL;
  try {
    url = new URL(server);
  } catch {
    throw new TypeError(
      "The server of the client's configuration is no URL: write it as https://host:port",
    );
  }
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw new TypeError(`The server's URL begins with ${url.protocol}: only https: and http: work`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new TypeError(
      "The server's URL holds a user name or password: give a token or a client certificate instead",
    );
  }
  if (url.search !== "" || url.hash !== "") {
    throw new TypeError("The server's URL holds a query or fragment: leave it out");
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

/**
 * The URL of a request.
 *
 * @throws {TypeError} When the path could lead out of the server's path.
 */
export function requestUrl(base: string, path: string, query: RequestOptions["query"]): string {
  const plain = pathOnly(path);
  if (
    !plain.startsWith("/") || /[\\#\s]/.test(path) ||
    plain.split("/").some((segment) => /^(\.|%2e){1,2}$/i.test(segment))
  ) {
    throw new TypeError(
      `${
        JSON.stringify(plain)
      } is no path of the API: it must begin with "/" and hold no "." or ".." segment, "#", "\\" or white space`,
    );
  }
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  const text = parameters.toString();
  if (text === "") return base + path;
  return `${base}${path}${path.includes("?") ? "&" : "?"}${text}`;
}

/** A path without its query. */
export function pathOnly(path: string): string {
  return path.split("?", 1)[0] ?? "";
}

/** `host:port` of a URL, as `--allow-net` takes it. */
export function hostAndPort(url: URL): string {
  return `${url.hostname}:${url.port || (url.protocol === "https:" ? 443 : 80)}`;
}
