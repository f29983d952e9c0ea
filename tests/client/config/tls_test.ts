import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { createClient, loadConfig } from "../../../client/mod.ts";
import { createFolder, kubeconfig, type TestFolder } from "./fixtures.ts";

interface Authority {
  /** Path of its certificate. */
  readonly file: string;
  /** Signs a certificate for `subject`, valid for 127.0.0.1, and gives the paths of certificate and key. */
  readonly sign: (subject: string) => Promise<{ readonly cert: string; readonly key: string }>;
}

async function openssl(...args: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command("openssl", { args: [...args] }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
}

async function hasOpenssl(): Promise<boolean> {
  try {
    await openssl("version");
    return true;
  } catch {
    console.log("skipped: there is no openssl to make certificates with");
    return false;
  }
}

async function createAuthority(folder: TestFolder, name: string): Promise<Authority> {
  const at = (file: string) => `${folder.path}/${file}`;
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  await openssl(
    "req",
    "-x509",
    ...curve,
    "-days",
    "2",
    "-subj",
    `/CN=${name}`,
    "-keyout",
    at(`${name}.key`),
    "-out",
    at(`${name}.crt`),
  );
  const extensions = await folder.write(
    "extensions",
    "subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n",
  );
  return {
    file: at(`${name}.crt`),
    sign: async (subject) => {
      const [cert, key, request] = ["crt", "key", "csr"].map((end) =>
        at(`${name}-${subject}.${end}`)
      ) as [string, string, string];
      await openssl(
        "req",
        ...curve,
        "-subj",
        `/O=system:masters/CN=${subject}`,
        "-keyout",
        key,
        "-out",
        request,
      );
      await openssl(
        "x509",
        "-req",
        "-in",
        request,
        "-CA",
        at(`${name}.crt`),
        "-CAkey",
        at(`${name}.key`),
        "-CAcreateserial",
        "-days",
        "2",
        "-extfile",
        extensions,
        "-out",
        cert,
      );
      return { cert, key };
    },
  };
}

interface TlsServer extends AsyncDisposable {
  readonly url: string;
}

/** Answers with the common name of the client's certificate, which it asks for. */
async function serve(ca: string, cert: string, key: string): Promise<TlsServer> {
  const { createServer } = await import("node:https");
  const read = (path: string) => Deno.readTextFileSync(path);
  const server = createServer(
    { ca: read(ca), cert: read(cert), key: read(key), requestCert: true, rejectUnauthorized: true },
    (_request, response) => {
      response.writeHead(200, { "content-type": "application/json", connection: "close" });
      response.end(JSON.stringify({ gitVersion: "v1.36.3" }));
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

Deno.test("a kubeconfig's authority and client certificate are used, a wrong authority reads well, rotation is seen", async () => {
  if (!await hasOpenssl()) return;
  await using folder = await createFolder();
  const authority = await createAuthority(folder, "right");
  const other = await createAuthority(folder, "wrong");
  const [host, admin] = [await authority.sign("host"), await authority.sign("admin")];
  await using server = await serve(authority.file, host.cert, host.key);
  const load = async (ca: string) => {
    const content = kubeconfig({ cluster: { server: server.url, "certificate-authority": ca } });
    const user = { "client-certificate": admin.cert, "client-key": admin.key };
    const path = await folder.write("config", { ...content, users: [{ name: "me", user }] });
    return await loadConfig({ kubeconfig: path });
  };

  const config = await load(authority.file);
  {
    await using client = createClient(config);
    const response = await client.request("/version");
    assertEquals((await response.json()).gitVersion, "v1.36.3");
  }
  {
    using connection = await config.connect?.();
    assertEquals(await connection?.stale?.(), false);
    const renewed = await authority.sign("renewed");
    await Deno.copyFile(renewed.cert, admin.cert);
    await Deno.copyFile(renewed.key, admin.key);
    assertEquals(await connection?.stale?.(), true);
    using again = await config.connect?.();
    assertEquals(await again?.stale?.(), false);
    await Deno.remove(admin.key);
    assertEquals(await again?.stale?.(), false);
    await Deno.copyFile(renewed.key, admin.key);
  }
  {
    await using client = createClient(await load(other.file));
    const error = await assertRejects(() => client.request("/version", { timeout: 5_000 }), Error);
    assertStringIncludes(chain(error), "UnknownIssuer");
  }
  {
    await using client = createClient(
      await loadConfig({ server: server.url, tls: { caFile: authority.file } }),
    );
    const error = await assertRejects(() => client.request("/version", { timeout: 5_000 }), Error);
    assert(/certificate/i.test(chain(error)), chain(error));
  }
});

function chain(error: unknown): string {
  return error instanceof Error ? `${error.message}\n${chain(error.cause)}` : String(error ?? "");
}
