/** A certificate or authority with its private key, both PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly privateKey: string;
}

/** Issues certificates. */
export interface CertificateAuthority extends KeyPair {
  /** For a server: what it may be called, names and IPv4 addresses. */
  readonly issueServer: (hosts: readonly string[]) => Promise<KeyPair>;
  /** For a client: Kubernetes takes the user from `name` and the groups from `groups`. */
  readonly issueClient: (
    subject: { readonly name: string; readonly groups?: readonly string[] },
  ) => Promise<KeyPair>;
}

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const day = 86_400_000;

type Bytes = Uint8Array<ArrayBuffer>;

function tlv(tag: number, ...contents: readonly Uint8Array[]): Bytes {
  const length = contents.reduce((sum, part) => sum + part.length, 0);
  const header = length < 0x80
    ? [tag, length]
    : length < 0x100
    ? [tag, 0x81, length]
    : [tag, 0x82, length >> 8, length & 0xff];
  const bytes = new Uint8Array(header.length + length);
  bytes.set(header);
  let offset = header.length;
  for (const part of contents) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

function sequence(...contents: readonly Uint8Array[]): Bytes {
  return tlv(0x30, ...contents);
}

function objectId(dotted: string): Bytes {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let left = arc >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return tlv(0x06, Uint8Array.from(bytes));
}

function unsigned(bytes: Uint8Array): Bytes {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const digits = bytes.subarray(start);
  return (digits[0] ?? 0) & 0x80 ? tlv(0x02, Uint8Array.of(0), digits) : tlv(0x02, digits);
}

function text(tag: number, value: string): Bytes {
  return tlv(tag, new TextEncoder().encode(value));
}

/** UTCTime covers the years up to 2049 (RFC 5280, 4.1.2.5). */
function utcTime(time: number): Bytes {
  const digits = new Date(time).toISOString().replace(/[-:T]/g, "").slice(2, 14);
  return text(0x17, `${digits}Z`);
}

function distinguishedName(name: string, groups: readonly string[] = []): Bytes {
  const part = (id: string, value: string) => tlv(0x31, sequence(objectId(id), text(0x0c, value)));
  return sequence(
    ...groups.map((group) => part("2.5.4.10", group)),
    part("2.5.4.3", name),
  );
}

function extension(id: string, critical: boolean, value: Uint8Array): Bytes {
  const flag = critical ? [tlv(0x01, Uint8Array.of(0xff))] : [];
  return sequence(objectId(id), ...flag, tlv(0x04, value));
}

function alternativeName(host: string): Bytes {
  return /^\d+\.\d+\.\d+\.\d+$/.test(host)
    ? tlv(0x87, Uint8Array.from(host.split(".").map(Number)))
    : text(0x82, host);
}

function pem(label: string, bytes: Uint8Array): string {
  const lines = bytes.toBase64().match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}

async function generateKeys(): Promise<CryptoKeyPair> {
  return await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
}

async function exportPrivate(keys: CryptoKeyPair): Promise<string> {
  const bytes = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return pem("PRIVATE KEY", new Uint8Array(bytes));
}

async function sign(
  issuer: { readonly name: Uint8Array; readonly key: CryptoKey },
  subject: { readonly name: Uint8Array; readonly key: CryptoKey },
  extensions: readonly Uint8Array[],
): Promise<string> {
  const now = Date.now();
  const signature = sequence(objectId("1.2.840.10045.4.3.2")); // ecdsa-with-SHA256
  const body = sequence(
    tlv(0xa0, unsigned(Uint8Array.of(2))),
    unsigned(crypto.getRandomValues(new Uint8Array(15))),
    signature,
    issuer.name,
    sequence(utcTime(now - day), utcTime(now + 30 * day)),
    subject.name,
    new Uint8Array(await crypto.subtle.exportKey("spki", subject.key)),
    tlv(0xa3, sequence(...extensions)),
  );
  const raw = new Uint8Array(await crypto.subtle.sign(algorithm, issuer.key, body));
  const value = sequence(unsigned(raw.subarray(0, 32)), unsigned(raw.subarray(32)));
  const certificate = sequence(body, signature, tlv(0x03, Uint8Array.of(0), value));
  return pem("CERTIFICATE", certificate);
}

/** Makes a certificate authority of its own; two of them never trust each other. */
export async function createCertificateAuthority(): Promise<CertificateAuthority> {
  const keys = await generateKeys();
  const name = distinguishedName(`operatorkit test ${crypto.randomUUID().slice(0, 8)}`);
  const issuer = { name, key: keys.privateKey };
  const certificate = await sign(issuer, { name, key: keys.publicKey }, [
    extension("2.5.29.19", true, sequence(tlv(0x01, Uint8Array.of(0xff)))),
    extension("2.5.29.15", true, tlv(0x03, Uint8Array.of(1, 0x06))), // keyCertSign, cRLSign
  ]);

  async function issue(
    subject: Uint8Array,
    purpose: string,
    hosts: readonly string[],
  ): Promise<KeyPair> {
    const own = await generateKeys();
    const names = hosts.length === 0
      ? []
      : [extension("2.5.29.17", false, sequence(...hosts.map(alternativeName)))];
    return {
      privateKey: await exportPrivate(own),
      certificate: await sign(issuer, { name: subject, key: own.publicKey }, [
        extension("2.5.29.19", true, sequence()),
        extension("2.5.29.15", true, tlv(0x03, Uint8Array.of(7, 0x80))), // digitalSignature
        extension("2.5.29.37", false, sequence(objectId(purpose))),
        ...names,
      ]),
    };
  }

  return {
    certificate,
    privateKey: await exportPrivate(keys),
    issueServer: (hosts) =>
      issue(distinguishedName(hosts[0] ?? "server"), "1.3.6.1.5.5.7.3.1", hosts),
    issueClient: ({ name, groups = [] }) =>
      issue(distinguishedName(name, groups), "1.3.6.1.5.5.7.3.2", []),
  };
}

/** Keys that sign service-account tokens (ES256), both PEM. */
export async function createSigningKeys(): Promise<
  { readonly privateKey: string; readonly publicKey: string }
> {
  const keys = await generateKeys();
  const bytes = await crypto.subtle.exportKey("spki", keys.publicKey);
  return {
    privateKey: await exportPrivate(keys),
    publicKey: pem("PUBLIC KEY", new Uint8Array(bytes)),
  };
}
