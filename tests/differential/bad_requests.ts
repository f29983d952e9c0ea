import type { Draft } from "./draft.ts";
import { customGroup } from "./kind_spec.ts";
import { pathOf } from "./kinds.ts";
import type { Step } from "./types.ts";

/** Requests that a server refuses, each in its way. */
export function badRequests(draft: Draft): readonly (() => Step)[] {
  const { dice, kind } = draft;
  const name = kind.cluster ? "{ns}-a" : "a";
  const collection = pathOf(kind);
  const object = pathOf(kind, name);
  const type = (value: string) => ({ "content-type": value });
  const minimal = { apiVersion: kind.apiVersion, kind: kind.kind, metadata: { name: "z" } };
  const json = (method: string, path: string, text: string): Step => ({
    method,
    path,
    text,
    headers: type("application/json"),
  });
  return [
    () =>
      json("POST", collection, dice.pick(["{", "[]", "null", "5", '"text"', "", "{}x", "{'a':1}"])),
    () => json("PUT", object, dice.pick(["{", "[]", "null", "5", "", '{"metadata":'])),
    () => ({
      method: "PATCH",
      path: object,
      text: dice.pick(["{", "[]", "null", "5", "", '"x"', '[{"op":"add"}]', "[5]"]),
      headers: type(dice.pick([
        "application/merge-patch+json",
        "application/json-patch+json",
        "application/apply-patch+yaml",
        "application/strategic-merge-patch+json",
      ])),
      query: [["fieldManager", "m"]],
    }),
    () => ({
      method: dice.pick(["POST", "PUT", "PATCH"]),
      path: dice.chance(0.5) ? collection : object,
      text: "{}",
      headers: type(
        dice.pick(["text/plain", "application/xml", "application/json; charset=utf-8", "nonsense"]),
      ),
    }),
    () => ({ method: "POST", path: collection, body: { ...minimal, kind: "Strange" } }),
    () => ({ method: "POST", path: collection, body: { ...minimal, apiVersion: "v9" } }),
    () => ({ method: "POST", path: collection, body: { ...minimal, apiVersion: "some.group/v1" } }),
    () => ({ method: "POST", path: collection, body: { metadata: { name: "z" } } }),
    () => ({ method: "POST", path: collection, body: { ...minimal, metadata: {} } }),
    () => ({ method: "POST", path: collection, body: { ...minimal, metadata: null } }),
    () => ({ method: "POST", path: collection, body: { ...minimal, metadata: "x" } }),
    () => ({
      method: "POST",
      path: collection,
      body: {
        ...minimal,
        metadata: { name: dice.pick(["UPPER", "a_b", "-a", "a/b", "a".repeat(254), ".", ".."]) },
      },
    }),
    () => ({
      method: "POST",
      path: collection,
      body: { ...minimal, metadata: { name: "z", namespace: "elsewhere" } },
    }),
    () => ({ method: "PUT", path: object, base: 1, body: { metadata: { name: "other" } } }),
    () => ({ method: "PUT", path: object, base: 1, body: { kind: "Strange" } }),
    () => ({ method: "PUT", path: object, base: 1, body: { apiVersion: "v9" } }),
    () => ({
      method: "PUT",
      path: pathOf(kind, "missing"),
      body: { ...minimal, metadata: { name: "missing" } },
    }),
    () => ({
      method: "PATCH",
      path: pathOf(kind, "missing"),
      body: {},
      headers: type("application/merge-patch+json"),
    }),
    () => ({ method: "DELETE", path: pathOf(kind, "missing") }),
    () => ({ method: "GET", path: pathOf(kind, "missing") }),
    () => ({ method: "GET", path: pathOf(kind, dice.pick(["UPPER", "a_b", "%2e", "a%2Fb"])) }),
    () => ({
      method: dice.pick(["PUT", "PATCH"]),
      path: collection,
      body: minimal,
      headers: type("application/json"),
    }),
    () => ({ method: "POST", path: object, body: minimal }),
    () => ({
      method: "GET",
      path: pathOf(kind, name, dice.pick(["status", "scale", "nothing", "log", "finalize"])),
    }),
    () => ({
      method: dice.pick(["DELETE", "POST"]),
      path: pathOf(kind, name, dice.pick(["status", "scale"])),
      body: minimal,
    }),
    () => ({
      method: "GET",
      path: dice.pick([
        "/api/v2",
        "/api/v1/nothing",
        "/api/v1/namespaces/{ns}/nothing",
        "/api/v1/namespaces/{ns}/nothing/a",
        "/apis/none.example.test/v1/x",
        "/apis/apps/v9/deployments",
        "/apis/apps/v1/nothing",
        `/apis/${customGroup}/v1/nothing`,
        `/apis/${customGroup}/v2/widgets`,
        `/apis/${customGroup}/v1/namespaces/{ns}/nothing/x`,
        "/nowhere",
        "/api/v1/namespaces/{ns}/configmaps/a/b/c",
        "/api/v1/configmaps/a",
        "/api/v1/namespaces/{ns}/namespaces/a",
        "/api/v1/namespaces//configmaps",
        "/api/v1/namespaces/{ns}/configmaps/",
        "/healthz",
      ]),
    }),
    () => ({
      method: dice.pick(["POST", "DELETE", "PUT"]),
      path: dice.pick([
        "/api/v1",
        "/apis",
        "/version",
        "/healthz",
        "/api/v1/configmaps",
        "/nowhere",
      ]),
      body: minimal,
    }),
    () => ({ method: "POST", path: collection.replace("{ns}", "not-there"), body: minimal }),
    () => ({
      method: "GET",
      path: collection.replace("{ns}", "not-there"),
      query: kind.cluster ? [["fieldSelector", "metadata.name=zz"]] : [],
    }),
    () => ({
      method: "GET",
      path: object,
      headers: {
        accept: dice.pick([
          "text/html",
          "application/xml",
          "application/json;as=Table;v=v1;g=meta.k8s.io,application/json",
          "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io",
          "application/yaml",
          "*/*",
          "application/json;as=Strange;v=v1;g=meta.k8s.io",
        ]),
      },
    }),
    () => ({
      method: "GET",
      path: object,
      query: [["resourceVersion", dice.pick(["abc", "0", "99999999999", "-1"])]],
    }),
    () => ({
      method: "POST",
      path: collection,
      body: { ...minimal, ...kind.content(dice, "z") },
      query: [["dryRun", "Some"], ["fieldValidation", "Odd"]],
    }),
  ];
}
