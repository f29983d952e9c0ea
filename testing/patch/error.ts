const reasons = {
  400: "BadRequest",
  413: "RequestEntityTooLarge",
  422: "Invalid",
  500: "",
} as const;

/** A patch that cannot be applied, with the status that kube-apiserver answers. */
export class PatchError extends Error {
  /**
   * HTTP status: 400 for a malformed patch, 413 for one that is too long, 422 for a JSON Patch that does not fit the
   * object, 500 for a strategic merge patch that does not fit its type.
   */
  readonly code: 400 | 413 | 422 | 500;
  /** Reason of the Status; "" where the server gives none. */
  readonly reason: "BadRequest" | "Invalid" | "RequestEntityTooLarge" | "";
  /** What went wrong in detail. kube-apiserver keeps it to itself for a 422. */
  readonly detail: string;

  /** Takes the status and what was wrong. For 422 the message is the server's own, which says nothing of it. */
  constructor(code: 400 | 413 | 422 | 500, detail: string) {
    super(
      code === 422 ? "the server rejected our request due to an error in our request" : detail,
    );
    this.name = "PatchError";
    this.code = code;
    this.reason = reasons[code];
    this.detail = detail;
  }
}
