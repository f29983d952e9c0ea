// Written by `deno task kinds`.
/**
 * The kinds of `batch/v1`.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/batch/v1";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Wire } from "../wire.ts";

/** Jobs by the clock. */
export interface CronJob extends Stored<Wire<api.CronJob>> {}
/** The kind `CronJob` of `batch/v1`. */
export const CronJob: ApiResource<CronJob> = defineApiResource<CronJob>({
  group: "batch",
  version: "v1",
  kind: "CronJob",
  plural: "cronjobs",
  scope: "Namespaced",
});

/** Pods that run to an end. */
export interface Job extends Stored<Wire<api.Job>> {}
/** The kind `Job` of `batch/v1`. */
export const Job: ApiResource<Job> = defineApiResource<Job>({
  group: "batch",
  version: "v1",
  kind: "Job",
  plural: "jobs",
  scope: "Namespaced",
});
