import { type Core, timestamp } from "../call.ts";
import { isObject, type JsonObject, type StoredObject } from "../object.ts";
import { masters, type User } from "../rbac/user.ts";
import { route } from "../route.ts";
import { StatusError } from "../status.ts";

/** A kind as the controllers address it. */
export interface Place {
  /** Path before the namespace: `/apis/apps/v1`. */
  readonly root: string;
  /** Plural. */
  readonly plural: string;
  /** Name of the storage. */
  readonly storage: string;
}

/** The kinds that the controllers read and write. */
export const places = {
  pods: { root: "/api/v1", plural: "pods", storage: "pods" },
  services: { root: "/api/v1", plural: "services", storage: "services" },
  endpoints: { root: "/api/v1", plural: "endpoints", storage: "endpoints" },
  namespaces: { root: "/api/v1", plural: "namespaces", storage: "namespaces" },
  accounts: { root: "/api/v1", plural: "serviceaccounts", storage: "serviceaccounts" },
  configMaps: { root: "/api/v1", plural: "configmaps", storage: "configmaps" },
  deployments: { root: "/apis/apps/v1", plural: "deployments", storage: "apps/deployments" },
  replicaSets: { root: "/apis/apps/v1", plural: "replicasets", storage: "apps/replicasets" },
  jobs: { root: "/apis/batch/v1", plural: "jobs", storage: "batch/jobs" },
  slices: {
    root: "/apis/discovery.k8s.io/v1",
    plural: "endpointslices",
    storage: "discovery.k8s.io/endpointslices",
  },
} as const satisfies Readonly<Record<string, Place>>;

/** The API as one controller uses it: it reads what is stored, and writes by requests in its own name. */
export interface ControllerApi {
  /** One object. */
  readonly get: (place: Place, namespace: string, name: string) => StoredObject | undefined;
  /** Objects of a kind. */
  readonly list: (place: Place, namespace?: string) => readonly StoredObject[];
  /** The objects of a kind that an object controls. */
  readonly owned: (place: Place, owner: StoredObject) => readonly StoredObject[];
  /** Creates an object and returns it. Throws a `StatusError`. */
  readonly create: (place: Place, object: JsonObject) => StoredObject;
  /** Replaces an object, or a subresource of it, and returns it. Throws a `StatusError`. */
  readonly update: (place: Place, object: StoredObject, subresource?: string) => StoredObject;
  /** Sends a body to a subresource. Throws a `StatusError`. */
  readonly post: (
    place: Place,
    object: StoredObject,
    subresource: string,
    body: JsonObject,
  ) => void;
  /** Deletes an object if it is still the same; what is gone is gone. */
  readonly remove: (place: Place, object: StoredObject, options?: JsonObject) => void;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** The time, as objects carry it. */
  readonly timestamp: () => string;
}

/** The controller among the owners of an object. */
export function controllerOf(object: StoredObject) {
  return object.metadata.ownerReferences?.find((owner) => owner.controller);
}

/** Makes the API of the controller that signs in with a service account of this name. */
export function createControllerApi(core: Core, account: string, userAgent: string): ControllerApi {
  const { storage, clock } = core;
  const user: User = {
    name: account,
    groups: ["system:serviceaccounts", "system:serviceaccounts:kube-system", masters],
  };
  let headers: Headers | undefined;

  const send = (method: string, path: string, body: JsonObject): StoredObject => {
    const answer = route(core, {
      method,
      path,
      query: new URLSearchParams(),
      headers: headers ??= new Headers({
        "user-agent": userAgent,
        "content-type": "application/json",
      }),
      body: JSON.stringify(body),
      warnings: [],
      as: user,
    });
    if (answer.code >= 400) {
      const { reason, message } = answer.body as { reason?: string; message?: string };
      throw new StatusError(answer.code, reason ?? "", message ?? "");
    }
    return answer.body as StoredObject;
  };
  const pathOf = (place: Place, namespace: string | undefined, ...rest: readonly string[]) =>
    [place.root, ...(namespace ? ["namespaces", namespace] : []), place.plural, ...rest].join("/");
  const pathTo = (place: Place, { metadata }: StoredObject, ...rest: readonly string[]) =>
    pathOf(place, metadata.namespace, metadata.name ?? "", ...rest);

  return {
    get: (place, namespace, name) => storage.get(place.storage, namespace, name),
    list: (place, namespace) => storage.list(place.storage, namespace),
    owned: (place, owner) =>
      storage.dependents(owner.metadata.uid ?? "")
        .filter((one) =>
          one.storage === place.storage &&
          one.object.metadata.namespace === owner.metadata.namespace &&
          controllerOf(one.object)?.uid === owner.metadata.uid
        ).map(({ object }) => object),
    create(place, object) {
      const { namespace } = isObject(object.metadata) ? object.metadata : {};
      return send("POST", pathOf(place, namespace ? String(namespace) : undefined), object);
    },
    update: (place, object, subresource) =>
      send("PUT", pathTo(place, object, ...(subresource ? [subresource] : [])), object),
    post: (place, object, subresource, body) =>
      void send("POST", pathTo(place, object, subresource), body),
    remove(place, object, options = {}) {
      try {
        const preconditions = { uid: object.metadata.uid };
        send("DELETE", pathTo(place, object), { ...options, preconditions });
      } catch (error) {
        if (!(error instanceof StatusError && (error.code === 404 || error.code === 409))) {
          throw error;
        }
      }
    },
    now: () => clock.now(),
    timestamp: () => timestamp(clock),
  };
}
