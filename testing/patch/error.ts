/** A patch that cannot be applied, with the status that kube-apiserver answers. */
export class PatchError extends Error {
  /** HTTP status: 400 for a malformed patch, 413 for one that is too long, 422 for one that does not fit the object. */
  readonly code: 400 | 413 | 422;
  /** Reason of the Status. */
  readonly reason: "BadRequest" | "Invalid" | "RequestEntityTooLarge";
  /** What went wrong in detail. kube-apiserver keeps it to itself for a 422. */
  readonly detail: string;

  /** @param detail What was wrong. For 422 the message is the server's own, which says nothing of it. */
  constructor(code: 400 | 413 | 422, detail: string) {
    super(
      code === 422 ? "the server rejected our request due to an error in our request" : detail,
    );
    this.name = "PatchError";
    this.code = code;
    this.reason = code === 422 ? "Invalid" : code === 413 ? "RequestEntityTooLarge" : "BadRequest";
    this.detail = detail;
  }
}
