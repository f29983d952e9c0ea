import postgres from "postgres";

/** What a role is like; `comment` says whose it is and which password it has. */
export interface Role {
  readonly login: boolean;
  readonly connectionLimit: number;
  readonly memberOf: readonly string[];
  readonly comment: string;
}

/** Changes of a role: what is absent stays. */
export interface RoleChange extends Partial<Omit<Role, "memberOf">> {
  readonly grant?: readonly string[];
  readonly revoke?: readonly string[];
}

/** What the operator needs of a PostgreSQL server. */
export interface Database extends AsyncDisposable {
  /** A role, or undefined where there is none. */
  readonly find: (name: string) => Promise<Role | undefined>;
  readonly create: (name: string, role: Role, password: string) => Promise<void>;
  /** All or nothing. A password is set only together with a comment. */
  readonly change: (name: string, change: RoleChange, password: string) => Promise<void>;
  readonly drop: (name: string) => Promise<void>;
}

/** Connects to `postgres://user:password@host:port/database`. */
export function openDatabase(url: string): Database {
  // The driver's own error would show the password.
  if (!URL.canParse(url)) {
    throw new TypeError("The URL of the database is none: percent-encode its password");
  }
  const sql = postgres(url, { max: 4, connect_timeout: 5, onnotice: () => {} });
  // Names and passwords cannot be parameters of these statements: the server itself quotes them.
  async function run(on: postgres.ISql, format: string, ...values: string[]): Promise<void> {
    const [row] = await on`select format(${format}::text, variadic ${values}::text[]) as statement`;
    await on.unsafe(String(row?.statement));
  }
  async function alter(
    on: postgres.ISql,
    name: string,
    change: RoleChange,
    password: string,
  ): Promise<void> {
    const { login, connectionLimit, grant = [], revoke = [], comment } = change;
    if (login !== undefined) await run(on, `alter role %I ${login ? "" : "no"}login`, name);
    if (connectionLimit !== undefined) {
      await run(on, "alter role %I connection limit %s", name, String(connectionLimit));
    }
    for (const group of grant) await run(on, "grant %I to %I", group, name);
    for (const group of revoke) await run(on, "revoke %I from %I", group, name);
    if (comment !== undefined) {
      await run(on, "alter role %I password %L", name, password);
      await run(on, "comment on role %I is %L", name, comment);
    }
  }
  return {
    async find(name) {
      const [row] = await sql`
        select r.rolcanlogin as login, r.rolconnlimit as "connectionLimit",
          coalesce(shobj_description(r.oid, 'pg_authid'), '') as comment,
          array(select g.rolname::text from pg_auth_members m join pg_roles g on g.oid = m.roleid
            where m.member = r.oid order by 1) as "memberOf"
        from pg_roles r where r.rolname = ${name}`;
      if (!row) return undefined;
      const { login, connectionLimit, comment, memberOf } = row;
      return { login, connectionLimit, comment, memberOf };
    },
    create: (name, { memberOf, ...role }, password) =>
      sql.begin(async (transaction) => {
        await run(transaction, "create role %I", name);
        await alter(transaction, name, { ...role, grant: memberOf }, password);
      }).then(() => {}),
    change: (name, change, password) =>
      sql.begin((transaction) => alter(transaction, name, change, password)).then(() => {}),
    drop: (name) => run(sql, "drop role if exists %I", name),
    [Symbol.asyncDispose]: () => sql.end({ timeout: 5 }),
  };
}
