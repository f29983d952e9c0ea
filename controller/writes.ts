import {
  type Client,
  deriveClient,
  type ParsedPath,
  parsePath,
  type RequestFunction,
} from "../client/mod.ts";

/** One write that the server has taken. */
export interface Write {
  /** What was written. */
  readonly target: Omit<ParsedPath, "name" | "subresource"> & { readonly name: string };
  /** Which of the objects of this name. */
  readonly uid: string;
  /** Its version since. */
  readonly resourceVersion: string | undefined;
  /** Its labels since. */
  readonly labels: Readonly<Record<string, string>>;
  /** Whether it was deleted, or marked for deletion. */
  readonly deleted: boolean;
}

/** The client of one reconcile. */
export interface ReconcileClient {
  /** The view of the controller's client. */
  readonly client: Client;
  /** The last write of each object so far. */
  readonly writes: () => readonly Write[];
  /** Makes all later calls fail. */
  readonly revoke: () => void;
}

/** What {@linkcode createReconcileClient} takes. */
export interface ReconcileClientOptions {
  /** Ends every call. */
  readonly signal: AbortSignal;
  /** The controller's name. */
  readonly fieldManager: string;
  /** Called before each write; throws when nothing may be written any more. */
  readonly fence?: () => void;
}

/** Makes the view of the client that one reconcile gets. */
export function createReconcileClient(
  client: Client,
  { signal, fieldManager, fence }: ReconcileClientOptions,
): ReconcileClient {
  const writes = new Map<string, Write>();
  let revoked = false;
  const request = (next: RequestFunction): RequestFunction => async (path, options = {}) => {
    if (revoked) {
      throw new Error(
        "The client of a reconcile was used after the reconcile had ended: await every call before returning, and create a client of your own for work in the background",
      );
    }
    const { method = "GET", query = {} } = options;
    if (method === "GET" || method === "HEAD") return await next(path, options);
    fence?.();
    const answer = await next(path, options);
    const isDry = query.dryRun !== undefined || /[?&]dryRun=/.test(path);
    const parsed = parsePath(path);
    if (isDry || !parsed || options.stream) return answer;
    const text = await answer.text();
    for (const write of writesOf(method, parsed, text)) {
      const { group, plural, namespace, name } = write.target;
      writes.set(JSON.stringify([group, plural, namespace, name, write.uid]), write);
    }
    const { status, statusText, headers } = answer;
    const isEmpty = text === "" || status === 204;
    return new Response(isEmpty ? null : text, { status, statusText, headers });
  };
  return {
    client: deriveClient(client, { request, fieldManager, forceApply: true, signal }),
    writes: () => [...writes.values()],
    revoke: () => void (revoked = true),
  };
}

interface Answer {
  readonly kind?: unknown;
  readonly items?: unknown;
  readonly details?: { readonly uid?: unknown };
  readonly metadata?: {
    readonly name?: unknown;
    readonly uid?: unknown;
    readonly resourceVersion?: unknown;
    readonly deletionTimestamp?: unknown;
    readonly labels?: Readonly<Record<string, string>> | null;
  };
}

/** What an answer says was written. Answers of subresources that are no state of the object name no version. */
function* writesOf(method: string, path: ParsedPath, text: string): Generator<Write> {
  const answer = parse(text);
  if (!answer) return;
  if (Array.isArray(answer.items)) {
    for (const item of answer.items) yield* writeOf(method, path, item as Answer);
    return;
  }
  yield* writeOf(method, path, answer);
}

function* writeOf(method: string, path: ParsedPath, answer: Answer): Generator<Write> {
  const { subresource: _subresource, name: pathName, ...rest } = path;
  const isDelete = method === "DELETE";
  const { metadata = {}, details = {} } = answer;
  const uid = metadata.uid ?? (isDelete ? details.uid : undefined);
  const name = metadata.name ?? pathName;
  const { resourceVersion, labels } = metadata;
  const version = typeof resourceVersion === "string" && resourceVersion !== ""
    ? resourceVersion
    : undefined;
  if (typeof uid !== "string" || typeof name !== "string") return;
  if (!isDelete && version === undefined) return;
  yield {
    target: { ...rest, name },
    uid,
    resourceVersion: version,
    labels: labels ?? {},
    deleted: isDelete,
  };
}

function parse(text: string): Answer | undefined {
  if (text === "") return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined; // the verb that asked for it says what is wrong with it
  }
}
