import type { Kind } from "./kinds.ts";
import type { JsonObject } from "./object.ts";

/** One reason among several why an object is refused. */
export interface Cause {
  /** `FieldValueRequired`, `FieldValueInvalid`, … */
  readonly reason: string;
  /** In words. */
  readonly message: string;
  /** Path of the field. */
  readonly field?: string;
}

/** A failure that is answered as a `Status`. */
export class StatusError extends Error {
  /** The answer's body. */
  readonly body: JsonObject;
  /** The answer's HTTP status. */
  readonly code: number;
  /** Makes the body from its parts. */
  constructor(
    code: number,
    reason: string,
    message: string,
    details?: JsonObject,
    metadata: JsonObject = {},
  ) {
    super(message);
    this.name = "StatusError";
    this.code = code;
    this.body = {
      kind: "Status",
      apiVersion: "v1",
      metadata,
      status: "Failure",
      message,
      ...(reason ? { reason } : {}),
      ...(details ? { details } : {}),
      code,
    };
  }
}

/** A body that is not of the type that it should be: 400, or 422 where a patch made it so. */
export class DecodeError extends StatusError {
  /** What the decoder says. */
  readonly problem: string;
  /** Takes the type that the body says, what the decoder says, and the type that is wanted. */
  constructor(kind: Pick<Kind, "kind" | "version">, problem: string, wanted: string = kind.kind) {
    const { kind: name, version } = kind;
    super(
      400,
      "BadRequest",
      `${name} in version ${JSON.stringify(version)} cannot be handled as a ${wanted}: ${problem}`,
    );
    this.name = "DecodeError";
    this.problem = problem;
  }
}

/** `pods`, `sites.example.com`. */
export function resourceName(kind: Pick<Kind, "group" | "plural">): string {
  return kind.group ? `${kind.plural}.${kind.group}` : kind.plural;
}

function detailsOf(kind: Pick<Kind, "group" | "plural">, name: string): JsonObject {
  return {
    ...(name ? { name } : {}),
    ...(kind.group ? { group: kind.group } : {}),
    kind: kind.plural,
  };
}

/** 404 for an object. */
export function notFound(kind: Pick<Kind, "group" | "plural">, name: string): StatusError {
  return new StatusError(
    404,
    "NotFound",
    `${resourceName(kind)} "${name}" not found`,
    detailsOf(kind, name),
  );
}

/** 404 for a path. */
export function unknownPath(): StatusError {
  return new StatusError(
    404,
    "NotFound",
    "the server could not find the requested resource",
    {},
  );
}

const verbs: Readonly<Record<string, string>> = {
  DELETE: "delete",
  PATCH: "patch",
  POST: "create",
  PUT: "update",
};

/** 405. Subresources of custom kinds say it in other words. */
export function methodNotAllowed(
  call?: { readonly method: string; readonly kind: Kind },
): StatusError {
  if (call?.kind.custom) {
    const verb = verbs[call.method] ?? "";
    return new StatusError(
      405,
      "MethodNotAllowed",
      `${verb} is not supported on resources of kind "${resourceName(call.kind)}"`,
      detailsOf(call.kind, ""),
    );
  }
  return new StatusError(
    405,
    "MethodNotAllowed",
    "the server does not allow this method on the requested resource",
    {},
  );
}

/** 409 for a name that is taken, perhaps by an object on its way out. */
export function alreadyExists(kind: Kind, name: string, ending = false): StatusError {
  return new StatusError(
    409,
    "AlreadyExists",
    `${ending ? "object is being deleted: " : ""}${resourceName(kind)} "${name}" already exists`,
    detailsOf(kind, name),
  );
}

/** What a write is told whose object has changed. */
export const modified =
  "the object has been modified; please apply your changes to the latest version and try again";

/** 409 for a write that is out of date. */
export function conflict(
  kind: Pick<Kind, "group" | "plural">,
  name: string,
  problem: string = modified,
): StatusError {
  return new StatusError(
    409,
    "Conflict",
    `Operation cannot be fulfilled on ${resourceName(kind)} "${name}": ${problem}`,
    detailsOf(kind, name),
  );
}

/** 409 for fields that other appliers own. */
export function applyConflict(causes: readonly Cause[], message: string): StatusError {
  return new StatusError(409, "Conflict", message, { causes });
}

/** 400. */
export function badRequest(message: string): StatusError {
  return new StatusError(400, "BadRequest", message);
}

/** 403. */
export function forbidden(
  kind: Kind,
  name: string,
  problem: string,
  causes?: readonly Cause[],
): StatusError {
  return new StatusError(
    403,
    "Forbidden",
    `${resourceName(kind)} "${name}" is forbidden: ${problem}`,
    {
      ...detailsOf(kind, name),
      ...(causes ? { causes } : {}),
    },
  );
}

/** 413. */
export function tooLarge(message: string): StatusError {
  return new StatusError(413, "RequestEntityTooLarge", `Request entity too large: ${message}`);
}

/** 415. */
export function unsupportedMediaType(accepted: readonly string[]): StatusError {
  return new StatusError(
    415,
    "UnsupportedMediaType",
    `the body of the request was in an unknown format - accepted media types include: ${
      accepted.join(", ")
    }`,
  );
}

/** 406. */
export function notAcceptable(accepted: readonly string[], custom = true): StatusError {
  const types = accepted.join(", ");
  if (custom) {
    return new StatusError(
      406,
      "NotAcceptable",
      `only the following media types are accepted: ${types}`,
    );
  }
  const message = `406: Not Acceptable\n\nAvailable representations: ${types}`;
  return new StatusError(406, "NotAcceptable", message, {});
}

/** 422 for a list of problems; `group` and `kind` name what is invalid. */
export function invalid(
  kind: Pick<Kind, "group" | "kind">,
  name: string,
  causes: readonly Cause[],
): StatusError {
  const qualified = kind.group ? `${kind.kind}.${kind.group}` : kind.kind;
  const lines = [...new Set(causes.map((cause) => `${cause.field}: ${cause.message}`))];
  const problem = lines.length === 1 ? lines[0] : `[${lines.join(", ")}]`;
  return new StatusError(422, "Invalid", `${qualified} "${name}" is invalid: ${problem}`, {
    ...(name ? { name } : {}),
    ...(kind.group ? { group: kind.group } : {}),
    ...(kind.kind ? { kind: kind.kind } : {}),
    causes,
  });
}

/** 410: what was asked for is no longer remembered. */
export function expired(message: string, metadata: JsonObject = {}): StatusError {
  return new StatusError(410, "Expired", message, undefined, metadata);
}

/** 504: a version that this server has not reached. */
export function tooLargeVersion(asked: number, current: number): StatusError {
  return new StatusError(
    504,
    "Timeout",
    `Timeout: Too large resource version: ${asked}, current: ${current}`,
    {
      causes: [{ reason: "ResourceVersionTooLarge", message: "Too large resource version" }],
      retryAfterSeconds: 1,
    },
  );
}

/** 500. */
export function internal(message: string): StatusError {
  return new StatusError(500, "", message);
}

/** A required field is absent. */
export function required(field: string, detail = ""): Cause {
  return {
    reason: "FieldValueRequired",
    message: `Required value${detail && `: ${detail}`}`,
    field,
  };
}

// Texts as Go quotes them, all else as JSON.
function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "null";
  if (typeof value !== "string") return text;
  return text.replace(/\\u00([0-7][0-9a-f])/g, (_, code) => `\\x${code}`);
}

/** A field has a value that cannot be. */
export function invalidValue(field: string, value: unknown, detail: string): Cause {
  return {
    reason: "FieldValueInvalid",
    message: `Invalid value: ${shown(value)}: ${detail}`,
    field,
  };
}

/** A field may not be set. */
export function forbiddenField(field: string, detail: string): Cause {
  return { reason: "FieldValueForbidden", message: `Forbidden: ${detail}`, field };
}

/** A value is none of those supported. */
export function notSupported(field: string, value: unknown, supported: readonly string[]): Cause {
  return {
    reason: "FieldValueNotSupported",
    message: `Unsupported value: ${JSON.stringify(value)}: supported values: ${
      supported.map((one) => `"${one}"`).join(", ")
    }`,
    field,
  };
}
