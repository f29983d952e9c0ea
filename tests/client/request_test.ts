import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { ApiError, isResourceVersionTooLarge, isTooManyRequests } from "../../client/mod.ts";
import {
  type Answer,
  broken,
  createBody,
  failure,
  fakeClient,
  json,
  outcome,
  silent,
} from "./fake.ts";

const busy: (after?: string) => Answer = (after) => () =>
  failure(429, "TooManyRequests", after === undefined ? {} : { "retry-after": after });

Deno.test("request keeps the path of the server's URL and sends the query", async () => {
  await using fake = fakeClient(() => json({}), { server: "http://api.test/k8s/clusters/c-1/" });
  await fake.client.request("/version?a=1", { query: { b: "x y", c: undefined, d: true } });
  assertEquals(fake.seen[0]?.url.href, "http://api.test/k8s/clusters/c-1/version?a=1&b=x+y&d=true");
});

Deno.test("request asks for an uncompressed answer, says who it is and authenticates (R20)", async () => {
  await using fake = fakeClient(() => json({}), {
    authorize: () => Promise.resolve({ Authorization: "Bearer t" }),
  }, { userAgent: "sites/1" });
  await fake.client.request("/version");
  const headers = fake.seen[0]?.headers;
  assertEquals(headers?.get("accept-encoding"), "identity");
  assertEquals(headers?.get("accept"), "application/json");
  assertEquals(headers?.get("user-agent"), "sites/1");
  assertEquals(headers?.get("authorization"), "Bearer t");
  assertEquals(headers?.has("content-type"), false);
});

Deno.test("request refuses paths that lead out of the server's path", async () => {
  await using fake = fakeClient(() => json({}));
  for (const path of ["version", "/a/../b", "/a/%2E%2e/b", "/a#b", "/a\\b", "/a b", "/."]) {
    await assertRejects(() => fake.client.request(path), TypeError, "no path of the API");
  }
  assertEquals(fake.seen.length, 0);
});

Deno.test("request waits for Retry-After seconds, then tries again, writes too (K1)", async () => {
  for (const method of ["GET", "POST"] as const) {
    await using fake = fakeClient([busy("7"), () => json({ ok: true })]);
    const result = outcome(
      fake.client.request("/x", { method, body: method === "POST" ? {} : undefined }),
    );
    await fake.runtime.clock.advance(6_999);
    assertEquals(fake.seen.length, 1);
    await fake.runtime.clock.advance(1);
    assertEquals(fake.seen.length, 2);
    assertEquals(await result.value?.json(), { ok: true });
    assertEquals(fake.runtime.clock.pending, 0);
  }
});

Deno.test("request waits for a Retry-After date (K1)", async () => {
  await using fake = fakeClient([
    () => failure(503, "ServiceUnavailable", { "retry-after": "Thu, 01 Jan 2026 00:00:05 GMT" }),
    () => json({}),
  ]);
  const result = outcome(fake.client.request("/x"));
  await fake.runtime.clock.advance(4_999);
  assertEquals(fake.seen.length, 1);
  await fake.runtime.clock.advance(1);
  assertEquals(result.value?.status, 200);
});

Deno.test("request gives up after 10 tries (K1)", async () => {
  await using fake = fakeClient(busy("1"));
  const result = outcome(fake.client.request("/x"));
  await fake.runtime.clock.advance(29_000);
  assertEquals(fake.seen.length, 10);
  assert(isTooManyRequests(result.error));
  assertEquals(fake.runtime.clock.pending, 0);
});

Deno.test("request does not try again what the server does not ask for (K1)", async () => {
  for (const answer of [busy(), () => failure(500, "InternalError"), busy("soon")]) {
    await using fake = fakeClient(answer);
    await assertRejects(() => fake.client.request("/x"), ApiError);
    assertEquals(fake.seen.length, 1);
  }
});

Deno.test("request does not wait for a resource version that is too large (R3)", async () => {
  const details = { causes: [{ reason: "ResourceVersionTooLarge" }], retryAfterSeconds: 1 };
  await using fake = fakeClient(() => failure(504, "Timeout", { "retry-after": "1" }, { details }));
  const error = await assertRejects(() => fake.client.request("/x"), ApiError);
  assert(isResourceVersionTooLarge(error));
  assertEquals(fake.seen.length, 1);
});

Deno.test("request fails at once when Retry-After lies beyond the deadline, and says when (K1)", async () => {
  await using fake = fakeClient(busy("60"));
  const error = await assertRejects(() => fake.client.request("/x"), ApiError);
  assertEquals(error.retryAfter, 60_000);
  assertEquals(fake.seen.length, 1);
});

Deno.test("request can be cancelled while it waits to try again (K1)", async () => {
  await using fake = fakeClient(busy("7"));
  const controller = new AbortController();
  const result = outcome(fake.client.request("/x", { signal: controller.signal }));
  await fake.runtime.clock.advance(1_000);
  controller.abort(new Error("enough"));
  await fake.runtime.clock.settle();
  assertEquals(result.error, controller.signal.reason);
  assertEquals(fake.runtime.clock.pending, 0);
});

Deno.test("request sends a GET again when the connection breaks, a write never (K1)", async () => {
  await using fake = fakeClient([broken, broken, () => json({})]);
  const result = outcome(fake.client.request("/x"));
  await fake.runtime.clock.advance(5_000);
  assertEquals(result.value?.status, 200);
  assertEquals(fake.seen.length, 3);
  for (const method of ["POST", "PUT", "PATCH", "DELETE"] as const) {
    await using writing = fakeClient(broken);
    const error = await assertRejects(
      () => writing.client.request("/x", { method, body: {} }),
      Error,
    );
    assertEquals(writing.seen.length, 1);
    assertEquals(
      error.message,
      `${method} /x: the connection to http://api.test failed: connection reset`,
    );
    assertInstanceOf(error.cause, TypeError);
  }
});

Deno.test("request sends a GET four times at most when the connection breaks", async () => {
  await using fake = fakeClient(broken);
  const result = outcome(fake.client.request("/x"));
  await fake.runtime.clock.advance(30_000);
  assertEquals(fake.seen.length, 4);
  assertInstanceOf(result.error, Error);
});

Deno.test("request reads again when the body of a GET breaks off", async () => {
  const body = createBody();
  await using fake = fakeClient([() => new Response(body.stream), () => json({ ok: true })]);
  const result = outcome(fake.client.request("/x"));
  body.write('{"half":');
  await fake.runtime.clock.settle();
  body.fail(new TypeError("error reading a body from connection"));
  await fake.runtime.clock.advance(1_000);
  assertEquals(await result.value?.json(), { ok: true });
});

Deno.test("request reads the body of a failed try to its end (K2)", async () => {
  let pulled = 0;
  let drained = false;
  const first = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (pulled++ < 3) return controller.enqueue(new TextEncoder().encode("busy"));
      drained = true;
      controller.close();
    },
  }, { highWaterMark: 0 });
  await using fake = fakeClient([
    () => new Response(first, { status: 429, headers: { "retry-after": "1" } }),
    () => json({}),
  ]);
  const result = outcome(fake.client.request("/x"));
  await fake.runtime.clock.settle();
  assert(drained);
  await fake.runtime.clock.advance(1_000);
  assertEquals(result.value?.status, 200);
});

Deno.test("request cancels the body of an error that does not end (K2)", async () => {
  let cancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(120)),
    cancel: () => void (cancelled = true),
  });
  await using fake = fakeClient(() => new Response(endless, { status: 500 }));
  const error = await assertRejects(() => fake.client.request("/x"), ApiError);
  assertEquals(error.code, 500);
  assert(error.message.length < 1_200, `the message has ${error.message.length} characters`);
  assert(cancelled);
});

Deno.test("request fails when no headers come before the deadline (K4)", async () => {
  await using fake = fakeClient(silent);
  const result = outcome(fake.client.request("/x", { timeout: 5_000 }));
  await fake.runtime.clock.advance(4_999);
  assertEquals(result.settled, false);
  await fake.runtime.clock.advance(1);
  assertInstanceOf(result.error, DOMException);
  assertEquals(result.error.name, "TimeoutError");
  assertEquals(result.error.message, "GET /x: no answer from http://api.test within 5000 ms");
  assert(fake.seen[0]?.signal.aborted);
  assertEquals(fake.runtime.clock.pending, 0);
});

Deno.test("request's deadline covers the body, unless it is a stream", async () => {
  const body = createBody();
  await using fake = fakeClient(() => new Response(body.stream));
  const result = outcome(fake.client.request("/x"));
  body.write("half");
  await fake.runtime.clock.advance(30_000);
  assertInstanceOf(result.error, DOMException);
  assertEquals(result.error.name, "TimeoutError");
  assert(body.cancelled());

  const watch = createBody();
  await using streaming = fakeClient(() => new Response(watch.stream));
  const response = await streaming.client.request("/x", { stream: true });
  await streaming.runtime.clock.advance(600_000);
  watch.write("late");
  watch.close();
  assertEquals(await response.text(), "late");
  assertEquals(streaming.runtime.clock.pending, 0);
});

Deno.test("request cancels an answer that comes after the deadline", async () => {
  const body = createBody();
  let answer = (_: Response) => {};
  await using fake = fakeClient(() => new Promise((resolve) => answer = resolve));
  const result = outcome(fake.client.request("/x", { timeout: 1_000 }));
  await fake.runtime.clock.advance(1_000);
  assert(result.settled);
  answer(new Response(body.stream));
  await fake.runtime.clock.settle();
  assert(body.cancelled());
});

Deno.test("request ends a stream when the signal is aborted or the reader cancels", async () => {
  const aborted = createBody();
  await using fake = fakeClient(() => new Response(aborted.stream));
  const controller = new AbortController();
  const response = await fake.client.request("/x", { stream: true, signal: controller.signal });
  const reading = outcome(response.text());
  controller.abort(new Error("enough"));
  await fake.runtime.clock.settle();
  assertEquals(reading.error, controller.signal.reason);
  assert(aborted.cancelled());

  const cancelled = createBody();
  await using other = fakeClient(() => new Response(cancelled.stream));
  await (await other.client.request("/x", { stream: true })).body?.cancel();
  assert(cancelled.cancelled());
});

Deno.test("request refuses redirects without telling where the query leads", async () => {
  await using fake = fakeClient(() =>
    new Response(null, {
      status: 307,
      headers: { location: "https://other.test/login?code=s3cret" },
    })
  );
  const error = await assertRejects(() => fake.client.request("/x"), ApiError);
  assertEquals(error.code, 307);
  assertStringIncludes(
    error.message,
    "redirect refused: the answer leads to https://other.test/login",
  );
  assert(!error.message.includes("s3cret"));
  assertEquals(fake.seen.length, 1);
});

Deno.test("request tells what it does", async () => {
  await using fake = fakeClient([
    busy("1"),
    () => json({}, 200, { warning: '299 - "v1beta1 Widget is deprecated", 299 - "say \\"v1\\""' }),
  ]);
  const result = outcome(fake.client.request("/x?token=s3cret"));
  await fake.runtime.clock.advance(1_000);
  assert(result.value);
  assertEquals(fake.events, [
    { type: "request", method: "GET", path: "/x" },
    { type: "response", method: "GET", path: "/x", status: 429, duration: 0 },
    { type: "retry", method: "GET", path: "/x", after: 1_000, reason: "429" },
    { type: "request", method: "GET", path: "/x" },
    { type: "response", method: "GET", path: "/x", status: 200, duration: 0 },
    { type: "warning", path: "/x", message: "v1beta1 Widget is deprecated" },
    { type: "warning", path: "/x", message: 'say "v1"' },
  ]);
});

Deno.test("a client that is disposed of ends what is under way and refuses later calls", async () => {
  const body = createBody();
  const fake = fakeClient([silent, () => new Response(body.stream)]);
  const call = outcome(fake.client.request("/x"));
  const response = await fake.client.request("/x", { stream: true });
  const reading = outcome(response.text());
  await fake.client[Symbol.asyncDispose]();
  await fake.client[Symbol.asyncDispose]();
  await fake.runtime.clock.settle();
  assert(call.settled && reading.settled && body.cancelled());
  await assertRejects(() => fake.client.request("/x"), DOMException, "is closed: make a new one");
  assertEquals(fake.seen.length, 2);
  assertEquals(fake.runtime.clock.pending, 0);
});

Deno.test("request leaves no listener on the caller's signal, however it ends", async () => {
  const { signal } = new AbortController();
  let listeners = 0;
  let added = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...given: Parameters<typeof add>) => {
    listeners++;
    added++;
    add(...given);
  };
  signal.removeEventListener = (...given: Parameters<typeof remove>) => {
    listeners--;
    remove(...given);
  };
  const text = () => new Response("text");
  await using fake = fakeClient([
    text,
    () => failure(404, "NotFound"),
    text,
    () => new Response(createBody().stream),
    silent,
  ]);
  await fake.client.request("/x", { signal });
  await assertRejects(() => fake.client.request("/x", { signal }), ApiError);
  await (await fake.client.request("/x", { signal, stream: true })).text();
  await (await fake.client.request("/x", { signal, stream: true })).body?.cancel();
  const late = outcome(fake.client.request("/x", { signal, timeout: 1_000 }));
  await fake.runtime.clock.advance(1_000);
  assert(late.settled && added >= 5);
  assertEquals(listeners, 0);
});
