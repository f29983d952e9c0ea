import { compareResourceVersions, type KubernetesObject, type ParsedPath } from "../client/mod.ts";

/** One write that the server has taken, or may have taken. */
export interface Write {
  /** What was written. No name: objects of which no answer told. */
  readonly target: Omit<ParsedPath, "name" | "subresource"> & { readonly name?: string };
  /** Which of the objects of this name; undefined when no answer told. */
  readonly uid: string | undefined;
  /** Its version since; of a deleted one the last that is known. */
  readonly resourceVersion: string | undefined;
  /** Its labels since; undefined when they are not known. */
  readonly labels: Readonly<Record<string, string>> | undefined;
  /** Labels that it had after earlier writes of the same reconcile. */
  readonly earlier: readonly Readonly<Record<string, string>>[];
  /** Whether it was deleted, or marked for deletion. */
  readonly deleted: boolean;
  /** No answer told what became of it: it was taken, or not, or still will be. */
  readonly lost: boolean;
}

/** Remembers the last write of each object. */
export interface WriteLog {
  /** The writes so far. */
  readonly all: () => readonly Write[];
  /** Takes note of an answer. */
  readonly add: (write: Write) => void;
}

/** An answer, as far as it is looked at. */
export interface Answer {
  readonly kind?: unknown;
  readonly items?: unknown;
  readonly details?: { readonly uid?: unknown };
  readonly metadata?: {
    readonly name?: unknown;
    readonly uid?: unknown;
    readonly resourceVersion?: unknown;
    readonly generation?: unknown;
    readonly labels?: Readonly<Record<string, string>> | null;
  };
}

/** Subresources whose answers do not tell what became of the object. */
const silent: readonly string[] = ["eviction", "binding"];

/** Makes an empty log. */
export function createWriteLog(): WriteLog {
  const known = new Map<string, Write>();
  const lost = new Map<string, Write>();
  return {
    all: () => [...known.values(), ...lost.values()],
    add(write) {
      const { group, plural, namespace, name } = write.target;
      const target = JSON.stringify([group, plural, namespace, name]);
      if (write.lost) {
        lost.set(target, write);
        return;
      }
      lost.delete(target); // an answer that came later covers it, or nothing can
      const key = `${target} ${write.uid}`;
      known.set(key, merge(known.get(key), write));
    },
  };
}

/** Answers may overtake each other: the newer state counts. A deletion often names no version: the last one stays. */
function merge(before: Write | undefined, write: Write): Write {
  if (!before) return write;
  const { resourceVersion = before.resourceVersion } = write;
  const earlier = [...before.earlier, ...(before.labels ? [before.labels] : [])];
  const order = before.resourceVersion !== undefined && resourceVersion !== undefined
    ? compareResourceVersions(before.resourceVersion, resourceVersion) ?? 0
    : 0;
  const newer = order > 0 ? before : { ...write, resourceVersion };
  return { ...newer, earlier, deleted: order > 0 ? before.deleted : write.deleted };
}

/** What an answer says was written. Answers of subresources that are no state of the object name no version. */
export function* writesOf(
  method: string,
  path: ParsedPath,
  answer: Answer | undefined,
): Generator<Write> {
  if (Array.isArray(answer?.items)) {
    for (const item of answer.items) yield* writeOf(method, path, item as Answer);
    return;
  }
  const isSilent = path.subresource !== undefined && silent.includes(path.subresource);
  if (isSilent) yield lostWrite(path);
  else if (answer) yield* writeOf(method, path, answer);
}

/** A write without an answer: of the named object, or of any. */
export function lostWrite(path: ParsedPath, body?: unknown): Write {
  const { subresource: _subresource, name, ...rest } = path;
  const given = (body as Answer | undefined)?.metadata?.name;
  const known = name ?? (typeof given === "string" ? given : undefined);
  return {
    target: known === undefined ? rest : { ...rest, name: known },
    uid: undefined,
    resourceVersion: undefined,
    labels: undefined,
    earlier: [],
    deleted: false,
    lost: true,
  };
}

function* writeOf(method: string, path: ParsedPath, answer: Answer): Generator<Write> {
  const { subresource, name: pathName, ...rest } = path;
  const isDelete = method === "DELETE";
  const { metadata = {}, details = {} } = answer;
  const uid = metadata.uid ?? (isDelete ? details.uid : undefined);
  const name = metadata.name ?? pathName;
  const { resourceVersion, labels } = metadata;
  const version = typeof resourceVersion === "string" && resourceVersion !== ""
    ? resourceVersion
    : undefined;
  if (typeof name !== "string") return;
  if (typeof uid !== "string") {
    if (isDelete) yield lostWrite(path, answer); // which one is gone, a live read tells
    return;
  }
  if (!isDelete && version === undefined) return;
  // Others, such as scale, answer with an object that stands for this one, without its labels.
  const isWhole = subresource === undefined || subresource === "status";
  yield {
    target: { ...rest, name },
    uid,
    resourceVersion: version,
    labels: isWhole ? labels ?? {} : undefined,
    earlier: [],
    deleted: isDelete,
    lost: false,
  };
}

/** The JSON of an answer; undefined where it is none. */
export function parseAnswer(text: string): (Answer & Partial<KubernetesObject>) | undefined {
  if (text === "") return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined; // the verb that asked for it says what is wrong with it
  }
}
