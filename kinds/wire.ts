import type { MicroTime, Quantity } from "@cloudydeno/kubernetes-apis/common.ts";
import type { KubernetesObject, Metadata } from "../client/mod.ts";

/**
 * What a type of `@cloudydeno/kubernetes-apis` looks like on the wire and in this library: times and quantities are the
 * strings that the server sent (so nothing is lost in between), and nothing is null.
 */
export type Wire<T> = T extends null ? never
  : T extends Date | MicroTime | Quantity ? string
  : T extends object ? { [K in keyof T]: Wire<T[K]> }
  : T;

/** A `T` as the server stores it: kind, version and metadata are there. */
export type Stored<T extends { apiVersion?: string; kind?: string }> =
  & Omit<T, keyof KubernetesObject>
  & {
    /** Group and version. */
    apiVersion: NonNullable<T["apiVersion"]>;
    /** Kind. */
    kind: NonNullable<T["kind"]>;
    /** Name, uid, resource version and the rest of what every object has. */
    metadata: Metadata;
  };

/** An object of a kind that `@cloudydeno/kubernetes-apis` has no type for: its own fields can be anything. */
export interface Untyped<V extends string, K extends string> extends KubernetesObject {
  /** Group and version. */
  apiVersion: V;
  /** Kind. */
  kind: K;
  /** What the kind says; see the reference of the Kubernetes API. */
  [field: string]: unknown;
}
