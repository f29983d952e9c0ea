import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { sleep } from "../../_internal/mod.ts";
import { createEventRecorder, type EventRecorder } from "../../context/mod.ts";
import { createApiServer, createTestRuntime } from "../../testing/mod.ts";
import { listEvents } from "../controller/harness.ts";

const regarding = {
  apiVersion: "v1",
  kind: "ConfigMap",
  name: "blog",
  namespace: "default",
  uid: "u1",
};

function setup() {
  const runtime = createTestRuntime();
  const server = createApiServer({ runtime });
  const client = server.client({ runtime: { ...runtime, fetch: server.fetch } });
  const stored = () => listEvents(client);
  const dispose = async () => {
    const ended = (async () => {
      await client[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    })();
    let isOver = false;
    ended.finally(() => isOver = true).catch(() => {});
    await runtime.clock.until(() => isOver);
  };
  return { server, client, stored, clock: runtime.clock, [Symbol.asyncDispose]: dispose };
}

Deno.test("createEventRecorder: writes an events.k8s.io/v1 Event with all that the server asks for", async () => {
  await using test = setup();
  const recorder = createEventRecorder(test.client, { controller: "sites" });
  recorder.record({ regarding, type: "Normal", reason: "Ready", message: "All is well" });
  await recorder[Symbol.asyncDispose]();
  const [event, ...others] = await test.stored();
  assertEquals(others, []);
  assert(event);
  assertEquals(event.metadata.namespace, "default");
  assert(event.metadata.name.startsWith("blog."));
  assertEquals(event.regarding, regarding);
  assertEquals([event.type, event.reason, event.note], ["Normal", "Ready", "All is well"]);
  assertEquals([event.action, event.reportingController], ["Reconcile", "sites"]);
  assertEquals(event.reportingInstance, "sites");
  assertEquals(event.series, undefined);
});

Deno.test("createEventRecorder: events of one kind on one object are one Event with a count, written at intervals", async () => {
  await using test = setup();
  const recorder = createEventRecorder(test.client, { controller: "sites", interval: 10_000 });
  const record = (reason: string, uid = "u1") =>
    recorder.record({
      regarding: { ...regarding, uid },
      type: "Warning",
      reason,
      message: `${reason} at ${test.clock.monotonic()}`,
    });
  for (let n = 0; n < 100; n++) {
    record("Failed");
    await test.clock.advance(100);
  }
  record("Other");
  record("Failed", "u2");
  await test.clock.advance(10_000);
  assertEquals((await test.stored()).map(({ reason, series }) => [reason, series?.count]), [
    ["Failed", 100],
    ["Other", undefined],
    ["Failed", undefined],
  ]);
  assertEquals((await test.stored())[0]?.note, "Failed at 0");
  record("Failed");
  await test.clock.settle();
  record("New"); // does not wait for the repeats of another
  await test.clock.settle();
  assertEquals((await test.stored()).at(-1)?.reason, "New");
  const writes = test.server.log.filter(({ method }) => method === "PATCH").length;
  assert(writes <= 2, `${writes} patches`);
  await recorder[Symbol.asyncDispose]();
});

Deno.test("createEventRecorder: an event that was quiet for long, or that the server forgot, is written anew", async () => {
  await using test = setup();
  const recorder = createEventRecorder(test.client, { controller: "sites", memory: 60_000 });
  const record = () => recorder.record({ regarding, type: "Normal", reason: "R", message: "m" });
  record();
  await test.clock.advance(61_000);
  record();
  await test.clock.advance(20_000);
  assertEquals((await test.stored()).length, 2);
  for (const { metadata: { name } } of (await test.stored())) {
    await test.client.request(`/apis/events.k8s.io/v1/namespaces/default/events/${name}`, {
      method: "DELETE",
    });
  }
  record();
  await test.clock.advance(20_000);
  assertEquals((await test.stored()).map(({ series }) => series?.count), [2]);
  await recorder[Symbol.asyncDispose]();
});

Deno.test("createEventRecorder: events of cluster-scoped objects are in the namespace default", async () => {
  await using test = setup();
  const recorder = createEventRecorder(test.client, { controller: "nodes" });
  recorder.record({
    regarding: { apiVersion: "v1", kind: "Node", name: "n1", uid: "u" },
    type: "Normal",
    reason: "Seen",
    message: "",
  });
  await recorder[Symbol.asyncDispose]();
  assertEquals((await test.stored()).map(({ metadata }) => metadata.namespace), ["default"]);
});

Deno.test("createEventRecorder: long messages are cut at 1 kB of UTF-8, and what looks like a credential is left out", async () => {
  await using test = setup();
  const recorder = createEventRecorder(test.client, { controller: "sites" });
  const record = (reason: string, message: string) =>
    recorder.record({ regarding, type: "Warning", reason, message });
  record("Long", "ä".repeat(5_000));
  record(
    "Secret",
    "GET https://user:hunter2hunter2@host/x with Bearer abcdefgh12345678 and eyJhbGciOiJSUzI1.eyJpc3Mi.c2ln\u001b[2J",
  );
  await recorder[Symbol.asyncDispose]();
  const notes = new Map((await test.stored()).map(({ reason, note }) => [reason, note]));
  const long = notes.get("Long") ?? "";
  const bytes = new TextEncoder().encode(long).length;
  assert(bytes <= 1_024 && bytes > 1_000, `${bytes} bytes`);
  assert(long.endsWith("ä…"));
  const secret = notes.get("Secret") ?? "";
  for (const part of ["hunter2", "abcdefgh", "eyJ", "\u001b"]) {
    assert(!secret.includes(part), secret);
  }
  assertStringIncludes(secret, "https://***@host/x");
});

Deno.test("createEventRecorder: a burst is limited, a server that refuses is no error, and both end", async () => {
  await using test = setup();
  const lines: string[] = [];
  const log = {
    debug: () => {},
    info: () => {},
    warn: (message: string) => void lines.push(message),
    error: () => {},
  };
  {
    await using recorder = createEventRecorder(test.client, { controller: "sites", burst: 5, log });
    for (let n = 0; n < 50; n++) {
      recorder.record({ regarding, type: "Normal", reason: `R${n}`, message: "" });
    }
  }
  assertEquals((await test.stored()).length, 5);
  using _refuse = test.server.intercept(({ method }) =>
    method === "POST"
      ? Response.json({ code: 403, reason: "Forbidden" }, { status: 403 })
      : undefined
  );
  await using recorder = createEventRecorder(test.client, { controller: "sites", log });
  for (let n = 0; n < 5; n++) {
    recorder.record({ regarding, type: "Normal", reason: `S${n}`, message: "" });
    await test.clock.settle();
  }
  assertEquals(lines, ["An event could not be written"]);
  assertEquals((await test.stored()).length, 5);
});

Deno.test("createEventRecorder: an object's name that cannot be part of an Event's name is made to fit", async () => {
  await using test = setup();
  const recorder = createEventRecorder(test.client, { controller: "roles" });
  const names = ["system:node", "Upper_case", `${"a".repeat(229)}.b`, "::", "plain.name"];
  for (const name of names) {
    recorder.record({
      regarding: { ...regarding, name },
      type: "Normal",
      reason: "R",
      message: "",
    });
  }
  await recorder[Symbol.asyncDispose]();
  const stored = await test.stored();
  assertEquals(stored.map(({ regarding: { name } }) => name), names);
  for (const { metadata: { name } } of stored) {
    assert(
      name.length <= 253 &&
        /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name),
      name,
    );
  }
  assert(stored.at(-1)?.metadata.name.startsWith("plain.name."));
});

Deno.test("createEventRecorder: the longer an event repeats, the more seldom its count is written", async () => {
  await using test = setup();
  const recorder = createEventRecorder(test.client, { controller: "sites" });
  for (let n = 0; n < 360; n++) {
    recorder.record({ regarding, type: "Warning", reason: "Failed", message: "" });
    await test.clock.advance(10_000);
  }
  await recorder[Symbol.asyncDispose]();
  assertEquals((await test.stored()).map(({ series }) => series?.count), [360]);
  const writes = test.server.log.filter(({ method }) => method === "PATCH").length;
  assert(writes <= 20, `${writes} patches in an hour`);
});

Deno.test("createEventRecorder: an error that comes every six minutes stays one Event", async () => {
  await using test = setup();
  const recorder = createEventRecorder(test.client, { controller: "sites" });
  for (let n = 0; n < 5; n++) {
    recorder.record({ regarding, type: "Warning", reason: "Failed", message: "" });
    await test.clock.advance(370_000);
  }
  await recorder[Symbol.asyncDispose]();
  assertEquals((await test.stored()).map(({ series }) => series?.count), [5]);
});

Deno.test("createEventRecorder: the end waits for the server a few seconds at most, and one refusal drops nothing else", async () => {
  await using test = setup();
  const send = (recorder: EventRecorder) => {
    for (let n = 0; n < 20; n++) {
      recorder.record({ regarding, type: "Normal", reason: `R${n}`, message: "" });
    }
  };
  {
    using _refuse = test.server.intercept(({ method, body }) =>
      method === "POST" && body.includes('"R3"')
        ? Response.json({ code: 422, reason: "Invalid" }, { status: 422 })
        : undefined
    );
    const recorder = createEventRecorder(test.client, { controller: "sites" });
    send(recorder);
    await recorder[Symbol.asyncDispose]();
    assertEquals((await test.stored()).length, 19);
  }
  using _slow = test.server.intercept(async ({ method }) => {
    if (method === "POST") await sleep(test.clock, 1_000);
  });
  const recorder = createEventRecorder(test.client, { controller: "others" });
  send(recorder);
  let isOver = false;
  recorder[Symbol.asyncDispose]().then(() => isOver = true);
  await test.clock.advance(4_000);
  assert(isOver, "it still waits");
});
