import { shorten } from "./values.ts";
import { hostAndPort } from "./url.ts";

/** Where a request went. */
export interface Target {
  /** Its method. */
  readonly method: string;
  /** Its path. */
  readonly path: string;
  /** URL of the server. */
  readonly server: string;
  /** Where the configuration came from. */
  readonly source: string | undefined;
}

/** Why no answer came. */
export interface TransportFailure {
  /** Says what to do; the platform's error is its `cause`. */
  readonly error: Error;
  /** Whether trying again may help. */
  readonly temporary: boolean;
}

/** Says in the caller's words why a request got no answer. */
export function transportFailure(cause: unknown, target: Target): TransportFailure {
  const { method, path, server, source } = target;
  const chain = chainOf(cause);
  const text = chain.map((error) => error.message).join("\n");
  const host = new URL(server).host;
  const from = source === undefined ? "" : ` (${source})`;
  const where = source ?? "the client's configuration";
  const fail = (message: string, temporary: boolean): TransportFailure => ({
    error: new Error(`${method} ${path}: ${message}`, { cause }),
    temporary,
  });
  if (
    chain.some((error) => error.name === "NotCapable" || error.name === "PermissionDenied") ||
    /Requires net access/.test(text)
  ) {
    return fail(
      `Deno may not connect to ${host}: run it with --allow-net=${hostAndPort(new URL(server))}`,
      false,
    );
  }
  if (/UnknownIssuer|unable to get local issuer|self.signed/i.test(text)) {
    return fail(
      `the certificate of ${server} is not trusted, for no known authority has signed it: set certificate-authority in ${where} to the right one`,
      false,
    );
  }
  if (/NotValidForName|not valid for name/i.test(text)) {
    return fail(
      `the certificate of ${server} is not made out to this host: use a host name that is in the certificate`,
      false,
    );
  }
  if (/certificate[^\n]*(Expired|NotValidYet|expired|not valid yet)/.test(text)) {
    return fail(
      `the certificate of ${server} has expired or is not valid yet: renew it, or set the clock right`,
      false,
    );
  }
  if (text.includes("CaUsedAsEndEntity")) {
    return fail(
      `the certificate of ${server} is that of an authority, which Deno does not accept of a server: give the server a certificate that the authority has signed`,
      false,
    );
  }
  if (/invalid peer certificate|InvalidCertificate|BadSignature/.test(text)) {
    return fail(
      `the certificate of ${server} is not trusted (${
        last(chain)
      }): set certificate-authority in ${where} to the authority that signed it`,
      false,
    );
  }
  // A load balancer without a server behind it, or a server that restarts.
  if (/tls handshake eof/i.test(text)) {
    return fail(
      `${server} has closed the connection during the TLS handshake: check that the API server behind it runs`,
      true,
    );
  }
  if (/fatal alert|CertificateRequired|handshake/i.test(text)) {
    return fail(
      `${server} has broken off the TLS handshake (${
        last(chain)
      }): check the client certificate in ${where}`,
      false,
    );
  }
  if (/InvalidContentType|invalid HTTP version|corrupt message/i.test(text)) {
    return fail(
      `${server} speaks another protocol: check http or https and the port in ${where}`,
      false,
    );
  }
  if (/connection refused|os error (111|61|10061)/i.test(text)) {
    return fail(
      `nothing listens at ${server}${from}: start the API server, or correct the address`,
      true,
    );
  }
  if (/dns error|failed to lookup address|name resolution/i.test(text)) {
    return fail(`the host name of ${server}${from} is not known: correct the address`, true);
  }
  return fail(`the connection to ${server}${from} failed: ${last(chain)}`, true);
}

function chainOf(error: unknown): Error[] {
  const chain: Error[] = [];
  for (let one = error; one instanceof Error && chain.length < 8; one = one.cause) chain.push(one);
  return chain;
}

/** The innermost message, without what the platform puts before it: that repeats the URL with its query. */
function last(chain: readonly Error[]): string {
  const message = chain.at(-1)?.message ?? "no reason given";
  const plain = message.replace(/^error sending request .*?: (?=client error)/s, "")
    .replace(/^client error \(\w+\): /, "")
    .replace(/ ?\(?https?:\/\/[^\s)]*\)?/g, "");
  return shorten(plain, 300);
}
