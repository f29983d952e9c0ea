import { type Client, isNotFound } from "@operatorkit/operatorkit/client";
import {
  type Controller,
  defineController,
  ownerReference,
  owns,
  resources,
  type ResourceSet,
  TerminalError,
} from "@operatorkit/operatorkit";
import { crudResource, secretResource } from "@operatorkit/operatorkit/resource";
import { Secret } from "@operatorkit/operatorkit/kinds";
import type { Database, RoleChange } from "./database.ts";
import { DatabaseRole } from "./role.ts";

/** The steps: first a password in a Secret, then the role that has it. Deletion goes the other way. */
export function roleSteps(database: Database): ResourceSet<DatabaseRole> {
  const password = secretResource({
    for: DatabaseRole,
    name: "password",
    getCurrentState: async (role, { client }) => {
      const found = await findPassword(client, role);
      return found ? [found] : [];
    },
    getDesiredState: async (role, { client }) => {
      const { data = {} } = await findPassword(client, role) ?? {};
      return [{
        metadata: { ...passwordKey(role), ownerReferences: [ownerReference(role)] },
        data: { username: btoa(role.metadata.name), password: data.password ?? newPassword() },
      }];
    },
  });

  const role = crudResource({
    for: DatabaseRole,
    name: "role",
    getCurrentState: async ({ metadata: { name, uid } }, context) => {
      const found = await database.find(name);
      if (!found || found.comment.startsWith(uid)) return found;
      if (context.deleting) return context.cancelResource(); // somebody else's: leave it
      throw new TerminalError(
        `The role ${name} is there already, and was not made for this object`,
      );
    },
    getDesiredState: async (role, { client }) => {
      const secret = await findPassword(client, role);
      const { login, connectionLimit, memberOf } = role.spec;
      return {
        login,
        connectionLimit,
        memberOf: [...new Set(memberOf)].sort(),
        // Another Secret, or a changed one, is another password.
        comment: `${role.metadata.uid} ${secret?.metadata.uid} ${secret?.metadata.resourceVersion}`,
      };
    },
    newUpdatePatch: (_role, _context, current, desired) => {
      if (!current) return { create: desired };
      const grant = desired.memberOf.filter((group) => !current.memberOf.includes(group));
      const revoke = current.memberOf.filter((group) => !desired.memberOf.includes(group));
      const update: RoleChange = {
        ...(current.login !== desired.login && { login: desired.login }),
        ...(current.connectionLimit !== desired.connectionLimit &&
          { connectionLimit: desired.connectionLimit }),
        ...(grant.length > 0 && { grant }),
        ...(revoke.length > 0 && { revoke }),
        ...(current.comment !== desired.comment && { comment: desired.comment }),
      };
      if (Object.keys(update).length > 0) return { update };
    },
    newDeletePatch: ({ metadata }, _context, current) => current && { delete: metadata.name },
    applyCreate: async (role, { client }, desired) =>
      await database.create(role.metadata.name, desired, await passwordOf(client, role)),
    applyDelete: async (_role, _context, name) => await database.drop(name),
    applyUpdate: async (role, { client }, change) =>
      await database.change(role.metadata.name, change, await passwordOf(client, role)),
  });

  return resources([password, role], { order: "reverse" });
}

/** Keeps roles of a PostgreSQL server as their objects say; what is changed there by hand is put right in time. */
export function roleController(
  database: Database,
  options: { readonly resyncPeriod?: number; readonly namespace?: string } = {},
): Controller<typeof DatabaseRole> {
  const { resyncPeriod = 60_000, namespace } = options;
  return defineController({
    name: "database-roles",
    for: DatabaseRole,
    sources: [owns(Secret)],
    resyncPeriod, // PostgreSQL tells nobody when a role changes
    ...(namespace !== undefined && { namespace }),
    reconcile: roleSteps(database),
  });
}

function passwordKey({ metadata: { name, namespace = "" } }: DatabaseRole) {
  return { name: `${name}-password`, namespace };
}

async function findPassword(client: Client, role: DatabaseRole): Promise<Secret | undefined> {
  try {
    return await client.get(Secret, passwordKey(role));
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

async function passwordOf(client: Client, role: DatabaseRole): Promise<string> {
  const { data = {} } = await client.get(Secret, passwordKey(role));
  if (!data.password) throw new Error("The Secret has no password yet");
  return atob(data.password);
}

/** Base64 of 32 letters and digits, as Secrets hold it. */
function newPassword(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(bytes.toHex());
}
