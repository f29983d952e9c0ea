import type { ParsedPath } from "../client/mod.ts";
import type { ObjectEvent } from "./pump.ts";
import type { AnsweredWrite } from "./writes.ts";
import type { Answer } from "./written.ts";

/** What the writes of one reconcile have led to. */
export interface WriteRecord {
  /** Takes note of a write. */
  readonly note: (write: AnsweredWrite) => void;
  /** The states that changes will bring, as {@linkcode stateOf} names them. */
  readonly states: readonly State[];
  /** The last answer to a write of each object, by {@linkcode labelOf}. */
  readonly answers: ReadonlyMap<string, WriteAnswer>;
}

/** What is known of the writes of one object. */
export interface WriteAnswer {
  /** The last answer. */
  readonly text: string;
  /** What was sent for it, if that is a state rather than a change of one. */
  readonly sent: string | undefined;
}

/** The record of a run that did not come to writing. */
export const noWrites: Pick<WriteRecord, "states" | "answers"> = {
  states: [],
  answers: new Map<string, WriteAnswer>(),
};

/** Names of a state of an object, or of its absence. */
export interface State {
  /** The object, or its absence. */
  readonly object: string;
  /** The state. */
  readonly state: string;
  /** The specification, which a change may leave as it is; where the kind counts them. */
  readonly specification: string | undefined;
}

/** Names the state that a change brings. */
export function stateOf({ type, metadata }: ObjectEvent): State {
  const { uid, resourceVersion, generation } = metadata;
  return type === "deleted" ? gone(uid) : present(uid, resourceVersion, generation);
}

/** The state and the specification. */
export function namesOf({ state, specification }: State): readonly string[] {
  return specification === undefined ? [state] : [state, specification];
}

function gone(uid: string): State {
  return { object: `-${uid}`, state: `-${uid}`, specification: undefined };
}

function present(uid: string, resourceVersion: string, generation: unknown): State {
  const specification = typeof generation === "number" ? `${uid}#${generation}` : undefined;
  return { object: uid, state: `${uid}@${resourceVersion}`, specification };
}

/** Names an object for people: `sites.example.com web/blog`. */
export function labelOf(
  { group, plural, namespace, name = "", subresource = "status" }:
    & Pick<ParsedPath, "group" | "plural">
    & Partial<Pick<ParsedPath, "namespace" | "name" | "subresource">>,
): string {
  const kind = group === "" ? plural : `${plural}.${group}`;
  const key = namespace === undefined ? name : `${namespace}/${name}`;
  // Answers to writes of the status are whole objects; those of other subresources are not.
  return subresource === "status" ? `${kind} ${key}` : `${kind}/${subresource} ${key}`;
}

/** Makes a record of every write that the server has taken: all of them, for a watch may tell of each. */
export function createWriteRecord(): WriteRecord {
  const states: State[] = [];
  const answers = new Map<string, WriteAnswer>();
  return {
    states,
    answers,
    note({ method, path, body, text, answer }) {
      const { items } = answer;
      for (const one of Array.isArray(items) ? items as readonly Answer[] : [answer]) {
        const { metadata = {}, details = {} } = one;
        const uid = metadata.uid ?? details.uid;
        if (typeof uid !== "string") continue;
        if (method === "DELETE") states.push(gone(uid));
        const { resourceVersion, generation } = metadata;
        if (typeof resourceVersion !== "string") continue;
        states.push(present(uid, resourceVersion, generation));
        const name = typeof metadata.name === "string" ? metadata.name : path.name ?? "";
        if (one !== answer) continue;
        const label = labelOf({ ...path, name });
        const isState = typeof body === "object" && !Array.isArray(body) && method !== "DELETE" &&
          !answers.has(label); // of several writes, only the answer tells what they come to
        answers.set(label, { text, sent: isState ? JSON.stringify(body) : undefined });
      }
    },
  };
}
