import type { KeyPair } from "../../cluster/certificates.ts";

export interface TlsServer extends AsyncDisposable {
  readonly url: string;
}

/** Answers those who show a certificate of `ca` with its name, and with the code that `judge` gives for it. */
export async function serveTls(
  ca: string,
  { certificate, privateKey }: KeyPair,
  judge: (name: string) => number = () => 200,
): Promise<TlsServer> {
  const { createServer } = await import("node:https");
  const server = createServer(
    { ca, cert: certificate, key: privateKey, requestCert: true, rejectUnauthorized: true },
    (request, response) => {
      const socket = request.socket as unknown as {
        getPeerCertificate: () => { subject?: { CN?: string } };
      };
      const name = socket.getPeerCertificate().subject?.CN ?? "";
      response.writeHead(judge(name), { "content-type": "application/json", connection: "close" });
      response.end(JSON.stringify({ gitVersion: "v1.36.3", name }));
    },
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return {
    url: `https://127.0.0.1:${address.port}`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
