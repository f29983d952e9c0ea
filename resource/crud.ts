import type { ApiResource, KubernetesObject, ObjectOf } from "../client/mod.ts";
import { TerminalError } from "../context/mod.ts";
import type { Answer, Context, Word } from "../context/mod.ts";
import type { Crud, CrudOptions, CrudPatch, CrudSteps } from "./crud_types.ts";
import { listen } from "./listen.ts";
import type { Resource } from "./types.ts";
import type { Operation, Wrapper } from "./wrap_types.ts";

const functions = [
  "getCurrentState",
  "getDesiredState",
  "newUpdatePatch",
  "newDeletePatch",
  "applyCreate",
  "applyDelete",
  "applyUpdate",
] as const;

/** The name of a step, as logs and metrics have it. */
const operations: Readonly<Record<keyof CrudSteps, Operation>> = Object.freeze({
  getCurrentState: "GetCurrentState",
  getDesiredState: "GetDesiredState",
  newUpdatePatch: "NewUpdatePatch",
  newDeletePatch: "NewDeletePatch",
  applyCreate: "ApplyCreatePatch",
  applyDelete: "ApplyDeletePatch",
  applyUpdate: "ApplyUpdatePatch",
});

/**
 * Defines a resource by what there is, what there should be, and how to get from one to the other. Its steps run in
 * this order: current state, desired state, patch, then the parts of the patch that are set: create, **delete**,
 * update. Write the functions in the order of {@linkcode CrudOptions}, and their types are inferred.
 *
 * @throws {TypeError} When the name is empty or a function is missing.
 *
 * @example
 * ```ts
 * import { crudResource } from "@operatorkit/operatorkit/resource";
 * import { ConfigMap } from "@operatorkit/operatorkit/kinds";
 *
 * const entries = new Map<string, string>(); // stands for a system outside of the cluster
 * const registration = crudResource({
 *   for: ConfigMap,
 *   name: "registration",
 *   getCurrentState: ({ metadata }) => entries.get(metadata.name),
 *   getDesiredState: ({ data }) => data?.entry ?? "",
 *   newUpdatePatch: (_map, _context, current, desired) => {
 *     if (current === undefined) return { create: desired };
 *     if (current !== desired) return { update: desired };
 *   },
 *   newDeletePatch: (_map, _context, current) => current === undefined ? undefined : { delete: true },
 *   applyCreate: ({ metadata }, _context, entry) => void entries.set(metadata.name, entry),
 *   applyDelete: ({ metadata }) => void entries.delete(metadata.name),
 *   applyUpdate: ({ metadata }, _context, entry) => void entries.set(metadata.name, entry),
 * });
 * ```
 */
export function crudResource<R extends ApiResource, Current, Desired, Create, Delete, Update>(
  options: CrudOptions<R, Current, Desired, Create, Delete, Update>,
): Resource<ObjectOf<R>> {
  const { name } = options;
  if (typeof name !== "string" || name === "") {
    throw new TypeError("A CRUD resource needs a name, for logs and metrics");
  }
  const steps: Record<string, unknown> = {};
  for (const step of functions) {
    const isNeeded = step === "getCurrentState" || step === "getDesiredState" ||
      step === "newUpdatePatch";
    if (options[step] === undefined && !isNeeded) continue;
    if (typeof options[step] !== "function") {
      throw new TypeError(`The CRUD resource ${JSON.stringify(name)} needs the function ${step}`);
    }
    steps[step] = options[step];
  }
  // The states and changes of a resource go to its own functions only, which agree on their types.
  return assemble(name, Object.freeze(steps) as unknown as CrudSteps<ObjectOf<R>>, []);
}

/** Makes a resource of the steps and what stands around them. */
export function assemble<T extends KubernetesObject>(
  name: string,
  steps: CrudSteps<T>,
  wrappers: readonly Wrapper[],
): Resource<T> {
  const crud: Crud<T> = Object.freeze({ steps, wrappers: Object.freeze([...wrappers]) });
  const ensure = (object: T, context: Context, operation: "EnsureCreated" | "EnsureDeleted") =>
    wrappers.reduce<(context: Context) => Promise<Answer>>(
      (next, { aroundResource }) => {
        if (!aroundResource) return next;
        return (given) =>
          aroundResource(
            { resource: name, operation, isCrud: true, object, context: given },
            (other = given) => next(other),
          );
      },
      async (given) => void await applySteps(name, crud, object, given),
    )(context);
  return Object.freeze({
    name,
    ensureCreated: (object: T, context: Context) => ensure(object, context, "EnsureCreated"),
    ...(steps.newDeletePatch && {
      ensureDeleted: (object: T, context: Context) => ensure(object, context, "EnsureDeleted"),
    }),
    crud,
  });
}

/** What the first three steps found; undefined when a word ended the resource, or nothing is to change. */
export async function findPatch<T extends KubernetesObject>(
  name: string,
  crud: Crud<T>,
  object: T,
  context: Context,
): Promise<CrudPatch | undefined> {
  return await createRun(name, crud, object, context).patch();
}

async function applySteps<T extends KubernetesObject>(
  name: string,
  crud: Crud<T>,
  object: T,
  context: Context,
): Promise<void> {
  const run = createRun(name, crud, object, context);
  const patch = await run.patch();
  if (!patch) return;
  if (patch.create !== undefined && !await run.apply("applyCreate", patch.create)) return;
  if (patch.delete !== undefined && !await run.apply("applyDelete", patch.delete)) return;
  if (patch.update !== undefined) await run.apply("applyUpdate", patch.update);
}

interface Run {
  readonly patch: () => Promise<CrudPatch | undefined>;
  /** Whether the resource goes on. */
  readonly apply: (
    step: "applyCreate" | "applyDelete" | "applyUpdate",
    change: unknown,
  ) => Promise<boolean>;
}

/** One run through the steps, which ends with the first word that says so. */
function createRun<T extends KubernetesObject>(
  name: string,
  { steps, wrappers }: Crud<T>,
  object: T,
  context: Context,
): Run {
  const said = new Set<unknown>();
  let isOver = false;
  const note = (word: Word) => {
    said.add(word);
    if (word.word === "cancelResource" || word.word === "cancelReconciliation") isOver = true;
  };

  /** Calls one step; what it returns comes in a list, which is empty when the resource ends with it. */
  async function call(step: keyof CrudSteps, ...states: readonly unknown[]): Promise<[unknown?]> {
    const own = listen(context, note, { function: step });
    const around = wrappers.reduce<(context: Context) => Promise<unknown>>(
      (next, { aroundStep }) => {
        if (!aroundStep) return next;
        return (given) =>
          aroundStep(
            { resource: name, operation: operations[step], isCrud: true, object, context: given },
            (other = given) => next(other),
          );
      },
      async (given) => {
        given.signal.throwIfAborted();
        const run: ((object: T, context: Context, ...states: unknown[]) => unknown) | undefined =
          steps[step];
        if (!run) throw missing(name, step);
        return await run(object, given, ...states);
      },
    );
    const value = await around(own);
    return isOver || said.has(value) ? [] : [value];
  }

  return {
    async patch() {
      const current = await call("getCurrentState");
      if (current.length === 0) return undefined;
      const desired = await call("getDesiredState");
      if (desired.length === 0) return undefined;
      const step = context.deleting ? "newDeletePatch" : "newUpdatePatch";
      const [patch] = await call(step, current[0], desired[0]);
      return checkPatch(name, step, patch);
    },
    apply: async (step, change) => (await call(step, change)).length > 0,
  };
}

function checkPatch(name: string, step: string, patch: unknown): CrudPatch | undefined {
  if (patch === undefined || patch === null) return undefined;
  const keys = typeof patch === "object" ? Object.keys(patch) : undefined;
  const wrong = keys?.find((key) => key !== "create" && key !== "delete" && key !== "update");
  if (keys && wrong === undefined) return patch;
  throw new TypeError(
    `${step} of the CRUD resource ${JSON.stringify(name)} returned ${
      wrong === undefined ? typeof patch : `a patch with the part ${JSON.stringify(wrong)}`
    }; return an object with the parts create, delete and update, each of which may be left out`,
  );
}

function missing(name: string, step: string): TerminalError {
  return new TerminalError(
    `A patch of the CRUD resource ${
      JSON.stringify(name)
    } needs the function ${step}, which it does not have`,
  );
}
