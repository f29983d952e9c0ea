import { assert, assertEquals, assertRejects } from "@std/assert";
import { ApiError, deriveClient, parsePath, retryOnConflict } from "../../client/mod.ts";
import {
  ConfigMap,
  type ConfigMapObject,
  failure,
  fakeClient,
  json,
  outcome,
  silent,
} from "./fake.ts";

const object = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "a", namespace: "n", uid: "u", resourceVersion: "1" },
};

Deno.test("deriveClient sends every call through the function, in views of views too", async () => {
  await using fake = fakeClient(() => json(object));
  const seen: string[] = [];
  const view = deriveClient(fake.client, {
    request: (next) => (path, options = {}) => {
      seen.push(`${options.method ?? "GET"} ${parsePath(path)?.name}`);
      return next(path, { ...options, headers: { ...options.headers, "x-view": "1" } });
    },
    fieldManager: "sites",
    forceApply: true,
  });
  const inner = deriveClient(view, {});
  await inner.get(ConfigMap, { name: "a", namespace: "n" });
  await inner.apply(ConfigMap, object);
  await view.delete(ConfigMap, object);
  assertEquals(seen, ["GET a", "PATCH a", "DELETE a"]);
  assertEquals(fake.seen[1]?.url.search, "?fieldManager=sites&force=true");
  assertEquals(fake.seen[1]?.headers.get("x-view"), "1");
  assertEquals(view.runtime, fake.client.runtime);
  assertEquals(fake.client.writeDefaults, { fieldManager: "operatorkit", forceApply: false });
});

Deno.test("deriveClient can refuse calls", async () => {
  await using fake = fakeClient(() => json(object));
  const view = deriveClient(fake.client, {
    request: () => () => Promise.reject(new Error("revoked")),
  });
  await assertRejects(() => view.update(ConfigMap, object), Error, "revoked");
  await assertRejects(() => Array.fromAsync(view.watch(ConfigMap)), Error, "revoked");
  assertEquals(fake.seen.length, 0);
});

Deno.test("deriveClient's signal ends calls, beside the call's own", async () => {
  for (const which of ["view", "call"] as const) {
    await using fake = fakeClient(silent);
    const controllers = { view: new AbortController(), call: new AbortController() };
    const view = deriveClient(fake.client, { signal: controllers.view.signal });
    const result = outcome(view.request("/x", { signal: controllers.call.signal }));
    controllers[which].abort(new Error(which));
    await fake.runtime.clock.settle();
    assertEquals(result.error, controllers[which].signal.reason);
    assertEquals(fake.runtime.clock.pending, 0);
  }
});

Deno.test("disposing of a view leaves the client as it is", async () => {
  await using fake = fakeClient(() => json(object));
  await deriveClient(fake.client)[Symbol.asyncDispose]();
  assertEquals((await fake.client.request("/x")).status, 200);
});

Deno.test("retryOnConflict reads again before each try (K3)", async () => {
  let version = 0;
  await using fake = fakeClient(({ method, body }) => {
    if (method === "GET") {
      version++;
      return json({ ...object, metadata: { ...object.metadata, resourceVersion: `${version}` } });
    }
    return version < 3 ? failure(409, "Conflict") : json(body);
  });
  const result = outcome(
    retryOnConflict(fake.client, ConfigMap, { name: "a", namespace: "n" }, (read) => ({
      ...read,
      data: { from: read.metadata.resourceVersion },
    })),
  );
  await fake.runtime.clock.advance(10_000);
  assertEquals(result.value?.data, { from: "3" });
  assertEquals(fake.seen.map(({ method }) => method).join(" "), "GET PUT GET PUT GET PUT");
});

Deno.test("retryOnConflict is bounded, and stops at other errors (K3)", async () => {
  const change = (read: ConfigMapObject) => ({ ...read, data: { a: "1" } });
  const key = { name: "a", namespace: "n" };
  await using fake = fakeClient(({ method }) =>
    method === "GET" ? json(object) : failure(409, "Conflict")
  );
  const result = outcome(
    retryOnConflict(fake.client, ConfigMap, key, change, { tries: 3 }),
  );
  await fake.runtime.clock.advance(60_000);
  assert(result.error instanceof ApiError && result.error.code === 409);
  assertEquals(fake.seen.length, 6);

  await using other = fakeClient(({ method }) =>
    method === "GET" ? json(object) : failure(403, "Forbidden")
  );
  await assertRejects(
    () => retryOnConflict(other.client, ConfigMap, key, change),
    ApiError,
  );
  assertEquals(other.seen.length, 2);
});

Deno.test("retryOnConflict writes nothing when there is nothing to change (K3)", async () => {
  await using fake = fakeClient(() => json(object));
  const key = { name: "a", namespace: "n" };
  assertEquals(await retryOnConflict(fake.client, ConfigMap, key, () => undefined), object);
  assertEquals(fake.seen.length, 1);
});

Deno.test("retryOnConflict writes what was changed in place, and not what was not (K3)", async () => {
  await using fake = fakeClient(({ method, body }) => json(method === "GET" ? object : body));
  const key = { name: "a", namespace: "n" };
  const written = await retryOnConflict(fake.client, ConfigMap, key, (read) => {
    read.data = { a: "1" };
  });
  assertEquals(written.data, { a: "1" });
  await retryOnConflict(fake.client, ConfigMap, key, (read) => ({ ...read }));
  assertEquals(fake.seen.map(({ method }) => method).join(" "), "GET PUT GET");
});
