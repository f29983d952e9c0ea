import { copy, type StoredObject } from "../object.ts";
import type { ControllerApi, Place } from "./api.ts";

/** A Deployment in the hands of its controller. Both it and the sets are copies, and change as they are written. */
export interface Rollout {
  /** What writes. */
  readonly api: ControllerApi;
  /** The Deployment. */
  readonly deployment: StoredObject;
  /** All its ReplicaSets. */
  readonly sets: readonly StoredObject[];
}

/** Writes what changed, and takes over what the server made of it. Changes `object`. */
export function save(
  api: ControllerApi,
  place: Place,
  object: StoredObject,
  subresource?: string,
): void {
  Object.assign(object, copy(api.update(place, object, subresource)));
}

/** What makes `owner` the controller of an object. */
export function ownerReference(owner: StoredObject) {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}
