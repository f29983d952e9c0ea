import { assert, assertEquals } from "@std/assert";
import postgres from "postgres";
import { ensureCustomResource, isNotFound } from "../../client/mod.ts";
import { createContext, noLogger } from "../../context/mod.ts";
import { openDatabase } from "../../examples/crud/database.ts";
import { roleController, roleSteps } from "../../examples/crud/operator.ts";
import { DatabaseRole } from "../../examples/crud/role.ts";
import { Event, Secret } from "../../kinds/mod.ts";
import { createOperator } from "../../operator/mod.ts";
import { plan } from "../../resource/mod.ts";
import { root } from "../../tools/process.ts";
import { shareCluster, startCluster } from "../cluster/mod.ts";
import { eventually } from "../integration/harness.ts";
import { postgresUnavailable, startPostgres } from "./postgres.ts";

const { ignore } = await shareCluster();
const missing = await postgresUnavailable();
if (missing !== undefined) console.error(`skipped: ${missing}`);
const note = missing === undefined ? "" : ` [skipped: ${missing}]`;

Deno.test({
  name:
    `examples/crud: creates roles with a password, corrects drift, plans and cleans up in a real PostgreSQL${note}`,
  ignore: ignore || missing !== undefined,
  async fn() {
    await using server = await startPostgres();
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    const { client } = cluster;
    await using database = openDatabase(server.url);
    const admin = postgres(server.url, { max: 1, onnotice: () => {} });
    await using _admin = { [Symbol.asyncDispose]: () => admin.end() };
    await admin`create role readers`;
    await admin`create role taken`;
    await ensureCustomResource(client, DatabaseRole);
    const key = { name: "app-owner", namespace: namespace.name };
    const secretKey = { name: "app-owner-password", namespace: namespace.name };

    // A plan before anything is there: it changes nothing.
    const role = await client.create(DatabaseRole, {
      metadata: key,
      spec: { connectionLimit: 5, memberOf: ["readers"] },
    });
    const steps = roleSteps(database);
    const before = await plan(steps, role, createContext({ object: role, client }));
    assertEquals(
      before.changes.map(({ resource, ...parts }) => [resource, ...Object.keys(parts)]),
      [
        ["password", "create"],
        ["role", "create"],
      ],
    );
    assertEquals(await database.find("app-owner"), undefined);
    assertEquals((await client.list(Secret, { namespace: namespace.name })).items, []);
    const name = `${key.namespace}/${key.name}`;
    assertEquals(await planProgram(), `${name}: password: create\n${name}: role: create\n`);

    await using _operator = createOperator({
      client,
      log: noLogger,
      controllers: [roleController(database, { resyncPeriod: 500, namespace: namespace.name })],
    });
    // Creation: the role has the password of the Secret.
    await eventually("the role", async () => await database.find("app-owner") !== undefined);
    const created = await database.find("app-owner");
    assertEquals([created?.login, created?.connectionLimit, created?.memberOf], [
      true,
      5,
      ["readers"],
    ]);
    const secret = await client.get(Secret, secretKey);
    assertEquals(atob(secret.data?.username ?? ""), "app-owner");
    const hash = await passwordHash();
    assert(hash.startsWith("SCRAM-SHA-256$"));
    assert(atob(secret.data?.password ?? "").length >= 32);

    // Drift that nobody tells of, then a change of the object, then a lost Secret.
    await admin`alter role "app-owner" nologin connection limit 99`;
    await admin`revoke readers from "app-owner"`;
    await eventually("the drift is put right", async () => {
      const { login, connectionLimit, memberOf } = await database.find("app-owner") ?? {};
      return login === true && connectionLimit === 5 && memberOf?.length === 1;
    });
    assertEquals(await passwordHash(), hash);
    await client.patch(DatabaseRole, key, { merge: { spec: { login: false, memberOf: [] } } });
    await eventually("the change", async () => {
      const { login, memberOf } = await database.find("app-owner") ?? {};
      return login === false && memberOf?.length === 0;
    });
    await client.delete(Secret, secret);
    await eventually("another password", async () => await passwordHash() !== hash);
    assert((await client.get(Secret, secretKey)).metadata.uid !== secret.metadata.uid);
    const now = await client.get(DatabaseRole, key);
    await eventually("nothing is left to plan", async () => {
      const { changes } = await plan(steps, now, createContext({ object: now, client }));
      return changes.length === 0;
    });

    // A role that was there before is never touched.
    const taken = { name: "taken", namespace: namespace.name };
    await client.create(DatabaseRole, { metadata: taken, spec: {} });
    await eventually("an event", async () => {
      const { items } = await client.list(Event, { namespace: namespace.name });
      return items.some(({ regarding, note }) =>
        regarding?.name === "taken" && note?.includes("was not made for this object")
      );
    });
    await client.delete(DatabaseRole, taken);
    await eventually("it goes", async () => await gone(taken));
    assert(await database.find("taken"));

    // Deletion waits for what PostgreSQL does not allow yet.
    await admin`create schema mine authorization "app-owner"`;
    await client.delete(DatabaseRole, key);
    await eventually("an event", async () => {
      const { items } = await client.list(Event, { namespace: namespace.name });
      return items.some(({ regarding, note }) =>
        regarding?.name === key.name && note?.includes("cannot be dropped")
      );
    });
    assert(await database.find("app-owner"));
    assert(!await gone(key));
    await admin`drop schema mine`;
    await eventually("the object is gone", () => gone(key));
    assertEquals(await database.find("app-owner"), undefined);
    await eventually("the Secret is gone", async () => {
      return (await client.list(Secret, { namespace: namespace.name })).items.length === 0;
    });

    async function passwordHash(): Promise<string> {
      const [row] = await admin`select rolpassword from pg_authid where rolname = 'app-owner'`;
      return String(row?.rolpassword);
    }

    async function gone(which: typeof key): Promise<boolean> {
      return await client.get(DatabaseRole, which).then(() => false, isNotFound);
    }

    /** The program itself, with the permissions that its comment names. */
    async function planProgram(): Promise<string> {
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: [
          "run",
          "--quiet",
          "--no-prompt",
          "--allow-net",
          "--allow-read",
          "--allow-env=DATABASE_URL,HOME,KUBECONFIG,PG*",
          `${root}examples/crud/main.ts`,
          "--plan",
        ],
        env: { DATABASE_URL: server.url, KUBECONFIG: cluster.kubeconfig },
      }).output();
      assertEquals(code, 0, new TextDecoder().decode(stderr));
      return new TextDecoder().decode(stdout);
    }
  },
});
