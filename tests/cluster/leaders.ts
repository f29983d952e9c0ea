/** Who led when, and who wrote without leading: read from the audit log of an API server. */
import type { AuditEvent } from "./cluster.ts";

/** An audit event that holds what was sent: the policy must have leases at level Request. */
export interface LeaseEvent extends AuditEvent {
  readonly requestObject?: { readonly spec?: { readonly holderIdentity?: string | null } };
}

/** A time during which one user held the Lease. Milliseconds since the Unix epoch, with fractions. */
export interface Term {
  readonly user: string;
  readonly holder: string;
  /** The write that took the Lease was received. */
  readonly from: number;
  /** The write that gave it up, or by which another took it, was received; Infinity while it is held. */
  readonly until: number;
  /** When each renewal was received, the first write among them. */
  readonly renewed: readonly number[];
}

/** A write of a replica, to anything but Leases. */
export interface ReplicaWrite {
  readonly user: string;
  /** `PATCH /api/v1/…`, without the query. */
  readonly call: string;
  readonly received: number;
  readonly answered: number;
  readonly code: number;
}

/** A write as the replica told it, right before it was sent; `at` is when the fence let it through. */
export interface SentWrite {
  readonly user: string;
  readonly call: string;
  readonly at: number;
}

/** A replica that stood still for a while. */
export interface Stop {
  readonly user: string;
  /** Before the signal was sent. */
  readonly from: number;
  /** It was seen to stand still. */
  readonly stopped: number;
}

/** What {@linkcode judgeWrites} looks at. */
export interface Trial {
  readonly events: readonly LeaseEvent[];
  /** Name of the Lease. */
  readonly lease: string;
  /** User names of the replicas. */
  readonly users: readonly string[];
  /** How long after a renewal a leader may send writes. */
  readonly renewDeadline: number;
  readonly stops?: readonly Stop[];
  readonly sent?: readonly SentWrite[];
}

/** What {@linkcode judgeWrites} found. */
export interface Verdict {
  readonly terms: readonly Term[];
  /** Writes in all. */
  readonly writes: number;
  /** Those of replicas that did not lead when they sent them. */
  readonly byNonLeaders: readonly ReplicaWrite[];
  /** Those that were sent before a stop and not answered by then. */
  readonly inFlight: readonly ReplicaWrite[];
  /** Those in flight that the server received only when their sender did not lead any more. */
  readonly receivedLate: readonly ReplicaWrite[];
  /** Those that no replica told of; where none tells, all. */
  readonly untold: readonly ReplicaWrite[];
}

const methods: Readonly<Record<string, string>> = {
  create: "POST",
  update: "PUT",
  patch: "PATCH",
  delete: "DELETE",
  deletecollection: "DELETE",
};

/** An RFC 3339 time with microseconds as milliseconds since the Unix epoch. */
export function timeOf(text: string): number {
  const micros = /\.\d{3}(\d{3})/.exec(text)?.[1] ?? "0";
  return Date.parse(text) + Number(micros) / 1000;
}

function isLease({ objectRef }: AuditEvent): boolean {
  return objectRef?.apiGroup === "coordination.k8s.io" && objectRef.resource === "leases";
}

function isAnswered({ stage, verb }: AuditEvent): boolean {
  return stage !== "RequestReceived" && stage !== "ResponseStarted" && verb in methods;
}

/**
 * The terms of all holders, oldest first. A Lease changes hands when the write is received that changes its holder: the
 * server lets none through that does not know the write before.
 */
export function termsOf(events: readonly LeaseEvent[], lease: string): Term[] {
  const terms: { -readonly [K in keyof Term]: Term[K] }[] = [];
  const writes = events.filter((event) =>
    isLease(event) && isAnswered(event) && (event.responseStatus?.code ?? 500) < 300 &&
    !event.requestURI.includes("dryRun=All") &&
    (event.objectRef?.name ?? lease) === lease
  ).map((event) => ({ event, at: timeOf(event.requestReceivedTimestamp) }))
    .sort((a, b) => a.at - b.at);
  for (const { event: { user, requestObject }, at } of writes) {
    const holder = requestObject?.spec?.holderIdentity || undefined;
    const last = terms.at(-1);
    const held = last?.until === Infinity;
    if (last && held && last.holder === holder) {
      last.renewed = [...last.renewed, at];
      continue;
    }
    if (last && held) last.until = at;
    if (holder !== undefined) {
      terms.push({ user: user.username, holder, from: at, until: Infinity, renewed: [at] });
    }
  }
  return terms;
}

/** All writes of these users but those to Leases, as received; Events count. */
export function writesOf(events: readonly AuditEvent[], users: readonly string[]): ReplicaWrite[] {
  return events.filter((event) =>
    users.includes(event.user.username) && isAnswered(event) && !isLease(event)
  ).map((event) => ({
    user: event.user.username,
    call: `${methods[event.verb]} ${event.requestURI.split("?")[0]}`,
    received: timeOf(event.requestReceivedTimestamp),
    answered: timeOf(event.stageTimestamp),
    code: event.responseStatus?.code ?? 0,
  })).sort((a, b) => a.received - b.received);
}

/**
 * Judges each write by the time at which the server received it. A replica led then if it held the Lease and had renewed
 * it less than `renewDeadline` before. A write that it did not lead for is forgiven, as in flight, only where the replica
 * itself told before it stood still that it sends just this write.
 */
export function judgeWrites(trial: Trial): Verdict {
  const { events, lease, users, renewDeadline, stops = [], sent = [] } = trial;
  const terms = termsOf(events, lease);
  const writes = writesOf(events, users);
  const sentAt = matchSent(writes, sent);
  const byNonLeaders: ReplicaWrite[] = [];
  const inFlight: ReplicaWrite[] = [];
  const receivedLate: ReplicaWrite[] = [];
  for (const write of writes) {
    const { user, received, answered } = write;
    const led = terms.some((term) =>
      term.user === user && term.from <= received && received < term.until &&
      received - (term.renewed.findLast((at) => at <= received) ?? -Infinity) <= renewDeadline
    );
    const at = sentAt.get(write);
    // What was received before the stop was sent before it, even if nobody told.
    const flying = stops.some((stop) =>
      stop.user === user && answered > stop.from &&
      Math.min(at ?? received, received) <= stop.stopped
    );
    if (flying) inFlight.push(write);
    if (led) continue;
    (flying ? receivedLate : byNonLeaders).push(write);
  }
  const untold = writes.filter((write) => !sentAt.has(write));
  return { terms, writes: writes.length, byNonLeaders, inFlight, receivedLate, untold };
}

/**
 * When each write was sent, as far as was told: each takes the latest time that none received before it has taken, so
 * that no write is taken for an older one that never arrived.
 */
function matchSent(
  writes: readonly ReplicaWrite[],
  sent: readonly SentWrite[],
): ReadonlyMap<ReplicaWrite, number> {
  const told = new Map<string, number[]>();
  for (const { user, call, at } of sent.toSorted((a, b) => a.at - b.at)) {
    const key = `${user} ${call}`;
    told.set(key, [...told.get(key) ?? [], at]);
  }
  const found = new Map<ReplicaWrite, number>();
  for (const write of writes) {
    const times = told.get(`${write.user} ${write.call}`) ?? [];
    // Told in whole milliseconds.
    const index = times.findLastIndex((at) => at <= write.received);
    const [at] = index < 0 ? [] : times.splice(index, 1);
    if (at !== undefined) found.set(write, at);
  }
  return found;
}

/** How often each object was created and deleted, by path. Applying creates, too. */
export function lifeOf(
  events: readonly AuditEvent[],
  users: readonly string[],
): ReadonlyMap<string, { readonly created: number; readonly deleted: number }> {
  const lives = new Map<string, { created: number; deleted: number }>();
  for (const event of events) {
    const { objectRef: { resource = "", namespace = "", name = "", subresource } = {} } = event;
    if (!users.includes(event.user.username) || !isAnswered(event) || subresource) continue;
    const code = event.responseStatus?.code;
    const key = `${resource} ${namespace}/${name}`;
    const life = lives.get(key) ?? { created: 0, deleted: 0 };
    if (code === 201 && name) life.created++;
    else if (event.verb === "delete" && code === 200) life.deleted++;
    else continue;
    lives.set(key, life);
  }
  return lives;
}
