import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ApiError,
  isAlreadyExists,
  isConflict,
  isExpired,
  isForbidden,
  isGone,
  isInternalError,
  isInvalid,
  isNotFound,
  isResourceVersionTooLarge,
  isTimeout,
  isTooManyRequests,
  isUnauthorized,
  type Status,
} from "../../client/mod.ts";
import { ConfigMap, createBody, fakeClient } from "./fake.ts";

async function errorOf(
  response: () => Response,
  method: "GET" | "POST" = "GET",
): Promise<ApiError> {
  await using fake = fakeClient(response);
  return await assertRejects(() => fake.client.request("/x", { method }), ApiError);
}

Deno.test("an error keeps its code whatever its body is", async () => {
  const text = await errorOf(() =>
    new Response("Too many requests, please try again later.\n", { status: 429 })
  );
  assert(isTooManyRequests(text));
  assertEquals(
    text.message,
    "GET /x failed with 429 TooManyRequests: Too many requests, please try again later.",
  );
  const html = await errorOf(() =>
    new Response("<html><style>p{}</style><h1>Bad\nGateway</h1></html>", {
      status: 502,
      headers: { "content-type": "text/html" },
    })
  );
  assertEquals([html.code, html.message], [
    502,
    "GET /x failed with 502 InternalError: Bad Gateway",
  ]);
  const empty = await errorOf(() => new Response(null, { status: 401 }));
  assert(isUnauthorized(empty));
  const other = await errorOf(() => new Response('{"error":"x"}', { status: 403 }));
  assert(isForbidden(other));
  const broken = createBody();
  broken.fail(new Error("reset"));
  assert(isNotFound(await errorOf(() => new Response(broken.stream, { status: 404 }))));
});

Deno.test("an error with a charset in its content type keeps its Status", async () => {
  const status = {
    kind: "Status",
    code: 422,
    reason: "Invalid",
    details: { causes: [{ field: "spec.x" }] },
  };
  const error = await errorOf(() =>
    new Response(JSON.stringify(status), {
      status: 422,
      headers: { "content-type": "application/json; charset=utf-8", "audit-id": "a" },
    }), "POST");
  assert(isInvalid(error));
  assertEquals(error.status.details?.causes?.[0]?.field, "spec.x");
  assertEquals([error.method, error.path, error.headers.get("audit-id")], ["POST", "/x", "a"]);
});

Deno.test("an error's message holds no control characters and is cut", () => {
  const error = new ApiError({
    status: { code: 500, message: `a\u001b[31mb\n${"x".repeat(5_000)}` },
  });
  assert(error.message.startsWith("GET / failed with 500 InternalError: a [31mb xxx"));
  assert(error.message.length < 1_200);
  assertEquals(error.status.message?.length, 5_008);
});

function of(status: Status): ApiError {
  return new ApiError({ status, method: "PUT" });
}

Deno.test("isNotFound and its like go by the reason, and by the code where there is none", () => {
  const rows: readonly (readonly [(error: unknown) => boolean, Status, Status])[] = [
    [isNotFound, { code: 404 }, { code: 404, reason: "NotFound" }],
    [isConflict, { code: 409 }, { code: 409, reason: "Conflict" }],
    [isAlreadyExists, { reason: "AlreadyExists" }, { code: 409, reason: "AlreadyExists" }],
    [isForbidden, { code: 403 }, { code: 403, reason: "Forbidden" }],
    [isInvalid, { code: 422 }, { code: 422, reason: "Invalid" }],
    [isTooManyRequests, { code: 429 }, { code: 429, reason: "TooManyRequests" }],
    [isUnauthorized, { code: 401 }, { code: 401, reason: "Unauthorized" }],
    [isTimeout, { code: 504 }, { code: 500, reason: "ServerTimeout" }],
    [isInternalError, { code: 500 }, { code: 500, reason: "InternalError" }],
  ];
  for (const [predicate, byCode, byReason] of rows) {
    assert(predicate(of(byCode)), `${predicate.name} by code`);
    assert(predicate(of(byReason)), `${predicate.name} by reason`);
    assert(!predicate(of({ code: 418, reason: "Teapot" })), `${predicate.name} of another`);
    assert(!predicate(new Error("NotFound")) && !predicate(undefined));
  }
  assert(!isConflict(of({ code: 409, reason: "AlreadyExists" })));
  assert(!isInternalError(of({ code: 500, reason: "ServerTimeout" })));
});

Deno.test("isExpired is true of 410 in both forms (R4)", () => {
  for (const status of [{ code: 410 }, { reason: "Expired" }, { code: 410, reason: "Gone" }]) {
    assert(isExpired(of(status)));
  }
  assert(
    isGone(of({ code: 410, reason: "Gone" })) && !isGone(of({ code: 410, reason: "Expired" })),
  );
  assert(!isExpired(of({ code: 404 })));
});

Deno.test("isResourceVersionTooLarge knows cause, message of a cause and message alone (R3)", () => {
  const causes = [{ reason: "ResourceVersionTooLarge", message: "x" }];
  const code = 504;
  assert(isResourceVersionTooLarge(of({ code, reason: "Timeout", details: { causes } })));
  const old = [{ message: "Too large resource version" }];
  assert(isResourceVersionTooLarge(of({ code, reason: "Timeout", details: { causes: old } })));
  const message = "Too large resource version: 5, current: 3";
  assert(isResourceVersionTooLarge(of({ code, reason: "Timeout", message })));
  assert(!isResourceVersionTooLarge(of({ code, reason: "Timeout" })));
  assert(!isResourceVersionTooLarge(of({ code: 400, message })));
});

Deno.test("retryAfter comes from the header, else from the status, in milliseconds", async () => {
  const status = { kind: "Status", code: 429, details: { retryAfterSeconds: 3 } };
  const both = await errorOf(() =>
    Response.json(status, { status: 429, headers: { "retry-after": "99" } })
  );
  assertEquals(both.retryAfter, 99_000);
  const one = await errorOf(() => Response.json(status, { status: 429 }));
  assertEquals(one.retryAfter, 3_000);
});

Deno.test("a page that is large and broken does not hold up the event loop", async () => {
  // Found by a search whose time grows with the square of the length: this test would run for minutes.
  for (const part of ["<", "<script>"]) {
    const page = part.repeat((1 << 20) / part.length);
    const headers = { "content-type": "text/html" };
    const error = await errorOf(() => new Response(page, { status: 502, headers }));
    assert(error.message.length < 1_200);
  }
});

Deno.test("an error keeps its code where its Status is malformed", async () => {
  const body = { kind: "Status", message: 5, reason: ["x"], details: { causes: 7 } };
  for (const code of [404, 504]) {
    const error = await errorOf(() => Response.json(body, { status: code }));
    assertEquals([error.code, isNotFound(error), isTimeout(error)], [
      code,
      code === 404,
      code === 504,
    ]);
    assertEquals(isResourceVersionTooLarge(error), false);
  }
});

Deno.test("no control character of the server's reaches a message", async () => {
  const control = "\u001b[31m\u009b1m\n";
  const body = { kind: "Status", message: `a${control}b`, reason: `R${control}` };
  const error = await errorOf(() => Response.json(body, { status: 400 }));
  await using page = fakeClient(() =>
    new Response("<", {
      headers: { "content-type": "text/\u009bhtml", warning: '299 - "a\u009bb"' },
    })
  );
  const answer = await assertRejects(
    () => page.client.list(ConfigMap),
    Error,
    "the answer is no JSON",
  );
  const warnings = page.events.flatMap((event) => event.type === "warning" ? [event.message] : []);
  assertEquals(warnings, ["a b"]);
  for (const text of [error.message, answer.message]) {
    // deno-lint-ignore no-control-regex -- control characters are what is looked for
    assert(!/[\u0000-\u001f\u007f-\u009f]/.test(text), JSON.stringify(text));
  }
});
