/**
 * Says that trying again does not help: the object is not reconciled again until it, or something that its controller
 * watches, changes. When deleting, the finalizer stays. Throw it as it is, or extend it: the error's `name` becomes
 * the reason of the Warning event.
 */
export class TerminalError extends Error {
  /** Becomes the reason of the event. */
  override readonly name: string = "TerminalError";
}
