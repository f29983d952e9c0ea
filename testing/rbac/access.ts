import type { Clock } from "../../_internal/mod.ts";
import type { Answer, Call } from "../call.ts";
import type { StoredObject } from "../object.ts";
import { StatusError } from "../status.ts";
import type { Storage } from "../storage.ts";
import { type Attributes, attributesOf } from "./attributes.ts";
import { checkGrant, everything } from "./escalation.ts";
import { impersonate, impersonated } from "./impersonate.ts";
import { forbiddenTo } from "./refuse.ts";
import { createRuleResolver, type Decision, rbacGroup, type RuleResolver } from "./resolve.ts";
import { createTokens, type Tokens } from "./tokens.ts";
import { administrator, anonymous, type User } from "./user.ts";

/** What is looked at to find out who asks, and whether that may be. */
export interface AccessRequest {
  /** HTTP method. */
  readonly method: string;
  /** Path without query. */
  readonly path: string;
  /** Query. */
  readonly query: URLSearchParams;
  /** Headers. */
  readonly headers: Headers;
  /** Who asks where the headers do not say. */
  readonly as?: User;
  /** Filled with texts for `Warning` headers. */
  readonly warnings: string[];
}

/** Who may do what. */
export interface Access {
  /** Whether anything is refused: `rbac: true`. */
  readonly enforced: boolean;
  /** Tokens. */
  readonly tokens: Tokens;
  /** Who asks, or the answer that refuses. Without enforcement nothing is refused. */
  readonly admit: (request: AccessRequest) => { readonly user: User } | Answer;
  /** Whether a user may do something; everything without enforcement. */
  readonly authorize: (user: User, wanted: Attributes) => Decision;
  /** Rules of users. */
  readonly rulesFor: RuleResolver["rulesFor"];
  /** Looks at a write that is about to happen: the creation of what a PUT or PATCH names, and grants. Throws a 403. */
  readonly checkWrite: (call: Call, object: StoredObject, old?: StoredObject) => void;
}

const unauthorized: Answer = {
  code: 401,
  body: new StatusError(401, "Unauthorized", "Unauthorized").body,
};

const nosniff = { "x-content-type-options": "nosniff" };

const unlimited: RuleResolver = {
  authorize: () => ({ allowed: true, reason: "" }),
  rulesFor: () => ({ rules: everything, errors: [] }),
  rulesOf: () => everything,
};

/** Makes what knows users, tokens and roles. */
export function createAccess(
  core: { readonly storage: Storage; readonly clock: Clock; readonly random: () => number },
  enforced: boolean,
): Access {
  const resolver = enforced ? createRuleResolver(core.storage) : unlimited;
  const tokens = createTokens(core);

  const authenticate = (request: AccessRequest): User | undefined => {
    const header = request.headers.get("authorization")?.trim() ?? "";
    const [scheme = "", token, more] = header.split(" ");
    const unknown = request.as ?? (enforced ? anonymous : administrator);
    if (scheme.toLowerCase() !== "bearer" || token === undefined) return unknown;
    if (!token) {
      if (more !== undefined) {
        request.warnings.push(
          "the provided Authorization header contains extra space before the bearer token, and is ignored",
        );
      }
      return unknown;
    }
    const found = tokens.check(token);
    if ("user" in found) return found.user;
    return enforced ? undefined : unknown;
  };

  return {
    enforced,
    tokens,
    authorize: resolver.authorize,
    rulesFor: resolver.rulesFor,
    admit(request) {
      const asking = authenticate(request);
      if (!asking) return unauthorized;
      try {
        const wanted = attributesOf(request);
        const other = impersonated(request.headers);
        const user = other ? impersonate(resolver, asking, other, wanted) : asking;
        const { allowed, reason } = resolver.authorize(user, wanted);
        if (!allowed) throw forbiddenTo(user, wanted, reason);
        return { user };
      } catch (error) {
        if (!(error instanceof StatusError)) throw error;
        return { code: error.code, body: error.body, headers: nosniff };
      }
    },
    checkWrite(call, object, old) {
      const { kind, user, namespace, name, method } = call;
      if (!enforced || !user) return;
      if (!old && method !== "POST") {
        const wanted = { ...attributesOf(call), verb: "create" };
        const { allowed, reason } = resolver.authorize(user, wanted);
        if (!allowed) throw forbiddenTo(user, wanted, reason);
      }
      if (kind.group !== rbacGroup || kind.custom) return;
      checkGrant(resolver, { user, plural: kind.plural, namespace, name, object, old });
    },
  };
}
