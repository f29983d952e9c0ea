import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  createOrPatch,
  dryRunClient,
  fieldEquals,
  gone,
  hasCondition,
  isInvalid,
  waitFor,
  WaitTimeoutError,
} from "../../client/mod.ts";
import { setControllerReference } from "../../context/mod.ts";
import {
  type ControllerEvent,
  createController,
  defineController,
  owns,
} from "../../controller/mod.ts";
import { createInformerPool } from "../../informer/mod.ts";
import { ConfigMap, Deployment, Secret } from "../../kinds/mod.ts";
import { setCondition } from "../../resource/mod.ts";
import { shareCluster, startCluster } from "../cluster/mod.ts";

const { ignore } = await shareCluster();
const labels = { app: "web" };

function deployment(namespace: string, image: string) {
  return {
    metadata: { name: "web", namespace },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name: "web", image, ports: [{ containerPort: 80 }] }] },
      },
    },
  };
}

Deno.test({
  name:
    "createOrPatch, waitFor, dryRunClient: on a real server, defaults are no difference and dry runs store nothing",
  ignore,
  async fn() {
    await using cluster = await startCluster();
    await using place = await cluster.namespace();
    const { client } = cluster;
    const namespace = place.name;
    const key = { name: "web", namespace };
    const dry = dryRunClient(client);
    const operation = async (image: string, by = client) =>
      (await createOrPatch(by, Deployment, deployment(namespace, image))).operation;
    assertEquals(await operation("i:1", dry), "created");
    assertEquals(await operation("i:1"), "created");
    await client.patch(Deployment, key, { merge: { metadata: { labels: { theirs: "1" } } } });
    assertEquals(await operation("i:1"), "unchanged");
    assertEquals(await operation("i:2", dry), "patched");
    assertEquals(await operation("i:2"), "patched");
    assertEquals(await operation("i:2"), "unchanged");
    await assertRejects(
      () => waitFor(client, Deployment, key, fieldEquals("spec.replicas", 3), { timeout: 500 }),
      WaitTimeoutError,
      "its spec.replicas is 2",
    );
    const scaled = waitFor(client, Deployment, key, fieldEquals("spec.replicas", 3));
    await client.patch(Deployment, key, { merge: { spec: { replicas: 3 } } });
    assertEquals((await scaled)?.metadata.labels, { theirs: "1" });
    const available = waitFor(client, Deployment, key, hasCondition("Available"));
    const current = await client.get(Deployment, key);
    const conditions = setCondition(current.status?.conditions, {
      type: "Available",
      status: "True",
      reason: "MinimumReplicasAvailable",
    }, client.runtime);
    await client.apply(Deployment, { metadata: key, status: { conditions } }, {
      subresource: "status",
      force: true,
    });
    assertEquals((await available)?.metadata.name, "web");
    await dry.deleteCollection(Deployment, { namespace });
    await dry.delete(Deployment, key);
    await client.get(Deployment, key);
    const end = waitFor(client, Deployment, key, gone);
    await client.delete(Deployment, key, { propagationPolicy: "Background" });
    assertEquals(await end, undefined);
    assert(isInvalid(await assertRejects(() => operation("", dry))));
  },
});

Deno.test({
  name:
    "apply, own writes: on a real server a reconcile that has nothing to do sends nothing, and sees what it wrote (C8, S12)",
  ignore,
  async fn() {
    await using cluster = await startCluster();
    await using place = await cluster.namespace();
    const { client } = cluster;
    const namespace = place.name;
    const told: ControllerEvent[] = [];
    const deployments = owns(Deployment);
    const secrets = owns(Secret);
    const unseen: string[] = [];
    const controller = defineController({
      name: "web",
      for: ConfigMap,
      namespace,
      labelSelector: "web",
      sources: [deployments, secrets],
      hotLoop: false,
      reconcile: async (map, { client, store }) => {
        const own = [...store(secrets).list({ namespace })];
        if (own.length > 1) unseen.push(`${own.length} secrets`);
        if (own.length === 0) {
          await client.create(
            Secret,
            setControllerReference(map, { metadata: { generateName: "s-", namespace } }),
          );
        }
        const wanted = setControllerReference(map, deployment(namespace, map.data?.image ?? "i"));
        await client.apply(Deployment, wanted);
        const status = { observedGeneration: 1 };
        await client.apply(Deployment, { metadata: { name: "web", namespace }, status }, {
          subresource: "status",
        });
      },
    });
    await using informers = createInformerPool(client);
    await using running = createController(controller, {
      client,
      informers,
      observe: (event) => told.push(event),
    });
    await running.ready;
    const key = { name: "m", namespace };
    await client.create(ConfigMap, { metadata: { ...key, labels: { web: "1" } } });
    await waitFor(
      client,
      Deployment,
      { name: "web", namespace },
      (one) => one?.status !== undefined,
    );
    const count = (type: ControllerEvent["type"]) =>
      told.filter((event) => event.type === type).length;
    const until = async (condition: () => boolean) => {
      while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    // The cluster's own controllers write the status: quiet comes when they have.
    let quiet = 0;
    for (let n = 0; n < 50 && quiet < 3; n++) {
      const [runs, skipped] = [count("finished"), count("apply-skipped")];
      running.reconcile(key);
      await until(() => count("finished") > runs);
      quiet = count("apply-skipped") === skipped + 2 ? quiet + 1 : 0;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assertEquals(quiet, 3, JSON.stringify(told.slice(-10)));
    assertEquals(unseen, []);
    assertEquals((await client.list(Secret, { namespace })).items.length, 1);
    await client.patch(Deployment, { name: "web", namespace }, {
      merge: { spec: { replicas: 9 } },
    });
    const back = await waitFor(
      client,
      Deployment,
      { name: "web", namespace },
      fieldEquals("spec.replicas", 2),
    );
    assert(back);
  },
});
