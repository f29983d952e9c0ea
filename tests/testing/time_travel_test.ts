import { assert, assertEquals } from "@std/assert";
import { type Client, createClient } from "../../client/mod.ts";
import { noLogger } from "../../context/mod.ts";
import { defineController, owns, watched } from "../../controller/mod.ts";
import type { Controller } from "../../controller/mod.ts";
import { createInformer } from "../../informer/mod.ts";
import { ConfigMap, Secret } from "../../kinds/mod.ts";
import { createOperator, type Operator } from "../../operator/mod.ts";
import {
  type ApiServer,
  type ApiServerView,
  createApiServer,
  createTestRuntime,
  type TestRuntime,
} from "../../testing/mod.ts";

/** A server, a client of it for the test, and one that can be moved from replica to replica, as by a load balancer. */
interface Stage extends AsyncDisposable {
  readonly runtime: TestRuntime;
  readonly server: ApiServer;
  readonly user: Client;
  readonly moving: Client;
  /** Lets requests go to another replica from now on, and ends the watches at the old one. */
  readonly move: (to: ApiServerView) => void;
  /** Starts an operator; it is stopped with the stage, or before. */
  readonly operate: (...controllers: readonly Controller[]) => Operator;
  /** Stops an operator. */
  readonly stop: (operator: Operator) => Promise<void>;
}

function stage(): Stage {
  const runtime = createTestRuntime();
  const server = createApiServer({ runtime });
  let at: ApiServerView = server;
  const moving = createClient(server.config, {
    runtime: { ...runtime, fetch: (url, init) => at.fetch(url, init) },
    userAgent: "moving",
  });
  const running = new Set<Operator>();
  const stop = async (operator: Operator) => {
    running.delete(operator);
    const stopped = operator.stop();
    await runtime.clock.advance(1_000);
    await stopped;
  };
  return {
    runtime,
    server,
    user: server.client({ userAgent: "user" }),
    moving,
    move(to) {
      const from = at;
      at = to;
      from.cut();
    },
    operate(...controllers) {
      const operator = createOperator({ client: moving, controllers, log: noLogger });
      running.add(operator);
      return operator;
    },
    stop,
    async [Symbol.asyncDispose]() {
      for (const operator of [...running]) await stop(operator);
      await server[Symbol.asyncDispose]();
    },
  };
}

const key = (name: string) => ({ name, namespace: "default" });

Deno.test("replica: an informer that comes to an older replica does not go back in time, and goes on when that has caught up (R2)", async () => {
  await using it = stage();
  const { clock } = it.runtime;
  const old = it.server.replica();
  await it.user.create(ConfigMap, { metadata: key("a"), data: { v: "1" } });
  await it.user.create(ConfigMap, { metadata: key("gone") });
  old.freeze();
  await it.user.patch(ConfigMap, key("a"), { merge: { data: { v: "2" } } });
  await it.user.delete(ConfigMap, key("gone"));
  const heard: string[] = [];
  await using informer = createInformer(it.moving, ConfigMap);
  await clock.settle();
  const tell = async () => {
    for await (const event of informer.events()) {
      if (event.type === "synced") continue;
      heard.push(`${event.type} ${event.key.name}`);
    }
  };
  const telling = tell();
  await clock.settle();
  const v = () => informer.store.get(key("a"))?.data?.v;
  assertEquals([v(), informer.store.size], ["2", 1]);
  const before = informer.store.resourceVersion;
  for (const forgetful of [false, true]) {
    it.move(old);
    if (forgetful) old.compact();
    await clock.advance(120_000);
    assertEquals([v(), informer.store.size], ["2", 1]);
    assert(BigInt(informer.store.resourceVersion ?? 0) >= BigInt(before ?? 0));
    it.move(it.server);
    await clock.advance(60_000);
  }
  it.move(old);
  await clock.advance(1_000);
  await it.user.patch(ConfigMap, key("a"), { merge: { data: { v: "3" } } });
  await clock.advance(60_000);
  assertEquals(v(), "2");
  old.thaw();
  await clock.advance(60_000);
  assertEquals(v(), "3");
  assertEquals(heard, ["added a", "updated a"]);
  await informer[Symbol.asyncDispose]();
  await telling;
});

/** For each config map labelled `mine` a secret of its name; where the map says `secret: no`, none. */
function keeper(): { controller: Controller; deleted: string[]; seen: string[] } {
  const deleted: string[] = [];
  const seen: string[] = [];
  const secrets = watched(Secret);
  const controller = defineController({
    name: "keeper",
    for: ConfigMap,
    labelSelector: "mine",
    sources: [secrets],
    reconcile: async (map, { store, client }) => {
      const { metadata, data } = map;
      const found = store(secrets).get(key(metadata.name));
      seen.push(`${data?.secret ?? "yes"} ${found ? "there" : "absent"}`);
      if (data?.secret !== "no") {
        await client.apply(Secret, { metadata: key(metadata.name), stringData: { of: "map" } });
      } else if (found) {
        deleted.push(found.metadata.uid);
        await client.delete(Secret, found);
      }
    },
  });
  return { controller, deleted, seen };
}

Deno.test("replica: an operator that restarts before an older replica deletes no object that it has not seen (time travel, F2)", async () => {
  await using it = stage();
  const { clock } = it.runtime;
  await it.user.create(ConfigMap, {
    metadata: { ...key("a"), labels: { mine: "1" } },
  });
  const first = it.operate(keeper().controller);
  await clock.advance(10_000);
  await it.stop(first);
  assertEquals(it.server.objects(Secret).length, 1);
  await it.user.patch(ConfigMap, key("a"), { merge: { data: { secret: "no" } } });
  const old = it.server.replica();
  old.freeze();
  // Behind the old replica's back the secret is made anew, and the map wants it.
  await it.user.delete(Secret, key("a"));
  const { metadata: { uid } } = await it.user.create(Secret, { metadata: key("a") });
  await it.user.patch(ConfigMap, key("a"), { merge: { data: { secret: "yes" } } });

  it.move(old);
  // As a client that begins with a list at "0": the local copies are those of the old replica.
  using _any = it.server.intercept(async ({ query, replica, proceed }) => {
    if (replica === undefined) return;
    if (query.get("sendInitialEvents") === "true" && !query.get("resourceVersion")) {
      query.set("resourceVersion", "0");
    }
    return await proceed();
  });
  const { controller, deleted } = keeper();
  it.operate(controller);
  await clock.advance(60_000);
  assert(deleted.length > 0 && !deleted.includes(uid), "the operator saw the old state alone");
  const requests = it.server.log.filter(({ method, userAgent }) =>
    method === "DELETE" && userAgent.startsWith("moving")
  );
  assert(requests.length > 0 && requests.every(({ status }) => status === 409));
  assert(requests.every(({ body }) => JSON.parse(body).preconditions.uid !== uid));
  assertEquals(it.server.objects(Secret).map(({ metadata }) => metadata.uid), [uid]);
  old.thaw();
  await clock.advance(120_000);
  assertEquals(it.server.objects(Secret).map(({ metadata }) => metadata.uid), [uid]);
});

Deno.test("replica: without a resourceVersion an operator does not start on a replica that stands still, but when that has caught up", async () => {
  await using it = stage();
  const { clock } = it.runtime;
  const old = it.server.replica();
  old.freeze();
  await it.user.create(ConfigMap, { metadata: { ...key("a"), labels: { mine: "1" } } });
  it.move(old);
  const { controller, seen } = keeper();
  it.operate(controller);
  await clock.advance(2_000);
  assertEquals(seen, []);
  old.thaw();
  await clock.advance(60_000);
  assertEquals(it.server.objects(Secret).map(({ metadata }) => metadata.name), ["a"]);
});

Deno.test("replica: an operator waits until a slow view shows its own writes (S12)", async () => {
  await using it = stage();
  const { clock } = it.runtime;
  const slow = it.server.replica({ lag: 2_000 });
  it.move(slow);
  const { controller, seen } = keeper();
  it.operate(controller);
  await clock.advance(10_000);
  await it.user.create(ConfigMap, { metadata: { ...key("a"), labels: { mine: "1" } } });
  await clock.advance(2_000);
  assertEquals(seen, ["yes absent"]);
  await it.user.patch(ConfigMap, key("a"), { merge: { data: { v: "1" } } });
  await it.user.patch(ConfigMap, key("a"), { merge: { data: { v: "2" } } });
  await clock.advance(1_900);
  assertEquals(seen, ["yes absent"]);
  await clock.advance(10_000);
  assert(seen.length > 1 && seen.slice(1).every((one) => one === "yes there"), seen.join());
});

Deno.test("replica: an operator that is moved back and forth between replicas of different age makes what a single server would", async () => {
  await using it = stage();
  const { clock } = it.runtime;
  const replicas = [it.server.replica({ lag: 300 }), it.server.replica({ lag: 1_700 })];
  const secrets = owns(Secret);
  it.operate(defineController({
    name: "owner",
    for: ConfigMap,
    labelSelector: "mine",
    sources: [secrets],
    reconcile: async (map, { store, client }) => {
      if (store(secrets).get(key(map.metadata.name))) return;
      const { apiVersion, kind, metadata: { name, uid } } = map;
      await client.create(Secret, {
        metadata: {
          ...key(name),
          ownerReferences: [{ apiVersion, kind, name, uid, controller: true }],
        },
      });
    },
  }));
  for (let round = 0; round < 12; round++) {
    const to = replicas[round % 2];
    if (to) it.move(to);
    if (round % 3 === 0) to?.freeze();
    await it.user.create(ConfigMap, { metadata: { ...key(`m${round}`), labels: { mine: "1" } } });
    if (round > 3) await it.user.delete(ConfigMap, key(`m${round - 4}`));
    await clock.advance(5_000);
    to?.thaw();
  }
  it.move(it.server);
  await clock.advance(60_000);
  const names = (kind: typeof ConfigMap | typeof Secret) =>
    it.server.objects(kind).map(({ metadata }) => metadata.name).sort();
  assertEquals(names(ConfigMap).length, 4);
  assertEquals(names(Secret), names(ConfigMap));
  const writes = () => it.server.log.filter(({ method }) => method !== "GET").length;
  const before = writes();
  await clock.advance(600_000);
  assertEquals(writes(), before);
});
