import { assertEquals, assertThrows } from "@std/assert";
import { applyStrategicPatch, PatchError } from "../../../testing/patch/mod.ts";
import { builtinSchema } from "../../../testing/schema/mod.ts";

const schema = builtinSchema("apps", "v1", "Deployment");

/** Patches the spec of a Deployment's pods. */
function patchPods(spec: unknown, patch: unknown): unknown {
  const wrap = (value: unknown) => ({ spec: { template: { spec: value } } });
  const result = applyStrategicPatch(wrap(spec), wrap(patch), schema) as {
    spec: { template: { spec: unknown } };
  };
  return result.spec.template.spec;
}

const pods = {
  containers: [{ name: "web", image: "a:1", env: [{ name: "X", value: "1" }] }, {
    name: "two",
    image: "b:2",
  }],
};

Deno.test("applyStrategicPatch merges containers by name and puts new ones first, as the server does", () => {
  const result = patchPods(pods, {
    containers: [{ name: "new", image: "n:1" }, { name: "web", env: [{ name: "Y", value: "2" }] }],
  });
  assertEquals(result, {
    containers: [
      { name: "new", image: "n:1" },
      { name: "web", image: "a:1", env: [{ name: "Y", value: "2" }, { name: "X", value: "1" }] },
      { name: "two", image: "b:2" },
    ],
  });
});

Deno.test("applyStrategicPatch deletes an item by $patch: delete", () => {
  const result = patchPods(pods, {
    containers: [{ name: "two", image: "b:3" }, { name: "web", $patch: "delete" }],
  });
  assertEquals(result, { containers: [{ name: "two", image: "b:3" }] });
});

Deno.test("applyStrategicPatch replaces a list by an item $patch: replace, and a map by the same", () => {
  const result = patchPods(pods, {
    containers: [{ name: "web", env: [{ $patch: "replace" }, { name: "Z", value: "3" }] }],
  });
  assertEquals((result as typeof pods).containers[0]?.env, [{ name: "Z", value: "3" }]);
  const replaced = applyStrategicPatch({ data: { a: "1" } }, {
    data: { $patch: "replace", z: "1" },
  });
  assertEquals(replaced, { data: { z: "1" } });
});

Deno.test("applyStrategicPatch follows $setElementOrder, with changes and alone", () => {
  const both = patchPods(pods, {
    "$setElementOrder/containers": [{ name: "two" }, { name: "web" }],
    containers: [{ name: "web", image: "a:4" }],
  }) as typeof pods;
  assertEquals(both.containers.map(({ name, image }) => [name, image]), [["two", "b:2"], [
    "web",
    "a:4",
  ]]);
  const alone = patchPods({ imagePullSecrets: [{ name: "o" }, { name: "p" }] }, {
    "$setElementOrder/imagePullSecrets": [{ name: "p" }, { name: "o" }],
  });
  assertEquals(alone, { imagePullSecrets: [{ name: "p" }, { name: "o" }] });
});

Deno.test("applyStrategicPatch keeps only $retainKeys", () => {
  const result = applyStrategicPatch(
    { spec: { strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1 } } } },
    { spec: { strategy: { $retainKeys: ["type"], type: "Recreate" } } },
    schema,
  );
  assertEquals(result, { spec: { strategy: { type: "Recreate" } } });
});

Deno.test("applyStrategicPatch unites finalizers, new ones first, and takes some away", () => {
  const live = { metadata: { finalizers: ["x.y/v", "x.y/z"] } };
  assertEquals(applyStrategicPatch(live, { metadata: { finalizers: ["x.y/new"] } }, schema), {
    metadata: { finalizers: ["x.y/new", "x.y/v", "x.y/z"] },
  });
  const patch = { metadata: { "$deleteFromPrimitiveList/finalizers": ["x.y/v"] } };
  assertEquals(applyStrategicPatch(live, patch, schema), { metadata: { finalizers: ["x.y/z"] } });
});

Deno.test("applyStrategicPatch replaces tolerations, which have no merge key", () => {
  assertEquals(patchPods({ tolerations: [{ key: "k" }] }, { tolerations: [{ key: "z" }] }), {
    tolerations: [{ key: "z" }],
  });
});

Deno.test("applyStrategicPatch removes a field by null and stores no directive or null of new maps", () => {
  const result = patchPods({ nodeSelector: { a: "b" } }, {
    nodeSelector: null,
    securityContext: { runAsUser: null, $retainKeys: ["fsGroup"], fsGroup: 1 },
  });
  assertEquals(result, { securityContext: { fsGroup: 1 } });
});

Deno.test("applyStrategicPatch refuses an item without its merge key in the server's words", () => {
  const error = assertThrows(
    () => patchPods(pods, { containers: [{ image: "n:4" }] }),
    PatchError,
    "map: map[image:n:4] does not contain declared merge key: name",
  );
  assertEquals(error.code, 500);
});

Deno.test("applyStrategicPatch leaves target and patch alone", () => {
  const before = structuredClone(pods);
  patchPods(pods, { containers: [{ name: "web", image: "z" }] });
  assertEquals(pods, before);
});
