// Written by `deno task kinds`.
/**
 * The kinds of `apiregistration.k8s.io/v1`.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/apiregistration.k8s.io/v1";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Wire } from "../wire.ts";

/** A group and version, and which server answers for it. */
export interface APIService extends Stored<Wire<api.APIService>> {}
/** The kind `APIService` of `apiregistration.k8s.io/v1`. */
export const APIService: ApiResource<APIService> = defineApiResource<APIService>({
  group: "apiregistration.k8s.io",
  version: "v1",
  kind: "APIService",
  plural: "apiservices",
  scope: "Cluster",
});
