import { assertEquals, assertThrows } from "@std/assert";
import {
  apiVersionOf,
  compareResourceVersions,
  defineApiResource,
  keyOf,
  keyText,
  parsePath,
  resourcePath,
} from "../../client/mod.ts";
import { ClusterRole, ConfigMap } from "./fake.ts";

Deno.test("resourcePath names all objects, those of a namespace, and one", () => {
  assertEquals(resourcePath(ConfigMap), "/api/v1/configmaps");
  assertEquals(resourcePath(ConfigMap, { namespace: "a" }), "/api/v1/namespaces/a/configmaps");
  const key = { namespace: "a", name: "kube-root-ca.crt" };
  assertEquals(resourcePath(ConfigMap, key), "/api/v1/namespaces/a/configmaps/kube-root-ca.crt");
  assertEquals(
    resourcePath(ClusterRole, { name: "system:admin", subresource: "status" }),
    "/apis/rbac.authorization.k8s.io/v1/clusterroles/system:admin/status",
  );
  assertEquals(
    resourcePath(ClusterRole, { name: "größe" }),
    "/apis/rbac.authorization.k8s.io/v1/clusterroles/gr%C3%B6%C3%9Fe",
  );
});

Deno.test("resourcePath refuses names that would lead elsewhere", () => {
  const names = [
    "",
    ".",
    "..",
    "../../secrets/x",
    "a/b",
    "%2f",
    "a?b",
    "a#b",
    "a\\b",
    "a b",
    "a\n",
    "a\ud800",
  ];
  for (const name of [...names, "x".repeat(254)]) {
    assertThrows(() => resourcePath(ClusterRole, { name }), TypeError);
  }
  for (const namespace of ["", "..", "a/b", "A", "a.b", "-a", "x".repeat(64)]) {
    assertThrows(() => resourcePath(ConfigMap, { namespace }), TypeError, "cannot be a namespace");
  }
  assertThrows(
    () => resourcePath(ConfigMap, { namespace: "a", name: "b", subresource: "../x" }),
    TypeError,
  );
});

Deno.test("resourcePath refuses a namespace that is missing or out of place", () => {
  assertThrows(() => resourcePath(ConfigMap, { name: "a" }), TypeError, "needs a namespace");
  assertThrows(
    () => resourcePath(ClusterRole, { namespace: "a" }),
    TypeError,
    "not in a namespace",
  );
  assertThrows(
    () => resourcePath(ClusterRole, { subresource: "status" }),
    TypeError,
    "needs the name",
  );
});

Deno.test("parsePath gives back what resourcePath was given", () => {
  assertEquals(parsePath("/api/v1/namespaces/a/configmaps/b/status?x=/y"), {
    group: "",
    version: "v1",
    plural: "configmaps",
    namespace: "a",
    name: "b",
    subresource: "status",
  });
  assertEquals(parsePath(resourcePath(ClusterRole, { name: "größe" })), {
    group: "rbac.authorization.k8s.io",
    version: "v1",
    plural: "clusterroles",
    name: "größe",
  });
  assertEquals(parsePath("/apis/apps/v1/deployments"), {
    group: "apps",
    version: "v1",
    plural: "deployments",
  });
  assertEquals(parsePath("/api/v1/namespaces/a/pods/b/proxy/x/y")?.subresource, "proxy/x/y");
});

Deno.test("parsePath tells a namespace from what is in it", () => {
  const namespaces = { group: "", version: "v1", plural: "namespaces" };
  assertEquals(parsePath("/api/v1/namespaces"), namespaces);
  assertEquals(parsePath("/api/v1/namespaces/a"), { ...namespaces, name: "a" });
  assertEquals(parsePath("/api/v1/namespaces/a/finalize"), {
    ...namespaces,
    name: "a",
    subresource: "finalize",
  });
  assertEquals(parsePath("/api/v1/namespaces/a/pods"), {
    group: "",
    version: "v1",
    plural: "pods",
    namespace: "a",
  });
});

Deno.test("parsePath knows no resource in other paths", () => {
  for (
    const path of [
      "/",
      "/version",
      "/api",
      "/api/v1",
      "/apis/apps",
      "/apis/apps/v1",
      "/api/v1//x",
      "/api/v1/%E0",
    ]
  ) {
    assertEquals(parsePath(path), undefined, path);
  }
});

Deno.test("compareResourceVersions compares by length, then text, and never as numbers (K6)", () => {
  const sign = (a: string, b: string) => Math.sign(compareResourceVersions(a, b) ?? NaN);
  assertEquals(sign("9", "10"), -1);
  assertEquals(sign("9007199254740993", "9007199254740992"), 1);
  assertEquals(sign("9".repeat(40), "9".repeat(40)), 0);
  for (const odd of ["", "0", "01", "1.5", "-1", "abc", "1e3"]) {
    assertEquals(compareResourceVersions(odd, "5"), undefined, odd);
    assertEquals(compareResourceVersions("5", odd), undefined, odd);
  }
});

Deno.test("apiVersionOf, keyOf and keyText", () => {
  assertEquals([apiVersionOf(ConfigMap), apiVersionOf(ClusterRole)], [
    "v1",
    "rbac.authorization.k8s.io/v1",
  ]);
  const key = keyOf({ metadata: { name: "b", namespace: "a" } });
  assertEquals([key, keyText(key)], [{ name: "b", namespace: "a" }, "a/b"]);
  assertEquals(keyText(keyOf({ metadata: { name: "b" } })), "b");
});

Deno.test("defineApiResource gives frozen data and refuses what cannot be in a path", () => {
  assertThrows(() => Object.assign(ConfigMap, { kind: "Pod" }), TypeError);
  const base = { group: "a.b", version: "v1", kind: "K", plural: "ks", scope: "Cluster" } as const;
  for (const wrong of [{ group: "a/b" }, { version: "" }, { kind: "" }, { plural: "../x" }]) {
    assertThrows(() => defineApiResource({ ...base, ...wrong }), TypeError, "of a resource");
  }
});
