import { assert, assertEquals, assertNotEquals } from "@std/assert";
import {
  configMap,
  configMaps,
  definitions,
  site,
  siteDefinition,
  sites,
  start,
} from "./_support.ts";

Deno.test("create gives an object its uid, version, time and owner of fields", async () => {
  await using bench = start();
  const { code, body } = await bench.call("POST", configMaps, configMap("a", { x: "1" }));
  assertEquals(code, 201);
  assert(
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(body.metadata.uid),
  );
  assertEquals(body.metadata.creationTimestamp, "2026-01-01T00:00:00Z");
  assertEquals(body.metadata.generation, undefined);
  assertEquals(body.metadata.managedFields[0].manager, "test");
  assertEquals((await bench.call("GET", `${configMaps}/a`)).body, body);
});

Deno.test("create refuses a taken name, a missing namespace, a bad name and a set version", async () => {
  await using bench = start();
  await bench.call("POST", configMaps, configMap("a"));
  const taken = await bench.call("POST", configMaps, configMap("a"));
  assertEquals([taken.code, taken.body.reason, taken.body.message], [
    409,
    "AlreadyExists",
    'configmaps "a" already exists',
  ]);
  const lost = await bench.call("POST", "/api/v1/namespaces/none/configmaps", configMap("a"));
  assertEquals([lost.code, lost.body.message], [404, 'namespaces "none" not found']);
  const bad = await bench.call("POST", configMaps, configMap("A_b"));
  assertEquals([bad.code, bad.body.reason, bad.body.details.causes[0].field], [
    422,
    "Invalid",
    "metadata.name",
  ]);
  const nameless = await bench.call("POST", configMaps, { metadata: {} });
  assertEquals(
    nameless.body.message,
    'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required',
  );
  const set = await bench.call("POST", configMaps, configMap("b", {}, { resourceVersion: "5" }));
  assertEquals(set.code, 500);
});

Deno.test("create with generateName makes names that differ", async () => {
  await using bench = start();
  const body = { metadata: { generateName: "job-" } };
  const first = await bench.call("POST", configMaps, body);
  const second = await bench.call("POST", configMaps, body);
  assert(/^job-[bcdfghjklmnpqrstvwxz2456789]{5}$/.test(first.body.metadata.name));
  assertNotEquals(first.body.metadata.name, second.body.metadata.name);
});

Deno.test("update checks the version it was read at, and takes none where the kind allows", async () => {
  await using bench = start();
  const { body } = await bench.call("POST", configMaps, configMap("a", { x: "1" }));
  const next = await bench.call("PUT", `${configMaps}/a`, { ...body, data: { x: "2" } });
  assertEquals(next.code, 200);
  const late = await bench.call("PUT", `${configMaps}/a`, { ...body, data: { x: "3" } });
  assertEquals([late.code, late.body.reason], [409, "Conflict"]);
  assertEquals(
    late.body.message,
    'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
  );
  assertEquals((await bench.call("PUT", `${configMaps}/a`, configMap("a", { x: "4" }))).code, 200);
  await bench.call("POST", definitions, siteDefinition());
  await bench.call("POST", sites, site("s"));
  const unconditional = await bench.call("PUT", `${sites}/s`, site("s"));
  assertEquals([unconditional.code, unconditional.body.details.causes[0].field], [
    422,
    "metadata.resourceVersion",
  ]);
});

Deno.test("update with another uid is a conflict, with another name a bad request", async () => {
  await using bench = start();
  await bench.call("POST", configMaps, configMap("a"));
  const uid = await bench.call("PUT", `${configMaps}/a`, configMap("a", {}, { uid: "other" }));
  assertEquals([uid.code, uid.body.reason], [409, "Conflict"]);
  const name = await bench.call("PUT", `${configMaps}/a`, configMap("b"));
  assertEquals([name.code, name.body.message], [
    400,
    "the name of the object (b) does not match the name on the URL (a)",
  ]);
});

Deno.test("a write that changes nothing keeps the version and sends no event", async () => {
  await using bench = start();
  const { body } = await bench.call("POST", configMaps, configMap("a", { x: "1" }));
  await using watch = await bench.watch(
    `${configMaps}?watch=1&resourceVersion=${body.metadata.resourceVersion}`,
  );
  await bench.runtime.clock.advance(60_000);
  const same = await bench.merge(`${configMaps}/a`, { data: { x: "1" } });
  assertEquals(same.body, body);
  await bench.merge(`${configMaps}/a`, { data: { x: "2" } });
  assertEquals((await watch.take(1))[0].object.data, { x: "2" });
});

Deno.test("generation counts changes of the spec only", async () => {
  await using bench = start();
  await bench.call("POST", definitions, siteDefinition());
  const { body } = await bench.call("POST", sites, { ...site("s"), status: { x: 1 } });
  assertEquals([body.metadata.generation, body.status], [1, undefined]);
  const labeled = await bench.merge(`${sites}/s`, { metadata: { labels: { a: "b" } } });
  assertEquals(labeled.body.metadata.generation, 1);
  const status = await bench.merge(`${sites}/s/status`, {
    status: { ready: true },
    spec: { host: "no" },
    metadata: { labels: { c: "d" } },
  });
  assertEquals([status.body.metadata.generation, status.body.spec.host, status.body.status], [
    1,
    "a",
    { ready: true },
  ]);
  assertEquals(status.body.metadata.labels, { a: "b" });
  const changed = await bench.merge(`${sites}/s`, {
    spec: { host: "b" },
    status: { ready: false },
  });
  assertEquals([changed.body.metadata.generation, changed.body.status], [2, { ready: true }]);
});

Deno.test("dryRun answers as if, and stores nothing", async () => {
  await using bench = start();
  assertEquals((await bench.call("POST", `${configMaps}?dryRun=All`, configMap("a"))).code, 201);
  assertEquals((await bench.call("GET", `${configMaps}/a`)).code, 404);
  await bench.call("POST", configMaps, configMap("a", { x: "1" }));
  const { body } = await bench.merge(`${configMaps}/a?dryRun=All`, { data: { x: "2" } });
  assertEquals(body.data.x, "2");
  assertEquals((await bench.call("DELETE", `${configMaps}/a?dryRun=All`)).code, 200);
  assertEquals((await bench.call("GET", `${configMaps}/a`)).body.data.x, "1");
});

Deno.test("patches: JSON, merge and strategic; others are unsupported", async () => {
  await using bench = start();
  await bench.call("POST", configMaps, configMap("a", { x: "1" }));
  const json = await bench.call("PATCH", `${configMaps}/a`, [
    { op: "test", path: "/data/x", value: "1" },
    { op: "add", path: "/data/y", value: "2" },
  ], { "content-type": "application/json-patch+json" });
  assertEquals(json.body.data, { x: "1", y: "2" });
  const failing = await bench.call("PATCH", `${configMaps}/a`, [
    { op: "test", path: "/data/x", value: "9" },
  ], { "content-type": "application/json-patch+json" });
  assertEquals([failing.code, failing.body.reason], [422, "Invalid"]);
  const strategic = await bench.call("PATCH", `${configMaps}/a`, { data: { x: null } }, {
    "content-type": "application/strategic-merge-patch+json",
  });
  assertEquals(strategic.body.data, { y: "2" });
  await bench.call("POST", definitions, siteDefinition());
  await bench.call("POST", sites, site("s"));
  const custom = await bench.call("PATCH", `${sites}/s`, {}, {
    "content-type": "application/strategic-merge-patch+json",
  });
  assertEquals([custom.code, custom.body.reason], [415, "UnsupportedMediaType"]);
});

Deno.test("apply creates, owns, conflicts, takes over by force and removes what it left out", async () => {
  await using bench = start();
  const mine = `${configMaps}/a?fieldManager=mine`;
  const created = await bench.apply(mine, configMap("a", { x: "1", y: "1" }));
  assertEquals(created.code, 201);
  const again = await bench.apply(mine, configMap("a", { x: "1", y: "1" }));
  assertEquals(again.body, created.body);
  const other = await bench.apply(`${configMaps}/a?fieldManager=other`, configMap("a", { x: "2" }));
  assertEquals([other.code, other.body.reason, other.body.details.causes[0].reason], [
    409,
    "Conflict",
    "FieldManagerConflict",
  ]);
  const forced = await bench.apply(
    `${configMaps}/a?fieldManager=other&force=true`,
    configMap("a", { x: "2" }),
  );
  assertEquals(forced.body.data, { x: "2", y: "1" });
  const less = await bench.apply(mine, configMap("a"));
  assertEquals(less.body.data, { x: "2" });
  const unnamed = await bench.apply(`${configMaps}/a`, configMap("a"));
  assertEquals(unnamed.body.details.causes[0].field, "fieldManager");
});

Deno.test("built-in kinds get the defaults and checks that matter", async () => {
  await using bench = start();
  const path = "/apis/apps/v1/namespaces/default/deployments";
  const template = {
    metadata: { labels: { app: "a" } },
    spec: { containers: [{ name: "c", image: "nginx" }] },
  };
  const bad = await bench.call("POST", path, {
    metadata: { name: "d" },
    spec: { selector: { matchLabels: { app: "b" } }, template },
  });
  assertEquals([bad.code, bad.body.details.causes[0].field], [
    422,
    "spec.template.metadata.labels",
  ]);
  const { body } = await bench.call("POST", path, {
    metadata: { name: "d" },
    spec: { selector: { matchLabels: { app: "a" } }, template },
  });
  assertEquals([body.spec.replicas, body.spec.strategy.type, body.metadata.generation], [
    1,
    "RollingUpdate",
    1,
  ]);
  assertEquals(body.spec.template.spec.containers[0].imagePullPolicy, "Always");
  const scaled = await bench.merge(`${path}/d/scale`, { spec: { replicas: 3 } });
  assertEquals([scaled.body.kind, scaled.body.spec.replicas], ["Scale", 3]);
  assertEquals((await bench.call("GET", `${path}/d`)).body.spec.replicas, 3);
  const service = await bench.call("POST", "/api/v1/namespaces/default/services", {
    metadata: { name: "s" },
    spec: { ports: [{ port: 80 }] },
  });
  assertEquals(service.body.spec.type, "ClusterIP");
  assertEquals(service.body.spec.ports, [{ port: 80, protocol: "TCP", targetPort: 80 }]);
  const secret = await bench.call("POST", "/api/v1/namespaces/default/secrets", {
    metadata: { name: "s" },
    stringData: { a: "é" },
  });
  assertEquals([secret.body.data, secret.body.stringData, secret.body.type], [
    { a: "w6k=" },
    undefined,
    "Opaque",
  ]);
});

Deno.test("events of both groups are the same objects under other names", async () => {
  await using bench = start();
  const created = await bench.call("POST", "/apis/events.k8s.io/v1/namespaces/default/events", {
    metadata: { name: "e" },
    eventTime: "2026-01-01T00:00:00.000000Z",
    regarding: { kind: "Pod", name: "p", namespace: "default" },
    note: "hello",
    reason: "Test",
    type: "Normal",
    reportingController: "test",
    action: "Test",
    reportingInstance: "test-1",
  });
  assertEquals(created.code, 201);
  const core = "/api/v1/namespaces/default/events";
  const { body } = await bench.call("GET", `${core}/e`);
  assertEquals([body.apiVersion, body.message, body.involvedObject.name, body.reportingComponent], [
    "v1",
    "hello",
    "p",
    "test",
  ]);
  const found = await bench.call(
    "GET",
    `${core}?fieldSelector=involvedObject.name=p,type!=Warning`,
  );
  assertEquals(found.body.items.length, 1);
  const back = await bench.call("GET", "/apis/events.k8s.io/v1/namespaces/default/events/e");
  assertEquals(back.body, created.body);
});

Deno.test("answers to what is not there say whose fault it is", async () => {
  await using bench = start();
  const codes = async (method: string, path: string) => {
    const { code, body } = await bench.call(method, path);
    return [code, body.reason ?? body];
  };
  assertEquals(await codes("GET", "/apis/none/v1/things"), [404, "404 page not found\n"]);
  assertEquals(await codes("GET", "/api/v1/things"), [404, "NotFound"]);
  assertEquals(await codes("POST", "/api/v1/configmaps"), [405, "MethodNotAllowed"]);
  assertEquals(await codes("GET", `${configMaps}/a`), [404, "NotFound"]);
  assertEquals(await codes("GET", `${configMaps}/a/status`), [404, "NotFound"]);
});

Deno.test("leases are created by update, unless the one that was read is gone", async () => {
  await using bench = start();
  const path = "/apis/coordination.k8s.io/v1/namespaces/default/leases/l";
  const lease = { metadata: { name: "l" }, spec: { holderIdentity: "a", leaseDurationSeconds: 5 } };
  const created = await bench.call("PUT", path, lease);
  assertEquals(created.code, 201);
  assertEquals((await bench.call("PUT", path, lease)).code, 422);
  await bench.call("DELETE", path);
  const late = await bench.call("PUT", path, created.body);
  assertEquals([late.code, late.body.reason], [409, "Conflict"]);
});
