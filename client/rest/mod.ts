/**
 * Between this client and the classes and transports of `@cloudydeno/kubernetes-apis` and `-client`.
 *
 * @module
 */
export { fromRestClient } from "./from_rest_client.ts";
export { toRestClient } from "./to_rest_client.ts";
export type { JsonValue, RestClient, RestRequest, RestTunnel } from "./types.ts";
