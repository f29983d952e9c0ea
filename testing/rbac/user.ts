/** Who asks, as the API server knows them. */
export interface User {
  /** `alice`, `system:serviceaccount:default:builder`. */
  readonly name: string;
  /** Told for service accounts. */
  readonly uid?: string;
  /** All of them, `system:authenticated` included. */
  readonly groups: readonly string[];
  /** More facts by key. */
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** Members may do everything, whatever the roles say. */
export const masters = "system:masters";

/** Who asks without saying who. */
export const anonymous: User = { name: "system:anonymous", groups: ["system:unauthenticated"] };

/** May do everything. */
export const administrator: User = { name: "admin", groups: [masters, "system:authenticated"] };

/** The user name of a service account. */
export function accountName(namespace: string, name: string): string {
  return `system:serviceaccount:${namespace}:${name}`;
}

/** The groups that every service account of a namespace is in. */
export function accountGroups(namespace: string): readonly string[] {
  return ["system:serviceaccounts", `system:serviceaccounts:${namespace}`];
}

/** Namespace and name of a service account; undefined for other users. */
export function accountOf(
  user: string,
): { readonly namespace: string; readonly name: string } | undefined {
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user) ?? [];
  return namespace && name ? { namespace, name } : undefined;
}

/** Adds the group of those who are known, or of those who are not. */
export function withImpliedGroup(user: User): User {
  const { name, groups } = user;
  const known = name !== anonymous.name && !groups.includes("system:unauthenticated");
  const group = known ? "system:authenticated" : "system:unauthenticated";
  return groups.includes(group) ? user : { ...user, groups: [...groups, group] };
}
