import { assert } from "@std/assert";
import { ApiError, type ApiResource, type Client, type Status } from "../../client/mod.ts";
import type { ControllerName } from "../../testing/mod.ts";
import type { Area } from "./areas.ts";
import type { Widget } from "./resources.ts";

/** What a case may use. */
export interface ConformanceEnv {
  /** May do everything. */
  readonly client: Client;
  /** A fresh namespace of this case. */
  readonly namespace: string;
  /** Letters and digits that no other case has, for names of cluster-scoped objects. */
  readonly unique: string;
  /** The custom resource that all cases share. */
  readonly widgets: ApiResource<Widget>;
  /** A client of another user, who may do nothing yet. */
  readonly as: (user: string, ...groups: readonly string[]) => Promise<Client>;
  /** A client with this token and no other credentials; without one a client that nobody knows. */
  readonly withToken: (token?: string) => Promise<Client>;
}

/** Makes clients of other users. */
export type CaseUsers = Pick<ConformanceEnv, "as" | "withToken">;

/** A fact of the Kubernetes API that holds on the real server and must hold on the one in memory. */
export interface ConformanceCase {
  /** What of the API it is about; tests count by it. */
  readonly area: Area;
  readonly name: string;
  readonly run: (env: ConformanceEnv) => Promise<void>;
  /** Is about users: rights are enforced. */
  readonly rbac?: true;
  /** Waits for these controllers, which the real server has. */
  readonly controllers?: readonly ControllerName[];
  /** A known difference, by the name of its entry in docs/api-server.md: `run` does not hold on the server in memory. */
  readonly differs?: {
    readonly id: string;
    /** What holds there instead. */
    readonly run: (env: ConformanceEnv) => Promise<void>;
  };
}

/** A case whose area is that of its file, unless it names another. */
export type AreaCase = Omit<ConformanceCase, "area"> & Partial<Pick<ConformanceCase, "area">>;

/** Puts the cases of one file into an area; `subject` goes before their names. */
export function inArea(
  area: Area,
  cases: readonly AreaCase[],
  subject?: string,
): readonly ConformanceCase[] {
  return cases.map((each) => ({
    area,
    ...each,
    ...(subject ? { name: `${subject}: ${each.name}` } : {}),
  }));
}

/** The Status with which a call is refused; fails when it is not. */
export async function refusal(call: Promise<unknown>): Promise<Status & { code: number }> {
  try {
    await call;
  } catch (error) {
    if (error instanceof ApiError) return { ...error.status, code: error.code };
    throw error;
  }
  throw new Error("The call succeeded where the server must refuse it");
}

/** Reasons of a Status' causes, each with its field. */
export function causes(status: Status): string[] {
  return (status.details?.causes ?? []).map((cause) => `${cause.reason} ${cause.field}`);
}

/** Whether `a` is an older resource version than `b` (KEP-5504: by length, then by text). */
export function older(a: string, b: string): boolean {
  return a.length === b.length ? a < b : a.length < b.length;
}

/** Waits until `look` says true: for what a controller does in its own time. */
export async function eventually(what: string, look: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 20_000;
  while (!await look()) {
    assert(performance.now() < deadline, `Not so within 20 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Takes the first `count` elements, ends the iteration and fails when it takes too long. */
export async function take<T>(events: AsyncIterable<T>, count: number): Promise<T[]> {
  const taken: T[] = [];
  for await (const event of events) {
    taken.push(event);
    if (taken.length === count) return taken;
  }
  throw new Error(`The watch ended after ${taken.length} events where ${count} were expected`);
}

/** Runs `look`, true when it is refused as not found. */
export async function isGone(look: Promise<unknown>): Promise<boolean> {
  try {
    await look;
    return false;
  } catch (error) {
    if (error instanceof ApiError && error.code === 404) return true;
    throw error;
  }
}
