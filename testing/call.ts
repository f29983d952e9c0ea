import type { Clock } from "../_internal/mod.ts";
import type { Rules } from "./cel/mod.ts";
import type { Kind, Registry } from "./kinds.ts";
import type { Access, User } from "./rbac/mod.ts";
import type { Gate } from "./gate.ts";
import type { Storage } from "./storage.ts";
import type { View } from "./view.ts";
import type { CutOptions } from "./view_types.ts";

/** What all parts of the server share. */
export interface Core {
  /** Objects and history. */
  readonly storage: Storage;
  /** Kinds. */
  readonly registry: Registry;
  /** Time. */
  readonly clock: Clock;
  /** Identities and name suffixes. */
  readonly random: () => number;
  /** Milliseconds between the bookmarks of a watch. */
  readonly bookmarkInterval: number;
  /** Who may do what. */
  readonly access: Access;
  /** The rules of definitions. */
  readonly rules: Rules;
  /** Watches that are open, here and at the replicas. */
  readonly watches: Set<OpenWatch>;
  /** What the server knows of the storage. */
  readonly view: View;
  /** Keeps answers back while the server is silent. */
  readonly gate: Gate;
}

/** A watch that is open. */
export interface OpenWatch {
  /** The request's path. */
  readonly path: string;
  /** What is watched. */
  readonly kind: Kind;
  /** Who watches. */
  readonly userAgent: string;
  /** Where it is watched. */
  readonly view: View;
  /** Ends the stream. */
  readonly cut: (how: CutOptions) => void;
}

/** One request for a kind, taken apart. */
export interface Call {
  /** HTTP method. */
  readonly method: string;
  /** Path without query. */
  readonly path: string;
  /** Query. */
  readonly query: URLSearchParams;
  /** Headers. */
  readonly headers: Headers;
  /** Body. */
  readonly body: string;
  /** Ends the request. */
  readonly signal?: AbortSignal;
  /** The kind. */
  readonly kind: Kind;
  /** Namespace of the path. */
  readonly namespace: string;
  /** Name of the path; "" for a collection. */
  readonly name: string;
  /** Subresource; "" for none. */
  readonly subresource: string;
  /** Texts for `Warning` headers. */
  readonly warnings: string[];
  /** Who asks where no header says. */
  readonly as?: User;
  /** Who asks, if that has been found out: rights are enforced. */
  readonly user?: User;
}

/** What a call answers. */
export interface Answer {
  /** HTTP status; 0 with `later`. */
  readonly code: number;
  /** The answer, where it takes time. */
  readonly later?: Promise<Answer>;
  /** JSON body. */
  readonly body?: object;
  /** Body that goes on, in place of `body`. */
  readonly stream?: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Body that is no JSON. */
  readonly text?: string;
  /** More headers. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Now, as objects carry it: RFC 3339 with whole seconds. */
export function timestamp(clock: Clock, offset = 0): string {
  const second = Math.floor((clock.now() + offset) / 1000);
  const last = stamps.get(clock);
  if (last?.second === second) return last.text;
  const text = `${new Date(second * 1000).toISOString().slice(0, 19)}Z`;
  stamps.set(clock, { second, text });
  return text;
}

const stamps = new WeakMap<Clock, { readonly second: number; readonly text: string }>();

/** Who writes: the query's field manager or else the first word of the user agent. */
export function managerOf(call: Call): string {
  const named = call.query.get("fieldManager");
  if (named) return named;
  return (call.headers.get("user-agent") ?? "").split("/")[0]?.slice(0, 128) || "unknown";
}
