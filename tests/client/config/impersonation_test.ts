import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ConfigError, loadConfig } from "../../../client/config/mod.ts";
import { createClient } from "../../../client/mod.ts";
import { createFolder, kubeconfig } from "./fixtures.ts";

const extra = { "example.com/Scopes%": ["view", "edit"], reason: ["test"] };

Deno.test("CL-1: as, as-uid, as-groups and as-user-extra become headers, one for each value", async () => {
  await using folder = await createFolder();
  const user = {
    as: "jane",
    "as-uid": "42",
    "as-groups": ["devs", "a, b"],
    "as-user-extra": extra,
  };
  const path = await folder.write("config", kubeconfig({ user }));
  const { authorize } = await loadConfig({ kubeconfig: path });
  assertEquals(await authorize?.({ refresh: false }), {
    authorization: "Bearer canary-6f1d0e7a",
    "impersonate-user": "jane",
    "impersonate-uid": "42",
    "impersonate-group": ["devs", "a, b"],
    "impersonate-extra-example.com%2fscopes%25": ["view", "edit"],
    "impersonate-extra-reason": ["test"],
  });
  const other = await loadConfig({ kubeconfig: path, impersonate: { user: "joe" } });
  assertEquals(await other.authorize?.({ refresh: false }), {
    authorization: "Bearer canary-6f1d0e7a",
    "impersonate-user": "joe",
  });
});

Deno.test("CL-1: groups are sent as separate headers, and without credentials, too", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  const seen = (async () => {
    using connection = await listener.accept();
    const buffer = new Uint8Array(4096);
    const size = await connection.read(buffer) ?? 0;
    const answer = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
    await connection.write(new TextEncoder().encode(answer));
    listener.close();
    return new TextDecoder().decode(buffer.subarray(0, size)).toLowerCase().split("\r\n");
  })();
  const impersonate = { user: "jane", groups: ["a", "b, c"] };
  await using client = createClient(
    await loadConfig({ server: `http://127.0.0.1:${port}`, impersonate }),
  );
  await client.request("/version");
  assertEquals((await seen).filter((line) => line.startsWith("impersonate-")), [
    "impersonate-user: jane",
    "impersonate-group: a",
    "impersonate-group: b, c",
  ]);
});

Deno.test("CL-1: an impersonation without a user, or that no header can carry, is refused", async () => {
  await using folder = await createFolder();
  for (
    const [user, expected] of [
      [{ "as-uid": "1" }, "as-uid of user"],
      [{ "as-groups": ["a"] }, "as-groups of user"],
      [{ "as-user-extra": { a: ["b"] } }, "as-user-extra of user"],
      [{ as: "jane", "as-groups": "a" }, "is not a list of texts"],
      [{ as: "jane", "as-user-extra": { a: "b" } }, `"a", is not a list of texts`],
      [{ as: "a\nb" }, "cannot be impersonated"],
      [{ as: "Jürgen" }, "cannot be impersonated"],
    ] as const
  ) {
    const path = await folder.write("config", kubeconfig({ user }));
    const error = await assertRejects(() => loadConfig({ kubeconfig: path }), ConfigError);
    assertStringIncludes(error.message, expected);
  }
});
