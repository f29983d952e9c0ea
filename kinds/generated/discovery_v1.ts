// Written by `deno task kinds`.
/**
 * The kinds of `discovery.k8s.io/v1`.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/discovery.k8s.io/v1";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Wire } from "../wire.ts";

/** Some of the addresses behind a service. */
export interface EndpointSlice extends Stored<Wire<api.EndpointSlice>> {}
/** The kind `EndpointSlice` of `discovery.k8s.io/v1`. */
export const EndpointSlice: ApiResource<EndpointSlice> = defineApiResource<EndpointSlice>({
  group: "discovery.k8s.io",
  version: "v1",
  kind: "EndpointSlice",
  plural: "endpointslices",
  scope: "Namespaced",
});
