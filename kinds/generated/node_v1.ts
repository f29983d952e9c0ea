// Written by `deno task kinds`.
/**
 * The kinds of `node.k8s.io/v1`.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/node.k8s.io/v1";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Wire } from "../wire.ts";

/** How containers of a pod are run. */
export interface RuntimeClass extends Stored<Wire<api.RuntimeClass>> {}
/** The kind `RuntimeClass` of `node.k8s.io/v1`. */
export const RuntimeClass: ApiResource<RuntimeClass> = defineApiResource<RuntimeClass>({
  group: "node.k8s.io",
  version: "v1",
  kind: "RuntimeClass",
  plural: "runtimeclasses",
  scope: "Cluster",
});
