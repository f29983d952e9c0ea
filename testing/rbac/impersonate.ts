import { badRequest, type StatusError } from "../status.ts";
import type { Attributes } from "./attributes.ts";
import { forbiddenTo } from "./refuse.ts";
import type { RuleResolver } from "./resolve.ts";
import { accountGroups, accountOf, masters, type User, withImpliedGroup } from "./user.ts";

type Extra = Readonly<Record<string, readonly string[]>>;

/** Whom the headers of a request ask to be taken for. Throws a 400. */
export function impersonated(headers: Headers): User | undefined {
  const name = headers.get("impersonate-user") ?? "";
  const uid = headers.get("impersonate-uid") ?? "";
  // Repeated headers arrive as one, with commas between the values.
  const groups = headers.get("impersonate-group")?.split(/, */) ?? [];
  const extra: Record<string, readonly string[]> = {};
  for (const [header, value] of headers) {
    if (!header.startsWith("impersonate-extra-")) continue;
    const key = header.slice("impersonate-extra-".length);
    extra[unescaped(key)] = value.split(/, */);
  }
  const more = Object.keys(extra).length > 0;
  if (name) {
    return { name, groups, ...(uid ? { uid } : {}), ...(more ? { extra } : {}) };
  }
  if (!uid && !groups.length && !more) return undefined;
  throw badRequest(`requested ${goText({ uid, groups, extra })} without impersonating a user name`);
}

function unescaped(key: string): string {
  try {
    return decodeURIComponent(key.toLowerCase());
  } catch {
    return key;
  }
}

function goText(user: { uid: string; groups: readonly string[]; extra: Extra }): string {
  const list = (texts: readonly string[]) =>
    `{${texts.map((one) => JSON.stringify(one)).join(", ")}}`;
  const groups = user.groups.length ? list(user.groups) : "(nil)";
  const pairs = Object.entries(user.extra).map(([key, values]) =>
    `${JSON.stringify(key)}:[]string${list(values)}`
  );
  const extra = pairs.length ? `{${pairs.join(", ")}}` : "(nil)";
  return `&user.DefaultInfo{Name:"", UID:${
    JSON.stringify(user.uid)
  }, Groups:[]string${groups}, Extra:map[string][]string${extra}}`;
}

interface Mode {
  readonly verb: string;
  readonly group: string;
  readonly constrained: boolean;
}

function check(resolver: RuleResolver, user: User, wanted: Attributes): void {
  const { allowed, reason } = resolver.authorize(user, wanted);
  if (!allowed) throw forbiddenTo(user, wanted, reason);
}

function checkParts(resolver: RuleResolver, user: User, wanted: User, mode: Mode): void {
  const { verb, group, constrained } = mode;
  const none = { verb, group, namespace: "", subresource: "" };
  const authentication = { ...none, group: "authentication.k8s.io" };
  const account = accountOf(wanted.name);
  const node = constrained ? nodeOf(wanted.name) : undefined;
  check(
    resolver,
    user,
    account
      ? { ...none, ...account, resource: "serviceaccounts" }
      : node
      ? { ...none, resource: "nodes", name: node }
      : { ...none, resource: "users", name: wanted.name },
  );
  if (wanted.uid) check(resolver, user, { ...authentication, resource: "uids", name: wanted.uid });
  for (const name of wanted.groups) {
    const attributes = { ...none, resource: "groups", name };
    if (constrained && name === masters) {
      throw forbiddenTo(user, attributes, "impersonating the system:masters group is not allowed");
    }
    check(resolver, user, attributes);
  }
  for (const [subresource, values] of Object.entries(wanted.extra ?? {})) {
    for (const name of values) {
      check(resolver, user, { ...authentication, resource: "userextras", subresource, name });
    }
  }
}

function nodeOf(name: string): string | undefined {
  return /^system:node:([a-z0-9]([-.a-z0-9]*[a-z0-9])?)$/.exec(name)?.[1];
}

// KEP-5284: which of the constrained modes is for whom. Nodes that impersonate themselves are left out: their tokens
// are those of pods, which run nowhere here.
function constrainedMode(wanted: User): string | undefined {
  const bare = !wanted.uid && !wanted.groups.length && !wanted.extra;
  if (nodeOf(wanted.name)) return bare ? "arbitrary-node" : undefined;
  if (accountOf(wanted.name)) return bare ? "serviceaccount" : undefined;
  return "user-info";
}

/** Lets a user act as another, if the roles allow that. Throws a 403. */
export function impersonate(
  resolver: RuleResolver,
  user: User,
  wanted: User,
  request: Attributes,
): User {
  const mode = constrainedMode(wanted);
  const groupsOf = (constrained: boolean): readonly string[] => {
    const account = accountOf(wanted.name);
    if (account && !wanted.groups.length) return accountGroups(account.namespace);
    return constrained && nodeOf(wanted.name) ? ["system:nodes"] : wanted.groups;
  };
  let first: StatusError | undefined;
  if (mode) {
    try {
      check(resolver, user, { ...request, verb: `impersonate-on:${mode}:${request.verb}` });
      checkParts(resolver, user, wanted, {
        verb: `impersonate:${mode}`,
        group: "authentication.k8s.io",
        constrained: true,
      });
      return withImpliedGroup({ ...wanted, groups: groupsOf(true) });
    } catch (error) {
      first = error as StatusError;
    }
  }
  try {
    checkParts(resolver, user, wanted, { verb: "impersonate", group: "", constrained: false });
  } catch (error) {
    throw first ?? error;
  }
  return withImpliedGroup({ ...wanted, groups: groupsOf(false) });
}
