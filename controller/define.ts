import { type ApiResource, type KubernetesObject, resourcePath } from "../client/mod.ts";
import type { Watched } from "../context/mod.ts";
import type { ResourceSet } from "../resource/mod.ts";
import {
  type Definition,
  definition,
  deletes,
  type ErasedSet,
  isSource,
  rootOf,
} from "./definition.ts";
import { pauseOf } from "./pause.ts";
import type { HotLoopOptions } from "./queue_types.ts";
import { checkPriority, isRequestSource } from "./requests.ts";
import { outOfScopeOf } from "./scope.ts";
import { declare, isWatched } from "./sources.ts";
import type { Controller, ControllerOptions, Reconciler, Source } from "./types.ts";

/**
 * Defines a controller: which objects are reconciled, by what, and which changes make it run. Frozen data; nothing
 * runs before an operator is made of it.
 *
 * @throws {TypeError} When an option makes no sense; the message says which and what to do.
 */
export function defineController<R extends ApiResource, I extends string = never>(
  options: ControllerOptions<R, I>,
): Controller<R> {
  const { name, concurrency = 4, timeout = 120_000, consistencyTimeout = 5_000 } = options;
  checkName(name);
  const target: R | Watched<R, I> = options.for;
  const resource: R = isWatched(target) ? target.resource : target;
  const { sets, isPlain } = setsOf(options.reconcile);
  const given = options.sources ?? [];
  const requestSources = given.filter(isRequestSource);
  const sources = given.filter((source): source is Source | Watched => !isRequestSource(source));
  checkSources(name, sources);
  for (const source of requestSources) checkPriority(source.priority);
  const { finalizer, wantsFinalizer } = finalizerOf(options, sets, isPlain);
  const details: Definition = Object.freeze({
    name,
    primary: primaryOf(name, target, options.labelSelector),
    sets,
    isPlain,
    predicate: options.predicate,
    sources: Object.freeze(sources),
    requestSources: Object.freeze(requestSources),
    namespaces: namespacesOf(options, resource),
    finalizer,
    wantsFinalizer,
    concurrency: wholeNumber("concurrency", concurrency),
    timeout: atLeast("timeout", timeout, 1),
    consistencyTimeout: atLeast("consistencyTimeout", consistencyTimeout, 0),
    backoff: Object.freeze({ ...options.backoff }),
    fairness: options.fairness,
    hotLoop: hotLoopOf(options.hotLoop),
    resyncPeriod: options.resyncPeriod === undefined
      ? undefined
      : finite("resyncPeriod", options.resyncPeriod, 1),
    pause: pauseOf(options.pause),
    outOfScope: outOfScopeOf(options.outOfScope),
    onError: options.onError,
  });
  return Object.freeze({
    name,
    resource,
    finalizer: wantsFinalizer === "never" ? undefined : finalizer,
    [definition]: details,
  });
}

function checkName(name: string): void {
  // It becomes the second half of a finalizer, a qualified name (apimachinery, IsQualifiedName), and a field manager.
  if (!/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(name)) {
    throw new TypeError(
      `${
        JSON.stringify(name)
      } cannot be the name of a controller: use 1 to 63 letters, digits, dots, dashes and underscores, with a letter or digit at both ends`,
    );
  }
}

function setsOf<T extends KubernetesObject>(
  reconcile: Reconciler<T> | ResourceSet<T> | readonly ResourceSet<T>[],
): { readonly sets: readonly ErasedSet[]; readonly isPlain: boolean } {
  if (typeof reconcile === "function") {
    const step = { name: "reconcile", ensureCreated: reconcile, ensureDeleted: reconcile };
    return { sets: [{ steps: [step] }], isPlain: true };
  }
  const sets = isList(reconcile) ? [...reconcile] : [reconcile];
  for (const set of sets) {
    if (!Array.isArray(set?.steps) || set.steps.length === 0) {
      throw new TypeError("reconcile needs a function, or sets that resources() has made");
    }
  }
  if (sets.length === 0) {
    throw new TypeError("reconcile is an empty list; give a function or one set at least");
  }
  return { sets: Object.freeze(sets), isPlain: false };
}

function isList<V>(value: V | readonly V[]): value is readonly V[] {
  return Array.isArray(value);
}

function primaryOf<R extends ApiResource, I extends string>(
  name: string,
  target: R | Watched<R, I>,
  labelSelector: string | undefined,
): Watched {
  const primary = declare(target);
  if (labelSelector === undefined) return primary;
  if (primary.labelSelector !== undefined) {
    throw new TypeError(
      `The controller ${name} has two label selectors, its own and that of what it is for: give one`,
    );
  }
  return { ...primary, labelSelector };
}

function namespacesOf<R extends ApiResource, I extends string>(
  options: ControllerOptions<R, I>,
  resource: ApiResource,
): readonly string[] | undefined {
  const { name, namespace } = options;
  if (namespace === undefined) return undefined;
  const namespaces = [...new Set(typeof namespace === "string" ? [namespace] : namespace)];
  if (namespaces.length === 0 || namespaces.includes("")) {
    throw new TypeError(
      `The controller ${name} names no namespace; leave namespace out to take all of them`,
    );
  }
  for (const one of namespaces) resourcePath(resource, { namespace: one }); // throws
  return Object.freeze(namespaces);
}

function checkSources(name: string, sources: readonly (Source | Watched)[]): void {
  const seen = new Set<Source | Watched>();
  const owned = new Set<string>();
  for (const source of sources) {
    const { resource, namespace, labelSelector } = source;
    if (isSource(source)) checkPriority(source.priority);
    if (seen.has(source)) {
      throw new TypeError(`A source of ${resource.kind} is listed twice in the controller ${name}`);
    }
    seen.add(source);
    if (!isSource(source) || !("owner" in source.map)) continue;
    const text = JSON.stringify([resource.group, resource.plural, namespace, labelSelector]);
    if (owned.has(text)) {
      throw new TypeError(
        `The controller ${name} owns ${resource.kind} twice; remove one of the sources`,
      );
    }
    owned.add(text);
  }
  // A selector that differs makes another copy, so one declaration cannot stand for both.
  for (const source of sources) {
    const { namespace, labelSelector } = rootOf(source);
    if (source.namespace !== namespace || source.labelSelector !== labelSelector) {
      throw new TypeError(
        `A source of ${source.resource.kind} in the controller ${name} differs from what it was made from: declare it with watched()`,
      );
    }
  }
}

function hotLoopOf(
  given: false | HotLoopOptions = {},
): Required<HotLoopOptions> | undefined {
  if (given === false) return undefined;
  const { repeats = 10, runs = 1_000, initial = 1_000, max = 300_000 } = given;
  return Object.freeze({
    repeats: wholeNumber("hotLoop.repeats", repeats),
    runs: wholeNumber("hotLoop.runs", runs),
    initial: finite("hotLoop.initial", initial, 1),
    max: finite("hotLoop.max", max, 1),
  });
}

function finalizerOf<R extends ApiResource, I extends string>(
  { name, finalizer }: ControllerOptions<R, I>,
  sets: readonly ErasedSet[],
  isPlain: boolean,
): Pick<Definition, "finalizer" | "wantsFinalizer"> {
  const own = typeof finalizer === "string" ? finalizer : `operatorkit.giantswarm.io/${name}`;
  // The server refuses names without a domain (ValidateFinalizerName).
  if (
    !/^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(
      own,
    )
  ) {
    throw new TypeError(
      `${
        JSON.stringify(own)
      } cannot be a finalizer: use a name with a domain, as example.com/${name}`,
    );
  }
  if (finalizer === false && !isPlain && sets.some(deletes)) {
    throw new TypeError(
      `The controller ${name} has a resource that deletes, which never runs without a finalizer: leave finalizer out`,
    );
  }
  if (finalizer !== undefined && finalizer !== false) {
    return { finalizer: own, wantsFinalizer: "always" };
  }
  return {
    finalizer: own,
    wantsFinalizer: !isPlain && sets.some(deletes) ? "deleting-steps" : "never",
  };
}

function atLeast(option: string, value: number, least: number): number {
  if (typeof value === "number" && value >= least) return value;
  throw new TypeError(`${option} is ${String(value)}; give a number of ${least} or more`);
}

function finite(option: string, value: number, least: number): number {
  if (value < Infinity) return atLeast(option, value, least);
  throw new TypeError(`${option} is ${String(value)}; leave it out for never`);
}

function wholeNumber(option: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new TypeError(`${option} is ${String(value)}; give a whole number of 1 or more`);
}

/** The definition of a controller, for those who run it. */
export function definitionOf(controller: Controller): Definition {
  return controller[definition];
}
