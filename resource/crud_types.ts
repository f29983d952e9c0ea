import type { ApiResource, KubernetesObject, ObjectOf } from "../client/mod.ts";
import type { Answer, Context, Word } from "../context/mod.ts";
import type { Wrapper } from "./wrap_types.ts";

/**
 * What a CRUD resource wants to change. A part that is left out, or undefined, is not applied; any other value is, an
 * empty list and null too.
 */
export interface CrudPatch<Create = unknown, Delete = unknown, Update = unknown> {
  /** Given to `applyCreate`, which runs first. */
  readonly create?: Create;
  /** Given to `applyDelete`, which runs after `applyCreate`. */
  readonly delete?: Delete;
  /** Given to `applyUpdate`, which runs last. */
  readonly update?: Update;
}

/** What a step answers: a value, or a word that ends the resource. */
export type StepAnswer<V> = V | Word | Promise<V | Word>;

/** What a step that makes a patch answers: one, or nothing, or a word that ends the resource. */
export type PatchAnswer<V> = StepAnswer<V | undefined | void>;

/**
 * What `crudResource` takes: the eight parts of a CRUD resource. The types of the states and changes are inferred from
 * what the functions return, **if they are written in this order**.
 *
 * After each function it is looked at what it said: `cancelResource` or `cancelReconciliation` ends the resource before
 * the next one, whether the word was returned or not. Any other word that is returned ends the resource, too.
 */
export interface CrudOptions<R extends ApiResource, Current, Desired, Create, Delete, Update> {
  /** The kind of the objects that are reconciled. For types only. */
  readonly for: R;
  /** For logs and metrics; unique in its set. */
  readonly name: string;
  /** Reads what there is. Say `context.cancelResource()` here to leave all as it is. */
  readonly getCurrentState: (object: ObjectOf<R>, context: Context) => StepAnswer<Current>;
  /** Says what there should be. Runs for objects that are being deleted, too. */
  readonly getDesiredState: (object: ObjectOf<R>, context: Context) => StepAnswer<Desired>;
  /**
   * Says what is to change for an object that stays; nothing when all is well. By convention it leaves `update` out
   * unless `context.updateAllowed`.
   */
  readonly newUpdatePatch: (
    object: ObjectOf<R>,
    context: Context,
    current: Current,
    desired: Desired,
  ) => PatchAnswer<CrudPatch<Create, Delete, Update>>;
  /**
   * Says what is to change for an object that is being deleted; create and update parts are applied as well. Without it
   * nothing is cleaned up, and the resource needs no finalizer.
   */
  readonly newDeletePatch?: (
    object: ObjectOf<R>,
    context: Context,
    current: Current,
    desired: Desired,
  ) => PatchAnswer<CrudPatch<Create, Delete, Update>>;
  /** Creates. Needed if a patch has the part `create`. */
  readonly applyCreate?: (
    object: ObjectOf<R>,
    context: Context,
    change: Create,
  ) => Answer | Promise<Answer>;
  /** Deletes. Needed if a patch has the part `delete`. */
  readonly applyDelete?: (
    object: ObjectOf<R>,
    context: Context,
    change: Delete,
  ) => Answer | Promise<Answer>;
  /** Updates. Needed if a patch has the part `update`. */
  readonly applyUpdate?: (
    object: ObjectOf<R>,
    context: Context,
    change: Update,
  ) => Answer | Promise<Answer>;
}

/** The functions of a CRUD resource, with states and changes whose types only it knows. */
export interface CrudSteps<T extends KubernetesObject = KubernetesObject> {
  /** Reads what there is. */
  readonly getCurrentState: (object: T, context: Context) => unknown;
  /** Says what there should be. */
  readonly getDesiredState: (object: T, context: Context) => unknown;
  /** What is to change for an object that stays. */
  readonly newUpdatePatch: (
    object: T,
    context: Context,
    current: unknown,
    desired: unknown,
  ) => unknown;
  /** What is to change for an object that is being deleted. */
  readonly newDeletePatch?: (
    object: T,
    context: Context,
    current: unknown,
    desired: unknown,
  ) => unknown;
  /** Creates. */
  readonly applyCreate?: (object: T, context: Context, change: unknown) => unknown;
  /** Deletes. */
  readonly applyDelete?: (object: T, context: Context, change: unknown) => unknown;
  /** Updates. */
  readonly applyUpdate?: (object: T, context: Context, change: unknown) => unknown;
}

/** What a CRUD resource is made of. */
export interface Crud<T extends KubernetesObject = KubernetesObject> {
  /** Its functions. */
  readonly steps: CrudSteps<T>;
  /** What stands around them, the innermost first. */
  readonly wrappers: readonly Wrapper[];
}
