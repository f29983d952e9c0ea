import { ConfigError } from "./errors.ts";
import { isRecord } from "../values.ts";
import { optionalString } from "./fields.ts";
import type { ImpersonationOptions } from "./options.ts";
import type { ClientConfig } from "./types.ts";

/** Headers that say in whose name requests are made (https://kubernetes.io/docs/reference/access-authn-authz/user-impersonation/). */
export type ImpersonationHeaders = Readonly<Record<string, string | readonly string[]>>;

/**
 * Reads `as`, `as-uid`, `as-groups` and `as-user-extra` of a user.
 *
 * @throws {ConfigError} When one of them is not what it should be, or `as` is missing beside the others.
 */
export function readImpersonation(
  fields: Readonly<Record<string, unknown>>,
  where: string,
): ImpersonationOptions | undefined {
  const user = optionalString(fields, "as", where);
  const uid = optionalString(fields, "as-uid", where);
  const groups = textsOf(fields["as-groups"], `as-groups of ${where}`);
  const extra = extraOf(fields["as-user-extra"], `as-user-extra of ${where}`);
  if (user === undefined) {
    const other = uid !== undefined
      ? "as-uid"
      : groups
      ? "as-groups"
      : extra
      ? "as-user-extra"
      : undefined;
    if (other === undefined) return undefined;
    throw new ConfigError(
      `${other} of ${where} needs as: name the user whose rights are to be used`,
    );
  }
  return {
    user,
    ...uid === undefined ? {} : { uid },
    ...groups ? { groups } : {},
    ...extra ? { extra } : {},
  };
}

/**
 * The headers of an impersonation.
 *
 * @throws {ConfigError} When something in it cannot stand in a header.
 */
export function impersonationHeaders(
  { user, uid, groups = [], extra = {} }: ImpersonationOptions,
): ImpersonationHeaders {
  if (typeof user !== "string" || user === "") {
    throw new ConfigError("The user to impersonate has no name");
  }
  const headers: Record<string, string | readonly string[]> = {
    "impersonate-user": checked(user),
  };
  if (uid !== undefined) headers["impersonate-uid"] = checked(uid);
  if (groups.length) headers["impersonate-group"] = groups.map(checked);
  for (const [key, values] of Object.entries(extra)) {
    if (key === "") {
      throw new ConfigError("The extra fields to impersonate have one without a name");
    }
    headers[`impersonate-extra-${encodeKey(key)}`] = values.map(checked);
  }
  return Object.freeze(headers);
}

/** Adds the headers to those that authenticate. */
export function withImpersonation(
  authorize: ClientConfig["authorize"],
  headers: ImpersonationHeaders,
): NonNullable<ClientConfig["authorize"]> {
  return async (options) => ({ ...await authorize?.(options), ...headers });
}

/** A header's value is bytes: what is not ASCII cannot be told apart there. */
function checked(value: string): string {
  if (!/^[\x20-\x7e]*$/.test(value) || value.trim() !== value) {
    throw new ConfigError(
      `${JSON.stringify(value)} cannot be impersonated: a header cannot carry it`,
    );
  }
  return value;
}

/** What no header's name can hold is percent-encoded, the per cent sign included, as client-go does. */
function encodeKey(key: string): string {
  return Array.from(new TextEncoder().encode(key), (byte) => {
    const char = String.fromCharCode(byte);
    return /[-!#$&'*+.^_`|~0-9A-Za-z]/.test(char)
      ? char
      : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  }).join("").toLowerCase();
}

function textsOf(value: unknown, label: string): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || !value.every((one) => typeof one === "string")) {
    throw new ConfigError(`${label} is not a list of texts: put each in quotes`);
  }
  return value.length ? value : undefined;
}

function extraOf(
  value: unknown,
  label: string,
): Readonly<Record<string, readonly string[]>> | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isRecord(value)) throw new ConfigError(`${label} is not a mapping`);
  const entries = Object.entries(value)
    .map(([key, list]) => [key, textsOf(list, `${label}, "${key}",`) ?? []] as const);
  return entries.length ? Object.fromEntries(entries) : undefined;
}
