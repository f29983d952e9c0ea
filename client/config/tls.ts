import { openConnection, type TlsOptions } from "./connection.ts";
import { ConfigError } from "./errors.ts";
import type { ExecPlugin } from "./exec_plugin.ts";
import { readFile } from "./permissions.ts";
import type { Connection } from "./types.ts";

/** PEM text, or the file that holds it. */
export interface Material {
  /** What this is, for messages. */
  readonly label: string;
  /** PEM text; wins over `file`, as in client-go. */
  readonly text?: string | undefined;
  /** Path of a PEM file. */
  readonly file?: string | undefined;
}

/** Certificates of a connection. Lives in closures only. */
export interface TlsSource {
  /** Authorities to trust besides the system's. */
  readonly ca?: Material | undefined;
  /** Client certificate. */
  readonly cert?: Material | undefined;
  /** Its key. */
  readonly key?: Material | undefined;
  /** Gives the client certificate where `cert` does not. */
  readonly plugin?: ExecPlugin | undefined;
  /** A proxy in front of the server. */
  readonly proxy?: TlsOptions["proxy"] | undefined;
}

/**
 * Makes the function that opens connections with these certificates; files are read at each opening, and a connection
 * is stale when they have changed since.
 */
export function createConnect(source: TlsSource): () => Promise<Connection> {
  const { ca, cert, key, plugin, proxy } = source;
  if (cert && !key) throw new ConfigError(`There is ${cert.label}, but no key for it`);
  if (key && !cert) throw new ConfigError(`There is ${key.label}, but no client certificate`);
  const read = async () => {
    const [caText, certText, keyText] = await Promise.all([
      readMaterial(ca, "certificate"),
      readMaterial(cert, "certificate"),
      readMaterial(key, "private key"),
    ]);
    const pair = cert ? undefined : await plugin?.certificate();
    return { caText, certText: certText ?? pair?.cert, keyText: keyText ?? pair?.key };
  };
  const fromFiles = [ca, cert, key].some((one) => one && one.text === undefined);
  return async () => {
    const { caText, certText, keyText } = await read();
    const tls: TlsOptions = {
      ...caText === undefined ? {} : { caCerts: splitCertificates(caText) },
      ...certText === undefined || keyText === undefined ? {} : { cert: certText, key: keyText },
      ...proxy ? { proxy } : {},
    };
    const labels = [ca, cert, key].flatMap((one) => one ? [one.label] : []);
    if (!cert && certText !== undefined) labels.push("the exec plugin's client certificate");
    const connection = open(tls, labels);
    const rotated = plugin && !cert ? () => plugin.held()?.cert !== certText : undefined;
    if (!fromFiles) return rotated ? { ...connection, rotated } : connection;
    return {
      http: connection.http,
      ...rotated ? { rotated } : {},
      stale: async () => {
        try {
          const now = await read();
          return now.caText !== caText || now.certText !== certText || now.keyText !== keyText;
        } catch {
          return false; // Half-written or gone: what is open works better than what cannot be opened.
        }
      },
      [Symbol.dispose]: () => connection[Symbol.dispose](),
    };
  };
}

function open(tls: TlsOptions, labels: readonly string[]): Connection {
  try {
    return openConnection(tls);
  } catch (error) {
    // The runtime's message names the kind of defect, not the contents.
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`Cannot use ${labels.join(", ") || "the connection"}: ${reason}`);
  }
}

/** The text of PEM material, checked as far as its frame goes. */
export async function readMaterial(
  material: Material | undefined,
  kind: "certificate" | "private key",
): Promise<string | undefined> {
  if (!material) return undefined;
  const { label, text: given, file } = material;
  const text = given ?? (file === undefined ? "" : await readFile(file, label));
  const pattern = kind === "private key"
    ? /-----BEGIN [A-Z ]*PRIVATE KEY-----/
    : /-----BEGIN CERTIFICATE-----/;
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: 4,ENCRYPTED/.test(text)) {
    throw new ConfigError(`${where(material)} is encrypted: give it without a pass phrase`);
  }
  if (!pattern.test(text)) {
    throw new ConfigError(`${where(material)} holds no PEM ${kind}`);
  }
  return text;
}

function where({ label, text, file }: Material): string {
  const subject = label.charAt(0).toUpperCase() + label.slice(1);
  return text === undefined && file !== undefined ? `${subject} (${file})` : subject;
}

function splitCertificates(text: string): string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [text];
}
