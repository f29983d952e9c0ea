/**
 * Three replicas of examples/fleet, each with a service account of its own, on an API server that keeps an audit log.
 * Who led when is read from what the server let them write to the Lease; every other write, Events included, is judged by
 * when the server received it (tests/cluster/leaders.ts). A write of a replica that did not lead then counts as in flight
 * only if that replica itself told of this very write, and the fence had let it through before the replica was seen to stand
 * still.
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { seededRandom } from "../../_internal/mod.ts";
import { Fleet } from "../../examples/fleet/fleet.ts";
import { fleetLabel } from "../../examples/fleet/operator.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import { freePorts, shareCluster } from "../cluster/mod.ts";
import { lifeOf, termsOf, type Verdict } from "../cluster/leaders.ts";
import { eventually } from "../integration/harness.ts";
import {
  endOf,
  leaseName,
  type ReplicaProgram,
  shipshape,
  type Stage,
  startLoad,
  startStage,
  type Timing,
} from "./replicas.ts";

const { ignore } = await shareCluster({ private: true });

const defaults: Timing = { leaseDuration: 15_000, renewDeadline: 10_000, retryPeriod: 2_000 };
const short: Timing = { leaseDuration: 5_000, renewDeadline: 3_500, retryPeriod: 700 };

/** Replicas that tell what they send. */
function telling(timing: Partial<Timing>): ReplicaProgram {
  return {
    path: "tests/e2e/fleet_process.ts",
    args: (identity) => [JSON.stringify({ name: leaseName, identity, ...timing })],
  };
}

/** The example as it is. */
function example(ports: readonly number[] = freePorts(3)): ReplicaProgram {
  return { path: "examples/fleet/main.ts", env: (number) => ({ PORT: `${ports[number]}` }) };
}

function seconds(duration: number): string {
  return `${(duration / 1000).toFixed(1)} s`;
}

/** Stops the leader until another has taken over and works, resumes it, and answers how long the takeover took. */
async function freezeLeader(stage: Stage): Promise<number> {
  const { replica, holder } = await stage.leader();
  await stage.works(replica);
  const since = Date.now();
  await stage.freeze(replica);
  const took = await stage.takeover(holder, since);
  await stage.works((await stage.leader()).replica);
  replica.process().signal("SIGCONT");
  assert(await endOf(replica.process(), 15_000) !== 0, "who has lost the Lease ends with an error");
  await replica.restart();
  return took;
}

/** Prints the figures, and fails where a replica wrote that did not lead. */
async function noneByOthers(stage: Stage, timing: Timing, takeovers: readonly number[]) {
  const verdict = await stage.judge(timing.renewDeadline);
  const { byNonLeaders, inFlight, receivedLate, writes, terms } = verdict;
  console.log(
    `writes by a non-leader: ${byNonLeaders.length}, in flight at the stop: ${inFlight.length}, takeover after ${
      takeovers.map(seconds).join(", ")
    } (of ${writes} writes in ${terms.length} terms; received after the takeover: ${receivedLate.length})`,
  );
  assertEquals(byNonLeaders, []);
  assert(writes > 100, "there is something to judge");
  return verdict;
}

/** Nothing but what the test does made or removed ships: each was made once, by one of the leaders. */
async function nothingTwice(stage: Stage): Promise<void> {
  const { cluster, namespace, replicas } = stage;
  const lives = lifeOf(await stage.events(), replicas.map(({ user }) => user));
  const ships = (await cluster.client.list(ConfigMap, { namespace, labelSelector: fleetLabel }))
    .items.map(({ metadata }) => `configmaps ${namespace}/${metadata.name}`);
  assertEquals(
    [...lives].filter(([key]) => key.startsWith("configmaps ")).toSorted(),
    ships.map((key): [string, unknown] => [key, { created: 1, deleted: 0 }]).toSorted(),
  );
}

function allTold({ untold }: Verdict): void {
  assertEquals(untold, [], "the replicas tell every write");
}

for (
  const [timing, rounds, words] of [
    [defaults, 1, "with the default times (15, 10 and 2 s)"],
    [short, 2, "again and again"],
  ] as const
) {
  Deno.test({
    name: `a leader that is stopped past its lease and resumed writes nothing, ${words} (L4 L5)`,
    ignore,
    fn: async () => {
      await using stage = await startStage(telling(timing === defaults ? {} : timing));
      const { cluster: { client }, namespace } = stage;
      const load = startLoad(client, namespace, seededRandom(7));
      const took: number[] = [];
      for (let round = 0; round < rounds; round++) took.push(await freezeLeader(stage));
      await stage.works((await stage.leader()).replica);
      await load.stop();
      await shipshape(client, namespace);
      allTold(await noneByOthers(stage, timing, took));
      await nothingTwice(stage);
      const { leaseDuration, renewDeadline, retryPeriod } = timing;
      for (const one of took) {
        // The lease begins when those who stand by see a renewal, which they do within a retry period.
        assert(one > renewDeadline, `taken over after ${one} ms`);
        assert(one < leaseDuration + 3 * retryPeriod, `taken over after ${one} ms`);
      }
    },
  });
}

Deno.test({
  name:
    "examples/fleet hands over on SIGTERM when its work has drained, to the next that looks (L6)",
  ignore,
  fn: async () => {
    const ports = freePorts(3);
    await using stage = await startStage(example(ports));
    const { cluster: { client }, namespace } = stage;
    const load = startLoad(client, namespace, seededRandom(8));
    for (const port of ports) {
      await eventually("a replica is ready, whether it leads or stands by", async () => {
        const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
        await answer?.body?.cancel();
        return answer?.status === 200;
      });
    }
    const { replica, holder } = await stage.leader();
    await stage.works(replica);
    // A piece of work that takes a while, and is begun.
    const size = 300;
    await client.create(Fleet, { metadata: { name: "armada", namespace }, spec: { size } });
    const labelSelector = `${fleetLabel}=armada`;
    const ships = async () =>
      (await client.list(ConfigMap, { namespace, labelSelector })).items.length;
    await eventually("the work has begun", async () => await ships() > 5);
    const since = Date.now();
    replica.process().signal("SIGTERM");
    const took = await stage.takeover(holder, since);
    assertEquals(await endOf(replica.process(), 15_000), 0);
    const [first, second] = termsOf(await stage.events(), leaseName);
    assert(first && second);
    const handover = second.from - first.until;
    console.log(
      `stopped gracefully: drained in ${seconds(first.until - since)}, handed over in ${
        seconds(handover)
      }`,
    );
    assert(handover < defaults.retryPeriod + 1_000, `handed over in ${handover} ms`);
    await stage.works((await stage.leader()).replica);
    await load.stop();
    await shipshape(client, namespace);
    const { terms } = await noneByOthers(stage, defaults, [took]);
    assertEquals(terms.length, 2);
    await nothingTwice(stage);
    // It was the old leader that finished what was begun, before it gave the Lease up.
    const made = (await stage.events()).filter(({ objectRef, responseStatus }) =>
      objectRef?.resource === "configmaps" && objectRef.name?.startsWith("armada-") &&
      responseStatus?.code === 201
    );
    assertEquals([...new Set(made.map(({ user }) => user.username))], [replica.user]);
    assertEquals(made.length, size);
  },
});

Deno.test({
  name: "a leader that is killed is replaced when its lease has run out",
  ignore,
  fn: async () => {
    await using stage = await startStage(telling(short));
    const { cluster: { client }, namespace } = stage;
    const load = startLoad(client, namespace, seededRandom(9));
    const took: number[] = [];
    for (let round = 0; round < 2; round++) {
      const { replica, holder } = await stage.leader();
      await stage.works(replica);
      const since = Date.now();
      await replica.process().kill();
      took.push(await stage.takeover(holder, since));
      await replica.restart();
    }
    await stage.works((await stage.leader()).replica);
    await load.stop();
    await shipshape(client, namespace);
    const { terms } = await noneByOthers(stage, short, took);
    assertEquals(terms.length, 3);
    await nothingTwice(stage);
    for (const one of took) {
      assert(one > short.renewDeadline, `taken over after ${one} ms`);
      assert(one < short.leaseDuration + 3 * short.retryPeriod, `taken over after ${one} ms`);
    }
  },
});

Deno.test({
  name: "examples/fleet ends with a clear error where it may not use Leases (L8)",
  ignore,
  fn: async () => {
    await using stage = await startStage(example(), []);
    const { namespace } = stage;
    for (const { process, output } of stage.replicas) {
      assert(await endOf(process(), 20_000) > 0);
      const said = await output();
      for (const word of ["get", "leases", "coordination.k8s.io", namespace, "Role"]) {
        assertStringIncludes(said, word);
      }
    }
  },
});
