import { deadline, sleep } from "../../_internal/mod.ts";
import { ApiError } from "../error.ts";
import { isAlreadyExists, isConflict, isForbidden, isNotFound } from "../error_kinds.ts";
import type { Client } from "../types.ts";
import { shorten } from "../values.ts";
import type { CustomResource } from "./define.ts";
import { planUpdate } from "./plan.ts";
import { crdResource, type CustomResourceDefinitionObject } from "./types.ts";

/** Options of {@linkcode ensureCustomResource}. */
export interface EnsureCustomResourceOptions {
  /** Ends the wait; the call then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Milliseconds until the kind must be served. @default {30_000} */
  readonly timeout?: number;
  /** Who writes the CRD. Default: the client's. */
  readonly fieldManager?: string;
}

/** Milliseconds between two looks at a CRD. The API server needs some tens of them to take a CRD on. */
const INTERVAL = 100;

/**
 * Installs a custom kind: creates its CRD, or updates it where it differs from what the server has, and waits until the
 * kind is served. Never deletes a CRD, and never drops a version in which objects may still be stored: such a version is
 * kept and no longer served. A CRD that a later release of the operator has installed (its newest version is newer) is
 * left as it is. While the server is overloaded or starts up, it is tried again.
 *
 * Fields that the schema does not name are dropped by the server from then on, from stored objects, too.
 *
 * @returns The CRD as the server has it.
 * @throws {ApiError} When the server refuses the CRD.
 * @throws {Error} When the names are taken by another kind, or scope or kind of an existing CRD differ.
 * @throws {DOMException} `TimeoutError` when the kind is not served in time.
 */
export async function ensureCustomResource(
  client: Client,
  customResource: CustomResource,
  options: EnsureCustomResourceOptions = {},
): Promise<CustomResourceDefinitionObject> {
  const { signal, timeout = 30_000, fieldManager } = options;
  const { clock } = client.runtime;
  const { name } = customResource.manifest.metadata;
  using limit = deadline(clock, timeout, signal);
  const write = { signal: limit.signal, ...fieldManager === undefined ? {} : { fieldManager } };
  let seen = "it was not read yet";
  try {
    while (true) {
      const crd = await put(client, customResource, write);
      if (typeof crd === "string") seen = crd;
      else {
        seen = describe(crd);
        const names = condition(crd, "NamesAccepted");
        if (names?.status === "False") {
          throw new Error(
            `The names of the CRD ${name} are not accepted: ${
              shorten(names.message ?? names.reason ?? "no reason is given")
            }`,
          );
        }
        if (
          condition(crd, "Established")?.status === "True" &&
          await isServed(client, customResource, limit.signal)
        ) return crd;
      }
      await sleep(clock, INTERVAL, limit.signal);
    }
  } catch (error) {
    if (!limit.signal.aborted || signal?.aborted) throw error;
    throw new DOMException(
      `The kind of the CRD ${name} is not served after ${timeout} ms: ${seen}`,
      "TimeoutError",
    );
  }
}

/** Creates or updates the CRD where that is needed; a text says why that was not possible yet. */
async function put(
  client: Client,
  { manifest }: CustomResource,
  options: { readonly signal: AbortSignal; readonly fieldManager?: string },
): Promise<CustomResourceDefinitionObject | string> {
  const { name } = manifest.metadata;
  try {
    const existing = await read(client, name, options.signal);
    if (!existing) return await client.create(crdResource, manifest, options);
    if (existing.metadata.deletionTimestamp !== undefined) {
      return "the old one is still being deleted";
    }
    const planned = planUpdate(existing, manifest);
    return planned ? await client.update(crdResource, planned, options) : existing;
  } catch (error) {
    if (isAlreadyExists(error) || isConflict(error) || isNotFound(error)) {
      return "others change it at the same time";
    }
    if (isTemporary(error)) return error.message;
    throw error;
  }
}

/** The server is overloaded or starts up: the next look may find it better. */
function isTemporary(error: unknown): error is ApiError {
  return error instanceof ApiError && (error.code === 429 || error.code >= 500);
}

async function read(
  client: Client,
  name: string,
  signal: AbortSignal,
): Promise<CustomResourceDefinitionObject | undefined> {
  try {
    return await client.get(crdResource, { name }, { signal });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** The condition is written a little before the server's handler has taken the kind on. */
async function isServed(
  client: Client,
  customResource: CustomResource,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await client.list(customResource, { limit: 1, signal });
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    if (isTemporary(error)) return false;
    if (isForbidden(error)) return true; // Nothing more can be seen with these rights.
    throw error;
  }
}

function condition(
  crd: CustomResourceDefinitionObject,
  type: string,
):
  | NonNullable<NonNullable<CustomResourceDefinitionObject["status"]>["conditions"]>[number]
  | undefined {
  return crd.status?.conditions?.find((one) => one.type === type);
}

function describe(crd: CustomResourceDefinitionObject): string {
  const established = condition(crd, "Established");
  if (!established) return "the server says nothing of it yet";
  return `Established is ${established.status}${
    established.message ? ` (${shorten(established.message)})` : ""
  }`;
}
