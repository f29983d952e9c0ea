import { assertEquals, assertRejects } from "@std/assert";
import { defineController } from "../../controller/mod.ts";
import { ConfigMap, Secret } from "../../kinds/mod.ts";
import type { ApiServer } from "../../testing/mod.ts";
import { passTogether, startServer } from "./replica.ts";
import { end, startReplica } from "./running_replica.ts";

const secret = (name: string) => ({ metadata: { name, namespace: "default" } });

/** A controller that notes which Secrets it reconciles. */
function noting(seen: string[], name = "secrets") {
  return defineController({
    name,
    for: Secret,
    namespace: "default",
    reconcile: ({ metadata }) => void seen.push(metadata.name),
  });
}

/** How often a replica has listed a kind. */
function listsOf(server: ApiServer, replica: string, kind: string): number {
  return server.log.filter(({ userAgent, path, query }) =>
    userAgent === replica && path.endsWith(`/${kind}`) && query.includes("sendInitialEvents")
  ).length;
}

Deno.test("Operator.add() on a leader begins at once, with one list", async () => {
  await using server = startServer();
  await using admin = server.client();
  await admin.create(Secret, secret("x"));
  const a = startReplica(server, "a");
  await a.pass(1_000);
  const seen: string[] = [];
  const added = a.operator.add(noting(seen));
  await a.pass(0);
  await added.ready;
  assertEquals([seen, listsOf(server, "a", "secrets")], [["x"], 1]);
  const removed = added.stop();
  await a.pass(100);
  await removed;
  await admin.create(Secret, secret("y"));
  await a.pass(1_000);
  assertEquals([seen, a.operator.health().ready, server.watchCount], [["x"], true, 1]);
  await end(a);
});

Deno.test("Operator.add() on a standby is warm there, begins when that is elected, on copies read anew, and can be taken back", async () => {
  await using server = startServer();
  await using admin = server.client();
  await admin.create(Secret, secret("x"));
  const a = startReplica(server, "a");
  await a.pass(1_000);
  const b = startReplica(server, "b");
  await passTogether([a, b], 1_000);
  const seen: string[] = [], never: string[] = [];
  const added = b.operator.add(noting(seen));
  const gone = b.operator.add(noting(never, "gone"));
  const unready = assertRejects(() => gone.ready);
  assertEquals(b.operator.health().ready, false, "until its copies are complete");
  await passTogether([a, b], 1_000);
  await Promise.all([added.warm, gone.warm]);
  assertEquals([b.operator.health().ready, listsOf(server, "b", "secrets")], [true, 1]);
  const removed = gone.stop();
  await b.pass(100);
  await Promise.all([removed, unready]);
  assertEquals(seen, []);
  const stopped = a.operator.stop();
  await a.pass(100);
  await stopped;
  await passTogether([b], 3_000);
  await added.ready;
  assertEquals([seen, never, listsOf(server, "b", "secrets")], [["x"], [], 2]);
  assertEquals(listsOf(server, "b", "configmaps"), 2);
  await end(b);
  assertEquals(server.watchCount, 0);
  await a.client[Symbol.asyncDispose]();
});

Deno.test("createOperator(): stop called within a leader's reconcile, as by a signal, does not lock up (X4)", async () => {
  await using server = startServer();
  await using admin = server.client();
  await admin.create(ConfigMap, secret("x"));
  let stopped: Promise<void> | undefined;
  const a = startReplica(server, "a", {
    reconcile: async (_, { signal }) => {
      stopped = a.operator.stop();
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
    },
    grace: 1_000,
  });
  const b = startReplica(server, "b");
  await passTogether([a, b], 4_000);
  await stopped;
  await a.operator.done;
  assertEquals(b.operator.health().leader?.leading, true);
  await end(a, b);
});
