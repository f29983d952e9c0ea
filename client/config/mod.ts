/**
 * How to reach an API server: kubeconfig, service account, `kubectl proxy` or options.
 *
 * @module
 */
export { ConfigError, type ConfigErrorDetails } from "./errors.ts";
export { type ConnectionTls, openConnection } from "./connection.ts";
export { loadConfig } from "./load.ts";
export type { InClusterOptions, LoadConfigOptions, TlsOptions } from "./options.ts";
export type { ClientConfig, Connection } from "./types.ts";
export type { Clock } from "../../_internal/mod.ts";
