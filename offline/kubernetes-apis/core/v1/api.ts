import type { RestClient } from "../../common.ts";
import type { ServiceAccount } from "./mod.ts";

/**
 * The calls of the group. Types only: the real package has what runs.
 *
 * @internal
 */
export declare class CoreV1Api {
  constructor(client: RestClient);
  namespace(name: string): CoreV1NamespacedApi;
}

/**
 * The calls within a namespace, as far as this repository uses them.
 *
 * @internal
 */
export declare class CoreV1NamespacedApi {
  constructor(client: RestClient, namespace: string);
  getServiceAccount(name: string, opts?: { abortSignal?: AbortSignal }): Promise<ServiceAccount>;
  createServiceAccount(
    body: ServiceAccount,
    opts?: { abortSignal?: AbortSignal },
  ): Promise<ServiceAccount>;
}
