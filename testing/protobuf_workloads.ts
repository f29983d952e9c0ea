import type { ListType, MessageType } from "./protobuf.ts";

// What `kubectl create deployment`, `create job`, `create cronjob`, `create service`, `run` and `expose` fill in.

const metadata: MessageType = {
  1: ["name", "string"],
  2: ["generateName", "string"],
  3: ["namespace", "string"],
  11: ["labels", "map"],
  12: ["annotations", "map"],
  13: ["ownerReferences", {
    list: {
      1: ["kind", "string"],
      3: ["name", "string"],
      4: ["uid", "string"],
      5: ["apiVersion", "string"],
      6: ["controller", "bool"],
      7: ["blockOwnerDeletion", "bool"],
    },
  }],
};

const containers: ListType = {
  list: {
    1: ["name", "string"],
    2: ["image", "string"],
    3: ["command", "strings"],
    4: ["args", "strings"],
    6: ["ports", {
      list: { 1: ["name", "string"], 3: ["containerPort", "number"], 4: ["protocol", "string"] },
    }],
    7: ["env", { list: { 1: ["name", "string"], 2: ["value", "string"] } }],
    14: ["imagePullPolicy", "string"],
  },
};

const podSpec: MessageType = {
  2: ["containers", containers],
  3: ["restartPolicy", "string"],
  8: ["serviceAccountName", "string"],
};

const template: MessageType = { 1: ["metadata", metadata], 2: ["spec", podSpec] };

const jobSpec: MessageType = {
  1: ["parallelism", "number"],
  2: ["completions", "number"],
  3: ["activeDeadlineSeconds", "number"],
  6: ["template", template],
  7: ["backoffLimit", "number"],
  8: ["ttlSecondsAfterFinished", "number"],
  10: ["suspend", "bool"],
};

/** The messages of workloads and services. */
export const workloads: Readonly<Record<string, MessageType>> = {
  "v1 Pod": { 1: ["metadata", metadata], 2: ["spec", podSpec] },
  "v1 Service": {
    1: ["metadata", metadata],
    2: ["spec", {
      1: ["ports", {
        list: {
          1: ["name", "string"],
          2: ["protocol", "string"],
          3: ["port", "number"],
          4: ["targetPort", "intstr"],
          5: ["nodePort", "number"],
        },
      }],
      2: ["selector", "map"],
      3: ["clusterIP", "string"],
      4: ["type", "string"],
      10: ["externalName", "string"],
    }],
  },
  "apps/v1 Deployment": {
    1: ["metadata", metadata],
    2: ["spec", {
      1: ["replicas", "number"],
      2: ["selector", { 1: ["matchLabels", "map"] }],
      3: ["template", template],
    }],
  },
  "batch/v1 Job": { 1: ["metadata", metadata], 2: ["spec", jobSpec] },
  "batch/v1 CronJob": {
    1: ["metadata", metadata],
    2: ["spec", {
      1: ["schedule", "string"],
      5: ["jobTemplate", { 1: ["metadata", metadata], 2: ["spec", jobSpec] }],
    }],
  },
};
