import { canonical, isObject, type JsonObject, type StoredObject } from "./object.ts";

// HorizontalPodAutoscalers are stored as autoscaling/v2. In autoscaling/v1 a target for the processor is a field of its
// own, and everything else that v2 adds is text in annotations (kubernetes/pkg/apis/autoscaling/v1/conversion.go).

const notes = {
  metrics: "autoscaling.alpha.kubernetes.io/metrics",
  behavior: "autoscaling.alpha.kubernetes.io/behavior",
  current: "autoscaling.alpha.kubernetes.io/current-metrics",
  conditions: "autoscaling.alpha.kubernetes.io/conditions",
};

function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function cpuTarget(metric: JsonObject): number | undefined {
  const resource = isObject(metric.resource) ? metric.resource : {};
  const target = isObject(resource.target) ? resource.target : {};
  const percent = target.averageUtilization;
  return metric.type === "Resource" && resource.name === "cpu" && typeof percent === "number"
    ? percent
    : undefined;
}

function cpuCurrent(metric: JsonObject): number | undefined {
  const resource = isObject(metric.resource) ? metric.resource : {};
  const current = isObject(resource.current) ? resource.current : {};
  const percent = current.averageUtilization;
  return metric.type === "Resource" && resource.name === "cpu" && typeof percent === "number"
    ? percent
    : undefined;
}

function read(annotations: Readonly<Record<string, string>>, name: string): unknown {
  try {
    return JSON.parse(annotations[name] ?? "null");
  } catch {
    return undefined;
  }
}

function withAnnotations(
  object: StoredObject,
  annotations: Readonly<Record<string, string>>,
): StoredObject["metadata"] {
  const { annotations: _, ...metadata } = object.metadata;
  return Object.keys(annotations).length ? { ...metadata, annotations } : metadata;
}

/** An autoscaler as autoscaling/v1 shows it. */
export function autoscalerInV1(object: StoredObject): StoredObject {
  const spec = isObject(object.spec) ? object.spec : {};
  const status = isObject(object.status) ? object.status : {};
  const { metrics, behavior, ...rest } = spec;
  const { currentMetrics, conditions, ...state } = status;
  const annotations = { ...object.metadata.annotations };
  const write = (name: string, value: unknown, there: boolean) => {
    if (there) annotations[name] = JSON.stringify(value);
    else delete annotations[name];
  };
  const others = objects(metrics).filter((one) => cpuTarget(one) === undefined);
  write(notes.metrics, others, others.length > 0);
  write(notes.behavior, behavior, behavior !== undefined);
  write(notes.current, currentMetrics, objects(currentMetrics).length > 0);
  write(notes.conditions, conditions, objects(conditions).length > 0);
  const [target] = objects(metrics).flatMap((one) => cpuTarget(one) ?? []);
  const [current] = objects(currentMetrics).flatMap((one) => cpuCurrent(one) ?? []);
  return canonical({
    ...object,
    apiVersion: "autoscaling/v1",
    metadata: withAnnotations(object, annotations),
    spec: { ...rest, ...(target === undefined ? {} : { targetCPUUtilizationPercentage: target }) },
    status: {
      currentReplicas: 0,
      ...state,
      ...(current === undefined ? {} : { currentCPUUtilizationPercentage: current }),
    },
  }, false);
}

/** An autoscaler of autoscaling/v1 as it is stored. */
export function autoscalerFromV1(object: StoredObject): StoredObject {
  const spec = isObject(object.spec) ? object.spec : {};
  const status = isObject(object.status) ? object.status : {};
  const { targetCPUUtilizationPercentage: percent, ...rest } = spec;
  const { currentCPUUtilizationPercentage: _, ...state } = status;
  const given = object.metadata.annotations ?? {};
  const annotations = Object.fromEntries(
    Object.entries(given).filter(([name]) => !Object.values(notes).includes(name)),
  );
  const target = { type: "Utilization", averageUtilization: percent };
  const metrics = [
    ...objects(read(given, notes.metrics)),
    ...(percent === undefined ? [] : [{ type: "Resource", resource: { name: "cpu", target } }]),
  ];
  const behavior = read(given, notes.behavior);
  const conditions = objects(read(given, notes.conditions));
  const { currentReplicas, ...kept } = state;
  return canonical({
    ...object,
    apiVersion: "autoscaling/v2",
    metadata: withAnnotations(object, annotations),
    spec: {
      ...rest,
      ...(metrics.length ? { metrics } : {}),
      ...(isObject(behavior) ? { behavior } : {}),
    },
    status: {
      ...kept,
      ...(currentReplicas ? { currentReplicas } : {}),
      currentMetrics: Array.isArray(read(given, notes.current)) ? read(given, notes.current) : null,
      ...(conditions.length ? { conditions } : {}),
    },
  }, false);
}
