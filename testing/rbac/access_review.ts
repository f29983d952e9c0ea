import type { Call, Core } from "../call.ts";
import { isObject, type JsonObject } from "../object.ts";
import { type Cause, invalid, invalidValue, required } from "../status.ts";
import type { Attributes } from "./attributes.ts";
import { readReview, userOfCall } from "./review.ts";
import type { User } from "./user.ts";

function text(object: unknown, key: string): string {
  return isObject(object) && typeof object[key] === "string" ? object[key] : "";
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function wantedBy(spec: JsonObject): Attributes {
  const { resourceAttributes: resource, nonResourceAttributes: other } = spec;
  const none = { group: "", resource: "", subresource: "", namespace: "", name: "" };
  if (!isObject(resource)) return { ...none, verb: text(other, "verb"), path: text(other, "path") };
  return {
    verb: text(resource, "verb"),
    group: text(resource, "group"),
    resource: text(resource, "resource"),
    subresource: text(resource, "subresource"),
    namespace: text(resource, "namespace"),
    name: text(resource, "name"),
  };
}

function checkSelector(resource: JsonObject, field: string): readonly Cause[] {
  const selector = resource[field];
  if (!isObject(selector)) return [];
  const path = `spec.resourceAttributes.${field}`;
  const raw = text(selector, "rawSelector");
  const listed = Array.isArray(selector.requirements) && selector.requirements.length > 0;
  if (raw && listed) {
    return [
      invalidValue(
        `${path}.rawSelector`,
        raw,
        "may not specified at the same time as requirements",
      ),
    ];
  }
  if (raw || listed) return [];
  return [
    required(
      `${path}.requirements`,
      `when ${path} is specified, requirements or rawSelector is required`,
    ),
  ];
}

// The rules of kubernetes/pkg/apis/authorization/validation.
function problemsOf(call: Call, review: JsonObject): readonly Cause[] {
  const self = call.kind.plural.startsWith("self");
  const local = call.kind.plural.startsWith("local");
  const spec = review.spec as JsonObject;
  const { resourceAttributes: resource, nonResourceAttributes: other } = spec;
  const causes: Cause[] = [];
  if (isObject(resource) && isObject(other)) {
    causes.push(
      invalidValue(
        "spec.nonResourceAttributes",
        { Path: text(other, "path"), Verb: text(other, "verb") },
        "cannot be specified in combination with resourceAttributes",
      ),
    );
  }
  if (!isObject(resource) && !isObject(other)) {
    causes.push(
      invalidValue(
        "spec.resourceAttributes",
        null,
        "exactly one of nonResourceAttributes or resourceAttributes must be specified",
      ),
    );
  }
  if (!self && !text(spec, "user") && !texts(spec.groups).length) {
    causes.push(invalidValue("spec.user", "", "at least one of user or group must be specified"));
  }
  if (isObject(resource)) {
    causes.push(
      ...checkSelector(resource, "fieldSelector"),
      ...checkSelector(resource, "labelSelector"),
    );
  }
  const { managedFields: _, namespace, ...metadata } = review.metadata as JsonObject;
  const rest = local ? metadata : { ...metadata, ...(namespace ? { namespace } : {}) };
  if (Object.keys(rest).length) {
    const detail = local ? "must be empty except for namespace" : "must be empty";
    causes.push(invalidValue("metadata", rest, detail));
  }
  if (!local) return causes;
  if (isObject(resource) && text(resource, "namespace") !== call.namespace) {
    causes.push(
      invalidValue(
        "spec.resourceAttributes.namespace",
        text(resource, "namespace"),
        "must match metadata.namespace",
      ),
    );
  }
  if (isObject(other)) {
    causes.push(
      invalidValue(
        "spec.nonResourceAttributes",
        { Path: text(other, "path"), Verb: text(other, "verb") },
        "disallowed on this kind of request",
      ),
    );
  }
  return causes;
}

/** Answers whether a user may do something: the one who asks, or one who is named. */
export function reviewAccess(core: Core, call: Call): JsonObject {
  const review = readReview(core, call);
  const causes = problemsOf(call, review);
  // The real server leaves out which kind is invalid, too.
  if (causes.length) throw invalid({ group: call.kind.group, kind: "" }, "", causes);
  const spec = review.spec as JsonObject;
  const user: User = call.kind.plural.startsWith("self")
    ? userOfCall(core, call)
    : { name: text(spec, "user"), groups: texts(spec.groups) };
  const { allowed, reason } = core.access.authorize(user, wantedBy(spec));
  return { ...review, status: { allowed, ...(reason ? { reason } : {}) } };
}
