import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { createClient, loadConfig } from "../../../client/mod.ts";
import { createCertificateAuthority, type KeyPair } from "../../cluster/certificates.ts";
import { createFolder, kubeconfig } from "./fixtures.ts";
import { serveTls } from "./tls_server.ts";

Deno.test("a kubeconfig's authority and client certificate are used, a wrong authority reads well, rotation is seen", async () => {
  await using folder = await createFolder();
  const [authority, other] = await Promise.all([
    createCertificateAuthority(),
    createCertificateAuthority(),
  ]);
  const right = await folder.write("right.crt", authority.certificate);
  const wrong = await folder.write("wrong.crt", other.certificate);
  const writeAdmin = async ({ certificate, privateKey }: KeyPair) => {
    await folder.write("admin.crt", certificate);
    await folder.write("admin.key", privateKey);
  };
  await writeAdmin(await authority.issueClient({ name: "admin" }));
  await using server = await serveTls(
    authority.certificate,
    await authority.issueServer(["127.0.0.1"]),
  );
  const load = async (ca: string) => {
    const content = kubeconfig({ cluster: { server: server.url, "certificate-authority": ca } });
    const user = { "client-certificate": "admin.crt", "client-key": "admin.key" };
    const path = await folder.write("config", { ...content, users: [{ name: "me", user }] });
    return await loadConfig({ kubeconfig: path });
  };

  const config = await load(right);
  {
    await using client = createClient(config);
    const response = await client.request("/version");
    assertEquals((await response.json()).gitVersion, "v1.36.3");
  }
  {
    using connection = await config.connect?.();
    assertEquals(await connection?.stale?.(), false);
    const renewed = await authority.issueClient({ name: "admin" });
    await writeAdmin(renewed);
    assertEquals(await connection?.stale?.(), true);
    using again = await config.connect?.();
    assertEquals(await again?.stale?.(), false);
    await Deno.remove(`${folder.path}/admin.key`);
    assertEquals(await again?.stale?.(), false);
    await writeAdmin(renewed);
  }
  {
    await using client = createClient(await load(wrong));
    const error = await assertRejects(() => client.request("/version", { timeout: 5_000 }), Error);
    assertStringIncludes(chain(error), "UnknownIssuer");
  }
  {
    await using client = createClient(
      await loadConfig({ server: server.url, tls: { caFile: right } }),
    );
    const error = await assertRejects(() => client.request("/version", { timeout: 5_000 }), Error);
    assert(/certificate/i.test(chain(error)), chain(error));
  }
});

function chain(error: unknown): string {
  return error instanceof Error ? `${error.message}\n${chain(error.cause)}` : String(error ?? "");
}
