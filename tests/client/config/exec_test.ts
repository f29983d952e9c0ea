import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ConfigError, loadConfig } from "../../../client/config/mod.ts";
import { createClient } from "../../../client/mod.ts";
import { createTestClock } from "../../../testing/clock.ts";
import { createCertificateAuthority } from "../../cluster/certificates.ts";
import { CANARY, CERTIFICATE, createFolder, kubeconfig, loadInProcess } from "./fixtures.ts";
import { allowed, createPlugin, V1 } from "./plugin.ts";
import { serveTls } from "./tls_server.ts";

const start = Date.UTC(2026, 0, 1);

async function messageOf(promise: Promise<unknown>): Promise<string> {
  const error = await assertRejects(() => promise, ConfigError);
  assert(!error.message.includes(CANARY), "the message holds a secret");
  return error.message;
}

Deno.test("CL-1: exec plugins run once for all who ask, again when the token ends and when it is refused", async () => {
  await using folder = await createFolder();
  const plugin = await createPlugin(folder);
  const clock = createTestClock(start);
  const until = (ms: number) => new Date(start + ms).toISOString();
  await plugin.answer({ token: "one", expirationTimestamp: until(600_000) });
  const { authorize } = await loadConfig({ kubeconfig: plugin.path, ...allowed, clock });
  const ask = async (refresh = false) => (await authorize?.({ refresh }))?.authorization;
  assertEquals(await ask(), "Bearer one");
  assertEquals((await plugin.runs()).length, 1);
  await plugin.answer({ token: "two", expirationTimestamp: until(1_200_000) });
  await clock.advance(580_000);
  assertEquals(await ask(), "Bearer one");
  await clock.advance(11_000);
  assertEquals(
    await Promise.all(Array.from({ length: 10 }, () => ask())),
    Array.from({ length: 10 }, () => "Bearer two"),
  );
  assertEquals((await plugin.runs()).length, 2);
  await plugin.answer({ token: "three" });
  assertEquals(await Promise.all([ask(true), ask(true), ask()]), [
    "Bearer three",
    "Bearer three",
    "Bearer two",
  ]);
  assertEquals((await plugin.runs()).length, 3);
});

Deno.test("CL-1: an exec plugin that fails does no harm while its last token is good, and is left alone for a while", async () => {
  await using folder = await createFolder();
  const plugin = await createPlugin(folder);
  const clock = createTestClock(start);
  const expirationTimestamp = new Date(start + 600_000).toISOString();
  await plugin.answer({ token: "one", expirationTimestamp });
  const { authorize } = await loadConfig({ kubeconfig: plugin.path, ...allowed, clock });
  await plugin.answer(`Deno.exit(3)`);
  await clock.advance(595_000);
  for (let n = 0; n < 3; n++) {
    assertEquals((await authorize?.({ refresh: false }))?.authorization, "Bearer one");
  }
  assertEquals((await plugin.runs()).length, 2);
  await clock.advance(6_000);
  const message = await messageOf(Promise.resolve(authorize?.({ refresh: false })));
  assertStringIncludes(message, "has failed with exit code 3");
});

Deno.test("CL-1: requests that are refused together renew the token of an exec plugin once", async () => {
  await using folder = await createFolder();
  const plugin = await createPlugin(folder);
  await plugin.answer({ token: "one" });
  const config = await loadConfig({ kubeconfig: plugin.path, ...allowed });
  await plugin.answer({ token: "two" });
  let late: (() => void) | undefined;
  const held = new Promise<void>((resolve) => late = resolve);
  const { systemRuntime } = await import("../../../_internal/mod.ts");
  await using client = createClient(config, {
    runtime: {
      ...systemRuntime,
      async fetch(url, init) {
        const bearer = new Headers(init.headers).get("authorization");
        if (bearer === "Bearer one" && url.endsWith("/late")) await held;
        const status = bearer === "Bearer two" ? 200 : 401;
        return Response.json({ kind: "Status", status: "Failure", code: status }, { status });
      },
    },
  });
  const last = client.request("/late");
  await Promise.all(Array.from({ length: 5 }, () => client.request("/early")));
  late?.();
  await last;
  assertEquals((await plugin.runs()).length, 2);
});

Deno.test("CL-1: an exec plugin is told in KUBERNETES_EXEC_INFO what it wants to know, and gets its own variables", async () => {
  for (const version of ["v1", "v1beta1"]) {
    await using folder = await createFolder();
    const apiVersion = `client.authentication.k8s.io/${version}`;
    const plugin = await createPlugin(folder, {
      apiVersion,
      env: [{ name: "ADDED", value: "yes" }],
      provideClusterInfo: true,
    }, {
      "certificate-authority-data": btoa(CERTIFICATE),
      extensions: [{ name: "client.authentication.k8s.io/exec", extension: { audience: "a" } }],
    });
    await plugin.answer({ token: "one" });
    await loadConfig({ kubeconfig: plugin.path, ...allowed });
    const [told] = await plugin.runs();
    assertEquals(told, {
      added: "yes",
      info: {
        apiVersion,
        kind: "ExecCredential",
        spec: {
          interactive: false,
          cluster: {
            server: "https://127.0.0.1:6443",
            "certificate-authority-data": btoa(CERTIFICATE),
            config: { audience: "a" },
          },
        },
      },
    });
  }
});

Deno.test("CL-1: an exec plugin runs only where the option and the flag allow it, and the error names both", async () => {
  await using folder = await createFolder();
  const plugin = await createPlugin(folder);
  await plugin.answer({ token: CANARY });
  const load = (options: object) => loadConfig({ kubeconfig: plugin.path, ...options });
  for (const options of [{}, { exec: {} }, { exec: { allow: ["/usr/bin/other"] } }]) {
    const message = await messageOf(load(options));
    assertStringIncludes(message, `the exec plugin "${Deno.execPath()}"`);
    assertStringIncludes(message, `loadConfig({ exec: { allow: ["${Deno.execPath()}"] } })`);
  }
  assertEquals((await plugin.runs()).length, 0);

  const flags = [`--allow-read=${folder.path}`, "--allow-net"];
  const options = JSON.stringify({ kubeconfig: plugin.path, ...allowed });
  const forbidden = await loadInProcess(flags, {}, options);
  assertStringIncludes(forbidden.message ?? "", "which this process may not run");
  assertStringIncludes(forbidden.message ?? "", `--allow-run=${Deno.execPath()}`);
  const both = await loadInProcess(flags, {}, JSON.stringify({ kubeconfig: plugin.path }));
  assertStringIncludes(both.message ?? "", `and run with --allow-run=${Deno.execPath()}`);
  assertEquals((await plugin.runs()).length, 0);
  const run = await loadInProcess([...flags, `--allow-run=${Deno.execPath()}`], {}, options);
  assertEquals(run.message, undefined);
  assertEquals((await plugin.runs()).length, 1);
});

Deno.test("CL-1: the name of an exec plugin stands for the allowed file, whatever lies in PATH", async () => {
  await using folder = await createFolder();
  const mark = `${folder.path}/mark`;
  const name = Deno.execPath().split("/").at(-1) ?? "";
  const trap = await folder.write(name, `#!/bin/sh\ntouch ${mark}\n`);
  await Deno.chmod(trap, 0o755);
  const plugin = await createPlugin(folder, {
    command: name,
    env: [{ name: "PATH", value: folder.path }, { name: "ADDED", value: "yes" }],
  });
  await plugin.answer({ token: "one" });
  const load = (options: object) =>
    loadInProcess(
      ["--allow-all"],
      { PATH: folder.path },
      JSON.stringify({ kubeconfig: plugin.path, ...options }),
    );
  assertEquals((await load(allowed)).message, undefined);
  assertEquals((await plugin.runs()).map(({ added }) => added), ["yes"]);
  const bare = (await load({ exec: { allow: [name] } })).message ?? "";
  assertStringIncludes(bare, `exec.allow holds "${name}", which is no absolute path`);
  const unlisted = (await load({ exec: { allow: ["/usr/bin/other"] } })).message ?? "";
  assertStringIncludes(unlisted, `loadConfig({ exec: { allow: ["/path/to/${name}"] } })`);
  assertEquals((await plugin.runs()).length, 1);
  await assertRejects(() => Deno.stat(mark), Deno.errors.NotFound);
});

Deno.test("CL-1: an exec plugin with a folder is found from the kubeconfig's, and installHint is told where it is missing", async () => {
  await using folder = await createFolder();
  const plugin = await createPlugin(folder, {
    command: "./bin/../missing-plugin",
    installHint: "Get it from the shop",
  });
  const command = `${folder.path}/missing-plugin`;
  assertStringIncludes(
    await messageOf(loadConfig({ kubeconfig: plugin.path })),
    `allow: ["${command}"]`,
  );
  const options = { kubeconfig: plugin.path, exec: { allow: [command] } };
  const flags = [`--allow-read=${folder.path}`, "--allow-net", `--allow-run=${command}`];
  const { message = "" } = await loadInProcess(flags, {}, JSON.stringify(options));
  assertStringIncludes(message, `The exec plugin "${command}" of user "me"`);
  assertStringIncludes(message, "is not there: install it: Get it from the shop");
});

Deno.test("CL-1: no shell sees the arguments of an exec plugin", async () => {
  await using folder = await createFolder();
  const plugin = await createPlugin(folder);
  const mark = `${folder.path}/mark`;
  const args = [...plugin.exec.args as string[], `; touch ${mark}`, `$(touch ${mark})`];
  await folder.write("config", {
    ...kubeconfig(),
    users: [{ name: "me", user: { exec: { ...plugin.exec, args } } }],
  });
  await plugin.answer(
    `console.log(JSON.stringify({ apiVersion: "${V1}", kind: "ExecCredential",
       status: { token: btoa(Deno.args.join("|")) } }))`,
  );
  const { authorize } = await loadConfig({ kubeconfig: plugin.path, ...allowed });
  const { authorization = "" } = await authorize?.({ refresh: false }) ?? {};
  assertEquals(
    atob(String(authorization).replace("Bearer ", "")),
    `; touch ${mark}|$(touch ${mark})`,
  );
  await assertRejects(() => Deno.stat(mark), Deno.errors.NotFound);
});

Deno.test("CL-1: what an exec plugin should not have written is refused without being told", async () => {
  await using folder = await createFolder();
  const plugin = await createPlugin(folder, { env: [{ name: "ADDED", value: CANARY }] });
  const says = (value: unknown) => `console.log(${JSON.stringify(JSON.stringify(value))})`;
  const credential = { apiVersion: V1, kind: "ExecCredential" };
  const cases: readonly (readonly [Record<string, unknown> | string, string])[] = [
    [`console.log("${CANARY}")`, "something else than JSON"],
    [says({ token: CANARY }), "something else than an ExecCredential"],
    [
      says({ ...credential, apiVersion: `${V1}beta1`, status: { token: CANARY } }),
      "speaks another version",
    ],
    [says(credential), "no status"],
    [{}, "neither a token nor a client certificate"],
    [{ token: 7 }, "token of the status of the exec plugin"],
    [{ token: `${CANARY}\nx` }, "holds characters that no token has"],
    [{ clientCertificateData: CANARY }, "a certificate without its key"],
    [{ clientCertificateData: CANARY, clientKeyData: CANARY }, "client certificate"],
    [{ token: CANARY, expirationTimestamp: "soon" }, "no date"],
    [`console.log("${CANARY}"); Deno.exit(7)`, "failed with exit code 7"],
    [`console.log("x".repeat(2000000))`, "more than 1048576 bytes"],
  ];
  for (const [answer, expected] of cases) {
    await plugin.answer(answer);
    const message = await messageOf(loadConfig({ kubeconfig: plugin.path, ...allowed }));
    assertStringIncludes(message, expected);
  }
});

Deno.test("CL-1: an exec plugin that does not end is killed", async () => {
  await using folder = await createFolder();
  const plugin = await createPlugin(folder);
  await plugin.answer(
    `Deno.writeTextFileSync(folder + "/pid", String(Deno.pid));
     await new Promise((resolve) => setTimeout(resolve, 60_000))`.replace(
      "folder",
      JSON.stringify(folder.path),
    ),
  );
  const exec = { ...allowed.exec, timeout: 1_000 };
  const message = await messageOf(loadConfig({ kubeconfig: plugin.path, exec }));
  assertStringIncludes(message, "has not ended after 1000 ms");
});

Deno.test("CL-1: an exec plugin is killed when every client that waits for it is closed, not before", async () => {
  await using folder = await createFolder();
  const plugin = await createPlugin(folder);
  await plugin.answer({ token: "one" });
  const config = await loadConfig({
    kubeconfig: plugin.path,
    exec: { ...allowed.exec, timeout: 9_000 },
  });
  const ask = () => {
    const client = new AbortController();
    return { client, answer: config.authorize?.({ refresh: true, signal: client.signal }) };
  };
  await plugin.answer({ token: "two" });
  const [gone, stays] = [ask(), ask()];
  gone.client.abort();
  assertEquals(await stays.answer, { authorization: "Bearer two" });
  await gone.answer;
  await plugin.answer(`await new Promise((resolve) => setTimeout(resolve, 60_000))`);
  const both = [ask(), ask()];
  const ends = both.map(({ answer }) =>
    assertRejects(() => Promise.resolve(answer), Error, "closed")
  );
  for (const { client } of both) client.abort(new Error("closed"));
  await plugin.answer({ token: "three" });
  const next = ask(); // The plugin that is being killed is not this client's.
  await Promise.all(ends);
  assertEquals(await next.answer, { authorization: "Bearer three" });
});

Deno.test("CL-1: interactiveMode is needed in v1, and Always needs a terminal", async () => {
  await using folder = await createFolder();
  const missing = await createPlugin(folder, { interactiveMode: undefined });
  assertStringIncludes(
    await messageOf(loadConfig({ kubeconfig: missing.path, ...allowed })),
    "interactiveMode of exec of user",
  );
  const always = await createPlugin(folder, { interactiveMode: "Always" });
  await always.answer({ token: "x" });
  const flags = [
    `--allow-read=${folder.path}`,
    "--allow-net",
    `--allow-run=${Deno.execPath()}`,
  ];
  const load = (path: string) =>
    loadInProcess(flags, {}, JSON.stringify({ kubeconfig: path, ...allowed }));
  assertStringIncludes(
    (await load(always.path)).message ?? "",
    "the standard input is no terminal",
  );
  const available = await createPlugin(folder, { interactiveMode: "IfAvailable" });
  assertEquals((await load(available.path)).message, undefined);
});

Deno.test("CL-1: other credentials come before an exec plugin, which a warning says; plain HTTP needs none", async () => {
  await using folder = await createFolder();
  const plugin = await createPlugin(folder);
  const load = async (user: Record<string, unknown>, server: string) => {
    const content = kubeconfig({ cluster: { server } });
    const users = [{ name: "me", user: { exec: plugin.exec, ...user } }];
    const path = await folder.write("other", { ...content, users });
    return await loadConfig({ kubeconfig: path });
  };
  const { authorize, warnings = [] } = await load({ token: "own" }, "https://127.0.0.1:1");
  assertEquals(await authorize?.({ refresh: false }), { authorization: "Bearer own" });
  assertStringIncludes(warnings[0] ?? "", "is not used: there are other credentials");
  const plain = await load({}, "http://127.0.0.1:1");
  assertEquals(plain.authorize, undefined);
  assertStringIncludes(plain.warnings?.[0] ?? "", "are not used: http://127.0.0.1:1 is plain HTTP");
  assertEquals((await plugin.runs()).length, 0);
});

Deno.test("CL-1: a client certificate of an exec plugin is used, and replaced when the server refuses it", async () => {
  await using folder = await createFolder();
  const authority = await createCertificateAuthority();
  let refused = "one";
  await using server = await serveTls(
    authority.certificate,
    await authority.issueServer(["127.0.0.1"]),
    (name) => name === refused ? 401 : 200,
  );
  const plugin = await createPlugin(folder, {}, {
    server: server.url,
    "certificate-authority-data": btoa(authority.certificate),
  });
  const issue = async (name: string) => {
    const { certificate, privateKey } = await authority.issueClient({ name });
    await plugin.answer({ clientCertificateData: certificate, clientKeyData: privateKey });
  };
  await issue("one");
  await using client = createClient(await loadConfig({ kubeconfig: plugin.path, ...allowed }));
  await issue("two");
  const names = await Promise.all(
    Array.from({ length: 5 }, async () => (await (await client.request("/version")).json()).name),
  );
  assertEquals(names, ["two", "two", "two", "two", "two"]);
  assertEquals((await plugin.runs()).length, 2);
  refused = "two";
  const error = await assertRejects(() => client.request("/version"), Error);
  assertStringIncludes(error.message, "401");
});
