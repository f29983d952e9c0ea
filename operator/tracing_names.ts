import type { Attributes } from "@opentelemetry/api";
import { ApiError } from "../client/mod.ts";
import type { Cause, ReconcileRequest } from "../context/mod.ts";
import type { Controller } from "../controller/mod.ts";

/** Which object a span is about. The names are those of OpenTelemetry where it has one. */
export function objectAttributes(
  { name, resource: { group, version, kind } }: Controller,
  request: ReconcileRequest,
): Attributes {
  return {
    "operatorkit.controller": name,
    "k8s.object.api_version": group === "" ? version : `${group}/${version}`,
    "k8s.object.kind": kind,
    "k8s.object.name": request.name,
    ...(request.namespace === undefined ? {} : { "k8s.namespace.name": request.namespace }),
  };
}

/** Why a reconcile runs, each reason once: `changed ConfigMap`. */
export function causeNames(causes: readonly Cause[]): string[] {
  return [
    ...new Set(causes.map(({ reason, kind }) => kind === undefined ? reason : `${reason} ${kind}`)),
  ];
}

/**
 * The path of a request without what is different each time: `/api/v1/namespaces/{namespace}/pods/{name}/log`. There are
 * as many as there are kinds and subresources.
 */
export function urlTemplate(path: string): string {
  const [prefix = "", ...rest] = withoutQuery(path).split("/").filter((part) => part !== "");
  const fixed = prefix === "api" ? 1 : prefix === "apis" ? 2 : 0;
  if (fixed === 0) return `/${prefix}${rest.length > 0 ? "/{path}" : ""}`;
  const parts = [prefix, ...rest.slice(0, fixed)];
  let object = rest.slice(fixed);
  if (object[0] === "namespaces" && object.length > 1) {
    parts.push("namespaces", "{namespace}");
    object = object.slice(2);
    if (ofNamespaces.has(object[0] ?? "")) {
      parts.push(...object);
      object = [];
    }
  }
  const [plural, name, subresource, ...more] = object;
  if (plural !== undefined) parts.push(plural);
  if (name !== undefined) parts.push("{name}");
  if (subresource !== undefined) parts.push(subresource);
  if (more.length > 0) parts.push("{path}");
  return `/${parts.join("/")}`;
}

/** Subresources of a namespace: what else comes after its name is a kind. */
const ofNamespaces: ReadonlySet<string> = new Set(["status", "finalize"]);

/** The path alone: selectors are nobody's business. */
export function withoutQuery(path: string): string {
  return path.split("?", 1)[0] ?? "";
}

/** What kind of error it is: the status code of the API server's, the name of others. */
export function errorType(error: unknown): string {
  if (error instanceof ApiError) return String(error.code);
  return error instanceof Error ? error.name : "_OTHER";
}

/** What a span may say of an error. The messages of the API server quote values of objects, so only its reason is told. */
export function errorMessage(error: unknown): string {
  if (error instanceof ApiError) return `${error.reason || "error"} (${error.code})`;
  return error instanceof Error ? error.message : String(error);
}
