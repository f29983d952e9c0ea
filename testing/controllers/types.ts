import type { KubernetesObject } from "../../client/mod.ts";

/**
 * A controller that a cluster has and that can run beside the API server in memory:
 *
 * - `deployment`: Deployments make ReplicaSets and roll them
 * - `replicaset`: ReplicaSets make pods
 * - `job`: Jobs make pods, count how they end, and go when `ttlSecondsAfterFinished` is over
 * - `pods`: pods get a node, run, become ready and end: scheduler and kubelet in one
 * - `endpoints`: the addresses of a Service's ready pods, as Endpoints and EndpointSlices
 * - `serviceaccount`: each namespace has the service account `default`
 * - `root-ca`: each namespace has the ConfigMap `kube-root-ca.crt`
 */
export type ControllerName =
  | "deployment"
  | "replicaset"
  | "job"
  | "pods"
  | "endpoints"
  | "serviceaccount"
  | "root-ca";

/** What becomes of a pod. */
export interface PodRun {
  /** Milliseconds from its creation until its containers run. @default {1_000} */
  readonly startsAfter?: number;
  /** Why its containers never run, such as `ImagePullBackOff`: that is what `kubectl get pods` shows. */
  readonly waiting?: string;
  /** Milliseconds from then until it is ready; false: never. @default {0} */
  readonly readyAfter?: number | false;
  /**
   * Milliseconds from the start of its containers until they end. Default: never, but for pods that are not restarted
   * after they ended well (`restartPolicy` `Never` or `OnFailure`), which end after 1,000.
   */
  readonly endsAfter?: number;
  /** With which code its containers end. @default {0} */
  readonly exitCode?: number;
  /** Milliseconds from the request to delete it until it is gone, at most its grace period. @default {0} */
  readonly stopsAfter?: number;
}

/** Which controllers run beside an API server in memory, and how. */
export interface ControllersOptions {
  /** Which. Default: all. */
  readonly run?: readonly ControllerName[];
  /** Milliseconds from a change until the controllers act on it. @default {10} */
  readonly delay?: number;
  /**
   * Says what becomes of a pod, when it is created and each time its containers start again; nothing for the usual.
   * Without it, pods with an image of a host that ends in `.invalid` wait for it for ever (`ImagePullBackOff`).
   */
  readonly pods?: (pod: KubernetesObject) => PodRun | undefined;
}
