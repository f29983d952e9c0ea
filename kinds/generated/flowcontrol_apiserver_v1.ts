// Written by `deno task kinds`.
/**
 * The kinds of `flowcontrol.apiserver.k8s.io/v1`.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/flowcontrol.apiserver.k8s.io/v1";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Wire } from "../wire.ts";

/** Which requests belong to which priority level. */
export interface FlowSchema extends Stored<Wire<api.FlowSchema>> {}
/** The kind `FlowSchema` of `flowcontrol.apiserver.k8s.io/v1`. */
export const FlowSchema: ApiResource<FlowSchema> = defineApiResource<FlowSchema>({
  group: "flowcontrol.apiserver.k8s.io",
  version: "v1",
  kind: "FlowSchema",
  plural: "flowschemas",
  scope: "Cluster",
});

/** How many requests of a level the API server works on at a time. */
export interface PriorityLevelConfiguration extends Stored<Wire<api.PriorityLevelConfiguration>> {}
/** The kind `PriorityLevelConfiguration` of `flowcontrol.apiserver.k8s.io/v1`. */
export const PriorityLevelConfiguration: ApiResource<PriorityLevelConfiguration> =
  defineApiResource<PriorityLevelConfiguration>({
    group: "flowcontrol.apiserver.k8s.io",
    version: "v1",
    kind: "PriorityLevelConfiguration",
    plural: "prioritylevelconfigurations",
    scope: "Cluster",
  });
