import { assertEquals, assertThrows } from "@std/assert";
import { ApplyError } from "../../../testing/apply/mod.ts";
import { builtinSchema, type TypeSchema } from "../../../testing/schema/mod.ts";
import { typed } from "../typed_object.ts";
import { apply, owners, tryApply, update } from "./helpers.ts";

const text: TypeSchema = { type: "string" };
const schema: TypeSchema = {
  type: "object",
  properties: {
    spec: {
      type: "object",
      properties: {
        size: { type: "integer" },
        set: { type: "array", items: text, "x-kubernetes-list-type": "set" },
        list: { type: "array", items: text },
        ports: {
          type: "array",
          "x-kubernetes-list-type": "map",
          "x-kubernetes-list-map-keys": ["port", "proto"],
          items: {
            type: "object",
            properties: {
              port: { type: "integer" },
              proto: { type: "string", default: "TCP" },
              name: text,
            },
          },
        },
        atom: {
          type: "object",
          "x-kubernetes-map-type": "atomic",
          properties: { a: text, b: text },
        },
        map: {
          type: "object",
          additionalProperties: { type: "object", properties: { v: { type: "integer" } } },
        },
        free: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
      },
    },
  },
};

function foo(spec: unknown): Record<string, unknown> {
  return { apiVersion: "ap.io/v1", kind: "Foo", metadata: { name: "f" }, spec };
}

Deno.test("serverSideApply writes keys, sets, atomic values and maps of a custom object as the server", () => {
  const spec = {
    size: 1,
    map: { x: { v: 1 }, y: {} },
    ports: [{ port: 1 }],
    set: ["a", "b"],
    list: ["q"],
    atom: { a: "1" },
    free: { x: { y: 1 } },
  };
  assertEquals(owners(apply(undefined, "a", foo(spec), { schema })), [["a/Apply", {
    "f:spec": {
      "f:atom": {},
      "f:free": { "f:x": { ".": {}, "f:y": {} } },
      "f:list": {},
      "f:map": { "f:x": { ".": {}, "f:v": {} }, "f:y": {} },
      "f:ports": { 'k:{"port":1,"proto":"TCP"}': { ".": {}, "f:port": {} } },
      "f:set": { 'v:"a"': {}, 'v:"b"': {} },
      "f:size": {},
    },
  }]]);
});

Deno.test("serverSideApply merges keyed lists by their keys, defaults of keys included", () => {
  const live = apply(undefined, "a", foo({ ports: [{ port: 1 }], set: ["a", "b"] }), { schema });
  const ports = [{ port: 2, proto: "UDP" }, { port: 1, name: "bee" }];
  const both = apply(live, "b", foo({ ports, set: ["c"] }), { schema });
  assertEquals(both.spec, {
    ports: [{ port: 2, proto: "UDP" }, { port: 1, name: "bee" }],
    set: ["a", "b", "c"],
  });
  const left = apply(both, "b", foo({}), { schema });
  assertEquals(left.spec, { ports: [{ port: 1 }], set: ["a", "b"] });
});

Deno.test("serverSideApply takes an atomic map or list whole", () => {
  const live = apply(undefined, "a", foo({ atom: { a: "1" }, list: ["x"] }), { schema });
  assertEquals(
    tryApply(live, "b", foo({ atom: { b: "2" }, list: ["y"] }), { schema }),
    'Apply failed with 2 conflicts: conflicts with "a":\n- .spec.atom\n- .spec.list',
  );
  const forced = apply(live, "b", foo({ atom: { b: "2" } }), { schema, force: true });
  assertEquals(forced.spec, { atom: { b: "2" }, list: ["x"] });
});

Deno.test("serverSideApply names the items of lists in conflicts", () => {
  const live = apply(undefined, "a", foo({ ports: [{ port: 1, name: "n" }] }), { schema });
  assertEquals(
    tryApply(live, "b", foo({ ports: [{ port: 1, name: "m" }] }), { schema }),
    'Apply failed with 1 conflict: conflict with "a": .spec.ports[port=1,proto="TCP"].name',
  );
});

Deno.test("serverSideApply refuses what cannot be typed in the server's words", () => {
  const prefix = "failed to create typed patch object (/f; ap.io/v1, Kind=Foo): .spec";
  const cases: [unknown, string][] = [
    [{ nope: 1 }, ".nope: field not declared in schema"],
    [{ set: ["a", "a"] }, '.set: duplicate entries for key [="a"]'],
    [
      { ports: [{ port: 1 }, { port: 1 }] },
      '.ports: duplicate entries for key [port=1,proto="TCP"]',
    ],
    [{ size: "x" }, ".size: expected numeric (int or float), got string"],
    [{ size: true }, ".size: expected numeric (int or float), got bool"],
    [{ list: "x" }, ".list: expected list, got &{x}"],
    [{ map: [] }, ".map: expected map, got &{[]}"],
    [
      { set: [null] },
      ".set: element 0: associative list without keys has an element that's an explicit null",
    ],
    [
      { ports: ["x"] },
      ".ports: element 0: associative list with keys may not have non-map elements",
    ],
  ];
  for (const [spec, message] of cases) {
    const error = assertThrows(() => apply(undefined, "a", foo(spec), { schema }), ApplyError);
    assertEquals([error.code, error.message], [500, prefix + message]);
  }
});

Deno.test("serverSideApply without a schema merges maps and takes lists whole", () => {
  const live = apply(undefined, "a", foo({ map: { x: 1 }, list: [{ name: "n" }] }));
  assertEquals(owners(live), [["a/Apply", {
    "f:spec": { ".": {}, "f:list": {}, "f:map": { ".": {}, "f:x": {} } },
  }]]);
  const both = apply(live, "b", foo({ map: { y: 2 } }));
  assertEquals(both.spec, { list: [{ name: "n" }], map: { x: 1, y: 2 } });
});

const deployment = builtinSchema("apps", "v1", "Deployment");
const web = {
  name: "web",
  image: "nginx:1",
  ports: [{ containerPort: 80 }],
  env: [{ name: "A", value: "1" }, { name: "B", value: "2" }],
};

function deploy(containers: unknown[], spec: object = {}): Record<string, unknown> {
  const template = { metadata: { labels: { app: "d" } }, spec: { containers } };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "d" },
    spec: { selector: { matchLabels: { app: "d" } }, ...spec, template },
  };
}

function applyDeployment(live: object | undefined, manager: string, applied: object) {
  const object = apply(live, manager, applied, { schema: deployment });
  return typed("apps/v1", "Deployment", object);
}

function containersOf(object: unknown): Record<string, unknown>[] {
  const { spec } = object as {
    spec: { template: { spec: { containers: Record<string, unknown>[] } } };
  };
  return spec.template.spec.containers;
}

Deno.test("serverSideApply of a Deployment gives the entry that kube-apiserver writes", () => {
  const live = applyDeployment(undefined, "a", deploy([web], { replicas: 2 }));
  assertEquals(owners(live), [["a/Apply", {
    "f:spec": {
      "f:replicas": {},
      "f:selector": {},
      "f:template": {
        "f:metadata": { "f:labels": { "f:app": {} } },
        "f:spec": {
          "f:containers": {
            'k:{"name":"web"}': {
              ".": {},
              "f:env": {
                'k:{"name":"A"}': { ".": {}, "f:name": {}, "f:value": {} },
                'k:{"name":"B"}': { ".": {}, "f:name": {}, "f:value": {} },
              },
              "f:image": {},
              "f:name": {},
              "f:ports": {
                'k:{"containerPort":80,"protocol":"TCP"}': { ".": {}, "f:containerPort": {} },
              },
            },
          },
        },
      },
    },
  }]]);
  assertEquals(applyDeployment(live, "a", deploy([web], { replicas: 2 })), live);
});

Deno.test("serverSideApply of a Deployment drops an env, and shares a container with a second manager", () => {
  const first = applyDeployment(undefined, "a", deploy([web], { replicas: 2 }));
  const env = [{ name: "B", value: "3" }];
  const second = applyDeployment(first, "a", deploy([{ ...web, env }]));
  assertEquals(containersOf(second)[0]?.env, env);
  assertEquals((second.spec as { replicas: number }).replicas, 1, "the default again");
  const more = [{ name: "side", image: "x" }, { name: "web", resources: { limits: { cpu: "1" } } }];
  const template = { spec: { containers: more } };
  const side = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "d" },
    spec: { template },
  };
  const third = applyDeployment(second, "b", side);
  assertEquals(containersOf(third).map(({ name }) => name), ["side", "web"]);
  assertEquals(containersOf(third)[1]?.resources, { limits: { cpu: "1" } });
  const { spec: _, ...bare } = side;
  const fourth = applyDeployment(third, "b", bare);
  assertEquals(containersOf(fourth), containersOf(second));
});

Deno.test("trackUpdate of a created Deployment gives the entry that kube-apiserver writes", () => {
  const after = typed("apps/v1", "Deployment", deploy([{ name: "web", image: "nginx:1" }]));
  assertEquals(owners(update(undefined, "k", after, { schema: deployment })), [["k/Update", {
    "f:spec": {
      "f:progressDeadlineSeconds": {},
      "f:replicas": {},
      "f:revisionHistoryLimit": {},
      "f:selector": {},
      "f:strategy": {
        "f:rollingUpdate": { ".": {}, "f:maxSurge": {}, "f:maxUnavailable": {} },
        "f:type": {},
      },
      "f:template": {
        "f:metadata": { "f:labels": { ".": {}, "f:app": {} } },
        "f:spec": {
          "f:containers": {
            'k:{"name":"web"}': {
              ".": {},
              "f:image": {},
              "f:imagePullPolicy": {},
              "f:name": {},
              "f:resources": {},
              "f:terminationMessagePath": {},
              "f:terminationMessagePolicy": {},
            },
          },
          "f:dnsPolicy": {},
          "f:restartPolicy": {},
          "f:schedulerName": {},
          "f:securityContext": {},
          "f:terminationGracePeriodSeconds": {},
        },
      },
    },
  }]]);
});
