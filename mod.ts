/**
 * Kubernetes operators on Deno.
 *
 * @module
 */
export {};
