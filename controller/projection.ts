import { canonicalText } from "../_internal/mod.ts";
import type { KubernetesObject } from "../client/mod.ts";
import { digest } from "./hot_loop_diff.ts";

/** Which parts of an object an apply is about. */
export interface Coverage {
  /** All but the status. */
  readonly main: boolean;
  /** The status. */
  readonly status: boolean;
}

/**
 * An object's state in two parts, each with who owns what in it: a part that is the same in two answers was touched by
 * nobody between them, whatever happened to the other.
 */
export interface Projection {
  /** Which of the objects of this name. */
  readonly uid: string;
  /** Its version. */
  readonly resourceVersion: string;
  /** All but the status, in short. */
  readonly main: string;
  /** The status, in short. */
  readonly status: string;
}

/** Divides an object; undefined when it is not whole. */
export function project(object: KubernetesObject): Projection | undefined {
  const { metadata, ...content } = object;
  if (typeof metadata !== "object" || metadata === null) return undefined;
  const { uid, resourceVersion, managedFields = [], ...rest } = metadata;
  if (!uid || !resourceVersion) return undefined;
  const status = "status" in content ? content.status : undefined;
  const owners = (isStatus: boolean) =>
    managedFields
      .filter(({ subresource }) => (subresource === "status") === isStatus)
      .map(({ time: _time, ...entry }) => entry);
  return {
    uid,
    resourceVersion,
    main: digestOf([{ ...content, status: undefined }, rest, owners(false)]),
    status: digestOf([status, owners(true)]),
  };
}

/** Tells values from each other, whatever the order of their keys. The texts would take more memory than the objects. */
export function digestOf(value: unknown): string {
  return digest(canonicalText(value) ?? "");
}

/** Which parts the content of an apply is about. */
export function coverageOf(
  body: Readonly<Record<string, unknown>>,
  subresource: string | undefined,
): Coverage {
  const { apiVersion: _version, kind: _kind, metadata, status, ...rest } = body;
  const { name: _name, namespace: _namespace, ...more } = (metadata ?? {}) as object & {
    readonly name?: unknown;
    readonly namespace?: unknown;
  };
  const isMore = Object.keys(rest).length > 0 || Object.keys(more).length > 0;
  const isStatus = subresource === "status";
  return { main: !isStatus || isMore, status: isStatus || status !== undefined };
}
