import { assert, assertEquals } from "@std/assert";
import {
  condition,
  Deployment,
  Pod,
  ReplicaSet,
  rolledOut,
  startCluster,
  web,
} from "./_support.ts";

Deno.test("controllers: a Deployment becomes available, in virtual time", async () => {
  await using cluster = startCluster();
  const { client, one, all, until } = cluster;
  await client.create(Deployment, web());
  assertEquals(all(ReplicaSet), []);
  await until(() => condition(one(Deployment, "web"), "Available")?.status === "True");
  await until(() => rolledOut(one(Deployment, "web")));
  const deployment = one(Deployment, "web");
  assertEquals(deployment.metadata.annotations["deployment.kubernetes.io/revision"], "1");
  const { conditions: _, ...numbers } = deployment.status;
  assertEquals(numbers, {
    observedGeneration: 1,
    replicas: 3,
    updatedReplicas: 3,
    readyReplicas: 3,
    availableReplicas: 3,
    terminatingReplicas: 0,
  });
  assertEquals(condition(deployment, "Progressing").reason, "NewReplicaSetAvailable");
  const [set] = all(ReplicaSet);
  const hash = set.metadata.labels["pod-template-hash"];
  assertEquals(set.metadata.name, `web-${hash}`);
  assertEquals(set.spec.selector.matchLabels, { app: "web", "pod-template-hash": hash });
  assertEquals(all(Pod).map((pod) => pod.metadata.labels["pod-template-hash"]), [hash, hash, hash]);
  assert(all(Pod).every((pod) => pod.status.podIP && condition(pod, "Ready").status === "True"));
});

Deno.test("controllers: nothing happens where none was asked for, or only what was asked for", async () => {
  await using plain = startCluster(false);
  await plain.client.create(Deployment, web());
  await plain.runtime.clock.advance(60_000);
  assertEquals(plain.all(ReplicaSet), []);
  await using some = startCluster(["deployment", "replicaset"]);
  await some.client.create(Deployment, web());
  await some.runtime.clock.advance(60_000);
  assertEquals(some.all(Pod).map((pod) => pod.status.phase), ["Pending", "Pending", "Pending"]);
  assertEquals(condition(some.one(Deployment, "web"), "Available").status, "False");
});

Deno.test("controllers: a rolling update keeps within maxSurge and maxUnavailable", async () => {
  await using cluster = startCluster();
  const { client, one, all, until } = cluster;
  const strategy = { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } };
  await client.create(Deployment, web(4, "nginx:1", { strategy }));
  await until(() => rolledOut(one(Deployment, "web")));
  let least = 4;
  let most = 0;
  const steps = new Set<string>();
  await client.patch(Deployment, { namespace: "default", name: "web" }, {
    merge: {
      spec: { template: { spec: { containers: [{ name: "main", image: "nginx:2" }] } } },
    } as never,
  });
  await until(() => {
    const asked = all(ReplicaSet).map((set) => set.spec.replicas);
    const ready = all(Pod).filter((pod) =>
      !pod.metadata.deletionTimestamp && condition(pod, "Ready")?.status === "True"
    );
    least = Math.min(least, ready.length);
    most = Math.max(most, asked.reduce((sum, count) => sum + count, 0));
    steps.add(asked.sort().join());
    return rolledOut(one(Deployment, "web"));
  });
  assertEquals([least, most], [3, 5]);
  assert(steps.size > 2);
  assertEquals(all(Pod).map((pod) => pod.spec.containers[0].image), Array(4).fill("nginx:2"));
  assertEquals(all(ReplicaSet).map((set) => set.spec.replicas).sort(), [0, 4]);
  assertEquals(
    one(Deployment, "web").metadata.annotations["deployment.kubernetes.io/revision"],
    "2",
  );
});

Deno.test("controllers: Recreate ends all old pods before the first new one comes", async () => {
  await using cluster = startCluster({ pods: () => ({ stopsAfter: 5_000 }) });
  const { client, one, all, until } = cluster;
  await client.create(Deployment, web(2, "nginx:1", { strategy: { type: "Recreate" } }));
  await until(() => rolledOut(one(Deployment, "web")));
  await client.patch(Deployment, { namespace: "default", name: "web" }, {
    merge: {
      spec: { template: { spec: { containers: [{ name: "main", image: "nginx:2" }] } } },
    } as never,
  });
  await until(() => {
    const images = new Set(all(Pod).map((pod) => pod.spec.containers[0].image));
    assert(images.size <= 1, "old and new pods at once");
    return images.has("nginx:2") && rolledOut(one(Deployment, "web"));
  });
});

Deno.test("controllers: a rollout that does not get on exceeds its deadline, and an undo ends that", async () => {
  await using cluster = startCluster();
  const { client, one, all, until, runtime } = cluster;
  await client.create(Deployment, web(3, "nginx:1", { progressDeadlineSeconds: 60 }));
  await until(() => rolledOut(one(Deployment, "web")));
  const start = runtime.clock.now();
  const template = (image: string) => ({
    merge: { spec: { template: { spec: { containers: [{ name: "main", image }] } } } } as never,
  });
  const key = { namespace: "default", name: "web" };
  await client.patch(Deployment, key, template("registry.invalid/nginx:2"));
  await until(() =>
    condition(one(Deployment, "web"), "Progressing").reason === "ProgressDeadlineExceeded"
  );
  assert(Math.abs(runtime.clock.now() - start - 60_000) < 3_000);
  assertEquals(condition(one(Deployment, "web"), "Available").status, "True");
  const stuck = all(Pod).filter((pod) =>
    pod.status.containerStatuses?.[0].state.waiting?.reason === "ImagePullBackOff"
  );
  assertEquals(stuck.length, 1);
  await client.patch(Deployment, key, template("nginx:1"));
  await until(() => rolledOut(one(Deployment, "web")));
  const sets = all(ReplicaSet).sort((a, b) => b.spec.replicas - a.spec.replicas);
  assertEquals(
    sets.map((set) => set.metadata.annotations["deployment.kubernetes.io/revision"]),
    ["3", "2"],
  );
  assertEquals(sets[0].metadata.annotations["deployment.kubernetes.io/revision-history"], "1");
});

Deno.test("controllers: scaling, pausing, and the limit on old ReplicaSets", async () => {
  await using cluster = startCluster();
  const { client, one, all, until, runtime } = cluster;
  const key = { namespace: "default", name: "web" };
  const change = (spec: unknown) => client.patch(Deployment, key, { merge: { spec } as never });
  const image = (name: string) => ({
    template: { spec: { containers: [{ name: "main", image: name }] } },
  });
  await client.create(Deployment, web(2, "nginx:1", { revisionHistoryLimit: 1 }));
  await until(() => rolledOut(one(Deployment, "web")));
  await change({ replicas: 5 });
  await until(() => rolledOut(one(Deployment, "web")));
  assertEquals([all(Pod).length, all(ReplicaSet).length], [5, 1]);
  await change({ paused: true });
  await change(image("nginx:2"));
  await runtime.clock.advance(30_000);
  assertEquals(all(ReplicaSet).length, 1);
  assertEquals(condition(one(Deployment, "web"), "Progressing").reason, "DeploymentPaused");
  await change({ paused: false });
  await until(() => rolledOut(one(Deployment, "web")));
  await change(image("nginx:3"));
  await until(() => rolledOut(one(Deployment, "web")) && all(ReplicaSet).length === 2);
  const images = all(ReplicaSet).map((set) => set.spec.template.spec.containers[0].image).sort();
  assertEquals(images, ["nginx:2", "nginx:3"]);
  await change({ replicas: 0 });
  await until(() => all(Pod).length === 0);
  await client.delete(Deployment, key);
  await until(() => all(ReplicaSet).length === 0);
});
