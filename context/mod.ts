/**
 * What a reconcile is given and may answer: the {@linkcode Context} with the control-flow words, loggers, events,
 * and {@linkcode createContext} for unit tests.
 *
 * @module
 */
export type { ArrayObject, NamedObject } from "./array_store.ts";
export {
  type ContextEvent,
  type ContextOptions,
  createContext,
  type RecordingContext,
  type StoreEntry,
  undeclared,
} from "./context.ts";
export { TerminalError } from "./errors.ts";
export type { ObjectReference } from "./event_body.ts";
export {
  createEventRecorder,
  type EventRecord,
  type EventRecorder,
  type EventRecorderOptions,
} from "./events.ts";
export { childLogger, noLogger } from "./logger.ts";
export {
  AlreadyOwnedError,
  controllerOf,
  isControlledBy,
  type Ownable,
  type Owned,
  ownerReference,
  removeOwnerReference,
  setControllerReference,
  setOwnerReference,
} from "./owner_reference.ts";
export type * from "./types.ts";
export { type ContextWords, createWords } from "./words.ts";
