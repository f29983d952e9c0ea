import { parseBody } from "./body.ts";
import { type Answer, type Call, type Core, timestamp } from "./call.ts";
import { deleteObject } from "./delete.ts";
import { items } from "./fill.ts";
import { canonical, isObject, type JsonObject, type StoredObject } from "./object.ts";
import { badRequest, conflict, methodNotAllowed, StatusError } from "./status.ts";
import { matchesLabels } from "./match.ts";
import { current, isDryRun } from "./write.ts";

const created: Answer = {
  code: 201,
  body: { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 },
};

function sent(call: Call): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(call.body);
  } catch {
    // Protobuf and YAML are read as all other bodies are.
    value = parseBody(call);
  }
  if (!isObject(value)) throw badRequest("the object provided is not an object");
  return value;
}

/** Answers POST of a pod's `binding`: gives it a node. Throws a 409 where it has one. */
export function bindPod(core: Core, call: Call): Answer {
  if (call.method !== "POST") throw methodNotAllowed();
  const { target, metadata } = sent(call);
  const pod = current(core, call);
  const spec = isObject(pod.spec) ? pod.spec : {};
  const given = isObject(metadata) ? metadata : {};
  const refuse = (problem: string) =>
    conflict({ group: "", plural: "pods/binding" }, call.name, problem);
  if (given.uid && given.uid !== pod.metadata.uid) {
    throw refuse(
      `Precondition failed: UID in precondition: ${given.uid}, UID in object meta: ${pod.metadata.uid}`,
    );
  }
  if (pod.metadata.deletionTimestamp) {
    throw refuse(`pod ${call.name} is being deleted, cannot be assigned to a host`);
  }
  if (spec.nodeName) {
    throw refuse(`pod ${call.name} is already assigned to node ${JSON.stringify(spec.nodeName)}`);
  }
  if (!isObject(target) || !target.name) throw badRequest("a binding needs the name of a node");
  const status = isObject(pod.status) ? pod.status : {};
  const others = items(status.conditions).filter(({ type }) => type !== "PodScheduled");
  const bound = {
    type: "PodScheduled",
    status: "True",
    lastProbeTime: null,
    lastTransitionTime: timestamp(core.clock),
  };
  const next = canonical({
    ...pod,
    metadata: { ...pod.metadata, generation: pod.metadata.generation ?? 1 },
    spec: { ...spec, nodeName: target.name },
    status: { ...status, conditions: [...others, bound] },
  }, false);
  if (!isDryRun(call)) core.storage.put("pods", next);
  return created;
}

/** Answers POST of `bindings`, the older way to give a pod a node. */
export function createBinding(core: Core, call: Call): Answer {
  if (call.method !== "POST") throw methodNotAllowed();
  const { metadata } = sent(call);
  const name = isObject(metadata) ? String(metadata.name ?? "") : "";
  const pods = core.registry.find("", "v1", "pods");
  if (!pods || !name) throw badRequest("a binding needs the name of a pod");
  return bindPod(core, { ...call, kind: pods, name, subresource: "binding" });
}

function protects(budget: StoredObject, pod: StoredObject): boolean {
  const { selector } = isObject(budget.spec) ? budget.spec : {};
  return matchesLabels(selector, pod.metadata.labels ?? {});
}

/** Answers POST of a pod's `eviction`: deletes it unless a PodDisruptionBudget stands before it. Throws a 429. */
export function evictPod(core: Core, call: Call): Answer {
  if (call.method !== "POST") throw methodNotAllowed();
  const { deleteOptions } = sent(call);
  const pod = current(core, call);
  const status = isObject(pod.status) ? pod.status : {};
  const over = ["Pending", "Succeeded", "Failed"].includes(String(status.phase));
  const budgets = over ? [] : core.storage.list("policy/poddisruptionbudgets", call.namespace)
    .filter((budget) => protects(budget, pod));
  if (budgets.length > 1) {
    throw new StatusError(
      500,
      "InternalError",
      "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.",
    );
  }
  for (const budget of budgets) {
    const { disruptionsAllowed, desiredHealthy = 0, currentHealthy = 0 } = isObject(budget.status)
      ? budget.status
      : {};
    if (Number(disruptionsAllowed ?? 0) > 0) continue;
    throw new StatusError(
      429,
      "TooManyRequests",
      "Cannot evict pod as it would violate the pod's disruption budget.",
      {
        causes: [{
          reason: "DisruptionBudget",
          message:
            `The disruption budget ${budget.metadata.name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`,
        }],
      },
    );
  }
  const options = isObject(deleteOptions) ? deleteOptions : {};
  const body = JSON.stringify({ ...options, kind: "DeleteOptions", apiVersion: "v1" });
  deleteObject(core, { ...call, method: "DELETE", subresource: "", body });
  return created;
}
