/** An object that cannot be applied, whatever is stored. */
export class ApplyError extends Error {
  /** HTTP status. */
  readonly code: 400 | 500;

  /** Takes the status and the message that kube-apiserver answers. */
  constructor(code: 400 | 500, message: string) {
    super(message);
    this.name = "ApplyError";
    this.code = code;
  }
}
