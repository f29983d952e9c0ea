import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import {
  ApiError,
  type Client,
  fromRestClient,
  isConflict,
  isExpired,
  isNotFound,
  type RestClient,
  type RestRequest,
  toRestClient,
} from "../../client/mod.ts";
import { createInformer } from "../../informer/mod.ts";
import { createApiServer } from "../../testing/mod.ts";
import { ConfigMap, fakeClient, json } from "./fake.ts";

const path = "/api/v1/namespaces/default/configmaps";
const body = (name: string) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name } });

Deno.test("CL-3: toRestClient answers in each form of the contract, and throws failures with httpCode", async () => {
  await using server = createApiServer();
  await using client = server.client();
  using rest = toRestClient(client);
  const made = await rest.performRequest({
    method: "POST",
    path,
    bodyJson: body("a"),
    expectJson: true,
  });
  assertEquals((made as { metadata: { name: string } }).metadata.name, "a");
  const bytes = await rest.performRequest({ method: "GET", path: `${path}/a` });
  assertEquals(JSON.parse(new TextDecoder().decode(bytes)).kind, "ConfigMap");
  const raw = new TextEncoder().encode(JSON.stringify(body("b")));
  await rest.performRequest({
    method: "POST",
    path,
    contentType: "application/json",
    bodyRaw: raw,
  });
  await rest.performRequest({
    method: "POST",
    path,
    contentType: "application/json",
    bodyStream: new Blob([JSON.stringify(body("c"))]).stream(),
  });
  const list = await rest.performRequest({
    method: "GET",
    path,
    querystring: new URLSearchParams({ limit: "2" }),
    expectJson: true,
  });
  assertEquals((list as { items: unknown[] }).items.length, 2);
  const stream = await rest.performRequest({ method: "GET", path, expectStream: true });
  assertEquals(JSON.parse(await new Response(stream).text()).items.length, 3);

  const watch = await rest.performRequest({
    method: "GET",
    path,
    querystring: new URLSearchParams({ watch: "true" }),
    expectStream: true,
    expectJson: true,
  });
  const names: unknown[] = [];
  for await (const event of watch) {
    const { type, object } = event as { type: string; object: { metadata: { name: string } } };
    names.push(`${type} ${object.metadata.name}`);
    if (names.length === 3) break;
  }
  assertEquals(names, ["ADDED a", "ADDED b", "ADDED c"]);
  const idle = await rest.performRequest({
    method: "GET",
    path: `${path}?fieldSelector=metadata.name%3Dnone`,
    querystring: new URLSearchParams({ watch: "1" }),
    expectStream: true,
    expectJson: true,
  });
  const reader = idle.getReader();
  const waiting = reader.read();
  await reader.cancel();
  assertEquals((await waiting).done, true);
  assertEquals(server.watchCount, 0);

  for (const expectJson of [true, false]) {
    const error = await assertRejects(
      () => rest.performRequest({ method: "GET", path: `${path}/none`, expectJson } as RestRequest),
      ApiError,
    );
    assert(isNotFound(error));
    assertEquals(Reflect.get(error, "httpCode"), 404);
  }
});

Deno.test("CL-3: toRestClient refuses tunnels, OPTIONS and paths that lead elsewhere", async () => {
  await using fake = fakeClient(() => json({}), { namespace: "shop" });
  const rest = toRestClient(fake.client);
  assertEquals(rest.defaultNamespace, "shop");
  const pod = "/api/v1/namespaces/d/pods/p/exec";
  for (
    const [request, expected] of [
      [{ method: "GET", path: pod, expectTunnel: ["v5.channel.k8s.io"] }, "tunnels"],
      [{ method: "OPTIONS", path: "/" }, "OPTIONS"],
      [{ method: "GET", path: "/api/v1/../x" }, "no path of the API"],
    ] as const
  ) {
    const error = await assertRejects(
      () => rest.performRequest(request as unknown as RestRequest),
      TypeError,
    );
    assertStringIncludes(error.message, expected);
  }
  assertEquals(fake.seen.length, 0);
});

Deno.test("CL-3: fromRestClient carries every call and an informer, over toRestClient of another client", async () => {
  await using server = createApiServer();
  await using inner = server.client();
  await using client = fromRestClient(toRestClient(inner));
  await exercise(client);
});

async function exercise(client: Client): Promise<void> {
  const key = { name: "a", namespace: "default" };
  const made = await client.create(ConfigMap, { metadata: key, data: { a: "1" } });
  const conflict = await assertRejects(() =>
    client.update(ConfigMap, {
      ...made,
      metadata: { ...made.metadata, resourceVersion: "1" },
    }), ApiError);
  assert(isConflict(conflict));
  await client.patch(ConfigMap, key, { merge: { data: { b: "2" } } });
  await client.apply(ConfigMap, { metadata: key, data: { c: "3" } });
  assertEquals((await client.get(ConfigMap, key)).data, { a: "1", b: "2", c: "3" });
  assertEquals((await client.list(ConfigMap, { namespace: "default" })).items.length, 1);
  await using informer = createInformer(client, ConfigMap, { namespace: "default" });
  await informer.synced();
  assertEquals(informer.store.get(key)?.data?.c, "3");
  await client.delete(ConfigMap, await client.get(ConfigMap, key));
  for await (const event of informer) {
    if (event.type === "deleted" || informer.store.size === 0) break;
  }
  assert(isNotFound(await assertRejects(() => client.get(ConfigMap, key), ApiError)));
}

/** A transport that answers failures as if they were none, as that of the contract can. */
function careless(answer: (request: RestRequest) => string | Error): RestClient {
  const perform = (request: RestRequest): Promise<unknown> => {
    const given = answer(request);
    if (given instanceof Error) return Promise.reject(given);
    return Promise.resolve(
      request.expectStream ? new Blob([given]).stream() : new TextEncoder().encode(given),
    );
  };
  return {
    performRequest: (request: RestRequest) => perform(request) as Promise<never>,
    [Symbol.dispose]: () => {},
  };
}

const expired = {
  kind: "Status",
  apiVersion: "v1",
  status: "Failure",
  reason: "Expired",
  code: 410,
};

Deno.test("CL-3: fromRestClient throws failures that come as bodies, as events of a watch, or as errors", async () => {
  const text = JSON.stringify({ ...expired, message: "m".repeat(200) });
  await using client = fromRestClient(careless(() => text));
  assert(isExpired(await assertRejects(() => client.list(ConfigMap), ApiError)));
  const watching = async () => {
    for await (const _ of client.watch(ConfigMap)) throw new Error("An event came");
  };
  assert(isExpired(await assertRejects(watching, ApiError)));

  const thrown = Object.assign(new Error("no"), { httpCode: 410, status: expired });
  await using second = fromRestClient(careless(() => thrown));
  assert(isExpired(await assertRejects(() => second.list(ConfigMap), ApiError)));
  await using third = fromRestClient(
    careless(() => Object.assign(new Error("no"), { httpCode: 404 })),
  );
  assert(isNotFound(await assertRejects(() => third.list(ConfigMap), ApiError)));
  await using page = fromRestClient(careless(() => "<html>"));
  const error = await assertRejects(() => page.list(ConfigMap), Error);
  assertStringIncludes(error.message, "no JSON");
});

Deno.test("CL-3: fromRestClient refuses headers that its contract cannot carry", async () => {
  const seen: RestRequest[] = [];
  await using client = fromRestClient(
    careless((request) => {
      seen.push(request);
      return "{}";
    }),
  );
  const error = await assertRejects(
    () => client.request("/x", { headers: { "Impersonate-User": "a" } }),
    TypeError,
  );
  assertStringIncludes(error.message, "The header Impersonate-User cannot go");
  await client.request("/x?a=b", { headers: { Accept: "text/plain" }, query: { c: "d" } });
  assertEquals(seen.length, 1);
  assertEquals([seen[0]?.path, seen[0]?.querystring?.toString(), seen[0]?.accept], [
    "/x",
    "a=b&c=d",
    "text/plain",
  ]);
});
