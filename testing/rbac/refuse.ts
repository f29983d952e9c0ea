import { resourceName, StatusError } from "../status.ts";
import type { Attributes } from "./attributes.ts";
import type { User } from "./user.ts";

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function sentence(user: User, wanted: Attributes): string {
  const { verb, path, group, resource, subresource, namespace } = wanted;
  const who = `User ${JSON.stringify(user.name)} cannot ${verb}`;
  if (path !== undefined) return `${who} path ${JSON.stringify(path)}`;
  const what = JSON.stringify(subresource ? `${resource}/${subresource}` : resource);
  const where = namespace
    ? `in the namespace ${JSON.stringify(namespace)}`
    : "at the cluster scope";
  return `${who} resource ${what} in API group ${JSON.stringify(group)} ${where}`;
}

/** 403 for what a user may not do, in the words of apiserver/pkg/endpoints/handlers/responsewriters. */
export function forbiddenTo(user: User, wanted: Attributes, reason: string): StatusError {
  const { group, resource, name } = wanted;
  const kind = { group, plural: resource };
  const subject = resource
    ? `${resourceName(kind)}${name ? ` ${JSON.stringify(name)}` : ""} is forbidden`
    : "forbidden";
  const why = reason ? `: ${reason}` : "";
  return new StatusError(403, "Forbidden", `${subject}: ${escaped(sentence(user, wanted))}${why}`, {
    ...(name ? { name } : {}),
    ...(group ? { group } : {}),
    ...(resource ? { kind: resource } : {}),
  });
}

/** 403 for an object that gives away what its writer does not have. */
export function forbiddenGrant(plural: string, name: string, problem: string): StatusError {
  const group = "rbac.authorization.k8s.io";
  return new StatusError(
    403,
    "Forbidden",
    `${plural}.${group} ${JSON.stringify(name)} is forbidden: ${problem}`,
    { ...(name ? { name } : {}), group, kind: plural },
  );
}
