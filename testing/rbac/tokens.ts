import { type Clock, randomUuid } from "../../_internal/mod.ts";
import type { Storage } from "../storage.ts";
import { joined } from "./resolve.ts";
import { quoted } from "./rules.ts";
import { accountGroups, accountName, accountOf, type User, withImpliedGroup } from "./user.ts";

/** Who a client is. */
export interface Identity {
  /** Name of a user. */
  readonly user?: string;
  /** The user's groups; `system:authenticated` comes by itself. */
  readonly groups?: readonly string[];
  /** Or a service account, which need not exist; its groups come by themselves. */
  readonly serviceAccount?: { readonly namespace: string; readonly name: string };
}

/** Who the audience of tokens is that does not say so. */
export const issuer = "https://kubernetes.default.svc";

/** What a token is asked for. */
export interface TokenClaims {
  /** The service account. */
  readonly namespace: string;
  /** Its name. */
  readonly name: string;
  /** Its identity: the token ends with it. */
  readonly uid: string;
  /** For whom. */
  readonly audiences: readonly string[];
  /** How long, in seconds. */
  readonly seconds: number;
  /** The object whose end is the token's, too. */
  readonly bound?: { readonly kind: string; readonly name: string; readonly uid: string };
}

/** What a token turns out to be. */
export type TokenCheck =
  | { readonly user: User; readonly audiences: readonly string[] }
  | { readonly error: string };

/** Issues tokens and knows them again. */
export interface Tokens {
  /** A token without end for anybody. */
  readonly of: (identity: Identity) => string;
  /** A token of a service account, as TokenRequest answers it. */
  readonly issue: (claims: TokenClaims) => string;
  /** Whose token this is. */
  readonly check: (token: string, audiences?: readonly string[]) => TokenCheck;
}

/** The user that an identity stands for. */
export function userOf(identity: Identity, storage: Storage): User | undefined {
  const { user, groups = [] } = identity;
  const serviceAccount = identity.serviceAccount ?? (user ? accountOf(user) : undefined);
  if (serviceAccount) {
    const { namespace, name } = serviceAccount;
    const uid = storage.get("serviceaccounts", namespace, name)?.metadata.uid;
    return withImpliedGroup({
      name: accountName(namespace, name),
      groups: [...accountGroups(namespace), ...groups],
      ...(uid ? { uid } : {}),
    });
  }
  return user === undefined ? undefined : withImpliedGroup({ name: user, groups });
}

function encoded(value: object): string {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

interface Issued extends TokenClaims {
  readonly id: string;
  readonly ends: number;
}

const boundStorage: Readonly<Record<string, string>> = {
  Pod: "pods",
  Secret: "secrets",
  Node: "nodes",
};

/** Makes an issuer that knows what it issued: nothing is signed. */
export function createTokens(
  core: { readonly storage: Storage; readonly clock: Clock; readonly random: () => number },
): Tokens {
  const { storage, clock, random } = core;
  const named = new Map<string, Identity>();
  const tokens = new Map<string, string>();
  const issued = new Map<string, Issued>();

  const problem = (found: Issued): string | undefined => {
    if (clock.now() >= found.ends) {
      return "[invalid bearer token, service account token has expired]";
    }
    const { namespace, name, uid, bound } = found;
    const account = storage.get("serviceaccounts", namespace, name);
    if (!account) {
      return `[invalid bearer token, serviceaccounts ${JSON.stringify(name)} not found]`;
    }
    if (account.metadata.uid !== uid) {
      return `[invalid bearer token, service account UID (${account.metadata.uid}) does not match claim (${uid})]`;
    }
    if (!bound) return undefined;
    const place = boundStorage[bound.kind] ?? "";
    const holder = storage.get(place, bound.kind === "Node" ? "" : namespace, bound.name);
    return holder?.metadata.uid === bound.uid
      ? undefined
      : "[invalid bearer token, service account token has been invalidated]";
  };

  return {
    of(identity) {
      const key = JSON.stringify([identity.user, identity.groups, identity.serviceAccount]);
      let token = tokens.get(key);
      if (token === undefined) {
        token = `test-${randomUuid(random)}`;
        tokens.set(key, token);
        named.set(token, identity);
      }
      return token;
    },
    issue(claims) {
      const { namespace, name, uid, audiences, seconds, bound } = claims;
      const now = Math.floor(clock.now() / 1000);
      const id = randomUuid(random);
      for (const [token, one] of issued) if (one.ends <= clock.now()) issued.delete(token);
      const token = [
        encoded({ alg: "none", typ: "JWT" }),
        encoded({
          aud: audiences,
          exp: now + seconds,
          iat: now,
          iss: issuer,
          jti: id,
          "kubernetes.io": {
            namespace,
            ...(bound ? { [bound.kind.toLowerCase()]: { name: bound.name, uid: bound.uid } } : {}),
            serviceaccount: { name, uid },
          },
          nbf: now,
          sub: accountName(namespace, name),
        }),
        encoded({ id: randomUuid(random) }),
      ].join(".");
      issued.set(token, { ...claims, id, ends: (now + seconds) * 1000 });
      return token;
    },
    check(token, audiences = [issuer]) {
      const identity = named.get(token);
      const user = identity && userOf(identity, storage);
      if (user) return { user, audiences };
      const found = issued.get(token);
      if (!found) return { error: "invalid bearer token" };
      const common = found.audiences.filter((one) => audiences.includes(one));
      if (!common.length) {
        return {
          error: joined([
            "invalid bearer token",
            `token audiences ${quoted(found.audiences)} is invalid for the target audiences ${
              quoted(audiences)
            }`,
          ]),
        };
      }
      const error = problem(found);
      if (error !== undefined) return { error };
      const { namespace, name, uid, bound, id } = found;
      const pod = bound?.kind === "Pod" ? bound : undefined;
      return {
        user: {
          name: accountName(namespace, name),
          uid,
          groups: [...accountGroups(namespace), "system:authenticated"],
          extra: {
            "authentication.kubernetes.io/credential-id": [`JTI=${id}`],
            ...(pod
              ? {
                "authentication.kubernetes.io/pod-name": [pod.name],
                "authentication.kubernetes.io/pod-uid": [pod.uid],
              }
              : {}),
          },
        },
        audiences: common,
      };
    },
  };
}
