import { assertEquals, assertRejects } from "@std/assert";
import { type ApiResource, defineApiResource, type KubernetesObject } from "../../client/mod.ts";
import { ClusterRole, ConfigMap, type ConfigMapObject, failure, fakeClient, json } from "./fake.ts";

const uid = "0e8f2c7c-9d5c-4a6e-8a53-000000000001";
const stored: ConfigMapObject = {
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name: "a", namespace: "n", uid, resourceVersion: "9007199254740993" },
};
const path = "/api/v1/namespaces/n/configmaps";

Deno.test("get fills in apiVersion and kind and leaves resourceVersion as it is (K6)", async () => {
  await using fake = fakeClient(() => json({ metadata: stored.metadata }));
  const object = await fake.client.get(ConfigMap, { name: "a", namespace: "n" }, {
    resourceVersion: "0",
  });
  assertEquals(object, stored);
  assertEquals(fake.seen[0]?.url.href, `http://api.test${path}/a?resourceVersion=0`);
});

Deno.test("calls for one object use the client's namespace where none is named, lists do not", async () => {
  await using fake = fakeClient(() => json({ ...stored, items: [] }), { namespace: "mine" });
  await fake.client.get(ConfigMap, { name: "a" });
  await fake.client.create(ConfigMap, { metadata: { name: "a" } });
  await fake.client.list(ConfigMap);
  await fake.client.get(ClusterRole, { name: "a" });
  assertEquals(fake.seen.map((request) => request.url.pathname), [
    "/api/v1/namespaces/mine/configmaps/a",
    "/api/v1/namespaces/mine/configmaps",
    "/api/v1/configmaps",
    "/apis/rbac.authorization.k8s.io/v1/clusterroles/a",
  ]);
});

Deno.test("list gives items with apiVersion and kind, and none for null", async () => {
  await using fake = fakeClient([
    () => json({ metadata: { resourceVersion: "5" }, items: [{ metadata: stored.metadata }] }),
    () => json({ metadata: { resourceVersion: "6" }, items: null }),
    () => json({ hello: 1 }),
    () => new Response("<html>"),
  ]);
  const list = await fake.client.list(ConfigMap, {
    namespace: "n",
    labelSelector: "a=b,c!=d",
    fieldSelector: "metadata.name=a",
    limit: 3,
  });
  assertEquals(list, { items: [stored], metadata: { resourceVersion: "5" } });
  assertEquals(
    fake.seen[0]?.url.search,
    "?labelSelector=a%3Db%2Cc%21%3Dd&fieldSelector=metadata.name%3Da&limit=3",
  );
  assertEquals((await fake.client.list(ConfigMap)).items, []);
  await assertRejects(() => fake.client.list(ConfigMap), Error, "something else than a list");
  await assertRejects(() => fake.client.list(ConfigMap), Error, "the answer is no JSON");
});

Deno.test("create posts the object with its kind, as the client's field manager", async () => {
  await using fake = fakeClient(() => json(stored, 201));
  const object = { metadata: { generateName: "a-", namespace: "n" }, data: { x: "1" } };
  await fake.client.create(ConfigMap, object, { dryRun: true });
  const request = fake.seen[0];
  assertEquals([request?.method, request?.url.pathname], ["POST", path]);
  assertEquals(request?.url.search, "?fieldManager=operatorkit&dryRun=All");
  assertEquals(request?.body, { apiVersion: "v1", kind: "ConfigMap", ...object });
  assertEquals(request?.headers.get("content-type"), "application/json");
});

Deno.test("writes refuse an object of another kind, and one without a name", async () => {
  await using fake = fakeClient(() => json(stored));
  const loose: ApiResource = ConfigMap;
  const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "a", namespace: "n" } };
  await assertRejects(() => fake.client.create(loose, pod), TypeError, "The object is a v1 Pod");
  const nameless = { metadata: { ...stored.metadata } };
  Reflect.deleteProperty(nameless.metadata, "name");
  await assertRejects(() => fake.client.apply(ConfigMap, nameless), TypeError, "has no name");
  assertEquals(fake.seen.length, 0);
});

Deno.test("update puts the object, through a subresource too", async () => {
  await using fake = fakeClient(() => json(stored), {}, { fieldManager: "sites" });
  await fake.client.update(ConfigMap, stored, { subresource: "status" });
  assertEquals(fake.seen[0]?.method, "PUT");
  assertEquals(fake.seen[0]?.url.href, `http://api.test${path}/a/status?fieldManager=sites`);
  assertEquals(fake.seen[0]?.body, stored);
});

Deno.test("update refuses an object that holds an integer beyond 2^53, also in a copy (K6)", async () => {
  const text = JSON.stringify(stored).replace(
    /}$/,
    ',"spec":{"a":[{"big":9007199254740993}],"ok":1e-7}}',
  );
  await using fake = fakeClient(() => new Response(text));
  const object = await fake.client.get(ConfigMap, { name: "a", namespace: "n" });
  for (const one of [object, structuredClone(object), { ...object, data: {} }]) {
    await assertRejects(
      () => fake.client.update(ConfigMap, one),
      TypeError,
      "beyond 2^53 at .spec.a[0].big, which was rounded when it was read: an update would write the rounded value, so patch",
    );
  }
  await fake.client.patch(ConfigMap, { name: "a", namespace: "n" }, { merge: { data: {} } });
  assertEquals(fake.seen.length, 2);
  const large: KubernetesObject & { spec: unknown } = { ...stored, spec: { fraction: 1e300 } };
  const untyped: ApiResource = ConfigMap;
  await fake.client.update(untyped, large);
  assertEquals(fake.seen.length, 3);
});

Deno.test("update refuses an object without a resourceVersion", async () => {
  await using fake = fakeClient(() => json(stored));
  const object = { ...stored, metadata: { ...stored.metadata, resourceVersion: "" } };
  await assertRejects(
    () => fake.client.update(ConfigMap, object),
    TypeError,
    "has no resourceVersion",
  );
});

Deno.test("apply sends a server-side apply, forced when asked", async () => {
  await using fake = fakeClient(() => json(stored));
  const object = { metadata: { name: "a", namespace: "n" }, data: { x: "1" } };
  await fake.client.apply(ConfigMap, object);
  await fake.client.apply(ConfigMap, object, {
    fieldManager: "me",
    force: true,
    subresource: "status",
  });
  assertEquals(fake.seen.map(({ method, url }) => [method, url.pathname, url.search]), [
    ["PATCH", `${path}/a`, "?fieldManager=operatorkit"],
    ["PATCH", `${path}/a/status`, "?fieldManager=me&force=true"],
  ]);
  assertEquals(fake.seen[0]?.headers.get("content-type"), "application/apply-patch+yaml");
  assertEquals(fake.seen[0]?.body, { apiVersion: "v1", kind: "ConfigMap", ...object });
});

Deno.test("patch sends each kind of patch by its content type", async () => {
  await using fake = fakeClient(() => json(stored));
  const key = { name: "a", namespace: "n" };
  await fake.client.patch(ConfigMap, key, { merge: { data: { x: null } } });
  await fake.client.patch(ConfigMap, key, { json: [{ op: "test", path: "/a", value: 1 }] });
  await fake.client.patch(ConfigMap, key, { strategic: { data: {} } });
  assertEquals(fake.seen.map(({ headers, body }) => [headers.get("content-type"), body]), [
    ["application/merge-patch+json", { data: { x: null } }],
    ["application/json-patch+json", [{ op: "test", path: "/a", value: 1 }]],
    ["application/strategic-merge-patch+json", { data: {} }],
  ]);
});

Deno.test("delete of an object sends its uid, and its version with ifUnchanged (C11)", async () => {
  await using fake = fakeClient(() => json({ kind: "Status", status: "Success" }));
  const options = { propagationPolicy: "Foreground", gracePeriodSeconds: 0, dryRun: true } as const;
  await fake.client.delete(ConfigMap, { name: "a", namespace: "n" }, options);
  await fake.client.delete(ConfigMap, stored);
  await fake.client.delete(ConfigMap, stored, { ifUnchanged: true });
  const base = { apiVersion: "v1", kind: "DeleteOptions" };
  assertEquals(fake.seen.map(({ body }) => body), [
    { ...base, gracePeriodSeconds: 0, propagationPolicy: "Foreground", dryRun: ["All"] },
    { ...base, preconditions: { uid } },
    { ...base, preconditions: { uid, resourceVersion: "9007199254740993" } },
  ]);
  assertEquals(fake.seen.map(({ method, url }) => `${method} ${url.pathname}${url.search}`), [
    `DELETE ${path}/a`,
    `DELETE ${path}/a`,
    `DELETE ${path}/a`,
  ]);
});

Deno.test("delete refuses to check what it was not given", async () => {
  await using fake = fakeClient(() => json({}));
  const { client } = fake;
  const key = { name: "a", namespace: "n" };
  await assertRejects(
    () => client.delete(ConfigMap, key, { ifUnchanged: true }),
    TypeError,
    "ifUnchanged",
  );
  const unread = { ...stored, metadata: { ...stored.metadata, uid: "" } };
  await assertRejects(() => client.delete(ConfigMap, unread), TypeError, "has no uid");
  const unversioned = { ...stored, metadata: { ...stored.metadata, resourceVersion: "" } };
  await assertRejects(
    () => client.delete(ConfigMap, unversioned, { ifUnchanged: true }),
    TypeError,
    "has no resourceVersion",
  );
  const other: KubernetesObject = { ...stored, apiVersion: "v1", kind: "Secret" };
  const untyped: ApiResource = ConfigMap;
  await assertRejects(() => client.delete(untyped, other), TypeError, "The object is a v1 Secret");
  assertEquals(fake.seen.length, 0);
});

Deno.test("deleteCollection deletes what the selection names, in a namespace that is named", async () => {
  await using fake = fakeClient(() => json({}), { namespace: "mine" });
  await fake.client.deleteCollection(ConfigMap, { namespace: "n", labelSelector: "a=b" });
  assertEquals(fake.seen[0]?.url.href, `http://api.test${path}?labelSelector=a%3Db`);
  assertEquals(fake.seen[0]?.method, "DELETE");
  await assertRejects(
    () => fake.client.deleteCollection(ConfigMap),
    TypeError,
    "needs a namespace",
  );
});

Deno.test("a resource of metadata alone is asked for as such", async () => {
  const meta = defineApiResource({ ...ConfigMap, representation: "metadata" });
  await using fake = fakeClient(() => json({ metadata: { resourceVersion: "1" }, items: [] }));
  await fake.client.list(meta);
  assertEquals(
    fake.seen[0]?.headers.get("accept"),
    "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1",
  );
});

Deno.test("pages asks for 500 at a time, with the same query but no version on later pages (R21)", async () => {
  const page = (names: string[], token?: string) => () =>
    json({
      metadata: { resourceVersion: "7", ...(token && { continue: token }) },
      items: names.map((name) => ({ metadata: { name } })),
    });
  await using fake = fakeClient([page(["a"], "t1"), page([], "t2"), page(["b"])]);
  const names: string[] = [];
  const options = {
    namespace: "n",
    labelSelector: "x",
    resourceVersion: "7",
    resourceVersionMatch: "Exact",
  } as const;
  for await (const { items } of fake.client.pages(ConfigMap, options)) {
    names.push(...items.map(({ metadata }) => metadata.name));
  }
  assertEquals(names, ["a", "b"]);
  assertEquals(fake.seen.map(({ url }) => url.search), [
    "?labelSelector=x&limit=500&resourceVersion=7&resourceVersionMatch=Exact",
    "?labelSelector=x&limit=500&continue=t1",
    "?labelSelector=x&limit=500&continue=t2",
  ]);
});

Deno.test("pages lists all at once when the token has expired, and says so (R22)", async () => {
  await using fake = fakeClient([
    () => json({ metadata: { resourceVersion: "7", continue: "t" }, items: [] }),
    () => failure(410, "Expired"),
    () => json({ metadata: { resourceVersion: "9" }, items: [{ metadata: { name: "a" } }] }),
  ]);
  const seen: unknown[] = [];
  const options = { resourceVersion: "7", resourceVersionMatch: "NotOlderThan" } as const;
  for await (const { items, restarted } of fake.client.pages(ConfigMap, options)) {
    seen.push([items.length, restarted]);
  }
  assertEquals(seen, [[0, undefined], [1, true]]);
  assertEquals(fake.seen[2]?.url.search, "?resourceVersion=7&resourceVersionMatch=NotOlderThan");
});

Deno.test("pages throws when the first page has expired", async () => {
  await using fake = fakeClient(() => failure(410, "Expired"));
  await assertRejects(() => Array.fromAsync(fake.client.pages(ConfigMap)), Error, "410 Expired");
  assertEquals(fake.seen.length, 1);
});

Deno.test("writes pass on how unknown fields are treated", async () => {
  await using fake = fakeClient(() => json(stored));
  const options = { fieldValidation: "Strict", fieldManager: "me" } as const;
  await fake.client.create(ConfigMap, { metadata: { name: "a", namespace: "n" } }, options);
  await fake.client.update(ConfigMap, stored, options);
  await fake.client.patch(ConfigMap, { name: "a", namespace: "n" }, { merge: {} }, options);
  assertEquals(
    fake.seen.map(({ url }) => url.search),
    Array(3).fill("?fieldManager=me&fieldValidation=Strict"),
  );
});
