import { assert, assertEquals } from "@std/assert";
import { Job } from "../../../kinds/generated/batch_v1.ts";
import { condition, type Json, Pod, startCluster } from "./_support.ts";

function job(spec: Json = {}, image = "task:1"): Json {
  return {
    metadata: { name: "task", namespace: "default" },
    spec: {
      ...spec,
      template: { spec: { restartPolicy: "Never", containers: [{ name: "main", image }] } },
    },
  };
}

Deno.test("controllers: a Job runs as many pods at once as it may, and completes", async () => {
  await using cluster = startCluster();
  const { client, one, all, until } = cluster;
  await client.create(Job, job({ completions: 5, parallelism: 2 }));
  let most = 0;
  await until(() => {
    const running = all(Pod).filter((pod) => ["Pending", "Running"].includes(pod.status.phase));
    most = Math.max(most, running.length);
    return condition(one(Job, "task"), "Complete")?.status === "True";
  });
  const { status } = one(Job, "task");
  assertEquals([most, status.succeeded, status.active, status.failed], [
    2,
    5,
    undefined,
    undefined,
  ]);
  assertEquals(status.conditions.map((each: Json) => [each.type, each.reason]), [
    ["SuccessCriteriaMet", "CompletionsReached"],
    ["Complete", "CompletionsReached"],
  ]);
  assert(status.startTime < status.completionTime);
  assertEquals(all(Pod).map((pod) => pod.status.phase), Array(5).fill("Succeeded"));
  assert(all(Pod).every((pod) => !pod.metadata.finalizers));
});

Deno.test("controllers: a Job whose pods fail waits longer each time, and fails at its limit", async () => {
  await using cluster = startCluster({ pods: () => ({ exitCode: 3, startsAfter: 0 }) });
  const { client, one, all, until, runtime } = cluster;
  const start = runtime.clock.now();
  await client.create(Job, job({ backoffLimit: 2 }));
  await until(() => condition(one(Job, "task"), "Failed")?.status === "True");
  const { status } = one(Job, "task");
  assertEquals([status.failed, status.succeeded], [3, undefined]);
  assertEquals(condition(one(Job, "task"), "Failed").reason, "BackoffLimitExceeded");
  assertEquals(condition(one(Job, "task"), "FailureTarget").status, "True");
  assertEquals(
    all(Pod).map((pod) => pod.status.containerStatuses[0].state.terminated.exitCode),
    [3, 3, 3],
  );
  // Three runs of a second, 10 s and 20 s between them.
  assert(Math.abs(runtime.clock.now() - start - 33_000) < 1_000);
});

Deno.test("controllers: a Job is deleted with its pods when its time to live is over", async () => {
  await using cluster = startCluster();
  const { client, one, all, until, runtime } = cluster;
  await client.create(Job, job({ ttlSecondsAfterFinished: 30 }));
  await until(() => condition(one(Job, "task"), "Complete")?.status === "True");
  const finished = runtime.clock.now();
  await until(() => !one(Job, "task") && !all(Pod).length);
  assert(Math.abs(runtime.clock.now() - finished - 30_000) < 2_000);
});

Deno.test("controllers: a Job that is suspended, or too slow, has no pods", async () => {
  await using cluster = startCluster({ pods: () => ({ endsAfter: 3_600_000 }) });
  const { client, one, all, until } = cluster;
  const key = { namespace: "default", name: "task" };
  await client.create(Job, job({ activeDeadlineSeconds: 20, suspend: true }));
  await until(() => condition(one(Job, "task"), "Suspended")?.status === "True");
  assertEquals(all(Pod), []);
  await client.patch(Job, key, { merge: { spec: { suspend: false } } as never });
  await until(() => all(Pod).some((pod) => pod.status.phase === "Running"));
  assertEquals(condition(one(Job, "task"), "Suspended").status, "False");
  await until(() => condition(one(Job, "task"), "Failed")?.status === "True");
  assertEquals(condition(one(Job, "task"), "Failed").reason, "DeadlineExceeded");
  assertEquals(all(Pod), []);
});

Deno.test("controllers: a Job that is deleted takes its pods along", async () => {
  await using cluster = startCluster({ pods: () => ({ endsAfter: 3_600_000 }) });
  const { client, all, until } = cluster;
  await client.create(Job, job());
  await until(() => all(Pod).some((pod) => pod.status.phase === "Running"));
  await client.delete(Job, { namespace: "default", name: "task" }, {
    propagationPolicy: "Background",
  } as never);
  await until(() => !all(Job).length && !all(Pod).length);
});
