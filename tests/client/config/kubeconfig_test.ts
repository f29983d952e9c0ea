import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { type ClientConfig, ConfigError, loadConfig } from "../../../client/config/mod.ts";
import { CANARY, createFolder, kubeconfig } from "./fixtures.ts";

async function load(content: unknown, context?: string): Promise<ClientConfig> {
  await using folder = await createFolder();
  const path = await folder.write("config", content);
  return await loadConfig({ kubeconfig: path, ...context === undefined ? {} : { context } });
}

async function messageOf(content: unknown, context?: string): Promise<string> {
  const error = await assertRejects(() => load(content, context), ConfigError);
  assert(!error.message.includes(CANARY), "the message holds a secret");
  return error.message;
}

Deno.test("loadConfig reads server, namespace and token of the current context", async () => {
  const config = await load(kubeconfig({ context: { namespace: "shop" } }));
  assertEquals(config.server, "https://127.0.0.1:6443");
  assertEquals(config.namespace, "shop");
  assertEquals(await config.authorize?.({ refresh: false }), { authorization: `Bearer ${CANARY}` });
  assertStringIncludes(config.source ?? "", "context dev");
});

Deno.test("loadConfig takes another context, and lists those that exist where it is misspelt", async () => {
  const content = kubeconfig({
    top: {
      contexts: [
        { name: "dev", context: { cluster: "local", user: "me" } },
        { name: "prod", context: { cluster: "local", user: "me", namespace: "p" } },
      ],
    },
  });
  assertEquals((await load(content, "prod")).namespace, "p");
  assertStringIncludes(await messageOf(content, "prdo"), `no context "prdo"`);
  assertStringIncludes(await messageOf(content, "prdo"), "it has dev, prod");
  assertStringIncludes(
    await messageOf({ ...content, "current-context": "" }),
    "no current-context",
  );
});

Deno.test("loadConfig names a cluster or user that does not exist", async () => {
  assertStringIncludes(
    await messageOf(kubeconfig({ context: { cluster: "x" } })),
    `the cluster "x", which does not exist: there is local`,
  );
  assertStringIncludes(
    await messageOf(kubeconfig({ context: { user: "x" } })),
    `the user "x", which does not exist: there is me`,
  );
  assertStringIncludes(await messageOf(kubeconfig({ cluster: { server: "" } })), "has no server");
});

Deno.test("loadConfig refuses what it cannot do, and never ignores it", async () => {
  const cases: readonly (readonly [Parameters<typeof kubeconfig>[0], string])[] = [
    [{ user: { exec: { command: "aws" } } }, "apiVersion of exec of user"],
    [{ user: { "auth-provider": { name: "gcp" } } }, "auth-provider of user"],
    [{ user: { "as-groups": ["a"] } }, "as-groups of user"],
    [{ cluster: { "proxy-url": `ftp://${CANARY}@127.0.0.1:1` } }, "proxy-url of cluster"],
    [{ cluster: { "tls-server-name": "api.example.com" } }, "tls-server-name of cluster"],
    [
      { cluster: { "insecure-skip-tls-verify": true } },
      "--unsafely-ignore-certificate-errors=127.0.0.1",
    ],
  ];
  for (const [parts, text] of cases) assertStringIncludes(await messageOf(kubeconfig(parts)), text);
  await load(
    kubeconfig({ cluster: { "insecure-skip-tls-verify": false, "tls-server-name": "127.0.0.1" } }),
  );
});

Deno.test("loadConfig refuses broken files by place, without quoting them", async () => {
  assertStringIncludes(await messageOf(`users: [{token: ${CANARY}`), "Cannot parse the kubeconfig");
  assertStringIncludes(await messageOf(`a: 1\na: ${CANARY}\n`), "duplicated mapping key at line 2");
  assertStringIncludes(await messageOf(`a: !secret ${CANARY}\n`), "unknown scalar tag at line 1");
  assertStringIncludes(await messageOf(`a: *${CANARY}\n`), "unidentified alias at line 1");
  assertStringIncludes(await messageOf("a: 1\n---\nb: 2\n"), "more than one document");
  assertStringIncludes(await messageOf("# nothing"), "no current-context");
  assertStringIncludes(await messageOf("[".repeat(100_000)), "nesting");
  assertStringIncludes(await messageOf(`- ${CANARY}`), "is not a YAML mapping");
  assertStringIncludes(await messageOf("kind: Pod"), "of another kind than Config");
  assertStringIncludes(await messageOf(""), "no current-context");
  assertStringIncludes(await messageOf("clusters: 5"), "clusters of the kubeconfig");
  assertStringIncludes(await messageOf("users: [{user: {}}]"), "users[0] of the kubeconfig");
  assertStringIncludes(await messageOf(kubeconfig({ user: { token: 5 } })), "token of user");
  const bomb = ["a: &a [x,x,x,x,x,x,x,x,x]"];
  for (const [i, name] of [..."bcdefghijklmn"].entries()) {
    const last = "abcdefghijklm"[i];
    bomb.push(`${name}: &${name} [${Array(9).fill(`*${last}`).join(",")}]`);
  }
  assertStringIncludes(await messageOf(bomb.join("\n")), "aliases exceeded");
  assertStringIncludes(await messageOf(`a: ${"x".repeat(4 * 2 ** 20)}`), "more than the 4194304");
});

Deno.test("loadConfig merges several files: the first value wins, missing files are skipped", async () => {
  await using folder = await createFolder();
  const first = await folder.write("first", {
    "current-context": "dev",
    users: [{ name: "me", user: { token: "first" } }],
  });
  const second = await folder.write("second", kubeconfig({ top: { "current-context": "other" } }));
  const config = await loadConfig({ kubeconfig: [first, `${folder.path}/none`, second] });
  assertEquals(config.server, "https://127.0.0.1:6443");
  assertEquals(await config.authorize?.({ refresh: false }), { authorization: "Bearer first" });
  const error = await assertRejects(
    () => loadConfig({ kubeconfig: [`${folder.path}/none`] }),
    ConfigError,
  );
  assertStringIncludes(error.message, "There is no kubeconfig");
});

Deno.test("loadConfig resolves paths against the file they stand in, and prefers tokenFile to token", async () => {
  await using folder = await createFolder();
  await Deno.mkdir(`${folder.path}/keys`);
  await folder.write("keys/token", "from-file");
  const path = await folder.write("config", kubeconfig({ user: { tokenFile: "keys/token" } }));
  const config = await loadConfig({ kubeconfig: path });
  assertEquals(await config.authorize?.({ refresh: false }), { authorization: "Bearer from-file" });
});

Deno.test("loadConfig names certificates that are missing, no PEM, encrypted or without their key", async () => {
  const cases: readonly (readonly [Parameters<typeof kubeconfig>[0], string])[] = [
    [{ cluster: { "certificate-authority": "none.crt" } }, "Cannot read certificate-authority of"],
    [{ cluster: { "certificate-authority-data": "%%" } }, "is not base64"],
    [{ cluster: { "certificate-authority-data": btoa(CANARY) } }, "holds no PEM certificate"],
    [
      {
        cluster: {
          "certificate-authority-data": btoa(
            "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----",
          ),
        },
      },
      "Cannot use certificate-authority-data of cluster",
    ],
    [{ user: { "client-certificate-data": btoa(CANARY) } }, "but no key for it"],
    [{ user: { "client-key-data": btoa(CANARY) } }, "but no client certificate"],
    [{
      user: {
        "client-certificate-data": btoa("-----BEGIN CERTIFICATE-----"),
        "client-key-data": btoa(`-----BEGIN ENCRYPTED PRIVATE KEY-----${CANARY}`),
      },
    }, "is encrypted"],
    [{
      user: {
        "client-certificate-data": btoa(
          "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----",
        ),
        "client-key-data": btoa(
          `-----BEGIN PRIVATE KEY-----\n${CANARY}\n-----END PRIVATE KEY-----`,
        ),
      },
    }, "Cannot use client-certificate-data of user"],
  ];
  for (const [parts, text] of cases) assertStringIncludes(await messageOf(kubeconfig(parts)), text);
});

Deno.test("loadConfig does not send a kubeconfig's credentials over plain HTTP, and warns", async () => {
  const config = await load(kubeconfig({ cluster: { server: "http://127.0.0.1:8080" } }));
  assertEquals(config.authorize, undefined);
  assertEquals(config.warnings?.length, 1);
  assertStringIncludes(config.warnings?.[0] ?? "", "plain HTTP");
});

Deno.test("a ConfigError shows no control character of what was read", async () => {
  const message = await messageOf(kubeconfig({ top: { "current-context": "x\u001b[31m\u009b" } }));
  // deno-lint-ignore no-control-regex -- control characters are what is looked for
  assert(!/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(message), JSON.stringify(message));
});
