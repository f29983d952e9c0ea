import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import {
  type Client,
  deriveClient,
  discover,
  metadataOnly,
  type RequestFunction,
} from "../../client/mod.ts";
import { createInformer } from "../../informer/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";

/** A view of a client for which the server knows no aggregated discovery. */
function withoutAggregation(client: Client): Client {
  const request = (next: RequestFunction): RequestFunction => (path, options) =>
    next(path, /^\/apis?$/.test(path) ? { ...options, headers: {} } : options);
  return deriveClient(client, { request });
}

/** What `discover` promises, on any server. */
export async function checkDiscover(client: Client): Promise<void> {
  for (const view of [client, withoutAggregation(client)]) {
    assertEquals(await discover(view, { group: "apps", kind: "Deployment" }), {
      group: "apps",
      version: "v1",
      kind: "Deployment",
      plural: "deployments",
      scope: "Namespaced",
    });
    assertEquals(await discover(view, { group: "", kind: "Namespace", version: "v1" }), {
      group: "",
      version: "v1",
      kind: "Namespace",
      plural: "namespaces",
      scope: "Cluster",
    });
    const resource = await discover(view, { group: "", kind: "ConfigMap" });
    await view.list(resource, { namespace: "default" });
    for (
      const [target, expected] of [
        [{ group: "apps", kind: "Deploymnt" }, "did you mean Deployment?"],
        [{ group: "apps", kind: "deployments" }, "did you mean Deployment?"],
        [{ group: "app", kind: "Deployment" }, "the group app: did you mean apps?"],
        [{ group: "none.example.com", kind: "X" }, "install what brings it"],
        [
          { group: "apps", kind: "Deployment", version: "v9" },
          "version v9 of the group apps: it has v1",
        ],
        [{ group: "", kind: "Xyzzyx" }, "the core group: it has "],
      ] as const
    ) {
      const error = await assertRejects(() => discover(view, target), Error);
      assertStringIncludes(error.message, expected);
    }
  }
  const elsewhere = await assertRejects(
    () => discover(client, { group: "apps", kind: "Pod" }),
    Error,
  );
  assertStringIncludes(elsewhere.message, "the core group has one");
}

/** What `metadataOnly` promises, on any server. */
export async function checkMetadataOnly(client: Client, namespace: string): Promise<void> {
  const partial = metadataOnly(ConfigMap);
  const name = "partial";
  await client.create(ConfigMap, {
    metadata: { name, namespace, labels: { a: "b" } },
    data: { secret: "value" },
  });
  const isPartial = (object: object) => {
    const { apiVersion, kind, metadata } = object as Record<string, unknown>;
    assertEquals([apiVersion, kind], ["meta.k8s.io/v1", "PartialObjectMetadata"]);
    assertEquals((metadata as { labels: unknown }).labels, { a: "b" });
    assertEquals(Object.keys(object).sort(), ["apiVersion", "kind", "metadata"]);
  };
  isPartial(await client.get(partial, { name, namespace }));
  const { items } = await client.list(partial, { namespace, labelSelector: "a=b" });
  assertEquals(items.length, 1);
  items.forEach(isPartial);
  for await (const event of client.watch(partial, { namespace, labelSelector: "a=b" })) {
    if (event.type !== "ADDED") continue;
    isPartial(event.object);
    break;
  }
  await using informer = createInformer(client, partial, { namespace });
  await informer.synced();
  const key = { name, namespace };
  const held = informer.store.get(key);
  assertEquals([held?.kind, held?.metadata.labels], ["PartialObjectMetadata", { a: "b" }]);
  const changed = await client.patch(partial, key, { merge: { metadata: { labels: { c: "d" } } } });
  assertEquals([changed.kind, changed.metadata.labels], [
    "PartialObjectMetadata",
    { a: "b", c: "d" },
  ]);
  for await (const event of informer) {
    if (event.type === "synced" || event.key.name !== name) continue;
    const { labels } = event.object().metadata;
    if (labels?.c === "d") break;
  }
  await client.delete(partial, changed);
  for await (const event of informer.events()) {
    if (event.type === "deleted" || informer.store.get(key) === undefined) break;
  }
}
