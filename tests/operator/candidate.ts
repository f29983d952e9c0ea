import { assert } from "@std/assert";
import { Lease } from "../../kinds/mod.ts";
import {
  createLeaderElector,
  type LeaderElector,
  type LeaderElectorOptions,
  type LeaderEvent,
  NotLeaderError,
} from "../../operator/mod.ts";
import type { ApiServer } from "../../testing/mod.ts";
import { createReplica, passTogether, type Replica } from "./replica.ts";

/** A replica that does nothing but stand for the lead. */
export interface Candidate extends Replica {
  readonly elector: LeaderElector;
  readonly events: LeaderEvent[];
}

export const path = "/apis/coordination.k8s.io/v1/namespaces/default/leases";
export const hour = 3_600_000;

export function createCandidate(
  server: ApiServer,
  name: string,
  options: Partial<LeaderElectorOptions> & { readonly start?: number; readonly rate?: number } = {},
): Candidate {
  const { start, rate, ...rest } = options;
  const replica = createReplica(server, {
    name,
    ...(start === undefined ? {} : { start }),
    ...(rate === undefined ? {} : { rate }),
  });
  const events: LeaderEvent[] = [];
  const elector = createLeaderElector(replica.client, {
    ...{ name: "op", namespace: "default", identity: name },
    observe: (event) => void events.push(event),
    ...rest,
  });
  return Object.assign(replica, { elector, events });
}

export function specOf(server: ApiServer): Record<string, unknown> {
  const [lease] = server.objects(Lease);
  return { ...(lease as unknown as { spec?: Record<string, unknown> } | undefined)?.spec };
}

export function typesOf({ events }: Candidate): string[] {
  return events.map(({ type }) => type);
}

/** Ends all, and checks that nothing is left. */
export async function end(...candidates: Candidate[]): Promise<void> {
  for (const candidate of candidates) {
    candidate.blackHole = false;
    candidate.isStopped = false;
  }
  const ended = Promise.all(candidates.map(({ elector }) => elector.release()));
  await passTogether(candidates, 500);
  await ended;
  await Promise.all(candidates.map(({ client }) => client[Symbol.asyncDispose]()));
}

/** Which candidates may write now. */
export function leaders(...candidates: Candidate[]): string[] {
  return candidates.filter(({ elector }) => {
    try {
      elector.fence();
      return true;
    } catch (error) {
      assert(error instanceof NotLeaderError);
      return false;
    }
  }).map(({ name }) => name);
}
