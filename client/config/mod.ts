/**
 * How to reach an API server: kubeconfig, service account, `kubectl proxy` or options.
 *
 * @module
 */
export { ConfigError, type ConfigErrorDetails } from "./errors.ts";
export { openConnection, type TlsOptions } from "./connection.ts";
export { loadConfig } from "./load.ts";
export type {
  CertificateOptions,
  ExecOptions,
  ImpersonationOptions,
  InClusterOptions,
  LoadConfigOptions,
} from "./options.ts";
export type { ClientConfig, Connection } from "./types.ts";
export type { Clock } from "../../_internal/mod.ts";
