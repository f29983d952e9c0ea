import { assertEquals } from "@std/assert";
import { start } from "./_support.ts";

const at = (version: string) =>
  `/apis/autoscaling/${version}/namespaces/default/horizontalpodautoscalers`;
const scaleTargetRef = { apiVersion: "apps/v1", kind: "Deployment", name: "web" };
const resource = (name: string, averageUtilization: number) => ({
  type: "Resource",
  resource: { name, target: { type: "Utilization", averageUtilization } },
});

Deno.test("autoscaling/v1: its target for the processor is a metric of v2", async () => {
  await using api = start();
  const spec = { scaleTargetRef, maxReplicas: 5, targetCPUUtilizationPercentage: 70 };
  const made = await api.call("POST", at("v1"), { metadata: { name: "a" }, spec });
  assertEquals(made.code, 201);
  const { body } = await api.call("GET", `${at("v2")}/a`);
  assertEquals([body.apiVersion, body.metadata.uid], ["autoscaling/v2", made.body.metadata.uid]);
  assertEquals(body.spec.metrics, [resource("cpu", 70)]);
  const read = (await api.call("GET", `${at("v1")}/a`)).body;
  assertEquals(read.spec.targetCPUUtilizationPercentage, 70);
  assertEquals(read.metadata.annotations, undefined);
});

Deno.test("autoscaling/v1: what only v2 has comes as annotations, and goes back from them", async () => {
  await using api = start();
  const metrics = [resource("memory", 50), resource("cpu", 60)];
  const spec = { scaleTargetRef, maxReplicas: 5, metrics };
  await api.call("POST", at("v2"), { metadata: { name: "a" }, spec });
  const { body } = await api.call("GET", `${at("v1")}/a`);
  assertEquals(body.spec.targetCPUUtilizationPercentage, 60);
  assertEquals(body.spec.metrics, undefined);
  const note = body.metadata.annotations["autoscaling.alpha.kubernetes.io/metrics"];
  assertEquals(JSON.parse(note).length, 1);
  body.spec.maxReplicas = 9;
  assertEquals((await api.call("PUT", `${at("v1")}/a`, body)).code, 200);
  const after = (await api.call("GET", `${at("v2")}/a`)).body;
  assertEquals([after.spec.maxReplicas, after.spec.metrics], [9, metrics]);
  assertEquals(after.metadata.annotations, undefined);
});
