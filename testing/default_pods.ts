import { fill, items } from "./fill.ts";
import { child, isObject, type JsonObject } from "./object.ts";

const probe = {
  timeoutSeconds: 1,
  periodSeconds: 10,
  successThreshold: 1,
  failureThreshold: 3,
};

function fillHttp(action: unknown): void {
  if (isObject(action)) fill(action, { path: "/", scheme: "HTTP" });
}

// Without a tag, or with `latest`, an image is pulled each time; with a digest it cannot change.
function pullPolicy(image: string): string {
  const name = image.slice(image.lastIndexOf("/") + 1);
  const tag = /:([^@]*)/.exec(name)?.[1];
  const changes = image !== "" && !name.includes("@") && (tag === undefined || tag === "latest");
  return changes ? "Always" : "IfNotPresent";
}

function fillContainer(container: JsonObject): void {
  fill(container, {
    terminationMessagePath: "/dev/termination-log",
    terminationMessagePolicy: "File",
    imagePullPolicy: pullPolicy(String(container.image ?? "")),
  });
  for (const port of items(container.ports)) fill(port, { protocol: "TCP" });
  for (const name of ["livenessProbe", "readinessProbe", "startupProbe"]) {
    const given = container[name];
    if (!isObject(given)) continue;
    for (const [key, value] of Object.entries(probe)) if (!given[key]) given[key] = value;
    fillHttp(given.httpGet);
    if (isObject(given.grpc)) given.grpc.service ??= "";
  }
  for (const hook of Object.values(isObject(container.lifecycle) ? container.lifecycle : {})) {
    fillHttp(isObject(hook) ? hook.httpGet : undefined);
  }
  for (const variable of items(container.env)) {
    const from = isObject(variable.valueFrom) ? variable.valueFrom.fieldRef : undefined;
    if (isObject(from)) fill(from, { apiVersion: "v1" });
  }
}

function fillVolume(volume: JsonObject): void {
  if (Object.keys(volume).every((key) => key === "name")) volume.emptyDir = {};
  for (const source of ["configMap", "secret", "projected", "downwardAPI"]) {
    const given = volume[source];
    if (isObject(given)) fill(given, { defaultMode: 0o644 });
  }
  for (const source of items(isObject(volume.projected) ? volume.projected.sources : undefined)) {
    const token = source.serviceAccountToken;
    if (isObject(token)) fill(token, { expirationSeconds: 3600 });
  }
  if (isObject(volume.hostPath)) volume.hostPath.type ??= "";
}

/** Fills in a pod's spec, also in a template. Changes it. */
export function fillPodSpec(spec: JsonObject): void {
  fill(spec, {
    restartPolicy: "Always",
    terminationGracePeriodSeconds: 30,
    dnsPolicy: "ClusterFirst",
    securityContext: {},
    schedulerName: "default-scheduler",
  });
  // Both names of one thing are written.
  if (spec.serviceAccountName) spec.serviceAccount = spec.serviceAccountName;
  else if (spec.serviceAccount) spec.serviceAccountName = spec.serviceAccount;
  for (const container of [...items(spec.containers), ...items(spec.initContainers)]) {
    fillContainer(container);
  }
  items(spec.volumes).forEach(fillVolume);
}

/** Fills in the template in `spec`. Changes it. */
export function fillTemplate(spec: JsonObject): void {
  fillPodSpec(child(child(spec, "template"), "spec"));
}

/** What is limited and not requested is requested as much; so in pods, but not yet in their templates. */
export function requestLimits(spec: JsonObject): void {
  for (const container of [...items(spec.containers), ...items(spec.initContainers)]) {
    const resources = child(container, "resources");
    if (isObject(resources.limits)) {
      resources.requests = { ...resources.limits, ...(resources.requests as object | undefined) };
    }
  }
}
