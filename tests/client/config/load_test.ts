import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ConfigError, loadConfig } from "../../../client/config/mod.ts";
import { createTestClock } from "../../../testing/clock.ts";
import { CANARY, createFolder, kubeconfig } from "./fixtures.ts";

async function messageOf(promise: Promise<unknown>): Promise<string> {
  const error = await assertRejects(() => promise, ConfigError);
  assert(!error.message.includes(CANARY), "the message holds a secret");
  return error.message;
}

Deno.test("loadConfig takes a server's URL, keeps its path and drops its last slash", async () => {
  const config = await loadConfig({
    server: "http://127.0.0.1:1234/k8s/clusters/a/",
    namespace: "x",
  });
  assertEquals(config.server, "http://127.0.0.1:1234/k8s/clusters/a");
  assertEquals(config.namespace, "x");
  assertEquals(config.authorize, undefined);
});

Deno.test("loadConfig refuses options that exclude each other or lack their server (CL-1, FL-28)", async () => {
  assertStringIncludes(
    await messageOf(loadConfig({ server: "http://127.0.0.1:1", kubeconfig: "a" })),
    "server and kubeconfig exclude each other",
  );
  assertStringIncludes(
    await messageOf(loadConfig({ inCluster: true, context: "dev" })),
    "context and inCluster exclude each other",
  );
  assertStringIncludes(
    await messageOf(loadConfig({ token: CANARY })),
    "token goes together with the option server",
  );
  assertStringIncludes(
    await messageOf(loadConfig({ server: "https://127.0.0.1:1", token: CANARY, tokenFile: "a" })),
    "token and tokenFile exclude each other",
  );
  assertStringIncludes(
    await messageOf(loadConfig({ server: "http://127.0.0.1:1", tls: { ca: "" } })),
    "tls has no effect",
  );
});

Deno.test("loadConfig refuses URLs that are none or hold secrets, without telling them", async () => {
  for (
    const server of [
      "127.0.0.1:8001",
      "ftp://127.0.0.1",
      `https://me:${CANARY}@127.0.0.1`,
      `https://127.0.0.1/?token=${CANARY}`,
      "",
    ]
  ) {
    assertStringIncludes(
      await messageOf(loadConfig({ server })),
      "The server URL of option server",
    );
  }
});

Deno.test("loadConfig refuses to send credentials over plain HTTP to another machine", async () => {
  assertStringIncludes(
    await messageOf(loadConfig({ server: "http://192.0.2.1", token: CANARY })),
    "Credentials would be readable on the way to http://192.0.2.1",
  );
  const { authorize } = await loadConfig({ server: "http://127.0.0.1:1", token: CANARY });
  assertEquals(await authorize?.({ refresh: false }), { authorization: `Bearer ${CANARY}` });
});

Deno.test("loadConfig encodes user name and password as UTF-8", async () => {
  const { authorize } = await loadConfig({
    server: "https://127.0.0.1:1",
    username: "jürgen",
    password: "paß",
  });
  assertEquals(await authorize?.({ refresh: false }), { authorization: "Basic asO8cmdlbjpwYcOf" });
});

Deno.test("a configuration shows no secret when it is printed", async () => {
  await using folder = await createFolder();
  const path = await folder.write("config", kubeconfig());
  for (
    const config of [
      await loadConfig({ kubeconfig: path }),
      await loadConfig({ server: "https://127.0.0.1:1", token: CANARY }),
      await loadConfig({ server: "https://127.0.0.1:1", username: "a", password: CANARY }),
    ]
  ) {
    const printed = Deno.inspect(config, { depth: 20, showHidden: true });
    assert(!printed.includes(CANARY), printed);
    assert(!JSON.stringify(config).includes(CANARY));
    assert(!JSON.stringify(config).includes(btoa(CANARY)));
    const headers = await config.authorize?.({ refresh: false });
    assert(Object.values(headers ?? {}).length === 1);
  }
});

Deno.test("a token file is read again when it is 60 s old, and at once when the server refused it", async () => {
  await using folder = await createFolder();
  const tokenFile = await folder.write("token", "one\n");
  const clock = createTestClock();
  const { authorize } = await loadConfig({ server: "https://127.0.0.1:1", tokenFile, clock });
  const token = async (refresh = false) => (await authorize?.({ refresh }))?.authorization;
  await folder.write("token", "two\n");
  await clock.advance(59_999);
  assertEquals(await token(), "Bearer one");
  await clock.advance(1);
  assertEquals(await token(), "Bearer two");
  await folder.write("token", "three");
  assertEquals(await token(), "Bearer two");
  assertEquals(await token(true), "Bearer three");
  await Deno.remove(tokenFile);
  await clock.advance(60_000);
  assertEquals(await token(), "Bearer three");
  assertStringIncludes(await messageOf(token(true)), "there is no file");
});

Deno.test("a token file that is missing, empty or no token is an error that does not tell it", async () => {
  await using folder = await createFolder();
  const server = "https://127.0.0.1:1";
  const tokenFile = `${folder.path}/token`;
  assertStringIncludes(await messageOf(loadConfig({ server, tokenFile })), "there is no file");
  await folder.write("token", " \n");
  assertStringIncludes(await messageOf(loadConfig({ server, tokenFile })), "is empty");
  await folder.write("token", `${CANARY}\n${CANARY}`);
  assertStringIncludes(await messageOf(loadConfig({ server, tokenFile })), "holds characters");
  assertStringIncludes(
    await messageOf(loadConfig({ server, tokenFile: folder.path })),
    "is not a file",
  );
});

Deno.test("the service account gives server, namespace and a token that rotates", async () => {
  await using folder = await createFolder();
  const inCluster = { directory: folder.path, server: "http://127.0.0.1:1" };
  assertStringIncludes(
    await messageOf(loadConfig({ inCluster })),
    `there is no ${folder.path}/token`,
  );
  await folder.write("token", "one");
  assertStringIncludes(
    await messageOf(loadConfig({ inCluster })),
    "Cannot read the service account's certificate authority",
  );
  await folder.write("ca.crt", "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n");
  await folder.write("namespace", "shop\n");
  const config = await loadConfig({ inCluster });
  assertEquals(config.namespace, "shop");
  assertEquals(config.source, `service account ${folder.path}`);
  await folder.write("token", "two");
  assertEquals(await config.authorize?.({ refresh: true }), { authorization: "Bearer two" });
  assertEquals((await loadConfig({ inCluster, namespace: "other" })).namespace, "other");
});
