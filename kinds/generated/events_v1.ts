// Written by `deno task kinds`.
/**
 * The kinds of `events.k8s.io/v1`.
 *
 * @module
 */
import type * as api from "@cloudydeno/kubernetes-apis/events.k8s.io/v1";
import { type ApiResource, defineApiResource } from "../../client/mod.ts";
import type { Stored, Wire } from "../wire.ts";

/** Something that happened to an object. */
export interface Event extends Stored<Wire<api.Event>> {}
/** The kind `Event` of `events.k8s.io/v1`. */
export const Event: ApiResource<Event> = defineApiResource<Event>({
  group: "events.k8s.io",
  version: "v1",
  kind: "Event",
  plural: "events",
  scope: "Namespaced",
});
