import { assertEquals, assertNotEquals, assertRejects } from "@std/assert";
import { createCertificateAuthority, createSigningKeys } from "./certificates.ts";

Deno.test("createCertificateAuthority issues server certificates that only its own clients trust", async () => {
  const [authority, other] = await Promise.all([
    createCertificateAuthority(),
    createCertificateAuthority(),
  ]);
  const { certificate, privateKey } = await authority.issueServer(["127.0.0.1", "localhost"]);
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    cert: certificate,
    key: privateKey,
    onListen: () => {},
  }, () => new Response("hello"));
  const url = `https://127.0.0.1:${server.addr.port}/`;
  {
    using trusting = Deno.createHttpClient({ caCerts: [authority.certificate] });
    assertEquals(await (await fetch(url, { client: trusting })).text(), "hello");
    using wary = Deno.createHttpClient({ caCerts: [other.certificate] });
    await assertRejects(() => fetch(url, { client: wary }), TypeError);
  }
  await server.shutdown();
});

Deno.test("createCertificateAuthority issues certificates that are not valid for other hosts", async () => {
  const authority = await createCertificateAuthority();
  const { certificate, privateKey } = await authority.issueServer(["example.test"]);
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    cert: certificate,
    key: privateKey,
    onListen: () => {},
  }, () => new Response("hello"));
  {
    using client = Deno.createHttpClient({ caCerts: [authority.certificate] });
    await assertRejects(
      () => fetch(`https://127.0.0.1:${server.addr.port}/`, { client }),
      TypeError,
    );
  }
  await server.shutdown();
});

Deno.test("createSigningKeys makes a new pair each time", async () => {
  const [one, two] = [await createSigningKeys(), await createSigningKeys()];
  assertNotEquals(one.privateKey, two.privateKey);
  assertEquals(one.privateKey.split("\n")[0], "-----BEGIN PRIVATE KEY-----");
  assertEquals(one.publicKey.split("\n")[0], "-----BEGIN PUBLIC KEY-----");
});
