import type { KubernetesObject, ObjectKey, ParsedPath, RequestOptions } from "../client/mod.ts";
import type { Snapshot } from "../informer/mod.ts";
import type { Copies } from "./copies.ts";
import { type Coverage, coverageOf, digestOf, project, type Projection } from "./projection.ts";
import type { Outcome } from "./types.ts";

/** One apply, as far as it can be told from another. */
export interface Apply {
  /** What is applied to. */
  readonly target: Target;
  /** Path, field manager, force and subresource. */
  readonly manner: string;
  /** The content, in short. */
  readonly content: string;
  /** Which parts of the object it is about. */
  readonly covers: Coverage;
  /** For those who look on. */
  readonly kind: string;
}

/** Names an object in whatever version. */
export type Target = Pick<ParsedPath, "group" | "version" | "plural" | "namespace"> & {
  readonly name: string;
};

/** What a controller's last applies were. Bounded by the objects: gone with the object whose reconcile applied. */
export interface AppliedMemory {
  /** Objects that are remembered. */
  readonly size: number;
  /** Begins a reconcile of the request with this text. */
  readonly run: (request: string, skipped: (kind: string) => void) => AppliedRun;
}

/** One reconcile's use of the memory. */
export interface AppliedRun {
  /**
   * The object, when the apply repeats our own last one and the local copy shows that nobody has written since. It is
   * the copy's: it lacks managedFields.
   */
  readonly repeated: (apply: Apply) => KubernetesObject | undefined;
  /** A write is about to be sent. Call the result once with the answer, or with nothing when there is none. */
  readonly begin: (target: Target) => (answer?: KubernetesObject, apply?: Apply) => void;
  /** A write of unknown targets begins or ends: what is known of all objects of the kind in the namespace is forgotten. */
  readonly forget: (path: ParsedPath) => void;
  /** The reconcile has ended. */
  readonly end: (outcome: Outcome["type"]) => void;
}

interface Known extends Projection {
  readonly target: Target;
  /** Our last applies in each manner that still hold. */
  readonly applies: Map<string, Pick<Apply, "content" | "covers">>;
}

/** Writes of one object that are under way. */
interface Pending {
  readonly target: Target;
  count: number;
  /** Whether there was one alone all the time: of two that overlap nobody knows the order. */
  alone: boolean;
}

/** Makes an empty memory. */
export function createAppliedMemory(copies: Copies): AppliedMemory {
  const known = new Map<string, Known>();
  const pending = new Map<string, Pending>();
  const applied = new Map<string, Set<string>>(); // objects by the request that applied to them

  function conclude(text: string, target: Target, answer?: KubernetesObject, apply?: Apply): void {
    const before = known.get(text);
    known.delete(text);
    const projection = answer && (before || apply) ? project(answer) : undefined;
    if (!projection) return;
    const applies = new Map(before?.applies);
    for (const [manner, { covers }] of applies) {
      if (!before || !isIntact(covers, before, projection)) applies.delete(manner);
    }
    if (apply) applies.set(apply.manner, { content: apply.content, covers: apply.covers });
    if (applies.size > 0) known.set(text, { ...projection, target, applies });
  }

  return {
    get size() {
      return known.size;
    },
    run(request, skipped) {
      const touched = new Set<string>();
      let ended = false;
      return {
        repeated(apply) {
          const text = textOf(apply.target);
          const last = known.get(text);
          if (!last || ended || pending.has(text)) return undefined;
          if (last.applies.get(apply.manner)?.content !== apply.content) return undefined;
          const object = shown(copies, apply.target, last);
          if (!object) return undefined;
          touched.add(text);
          skipped(apply.kind);
          return object;
        },
        begin(target) {
          const text = textOf(target);
          const state = pending.get(text) ?? { target, count: 0, alone: true };
          pending.set(text, state);
          if (state.count++ > 0) state.alone = false;
          return (answer, apply) => {
            if (--state.count === 0) pending.delete(text);
            const isKnown = state.alone && !ended;
            conclude(text, target, isKnown ? answer : undefined, apply);
            if (apply && known.has(text)) touched.add(text);
          };
        },
        forget({ group, plural, namespace }) {
          const isMeant = ({ target }: { readonly target: Target }) =>
            target.group === group && target.plural === plural && target.namespace === namespace;
          for (const [text, one] of known) if (isMeant(one)) known.delete(text);
          for (const one of pending.values()) if (isMeant(one)) one.alone = false;
        },
        end(outcome) {
          ended = true;
          const before = applied.get(request) ?? new Set();
          // What a whole run did not apply is not applied any more, as far as anybody knows.
          const isWhole = outcome === "success" || outcome === "gone";
          const kept = new Set(touched);
          for (const text of before) {
            const last = known.get(text);
            if (kept.has(text) || !last) continue;
            if (!isWhole && find(copies, last.target)) kept.add(text);
            else known.delete(text);
          }
          if (outcome === "gone") { for (const text of kept) known.delete(text); }
          if (outcome === "gone" || kept.size === 0) applied.delete(request);
          else applied.set(request, kept);
        },
      };
    },
  };
}

/**
 * What a request applies; undefined when it is no apply that can be told from others: a dry run, one through another
 * subresource than status, or with what only `Client.request` can add.
 */
export function applyOf(
  path: string,
  parsed: ParsedPath | undefined,
  { method, headers = {}, query = {}, body }: RequestOptions,
): Apply | undefined {
  if (method !== "PATCH" || !parsed?.name || path.includes("?")) return undefined;
  const { subresource, name, group, version, plural, namespace } = parsed;
  if (subresource !== undefined && subresource !== "status") return undefined;
  const { accept, "content-type": type, ...otherHeaders } = headers;
  if (type !== "application/apply-patch+yaml" || accept !== "application/json") return undefined;
  if (Object.keys(otherHeaders).length > 0) return undefined;
  const { fieldManager, force, fieldValidation, dryRun, ...otherQuery } = query;
  const isOther = Object.values(otherQuery).some((value) => value !== undefined);
  if (dryRun !== undefined || isOther || !isRecord(body)) return undefined;
  return {
    target: { group, version, plural, ...(namespace === undefined ? {} : { namespace }), name },
    manner: JSON.stringify([path, fieldManager, force === true, fieldValidation ?? ""]),
    content: digestOf(body),
    covers: coverageOf(body, subresource),
    kind: typeof body.kind === "string" ? body.kind : plural,
  };
}

function isIntact({ main, status }: Coverage, before: Projection, after: Projection): boolean {
  if (before.uid !== after.uid) return false;
  return (!main || before.main === after.main) && (!status || before.status === after.status);
}

/** The object of a local copy, if it is in just the state that is known and will stay. */
function shown(copies: Copies, target: Target, last: Projection): KubernetesObject | undefined {
  const snapshot = find(copies, target);
  if (!snapshot) return undefined;
  const { uid, resourceVersion, deletionTimestamp } = snapshot.metadata;
  const isSame = uid === last.uid && resourceVersion === last.resourceVersion;
  return isSame && deletionTimestamp === undefined ? snapshot.object() : undefined;
}

/** The object in a whole copy that follows the server, in the version that is written. */
function find(copies: Copies, target: Target): Snapshot | undefined {
  const { group, version, plural, namespace, name } = target;
  const key: ObjectKey = namespace === undefined ? { name } : { name, namespace };
  for (const { watched: { resource }, parts } of copies.all) {
    if (resource.group !== group || resource.plural !== plural) continue;
    if (resource.version !== version || resource.representation === "metadata") continue;
    for (const part of parts) {
      if (part.namespace !== undefined && part.namespace !== namespace) continue;
      const snapshot = part.informer.healthy ? part.informer.store.snapshot(key) : undefined;
      if (snapshot) return snapshot;
    }
  }
  return undefined;
}

function textOf({ group, plural, namespace, name }: Target): string {
  return JSON.stringify([group, plural, namespace, name]);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    !(value instanceof Uint8Array);
}
