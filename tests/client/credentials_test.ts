import {
  assert,
  assertEquals,
  assertInstanceOf,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { ApiError, isUnauthorized } from "../../client/mod.ts";
import { type Answer, failure, fakeClient, json, outcome } from "./fake.ts";

Deno.test("request refreshes its credentials once after a 401 (K5)", async () => {
  const asked: boolean[] = [];
  const authorize = ({ refresh }: { refresh: boolean }) => {
    asked.push(refresh);
    return Promise.resolve({ authorization: refresh ? "new" : "old" });
  };
  const answer: Answer = ({ headers }) =>
    headers.get("authorization") === "new" ? json({}) : failure(401, "Unauthorized");
  await using fake = fakeClient(answer, { authorize });
  assertEquals((await fake.client.request("/x", { method: "POST", body: {} })).status, 200);
  // The second asks whether another request has renewed them already.
  assertEquals(asked, [false, false, true]);

  await using refused = fakeClient(() => failure(401, "Unauthorized"), { authorize });
  const error = await assertRejects(() => refused.client.request("/x"), ApiError);
  assert(isUnauthorized(error));
  assertEquals(refused.seen.length, 2);

  await using anonymous = fakeClient(() => failure(401, "Unauthorized"));
  await assertRejects(() => anonymous.client.request("/x"), ApiError);
  assertEquals(anonymous.seen.length, 1);
});

Deno.test("authorize is told when the client is disposed of", async () => {
  let told: AbortSignal | undefined;
  const authorize = ({ signal }: { signal?: AbortSignal }) => {
    told = signal;
    return Promise.resolve({});
  };
  {
    await using fake = fakeClient(() => json({}), { authorize });
    await fake.client.request("/x");
    assertEquals(told?.aborted, false);
  }
  assertEquals(told?.aborted, true);
});

Deno.test("request passes on what authorize throws, without a try", async () => {
  const error = new Error("no token");
  await using fake = fakeClient(() => json({}), { authorize: () => Promise.reject(error) });
  assertEquals(await fake.client.request("/x").catch((thrown) => thrown), error);
  assertEquals(fake.seen.length, 0);
  assertEquals(fake.runtime.clock.pending, 0);
});
Deno.test("request sends no header that is not valid, and does not tell its value", async () => {
  for (const value of ["Bearer s3cret\nx", "Bearer s3cret€"]) {
    await using fake = fakeClient(() => json({}), {
      authorize: () => Promise.resolve({ authorization: value }),
    });
    const result = outcome(fake.client.request("/x"));
    await fake.runtime.clock.advance(30_000);
    assertInstanceOf(result.error, TypeError);
    assertStringIncludes(result.error.message, "The header authorization");
    assert(!Deno.inspect(result.error).includes("s3cret"));
    assertEquals(fake.seen.length, 0);
  }
});

Deno.test("request does not send the same credentials again after a 401 (K5)", async () => {
  let asked = 0;
  const authorize = () => Promise.resolve({ authorization: asked++ >= 0 ? "only" : "" });
  await using fake = fakeClient(() => failure(401, "Unauthorized"), { authorize });
  const error = await assertRejects(() => fake.client.request("/x"), ApiError);
  assert(isUnauthorized(error));
  assertEquals([asked, fake.seen.length], [3, 1]);
});
