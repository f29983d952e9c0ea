import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ConfigError, loadConfig } from "../../../client/config/mod.ts";
import { createClient } from "../../../client/mod.ts";
import { createCertificateAuthority } from "../../cluster/certificates.ts";
import { isExempt } from "../../../client/config/proxy.ts";
import { startConnectProxy } from "./connect_proxy.ts";
import { CANARY, createFolder, kubeconfig, loadInProcess } from "./fixtures.ts";
import { serveTls } from "./tls_server.ts";

Deno.test("CL-1: requests go through the proxy of proxy-url, with its user and password, and end to end in TLS", async () => {
  await using folder = await createFolder();
  const authority = await createCertificateAuthority();
  await using server = await serveTls(
    authority.certificate,
    await authority.issueServer(["127.0.0.1"]),
  );
  await using proxy = startConnectProxy();
  const { certificate, privateKey } = await authority.issueClient({ name: "me" });
  const path = await folder.write("config", {
    ...kubeconfig({
      cluster: {
        server: server.url,
        "certificate-authority-data": btoa(authority.certificate),
        "proxy-url": `http://me:s%40c@127.0.0.1:${proxy.port}`,
      },
    }),
    users: [{
      name: "me",
      user: {
        "client-certificate-data": btoa(certificate),
        "client-key-data": btoa(privateKey),
      },
    }],
  });
  const config = await loadConfig({ kubeconfig: path });
  {
    await using client = createClient(config);
    assertEquals((await (await client.request("/version")).json()).name, "me");
  }
  const { host } = new URL(server.url);
  assertEquals(proxy.seen, [`CONNECT ${host} HTTP/1.1 ${btoa("me:s@c")}`]);
  assertStringIncludes(config.source ?? "", `through the proxy http://127.0.0.1:${proxy.port}`);
  assert(!JSON.stringify(config).includes("s@c") && !(config.source ?? "").includes("me:"));
});

Deno.test("CL-1: a proxy that does not listen is named by the error", async () => {
  await using folder = await createFolder();
  const cluster = { "proxy-url": `http://me:${CANARY}@127.0.0.1:1` };
  const path = await folder.write("config", kubeconfig({ cluster }));
  await using client = createClient(await loadConfig({ kubeconfig: path }));
  const error = await assertRejects(() => client.request("/version", { timeout: 200 }), Error);
  assertStringIncludes(error.message, "through the proxy http://127.0.0.1:1");
  assert(!error.message.includes(CANARY));
});

Deno.test("CL-1: proxy-url is http, https or socks5, needs its flag, and NO_PROXY over it is told", async () => {
  await using folder = await createFolder();
  const write = (url: string) =>
    folder.write("config", kubeconfig({ cluster: { "proxy-url": url } }));
  for (
    const url of [
      "http://localhost:1",
      "https://localhost",
      "socks5://me:x@localhost:1",
      "socks5h://localhost",
      "http://127.0.0.1:9/",
    ]
  ) {
    const config = await loadConfig({ kubeconfig: await write(url) });
    (await config.connect?.())?.[Symbol.dispose]();
  }
  for (const url of ["ftp://a", "a:1", "http://", `http://a/${CANARY}`, `socks4://${CANARY}`]) {
    const kubeconfig = await write(url);
    const error = await assertRejects(() => loadConfig({ kubeconfig }), ConfigError);
    assertStringIncludes(error.message, "proxy-url of cluster");
    assert(!error.message.includes(CANARY));
  }
  const options = JSON.stringify({ kubeconfig: await write("socks5://127.0.0.1") });
  const read = `--allow-read=${folder.path}`;
  const server = "--allow-net=127.0.0.1:6443";
  const { message = "" } = await loadInProcess([read, server], {}, options);
  assertStringIncludes(message, "--allow-net=127.0.0.1:1080");
  const flags = [read, `${server},127.0.0.1:1080`, "--allow-env=NO_PROXY"];
  const quiet = await loadInProcess(flags, {}, options);
  assertEquals([quiet.message, quiet.warnings], [undefined, undefined]);
  const warned = await loadInProcess(flags, { NO_PROXY: "127.0.0.1" }, options);
  assertStringIncludes(JSON.stringify(warned), "NO_PROXY names that host");
});

Deno.test("isExempt reads NO_PROXY as the runtime does", () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ["", "127.0.0.1", false],
    ["*", "example.com", true],
    ["*", "[::1]", false],
    ["example.com, 10.0.0.0/8", "10.96.0.1", true],
    ["10.0.0.0/8", "11.96.0.1", false],
    ["10.0.0.0/8", "[a00::1]", false],
    ["10.96.0.1", "10.96.0.1", true],
    ["10.96.0", "10.96.0.1", false],
    ["10.0.0.0/x", "10.96.0.1", false],
    ["0.1", "10.96.0.1", false],
    ["::1", "[::1]", true],
    ["fc00::/7", "[fd00::1]", true],
    ["fc00::/7", "[fe00::1]", false],
    ["::/0", "127.0.0.1", false],
    ["example.com", "api.example.com", true],
    ["Example.com", "example.com", false],
    [".example.com", "example.com", true],
    ["*.example.com", "api.example.com", false],
    ["example.com:6443", "example.com", false],
    ["ample.com", "example.com", false],
  ];
  for (const [list, host, expected] of cases) {
    assertEquals(isExempt(host, list), expected, `NO_PROXY=${list} for ${host}`);
  }
});
