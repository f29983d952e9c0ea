/**
 * The controllers of a cluster that operators wait for, beside an API server in memory.
 *
 * @module
 */
import type { Core } from "../call.ts";
import { accountController, rootCertificateController } from "./accounts.ts";
import { deploymentController } from "./deployment.ts";
import { endpointsController } from "./endpoints.ts";
import { createJobController } from "./job.ts";
import { createPodRunner } from "./pod_runner.ts";
import { replicaSetController } from "./replica_set.ts";
import { type ClusterController, runControllers } from "./run.ts";
import type { ControllerName, ControllersOptions } from "./types.ts";

export type { ControllerName, ControllersOptions, PodRun } from "./types.ts";

/** Starts the controllers that are asked for; they end when the result is disposed of. */
export function startControllers(
  core: Core,
  asked: true | readonly ControllerName[] | ControllersOptions,
  settle: () => void,
): Disposable {
  const options: ControllersOptions = asked === true
    ? {}
    : "length" in asked
    ? { run: asked as readonly ControllerName[] }
    : asked;
  const { run, delay = 10, pods } = options;
  const all: readonly ClusterController[] = [
    deploymentController,
    replicaSetController,
    createJobController(),
    createPodRunner(pods),
    endpointsController,
    accountController,
    rootCertificateController,
  ];
  const unknown = run?.find((name) => !all.some((one) => one.name === name));
  if (unknown !== undefined) {
    const names = all.map(({ name }) => name).join(", ");
    throw new TypeError(`There is no controller "${unknown}": choose from ${names}`);
  }
  const chosen = run ? all.filter(({ name }) => run.includes(name)) : all;
  return runControllers(core, chosen, { delay, settle });
}
