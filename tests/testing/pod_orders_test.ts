import { assertEquals } from "@std/assert";
import { start } from "./_support.ts";

const pods = "/api/v1/namespaces/default/pods";
const pod = {
  metadata: { name: "a", labels: { app: "a" } },
  spec: { containers: [{ name: "main", image: "one" }] },
};

Deno.test("binding: gives a pod a node once, and says that it was scheduled", async () => {
  await using api = start();
  await api.call("POST", pods, pod);
  const binding = { target: { kind: "Node", name: "n1" } };
  const { code, body } = await api.call("POST", `${pods}/a/binding`, binding);
  assertEquals([code, body.status], [201, "Success"]);
  const bound = (await api.call("GET", `${pods}/a`)).body;
  assertEquals(bound.spec.nodeName, "n1");
  assertEquals(bound.status.conditions.map((one: { type: string }) => one.type), ["PodScheduled"]);
  const again = await api.call("POST", `${pods}/a/binding`, binding);
  assertEquals([again.code, again.body.reason], [409, "Conflict"]);
});

Deno.test("binding: of another uid, without a node or in a dry run binds nothing", async () => {
  await using api = start();
  await api.call("POST", pods, pod);
  const target = { kind: "Node", name: "n1" };
  const other = await api.call("POST", `${pods}/a/binding`, { metadata: { uid: "x" }, target });
  assertEquals(other.code, 409);
  assertEquals((await api.call("POST", `${pods}/a/binding`, {})).code, 400);
  assertEquals((await api.call("POST", `${pods}/a/binding?dryRun=All`, { target })).code, 201);
  assertEquals((await api.call("GET", `${pods}/a`)).body.spec.nodeName, undefined);
});

Deno.test("bindings: the older way names the pod in the binding", async () => {
  await using api = start();
  await api.call("POST", pods, pod);
  const path = "/api/v1/namespaces/default/bindings";
  const { code } = await api.call("POST", path, {
    metadata: { name: "a" },
    target: { name: "n2" },
  });
  assertEquals(code, 201);
  assertEquals((await api.call("GET", `${pods}/a`)).body.spec.nodeName, "n2");
  const lost = await api.call("POST", path, { metadata: { name: "b" }, target: { name: "n2" } });
  assertEquals(lost.code, 404);
});

Deno.test("eviction: a budget that allows none refuses it with 429, one that does lets it go", async () => {
  await using api = start();
  const eviction = { metadata: { name: "a", namespace: "default" } };
  await api.call("POST", pods, pod);
  await api.call("PUT", `${pods}/a/status`, {
    ...pod,
    apiVersion: "v1",
    kind: "Pod",
    status: { phase: "Running" },
  });
  const budgets = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";
  const budget = { metadata: { name: "b" }, spec: { selector: { matchLabels: { app: "a" } } } };
  await api.call("POST", budgets, budget);
  const refused = await api.call("POST", `${pods}/a/eviction`, eviction);
  assertEquals([refused.code, refused.body.reason], [429, "TooManyRequests"]);
  assertEquals(refused.body.details.causes[0].reason, "DisruptionBudget");
  assertEquals((await api.call("GET", `${pods}/a`)).body.metadata.deletionTimestamp, undefined);
  await api.call("DELETE", `${budgets}/b`);
  assertEquals((await api.call("POST", `${pods}/a/eviction`, eviction)).code, 201);
  assertEquals((await api.call("GET", `${pods}/a`)).code, 404);
});
