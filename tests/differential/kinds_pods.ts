import {
  changeTemplate,
  condition,
  type KindSpec,
  podSpec,
  workload,
  wrongWorkload,
} from "./kind_spec.ts";
import type { Json } from "./types.ts";

/** What runs, and what makes it run. */
export const podKinds: readonly KindSpec[] = [
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    plural: "deployments",
    weight: 9,
    status: true,
    scale: true,
    content: workload,
    change: (dice) =>
      dice.weighted([
        [3, { spec: { replicas: dice.between(0, 5) } }],
        [3, changeTemplate(dice)],
        [1, { spec: { paused: dice.chance(0.5) } }],
        [1, { spec: { strategy: { type: "Recreate", rollingUpdate: null } } }],
        [1, { spec: { minReadySeconds: dice.between(0, 3) } }],
      ]),
    wrong: (dice) =>
      dice.weighted<Json>([
        [9, wrongWorkload(dice)],
        [1, { spec: { strategy: { type: "Strange" } } }],
        [1, { spec: { strategy: { type: "Recreate" } } }],
        [1, { spec: { progressDeadlineSeconds: 1, minReadySeconds: 5 } }],
      ]),
    changeStatus: (dice) =>
      dice.pick([
        { status: { replicas: 2, readyReplicas: dice.between(0, 3) } },
        { status: { conditions: [condition(dice)] } },
        { status: { observedGeneration: 1 } },
        { status: { replicas: -1 } },
        { status: { surprise: 1 } },
        { status: { replicas: "two" } },
      ]),
  },
  {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    plural: "replicasets",
    weight: 2,
    status: true,
    scale: true,
    fields: ["status.replicas"],
    content: workload,
    change: (dice) => dice.pick([{ spec: { replicas: dice.between(0, 5) } }, changeTemplate(dice)]),
    wrong: wrongWorkload,
    changeStatus: (dice) =>
      dice.pick([{ status: { replicas: 3, readyReplicas: 1 } }, {
        status: { replicas: 1, readyReplicas: 2 },
      }]),
  },
  {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    plural: "statefulsets",
    weight: 2,
    status: true,
    scale: true,
    content: (dice, name) => {
      const { spec } = workload(dice, name);
      return {
        spec: {
          ...spec,
          serviceName: name,
          ...(dice.chance(0.4)
            ? {
              volumeClaimTemplates: [{
                metadata: { name: "data" },
                spec: {
                  accessModes: ["ReadWriteOnce"],
                  resources: { requests: { storage: "1Gi" } },
                },
              }],
            }
            : {}),
        },
      };
    },
    change: (dice) => dice.pick([{ spec: { replicas: dice.between(0, 5) } }, changeTemplate(dice)]),
    wrong: (dice) => dice.pick([wrongWorkload(dice), { spec: { serviceName: "other" } }]),
    changeStatus: () => ({ status: { replicas: 1, readyReplicas: 1 } }),
  },
  {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    plural: "daemonsets",
    weight: 1,
    status: true,
    content: (dice, name) => {
      const { replicas: _, ...spec } = workload(dice, name).spec;
      return { spec };
    },
    change: changeTemplate,
    changeStatus: () => ({ status: { numberReady: 1, desiredNumberScheduled: 2 } }),
  },
  {
    apiVersion: "batch/v1",
    kind: "Job",
    plural: "jobs",
    weight: 2,
    status: true,
    content: (dice) => ({
      spec: {
        template: {
          metadata: { labels: { job: "a" } },
          spec: { ...podSpec(dice), restartPolicy: dice.pick(["Never", "OnFailure"]) },
        },
        ...(dice.chance(0.3) ? { backoffLimit: 2 } : {}),
        ...(dice.chance(0.3) ? { parallelism: 2, completions: 4 } : {}),
      },
    }),
    change: (dice) =>
      dice.pick([{ spec: { suspend: true } }, { spec: { parallelism: dice.between(1, 4) } }, {
        spec: { activeDeadlineSeconds: 50 },
      }]),
    wrong: (dice) =>
      dice.pick([
        { spec: { template: { spec: { restartPolicy: "Always" } } } },
        { spec: { completions: 9 } },
        { spec: { parallelism: -1 } },
        { spec: { surprise: 1 } },
      ]),
  },
  {
    apiVersion: "batch/v1",
    kind: "CronJob",
    plural: "cronjobs",
    weight: 1,
    status: true,
    content: (dice) => ({
      spec: {
        schedule: "*/5 * * * *",
        jobTemplate: { spec: { template: { spec: { ...podSpec(dice), restartPolicy: "Never" } } } },
      },
    }),
    change: (dice) => dice.pick([{ spec: { suspend: true } }, { spec: { schedule: "1 * * * *" } }]),
    wrong: (dice) =>
      dice.pick([{ spec: { schedule: "often" } }, { spec: { schedule: null } }, {
        spec: { concurrencyPolicy: "Sometimes" },
      }]),
    changeStatus: () => ({ status: { lastScheduleTime: "2020-01-01T00:00:00Z" } }),
  },
  {
    apiVersion: "v1",
    kind: "Pod",
    plural: "pods",
    weight: 6,
    status: true,
    fields: ["spec.nodeName", "status.phase", "spec.restartPolicy"],
    content: (dice) => ({ spec: podSpec(dice) }),
    change: (dice) =>
      dice.pick([
        { spec: { activeDeadlineSeconds: dice.between(5, 50) } },
        { spec: { containers: [{ name: "main", image: `one:${dice.between(1, 5)}` }] } },
      ]),
    wrong: (dice) =>
      dice.pick([
        { spec: { nodeSelector: { a: "b" } } },
        { spec: { containers: [] } },
        { spec: { containers: null } },
        { spec: { containers: [{ name: "main", image: "one" }, { name: "main", image: "one" }] } },
        { spec: { restartPolicy: "Perhaps" } },
        { spec: { terminationGracePeriodSeconds: -1 } },
        { spec: { surprise: 1 } },
        { spec: { containers: [{ name: "main", image: "one", surprise: 1 }] } },
        {
          spec: { containers: [{ name: "main", image: "one", ports: [{ containerPort: "80" }] }] },
        },
        { spec: { containers: [{ name: "main", image: "one", imagePullPolicy: "Now" }] } },
        { spec: { hostNetwork: "yes" } },
      ]),
    changeStatus: (dice) =>
      dice.pick([
        { status: { phase: dice.pick(["Running", "Succeeded"]) } },
        { status: { conditions: [condition(dice)] } },
        { status: { podIP: "10.1.2.3", podIPs: [{ ip: "10.1.2.3" }] } },
      ]),
  },
  {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    plural: "horizontalpodautoscalers",
    weight: 1,
    status: true,
    content: () => ({
      spec: {
        maxReplicas: 5,
        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "a" },
      },
    }),
    change: (dice) => ({ spec: { maxReplicas: dice.between(3, 9) } }),
    wrong: (dice) => dice.pick([{ spec: { maxReplicas: 0 } }, { spec: { minReplicas: 7 } }]),
  },
];
