import { type ConformanceCase, eventually, inArea } from "../case.ts";
import { defineApiResource } from "../../../client/mod.ts";
import { deployment } from "../resources.ts";
import { differing, make } from "./differing.ts";

// More cases for the entries of docs/api-server.md: of built-in kinds and what controllers write.

const pod = { metadata: { name: "a" }, spec: { containers: [{ name: "main", image: "one" }] } };
const replicaSets = defineApiResource({
  group: "apps",
  version: "v1",
  kind: "ReplicaSet",
  plural: "replicasets",
  scope: "Namespaced",
});

export const moreDifferingCases: readonly ConformanceCase[] = inArea("refusals", [
  {
    ...differing(
      "pod-template-hash",
      "a ReplicaSet is named by the hash of its template as Go writes that",
      async (env, at) => {
        const { metadata: { name }, spec } = deployment(env.namespace);
        await make(env, "deployments", { metadata: { name }, spec });
        await eventually("there is a ReplicaSet", async () => {
          const { items } = await env.client.list(replicaSets, { namespace: env.namespace });
          return items.length === 1;
        });
        return { path: at("deployments").replace("deployments", "replicasets") };
      },
      /^200 .*"name":"web-65bd7d5bb"/s,
      /^200 (?!.*"name":"web-65bd7d5bb").*"name":"web-/s,
    ),
    area: "status and scale",
    controllers: ["deployment", "replicaset"],
  },
  differing(
    "autoscaler-annotations",
    "autoscaling/v1 tells of metrics in an annotation, in the form that they had in v2beta1",
    async (env, at) => {
      const path = at("pods").replace("/api/v1/", "/apis/autoscaling/v2/")
        .replace(/pods$/, "horizontalpodautoscalers");
      const target = { type: "Utilization", averageUtilization: 50 };
      const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name: "web" };
      const metrics = [{ type: "Resource", resource: { name: "memory", target } }];
      const spec = { scaleTargetRef, maxReplicas: 3, metrics };
      await env.client.request(path, { method: "POST", body: { metadata: { name: "a" }, spec } });
      return { path: `${path.replace("/v2/", "/v1/")}/a` };
    },
    /^200 .*\\"targetAverageUtilization\\":50/s,
    /^200 .*\\"target\\":\{/s,
  ),
  differing(
    "component-statuses",
    "componentstatuses tells of scheduler, controller manager and etcd",
    async (env) => {
      await Promise.resolve(env);
      return { path: "/api/v1/componentstatuses" };
    },
    /^200 .*"name":"scheduler"/s,
    /^200 .*"items":\[\]/s,
  ),
  differing(
    "subresources",
    "a subresource that nothing answers here is served for a pod that is there",
    async (env, at) => {
      await make(env, "pods", pod);
      return { path: `${at("pods")}/a/ephemeralcontainers` };
    },
    /^200 .*"kind":"Pod"/s,
    /^404 .*could not find the requested resource/s,
  ),
  differing(
    "review-metadata-text",
    "a review with metadata is refused with the managedFields that it would have got",
    async (env) => {
      await Promise.resolve(env);
      const body = {
        metadata: { name: "a" },
        spec: { resourceAttributes: { verb: "get", resource: "pods" } },
      };
      const path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";
      return { method: "POST", path, body };
    },
    /^422 .*managedFields.*must be empty/s,
    /^422 (?!.*managedFields).*must be empty/s,
  ),
  differing(
    "roles-of-controllers",
    "there are roles for the controllers of a cluster",
    async (env) => {
      await Promise.resolve(env);
      const roles = "/apis/rbac.authorization.k8s.io/v1/clusterroles";
      return { path: `${roles}/system:controller:deployment-controller` };
    },
    /^200 /,
    /^404 /,
  ),
  differing(
    "stored-size",
    "an object that etcd does not take is refused",
    async (env, at) => {
      await Promise.resolve(env);
      const containers = [{ name: "main", image: "one", args: ["x".repeat(1_600_000)] }];
      return { method: "POST", path: at("pods"), body: { ...pod, spec: { containers } } };
    },
    /^500 .*request is too large/s,
    /^201 /,
  ),
  {
    ...differing(
      "duplicate-fields",
      "a field that stands twice is refused with fieldValidation=Strict",
      async (env, at) => {
        await Promise.resolve(env);
        return {
          method: "POST",
          path: at("configmaps"),
          query: { fieldValidation: "Strict" },
          type: "application/json",
          body: '{"metadata":{"name":"a"},"data":{"a":"1","a":"2"}}',
        };
      },
      /^400 .*duplicate field/s,
      /^201 /,
    ),
    area: "field validation",
  },
], "differing");
