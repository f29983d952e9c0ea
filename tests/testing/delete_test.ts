import { assertEquals } from "@std/assert";
import {
  configMap,
  configMaps,
  definitions,
  type Json,
  site,
  siteDefinition,
  sites,
  start,
} from "./_support.ts";

Deno.test("delete answers a Status, later a 404", async () => {
  await using bench = start();
  const { body: { metadata: { uid } } } = await bench.call("POST", configMaps, configMap("a"));
  const { code, body } = await bench.call("DELETE", `${configMaps}/a`);
  assertEquals([code, body.status, body.details], [200, "Success", {
    name: "a",
    kind: "configmaps",
    uid,
  }]);
  const gone = await bench.call("DELETE", `${configMaps}/a`);
  assertEquals([gone.code, gone.body.message], [404, 'configmaps "a" not found']);
});

Deno.test("delete with finalizers marks, and the removal of the last one deletes in the same write", async () => {
  await using bench = start();
  await bench.call("POST", definitions, siteDefinition());
  const { body: site0 } = await bench.call(
    "POST",
    sites,
    site("s", { host: "a" }, { finalizers: ["x.io/a", "x.io/b"] }),
  );
  const { body } = await bench.call("DELETE", `${sites}/s`);
  assertEquals(
    [
      body.metadata.deletionTimestamp,
      body.metadata.deletionGracePeriodSeconds,
      body.metadata.generation,
    ],
    ["2026-01-01T00:00:00Z", 0, 2],
  );
  const again = await bench.call("DELETE", `${sites}/s`);
  assertEquals(again.body, body);
  const added = await bench.merge(`${sites}/s`, { metadata: { finalizers: ["x.io/a", "x.io/c"] } });
  assertEquals([added.code, added.body.details.causes[0].reason], [422, "FieldValueForbidden"]);
  const less = await bench.merge(`${sites}/s`, { metadata: { finalizers: ["x.io/b"] } });
  assertEquals(less.code, 200);
  await using watch = await bench.watch(
    `${sites}?watch=1&resourceVersion=${less.body.metadata.resourceVersion}`,
  );
  const last = await bench.merge(`${sites}/s`, { metadata: { finalizers: null } });
  assertEquals(last.code, 200);
  const [event] = await watch.take(1);
  assertEquals([event.type, event.object.metadata.uid, event.object.metadata.finalizers], [
    "DELETED",
    site0.metadata.uid,
    undefined,
  ]);
  assertEquals(
    Number(event.object.metadata.resourceVersion) > Number(less.body.metadata.resourceVersion),
    true,
  );
  assertEquals((await bench.call("GET", `${sites}/s`)).code, 404);
});

Deno.test("delete keeps an object whose uid or version differs from the preconditions", async () => {
  await using bench = start();
  const { body } = await bench.call("POST", configMaps, configMap("a"));
  for (const preconditions of [{ uid: "other" }, { resourceVersion: "1" }]) {
    const refused = await bench.call("DELETE", `${configMaps}/a`, { preconditions });
    assertEquals([refused.code, refused.body.reason], [409, "Conflict"]);
  }
  const { uid, resourceVersion } = body.metadata;
  const preconditions = { uid, resourceVersion };
  assertEquals((await bench.call("DELETE", `${configMaps}/a`, { preconditions })).code, 200);
});

Deno.test("deletecollection deletes what is selected and answers it", async () => {
  await using bench = start();
  for (const name of ["a", "b", "c"]) {
    await bench.call(
      "POST",
      configMaps,
      configMap(name, {}, { labels: { own: String(name < "c") } }),
    );
  }
  const { body } = await bench.call("DELETE", `${configMaps}?labelSelector=own=true`);
  assertEquals(body.items.length, 2);
  const left = await bench.call("GET", configMaps);
  assertEquals(left.body.items.map((item: Json) => item.metadata.name), ["c"]);
});

Deno.test("a pod that runs on a node is marked with its grace period, any other goes at once", async () => {
  await using bench = start();
  const pods = "/api/v1/namespaces/default/pods";
  const spec = { containers: [{ name: "c", image: "i:1" }] };
  await bench.call("POST", pods, { metadata: { name: "here" }, spec: { ...spec, nodeName: "n" } });
  await bench.call("POST", pods, { metadata: { name: "nowhere" }, spec });
  const { body } = await bench.call("DELETE", `${pods}/here`);
  assertEquals([body.metadata.deletionTimestamp, body.metadata.deletionGracePeriodSeconds], [
    "2026-01-01T00:00:30Z",
    30,
  ]);
  await bench.call("DELETE", `${pods}/nowhere`);
  assertEquals((await bench.call("GET", `${pods}/nowhere`)).code, 404);
  await bench.call("DELETE", `${pods}/here`, { gracePeriodSeconds: 0 });
  assertEquals((await bench.call("GET", `${pods}/here`)).code, 404);
});

async function owned(
  bench: ReturnType<typeof start>,
  finalizers: readonly string[] = [],
) {
  const { body } = await bench.call("POST", configMaps, configMap("owner"));
  const ownerReferences = [{
    apiVersion: "v1",
    kind: "ConfigMap",
    name: "owner",
    uid: body.metadata.uid,
    blockOwnerDeletion: true,
  }];
  await bench.call("POST", configMaps, configMap("child", {}, { ownerReferences, finalizers }));
  return ownerReferences;
}

Deno.test("garbage collection deletes what all owners have left, and children of children", async () => {
  await using bench = start();
  await owned(bench);
  const { body } = await bench.call("GET", `${configMaps}/child`);
  const ownerReferences = [{
    apiVersion: "v1",
    kind: "ConfigMap",
    name: "child",
    uid: body.metadata.uid,
  }];
  await bench.call("POST", configMaps, configMap("grandchild", {}, { ownerReferences }));
  await bench.call("DELETE", `${configMaps}/owner`);
  assertEquals((await bench.call("GET", configMaps)).body.items, []);
});

Deno.test("garbage collection keeps what another owner holds, and drops the reference that dangles", async () => {
  await using bench = start();
  const [first] = await owned(bench);
  const { body } = await bench.call("POST", configMaps, configMap("other"));
  const second = { apiVersion: "v1", kind: "ConfigMap", name: "other", uid: body.metadata.uid };
  await bench.merge(`${configMaps}/child`, { metadata: { ownerReferences: [first, second] } });
  await bench.call("DELETE", `${configMaps}/owner`);
  const child = await bench.call("GET", `${configMaps}/child`);
  assertEquals(child.body.metadata.ownerReferences, [second]);
});

Deno.test("garbage collection deletes an object that names an owner which never was", async () => {
  await using bench = start();
  const ownerReferences = [{ apiVersion: "v1", kind: "ConfigMap", name: "owner", uid: "never" }];
  assertEquals(
    (await bench.call("POST", configMaps, configMap("child", {}, { ownerReferences }))).code,
    201,
  );
  assertEquals((await bench.call("GET", `${configMaps}/child`)).code, 404);
});

Deno.test("propagationPolicy Orphan leaves dependents without the owner", async () => {
  await using bench = start();
  await owned(bench);
  await bench.call("DELETE", `${configMaps}/owner`, { propagationPolicy: "Orphan" });
  assertEquals((await bench.call("GET", `${configMaps}/owner`)).code, 404);
  const child = await bench.call("GET", `${configMaps}/child`);
  assertEquals(child.body.metadata.ownerReferences, undefined);
});

Deno.test("propagationPolicy Foreground keeps the owner until its dependents are gone", async () => {
  await using bench = start();
  await owned(bench, ["x.io/hold"]);
  await bench.call("DELETE", `${configMaps}/owner`, { propagationPolicy: "Foreground" });
  const owner = await bench.call("GET", `${configMaps}/owner`);
  assertEquals(owner.body.metadata.finalizers, ["foregroundDeletion"]);
  await bench.merge(`${configMaps}/child`, { metadata: { finalizers: null } });
  assertEquals((await bench.call("GET", configMaps)).body.items, []);
});

Deno.test("a namespace goes with all that is in it, and waits for finalizers", async () => {
  await using bench = start();
  await bench.call("POST", "/api/v1/namespaces", { metadata: { name: "n" } });
  const inside = "/api/v1/namespaces/n/configmaps";
  await bench.call("POST", inside, configMap("a"));
  await bench.call("POST", inside, configMap("held", {}, { finalizers: ["x.io/hold"] }));
  const { body } = await bench.call("DELETE", "/api/v1/namespaces/n");
  assertEquals(body.status.phase, "Terminating");
  assertEquals((await bench.call("GET", `${inside}/a`)).code, 404);
  const refused = await bench.call("POST", inside, configMap("b"));
  assertEquals([refused.code, refused.body.details.causes[0].reason], [
    403,
    "NamespaceTerminating",
  ]);
  await bench.merge(`${inside}/held`, { metadata: { finalizers: null } });
  assertEquals((await bench.call("GET", "/api/v1/namespaces/n")).code, 404);
  assertEquals((await bench.call("DELETE", "/api/v1/namespaces/default")).code, 403);
});
