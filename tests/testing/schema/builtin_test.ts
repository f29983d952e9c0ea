import { assertEquals } from "@std/assert";
import { builtinSchema, field } from "../../../testing/schema/mod.ts";
import { typed } from "../typed_object.ts";

function defaulted(apiVersion: string, kind: string, rest: object): Record<string, unknown> {
  return typed(apiVersion, kind, { metadata: { name: "x" }, ...rest });
}

const container = {
  resources: {},
  terminationMessagePath: "/dev/termination-log",
  terminationMessagePolicy: "File",
};
const pods = {
  restartPolicy: "Always",
  dnsPolicy: "ClusterFirst",
  schedulerName: "default-scheduler",
  terminationGracePeriodSeconds: 30,
  securityContext: {},
};

Deno.test("applyBuiltinDefaults fills in a Deployment as kube-apiserver does", () => {
  const selector = { matchLabels: { app: "d" } };
  const template = {
    metadata: { labels: { app: "d" } },
    spec: { containers: [{ name: "web", image: "nginx:1", ports: [{ containerPort: 80 }] }] },
  };
  assertEquals(defaulted("apps/v1", "Deployment", { spec: { selector, template } }).spec, {
    replicas: 1,
    selector,
    strategy: {
      type: "RollingUpdate",
      rollingUpdate: { maxUnavailable: "25%", maxSurge: "25%" },
    },
    revisionHistoryLimit: 10,
    progressDeadlineSeconds: 600,
    template: {
      metadata: { labels: { app: "d" } },
      spec: {
        ...pods,
        containers: [{
          ...container,
          name: "web",
          image: "nginx:1",
          imagePullPolicy: "IfNotPresent",
          ports: [{ containerPort: 80, protocol: "TCP" }],
        }],
      },
    },
  });
});

Deno.test("applyBuiltinDefaults leaves rolling updates out of a Recreate strategy", () => {
  const { spec } = defaulted("apps/v1", "Deployment", { spec: { strategy: { type: "Recreate" } } });
  assertEquals(field(spec, "strategy"), { type: "Recreate" });
});

Deno.test("applyBuiltinDefaults chooses imagePullPolicy by the tag", () => {
  const cases = [
    ["a", "Always"],
    ["a:latest", "Always"],
    ["a:1", "IfNotPresent"],
    ["localhost:5000/i", "Always"],
    ["localhost:5000/i:2", "IfNotPresent"],
    [`i@sha256:${"1".repeat(64)}`, "IfNotPresent"],
  ];
  for (const [image, policy] of cases) {
    const { spec } = defaulted("v1", "Pod", { spec: { containers: [{ name: "c", image }] } });
    const [first] = field(spec, "containers") as Record<string, unknown>[];
    assertEquals(first?.imagePullPolicy, policy, image);
  }
});

Deno.test("applyBuiltinDefaults requests what a pod limits, but not what a template does", () => {
  const spec = {
    containers: [{ name: "c", image: "i:1", resources: { limits: { cpu: "1" } } }],
  };
  const resourcesIn = (value: unknown) =>
    (field(value, "containers") as Record<string, unknown>[])[0]?.resources;
  assertEquals(resourcesIn(defaulted("v1", "Pod", { spec }).spec), {
    limits: { cpu: "1" },
    requests: { cpu: "1" },
  });
  const set = defaulted("apps/v1", "ReplicaSet", { spec: { template: { spec } } });
  assertEquals(resourcesIn(field(field(set.spec, "template"), "spec")), { limits: { cpu: "1" } });
});

Deno.test("applyBuiltinDefaults fills in a Service", () => {
  const { spec, status } = defaulted("v1", "Service", { spec: { ports: [{ port: 80 }] } });
  assertEquals(spec, {
    type: "ClusterIP",
    sessionAffinity: "None",
    internalTrafficPolicy: "Cluster",
    ports: [{ port: 80, protocol: "TCP", targetPort: 80 }],
  });
  assertEquals(status, { loadBalancer: {} });
});

Deno.test("applyBuiltinDefaults fills in Secret, StatefulSet, DaemonSet, Job and CronJob", () => {
  assertEquals(defaulted("v1", "Secret", {}).type, "Opaque");
  const set = defaulted("apps/v1", "StatefulSet", { spec: {} }).spec;
  assertEquals(field(set, "updateStrategy"), {
    type: "RollingUpdate",
    rollingUpdate: { partition: 0 },
  });
  assertEquals(field(set, "podManagementPolicy"), "OrderedReady");
  const daemons = defaulted("apps/v1", "DaemonSet", { spec: {} }).spec;
  assertEquals(field(field(daemons, "updateStrategy"), "rollingUpdate"), {
    maxUnavailable: 1,
    maxSurge: 0,
  });
  const job = defaulted("batch/v1", "Job", { spec: {} }).spec as Record<string, unknown>;
  assertEquals([job.completions, job.parallelism, job.backoffLimit], [1, 1, 6]);
  const cron = defaulted("batch/v1", "CronJob", { spec: {} }).spec as Record<string, unknown>;
  assertEquals([cron.concurrencyPolicy, cron.successfulJobsHistoryLimit], ["Allow", 3]);
});

Deno.test("applyBuiltinDefaults drops nulls, which the server's types cannot hold, and keeps other fields", () => {
  const object = defaulted("v1", "ConfigMap", {
    metadata: { name: "x", labels: null },
    data: { a: null, b: "1" },
    immutable: true,
    binaryData: null,
  });
  assertEquals(object, {
    metadata: { name: "x" },
    data: { a: "", b: "1" },
    immutable: true,
  });
});

Deno.test("builtinSchema knows nothing of other kinds", () => {
  assertEquals(builtinSchema("", "v1", "toString"), undefined);
  assertEquals(builtinSchema("ap.io", "v1", "Pod"), undefined);
});
