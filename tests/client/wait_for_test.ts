import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import {
  deriveClient,
  fieldEquals,
  gone,
  hasCondition,
  isForbidden,
  type WaitCondition,
  waitFor,
  WaitTimeoutError,
} from "../../client/mod.ts";
import type { WaitForOptions } from "../../client/mod.ts";
import { ConfigMap, type Deployment, type Secret } from "../../kinds/mod.ts";
import { createApiServer, createTestRuntime } from "../../testing/mod.ts";

const key = { name: "a", namespace: "default" };

/** A server in virtual time, with one wait for the ConfigMap `a`. */
function setup() {
  const runtime = createTestRuntime();
  const { clock } = runtime;
  const server = createApiServer({ runtime });
  const client = server.client();
  const waits: Promise<unknown>[] = [];
  return {
    server,
    client,
    clock,
    /** Begins to wait, and tells how that ends. */
    begin(condition: WaitCondition<ConfigMap>, options?: WaitForOptions) {
      const state: { value?: ConfigMap | undefined; error?: unknown; ended: boolean } = {
        ended: false,
      };
      waits.push(
        waitFor(client, ConfigMap, key, condition, options).then(
          (value) => void Object.assign(state, { value, ended: true }),
          (error) => void Object.assign(state, { error, ended: true }),
        ),
      );
      return state;
    },
    gets: () => server.log.filter(({ method }) => method === "GET"),
    async [Symbol.asyncDispose]() {
      await clock.advance(600_000);
      await Promise.all(waits);
      await client[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

const isTwo = fieldEquals("data.x", "2");
const set = (x: string) => ({ merge: { data: { x } } });

Deno.test("waitFor: resolves at once when it is so already, and with the change otherwise, without asking again", async () => {
  await using world = setup();
  const { client, clock, begin, gets } = world;
  const wait = begin(isTwo);
  await clock.settle();
  await client.create(ConfigMap, { metadata: key, data: { x: "1" } });
  await client.create(ConfigMap, { metadata: { ...key, name: "b" }, data: { x: "2" } });
  await clock.advance(30_000);
  assertEquals(wait.ended, false);
  await client.patch(ConfigMap, key, set("2"));
  await clock.settle();
  assertEquals(wait.value?.data, { x: "2" });
  assertEquals(gets().length, 2, "one list, one watch");
  const again = begin(isTwo);
  await clock.settle();
  assertEquals(again.value?.data, { x: "2" });
  assertEquals(gets().length, 3);
  assertEquals(world.server.watchCount, 0);
});

Deno.test("waitFor: survives watches that end, break or begin too late, and a server that is away", async () => {
  await using world = setup();
  const { client, server, clock, begin } = world;
  await client.create(ConfigMap, { metadata: key, data: { x: "1" } });
  const wait = begin(isTwo, { timeout: Infinity });
  await clock.advance(100);
  server.cut();
  await clock.advance(2_000);
  server.cut(undefined, { error: new TypeError("The connection was reset") });
  await clock.advance(2_000);
  assertEquals(server.watchCount, 1);
  {
    using _away = server.intercept(() => {
      throw new TypeError("The connection was refused");
    });
    server.cut();
    await clock.advance(10_000);
    assertEquals(wait.ended, false);
  }
  await client.patch(ConfigMap, key, set("3"));
  server.compact(); // 410: the version is too old
  await clock.advance(60_000);
  assertEquals(server.watchCount, 1);
  assertEquals(wait.ended, false);
  await client.patch(ConfigMap, key, set("2"));
  await clock.settle();
  assertEquals(wait.value?.data, { x: "2" });
});

Deno.test("waitFor: a change that nobody watched is found by the next list", async () => {
  await using world = setup();
  const { client, server, clock, begin } = world;
  const wait = begin(isTwo);
  await clock.settle();
  using _away = server.intercept(({ query }) => {
    if (query.has("watch")) throw new TypeError("The connection was reset");
  });
  server.cut(undefined, { error: new TypeError("The connection was reset") });
  await clock.settle();
  await client.create(ConfigMap, { metadata: key, data: { x: "2" } });
  server.compact();
  await clock.advance(10_000);
  assertEquals(wait.value?.data, { x: "2" });
});

Deno.test("waitFor: gone holds for an object that was deleted, also when another has its name already", async () => {
  await using world = setup();
  const { client, server, clock, begin } = world;
  const none = begin(gone);
  await clock.settle();
  assertEquals([none.ended, none.value], [true, undefined]);
  await client.create(ConfigMap, { metadata: key });
  const seen = begin(gone);
  await clock.settle();
  await client.delete(ConfigMap, key);
  await clock.settle();
  assertEquals([seen.ended, seen.error, seen.value], [true, undefined, undefined]);
  await client.create(ConfigMap, { metadata: key });
  const missed = begin(gone);
  await clock.settle();
  using away = server.intercept(({ query }) => {
    if (query.has("watch")) throw new TypeError("The connection was reset");
  });
  server.cut(undefined, { error: new TypeError("The connection was reset") });
  await client.delete(ConfigMap, key);
  await client.create(ConfigMap, { metadata: key });
  server.compact();
  away[Symbol.dispose]();
  await clock.advance(10_000);
  assertEquals([missed.ended, missed.error, missed.value], [true, undefined, undefined]);
});

Deno.test("waitFor: fails in time, and tells what was seen last", async () => {
  await using world = setup();
  const { client, server, clock, begin } = world;
  const missing = begin(isTwo, { timeout: 5_000 });
  await clock.advance(4_999);
  assertEquals(missing.ended, false);
  await clock.advance(1);
  const { error } = missing;
  assert(error instanceof WaitTimeoutError);
  assertEquals(error.name, "TimeoutError");
  assertEquals(
    error.message,
    "ConfigMap default/a is not as awaited after 5000 ms: there is no such ConfigMap",
  );
  const { metadata } = await client.create(ConfigMap, {
    metadata: { ...key, finalizers: ["example.com/hold"] },
    data: { x: "1" },
  });
  const other = begin(isTwo, { timeout: 5_000 });
  await clock.advance(5_000);
  assert(other.error instanceof WaitTimeoutError);
  assertEquals(other.error.object?.metadata.uid, metadata.uid);
  assertStringIncludes(
    other.error.message,
    `it was last seen at version ${metadata.resourceVersion}: its data.x is "1"`,
  );
  await client.delete(ConfigMap, key);
  const held = begin(gone, { timeout: 5_000 });
  await clock.advance(5_000);
  assertStringIncludes(`${held.error}`, "is being deleted since");
  assertStringIncludes(`${held.error}`, "and held by example.com/hold");
  using _away = server.intercept(() => {
    throw new TypeError("The connection was refused");
  });
  const unread = begin(gone, { timeout: 5_000 });
  await clock.advance(5_000);
  assertStringIncludes(`${unread.error}`, "it could not be read (");
  assertEquals(server.watchCount, 0);
});

Deno.test("waitFor: ends with the signal, with what the condition throws, and with a refusal", async () => {
  await using world = setup();
  const { server, clock, begin, client } = world;
  const controller = new AbortController();
  const aborted = begin(isTwo, { signal: controller.signal });
  await clock.settle();
  controller.abort(new Error("Enough"));
  await clock.settle();
  assertStringIncludes(`${aborted.error}`, "Enough");
  let looks = 0;
  const broken = begin(() => {
    if (++looks === 2) throw new Error("What is this");
    return false;
  });
  await clock.settle();
  await client.create(ConfigMap, { metadata: key });
  await clock.advance(10_000);
  assertStringIncludes(`${broken.error}`, "What is this");
  assertEquals(looks, 2);
  const waiting = begin(isTwo, { timeout: 20_000 });
  await clock.settle();
  using _forbidden = server.intercept(() =>
    Response.json({ kind: "Status", reason: "Forbidden", code: 403 }, { status: 403 })
  );
  const refused = begin(isTwo);
  server.cut();
  await clock.advance(5_000);
  assert(isForbidden(refused.error));
  assertEquals(waiting.ended, false, "what was allowed before is tried again");
  await clock.advance(15_000);
  assert(waiting.error instanceof WaitTimeoutError);
  await assertRejects(
    () => waitFor(client, ConfigMap, { name: "a/b", namespace: "default" }, gone),
    TypeError,
  );
});

Deno.test("hasCondition, fieldEquals: what they hold for, and what they tell", () => {
  const object = (generation: number, status: string) => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "a", uid: "1", resourceVersion: "1", generation },
    status: {
      conditions: [{
        type: "Ready",
        status,
        reason: "No",
        message: "2 of 3",
        observedGeneration: 2,
      }],
      addresses: [{ ip: "1.2.3.4" }],
    },
  });
  const ready = hasCondition("Ready");
  assertEquals([ready(object(2, "True")), ready(object(2, "False")), ready(undefined)], [
    true,
    false,
    false,
  ]);
  assertEquals(ready(object(3, "True")), false);
  assertEquals(hasCondition("Ready", "False")(object(2, "False")), true);
  assertEquals(ready.describe?.(object(2, "False")), "Ready is False (No: 2 of 3)");
  assertStringIncludes(ready.describe?.(object(3, "True")) ?? "", "of an older generation");
  assertEquals(
    hasCondition("Up").describe?.(object(2, "True")),
    "it has no condition Up, but Ready is True (No: 2 of 3)",
  );
  const ip = fieldEquals("status.addresses.0.ip", "1.2.3.4");
  assertEquals([ip(object(1, "")), ip(undefined)], [true, false]);
  assertEquals(fieldEquals("status.phase", undefined)(object(1, "")), true);
  assertEquals(fieldEquals("status.constructor", undefined)(object(1, "")), true);
  const secret = { ...object(1, ""), kind: "Secret", data: { password: "hunter2" } };
  assertEquals(
    fieldEquals("data.password", "x").describe?.(secret)?.includes("hunter2"),
    false,
  );
  const any: [WaitCondition<Deployment>, WaitCondition<Secret>] = [ready, gone]; // fit any kind
  assertEquals(any.length, 2);
});

Deno.test("waitFor: what fails again and again is asked for less and less often, and a watch that is forbidden is told at once", async () => {
  await using world = setup();
  const { server, clock, begin, gets } = world;
  const answers = {
    expired: () => Response.json({ kind: "Status", reason: "Expired", code: 410 }, { status: 410 }),
    broken: () => {
      throw new TypeError("The connection was reset");
    },
    bookmarks: () =>
      Response.json({
        type: "BOOKMARK",
        object: { kind: "ConfigMap", apiVersion: "v1", metadata: { resourceVersion: "1" } },
      }),
  };
  for (const [name, answer] of Object.entries(answers)) {
    using _bad = server.intercept(({ query }) => query.has("watch") ? answer() : undefined);
    const before = gets().length;
    const wait = begin(isTwo, { timeout: 60_000 });
    await clock.advance(60_000);
    assert(wait.error instanceof WaitTimeoutError, name);
    const most = name === "broken" ? 150 : 50; // the client itself tries a broken connection again
    assert(gets().length - before < most, `${name}: ${gets().length - before}`);
  }
  using _forbidden = server.intercept(({ query }) =>
    query.has("watch")
      ? Response.json({ kind: "Status", reason: "Forbidden", code: 403 }, { status: 403 })
      : undefined
  );
  const refused = begin(isTwo);
  await clock.settle();
  assert(isForbidden(refused.error));
});

Deno.test("waitFor: ends with the client: closed, or that of a reconcile that has ended", async () => {
  for (const busy of [true, false]) {
    await using world = setup();
    const { client, clock } = world;
    const ending = new AbortController();
    const view = deriveClient(client, {
      request: (next) => async (path, options) => {
        ending.signal.throwIfAborted();
        return await next(path, options);
      },
      ...(busy ? { signal: ending.signal } : {}),
    });
    const wait = waitFor(view, ConfigMap, key, isTwo, { timeout: Infinity });
    let ended: unknown;
    wait.catch((error) => ended = error);
    await clock.settle();
    ending.abort(new Error("The reconcile has ended"));
    world.server.cut();
    await clock.advance(2_000);
    assertStringIncludes(`${ended}`, "The reconcile has ended");
    const closing = client[Symbol.asyncDispose]();
    let closed: unknown;
    waitFor(client, ConfigMap, key, isTwo, { timeout: Infinity }).catch((error) => closed = error);
    await clock.advance(2_000);
    assertStringIncludes(`${closed}`, "is closed");
    await closing;
  }
});

Deno.test("waitFor: looks at the object of this name alone, also where a server takes no field selector", async () => {
  await using world = setup();
  const { client, server, clock, begin } = world;
  await client.create(ConfigMap, { metadata: { ...key, name: "0" }, data: { x: "2" } });
  using _all = server.intercept(({ query, proceed }) => {
    query.delete("fieldSelector");
    return proceed();
  });
  const wait = begin(isTwo);
  await clock.settle();
  await client.patch(ConfigMap, { ...key, name: "0" }, set("2"));
  await client.create(ConfigMap, { metadata: { ...key, name: "b" }, data: { x: "2" } });
  await clock.settle();
  assertEquals(wait.ended, false);
  await client.create(ConfigMap, { metadata: key, data: { x: "2" } });
  await clock.settle();
  assertEquals(wait.value?.metadata.name, "a");
});
