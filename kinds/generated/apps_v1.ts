// Written by `deno task kinds`.
/**
 * The kinds of `apps/v1`.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/apps/v1";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Wire } from "../wire.ts";

/** A former state of a `DaemonSet` or `StatefulSet`. */
export interface ControllerRevision extends Stored<Wire<api.ControllerRevision>> {}
/** The kind `ControllerRevision` of `apps/v1`. */
export const ControllerRevision: ApiResource<ControllerRevision> = defineApiResource<
  ControllerRevision
>({
  group: "apps",
  version: "v1",
  kind: "ControllerRevision",
  plural: "controllerrevisions",
  scope: "Namespaced",
});

/** One pod on each node. */
export interface DaemonSet extends Stored<Wire<api.DaemonSet>> {}
/** The kind `DaemonSet` of `apps/v1`. */
export const DaemonSet: ApiResource<DaemonSet> = defineApiResource<DaemonSet>({
  group: "apps",
  version: "v1",
  kind: "DaemonSet",
  plural: "daemonsets",
  scope: "Namespaced",
});

/** Pods that are alike, replaced step by step when the template changes. */
export interface Deployment extends Stored<Wire<api.Deployment>> {}
/** The kind `Deployment` of `apps/v1`. */
export const Deployment: ApiResource<Deployment> = defineApiResource<Deployment>({
  group: "apps",
  version: "v1",
  kind: "Deployment",
  plural: "deployments",
  scope: "Namespaced",
});

/** Pods that are alike; usually made by a `Deployment`. */
export interface ReplicaSet extends Stored<Wire<api.ReplicaSet>> {}
/** The kind `ReplicaSet` of `apps/v1`. */
export const ReplicaSet: ApiResource<ReplicaSet> = defineApiResource<ReplicaSet>({
  group: "apps",
  version: "v1",
  kind: "ReplicaSet",
  plural: "replicasets",
  scope: "Namespaced",
});

/** Pods with a name and storage of their own. */
export interface StatefulSet extends Stored<Wire<api.StatefulSet>> {}
/** The kind `StatefulSet` of `apps/v1`. */
export const StatefulSet: ApiResource<StatefulSet> = defineApiResource<StatefulSet>({
  group: "apps",
  version: "v1",
  kind: "StatefulSet",
  plural: "statefulsets",
  scope: "Namespaced",
});
