import { trackUpdate } from "../apply/mod.ts";
import { parseBody } from "../body.ts";
import { type Answer, type Call, type Core, managerOf, timestamp } from "../call.ts";
import { isObject, type JsonObject } from "../object.ts";
import { validateWriteOptions } from "../options.ts";
import { badRequest, methodNotAllowed, unknownPath } from "../status.ts";
import { reviewAccess } from "./access_review.ts";
import { joined } from "./resolve.ts";
import type { User } from "./user.ts";

/** Who asks. */
export function userOfCall(core: Core, call: Call): User {
  if (call.user) return call.user;
  const admitted = core.access.admit(call);
  if ("user" in admitted) return admitted.user;
  throw badRequest("no user present on request");
}

/** A review or request as it was sent, with who sent it in `managedFields`. */
export function readReview(core: Core, call: Call): JsonObject {
  validateWriteOptions(call);
  const { kind } = call;
  const given = parseBody(call);
  const { apiVersion, metadata, spec } = given;
  const after = { apiVersion, kind: kind.kind, metadata, spec: isObject(spec) ? spec : {} };
  return trackUpdate({
    before: undefined,
    after,
    manager: managerOf(call),
    now: timestamp(core.clock),
    ...(call.subresource ? { subresource: call.subresource } : {}),
  });
}

/** A user, as reviews show one. */
function userInfo({ name, uid, groups, extra = {} }: User): JsonObject {
  return {
    username: name,
    ...(uid ? { uid } : {}),
    ...(groups.length ? { groups } : {}),
    ...(Object.keys(extra).length ? { extra } : {}),
  };
}

function reviewSelf(core: Core, call: Call): JsonObject {
  const { apiVersion, kind } = parseBody(call);
  return {
    kind,
    apiVersion,
    metadata: { creationTimestamp: timestamp(core.clock) },
    status: { userInfo: userInfo(userOfCall(core, call)) },
  };
}

function reviewRules(core: Core, call: Call): JsonObject {
  const { apiVersion, kind, spec } = parseBody(call);
  const namespace = isObject(spec) ? String(spec.namespace ?? "") : "";
  if (!namespace) throw badRequest("no namespace on request");
  const { rules, errors } = core.access.rulesFor(userOfCall(core, call), namespace);
  const resources = rules.filter((rule) => rule.resources.length);
  const paths = rules.filter((rule) => rule.nonResourceURLs.length);
  return {
    kind,
    apiVersion,
    metadata: {},
    spec: {},
    status: {
      resourceRules: resources.map(({ verbs, apiGroups, resources, resourceNames }) => ({
        verbs,
        apiGroups,
        resources,
        ...(resourceNames.length ? { resourceNames } : {}),
      })),
      nonResourceRules: paths.map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
      incomplete: false,
      ...(errors.length ? { evaluationError: joined(errors) } : {}),
    },
  };
}

function reviewToken(core: Core, call: Call): JsonObject {
  const review = readReview(core, call);
  const spec = review.spec as JsonObject;
  const token = String(spec.token ?? "");
  if (!token) throw badRequest("token is required for TokenReview in authentication");
  const audiences = Array.isArray(spec.audiences) ? spec.audiences.map(String) : [];
  const found = core.access.tokens.check(token, audiences.length ? audiences : undefined);
  const status = "user" in found
    ? { authenticated: true, user: userInfo(found.user), audiences: found.audiences }
    : { user: {}, error: found.error };
  return { ...review, status };
}

const reviews: Readonly<Record<string, (core: Core, call: Call) => JsonObject>> = {
  selfsubjectreviews: reviewSelf,
  tokenreviews: reviewToken,
  selfsubjectrulesreviews: reviewRules,
  selfsubjectaccessreviews: reviewAccess,
  subjectaccessreviews: reviewAccess,
  localsubjectaccessreviews: reviewAccess,
};

/** Answers a question about users and rights: these are kinds that are created and never stored. */
export function answerReview(core: Core, call: Call): Answer {
  const review = reviews[call.kind.plural];
  if (call.kind.namespaced && !call.namespace) throw unknownPath();
  if (call.method !== "POST" || call.name || !review) throw methodNotAllowed();
  return { code: 201, body: review(core, call) };
}
