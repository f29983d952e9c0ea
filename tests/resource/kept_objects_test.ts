import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { type Client, type InputOf, isConflict } from "../../client/mod.ts";
import { createContext } from "../../context/mod.ts";
import { ConfigMap, Secret, ServiceAccount } from "../../kinds/mod.ts";
import {
  configMapResource,
  ImmutableChangeError,
  type KeepRules,
  plan,
  type Resource,
  resources,
  secretResource,
} from "../../resource/mod.ts";
import { type ApiServer, createApiServer, createTestRuntime } from "../../testing/mod.ts";

type DesiredMap = InputOf<typeof ConfigMap>;
type DesiredSecret = InputOf<typeof Secret>;

/** An API server in memory with a service account that is reconciled. */
interface Rig extends AsyncDisposable {
  readonly server: ApiServer;
  readonly client: Client;
  /** Runs the resource until it changes nothing, and gives the writes. */
  readonly settle: (resource: Resource<ServiceAccount>, deleting?: boolean) => Promise<string[]>;
  /** Runs it once. */
  readonly once: (resource: Resource<ServiceAccount>, deleting?: boolean) => Promise<string[]>;
}

async function createRig(): Promise<Rig> {
  const server = createApiServer({ runtime: createTestRuntime() });
  const client = server.client();
  const object = await client.create(ServiceAccount, {
    metadata: { name: "site", namespace: "default" },
  });
  async function once(resource: Resource<ServiceAccount>, deleting = false): Promise<string[]> {
    const before = server.log.length;
    const context = createContext({ object, client, deleting });
    await (deleting
      ? resource.ensureDeleted?.(object, context)
      : resource.ensureCreated(object, context));
    return [
      ...server.log.slice(before).filter(({ method }) => method !== "GET")
        .map(({ method, path }) => `${method} ${path.split("/").slice(6).join("/")}`.trim()),
      ...context.words.map(({ word, after }) => `${word} ${after}`),
    ];
  }
  return {
    server,
    client,
    once,
    async settle(resource, deleting) {
      const writes = await once(resource, deleting);
      assertEquals(await once(resource, deleting), []);
      return writes;
    },
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** Keeps the config maps with the label `own`. */
function maps(client: Client, desired: readonly DesiredMap[], rules: KeepRules = {}) {
  return configMapResource({
    ...rules,
    for: ServiceAccount,
    name: "maps",
    getCurrentState: async ({ metadata }) => {
      const { namespace = "" } = metadata;
      const selection = { namespace, labelSelector: "own" };
      return (await client.list(ConfigMap, selection)).items;
    },
    getDesiredState: () => desired,
  });
}

function secrets(client: Client, desired: readonly DesiredSecret[], rules: KeepRules = {}) {
  return secretResource({
    ...rules,
    for: ServiceAccount,
    name: "secrets",
    getCurrentState: async ({ metadata }) => {
      const { namespace = "" } = metadata;
      const selection = { namespace, labelSelector: "own" };
      return (await client.list(Secret, selection)).items;
    },
    getDesiredState: () => desired,
  });
}

const labels = { own: "1" };
const a = { name: "a", namespace: "default" };
const wanted = (data?: Record<string, string>, more: Partial<DesiredMap> = {}): DesiredMap => ({
  metadata: { name: "a", labels },
  ...(data && { data }),
  ...more,
});

Deno.test("configMapResource: creates, updates and deletes, in the object's namespace, and is then silent (RS-4)", async () => {
  await using rig = await createRig();
  const { client, settle } = rig;
  const b: DesiredMap = { metadata: { name: "b", labels } };
  const desired = [wanted({ x: "1" }), b];
  assertEquals(await settle(maps(client, desired)), ["POST", "POST"]);
  await client.patch(ConfigMap, a, { merge: { data: { x: "2", y: "drift" } } });
  assertEquals(await settle(maps(client, desired)), ["PUT a"]);
  assertEquals((await client.get(ConfigMap, a)).data, { x: "1" });
  assertEquals(await settle(maps(client, [b])), ["DELETE a"]);
  await client.create(ConfigMap, { metadata: { name: "foreign", namespace: "default" } });
  assertEquals(await settle(maps(client, desired), true), ["DELETE b"]);
});

Deno.test("configMapResource: absent equals empty, for data, binaryData, labels and annotations (RS-4, FL-19)", async () => {
  await using rig = await createRig();
  const { client, settle } = rig;
  assertEquals(await settle(maps(client, [wanted({}, { binaryData: {} })])), ["POST"]);
  assertEquals(await settle(maps(client, [wanted()])), []);
  const empty = { metadata: { name: "a", labels, annotations: {} }, data: {} };
  assertEquals(await settle(maps(client, [empty])), []);
  await client.patch(ConfigMap, a, { merge: { data: { x: "drift" } } });
  assertEquals(await settle(maps(client, [wanted()])), ["PUT a"]);
  assertEquals((await client.get(ConfigMap, a)).data ?? {}, {});
});

Deno.test("configMapResource: labels, annotations, owners and finalizers of others are kept (RS-4, FL-19)", async () => {
  await using rig = await createRig();
  const { client, settle } = rig;
  const owner = async (name: string) => {
    const { metadata } = await client.get(ServiceAccount, { name, namespace: "default" });
    return { apiVersion: "v1", kind: "ServiceAccount", name, uid: metadata.uid };
  };
  await client.create(ServiceAccount, { metadata: { name: "other", namespace: "default" } });
  const [mine, other] = [await owner("site"), await owner("other")];
  const desired: DesiredMap = {
    metadata: {
      name: "a",
      labels,
      annotations: { note: "mine" },
      ownerReferences: [mine],
    },
    data: { x: "1" },
  };
  await settle(maps(client, [desired]));
  await client.patch(ConfigMap, a, {
    merge: {
      metadata: {
        labels: { team: "red", own: "changed" },
        annotations: { foreign: "yes", note: "changed" },
        ownerReferences: [other],
        finalizers: ["example.com/other"],
      },
    },
  });
  assertEquals(await settle(maps(client, [desired])), ["PUT a"]);
  const { metadata } = await client.get(ConfigMap, a);
  assertEquals(metadata.labels, { team: "red", own: "1" });
  assertEquals(metadata.annotations, { foreign: "yes", note: "mine" });
  assertEquals(metadata.ownerReferences, [other, mine]);
  assertEquals(metadata.finalizers, ["example.com/other"]);
});

Deno.test("configMapResource: allowedLabels names the labels that others may set; the input is not changed (RS-4, FL-19)", async () => {
  await using rig = await createRig();
  const { client, settle } = rig;
  // Without labels in the desired state, operatorkit panicked.
  const all = configMapResource({
    for: ServiceAccount,
    name: "maps",
    allowedLabels: ["own", "team"],
    getCurrentState: async () =>
      (await client.list(ConfigMap, { namespace: "default" })).items
        .filter(({ metadata }) => metadata.name === "a"),
    getDesiredState: () => [Object.freeze({ metadata: Object.freeze({ name: "a" }) })],
  });
  await settle(all);
  await client.patch(ConfigMap, a, {
    merge: { metadata: { labels: { own: "x", team: "red", wrong: "1" } } },
  });
  assertEquals(await settle(all), ["PUT a"]);
  assertEquals((await client.get(ConfigMap, a)).metadata.labels, { own: "x", team: "red" });
  // Where both have the key, the desired state wins.
  const rules = { allowedLabels: ["own"] };
  assertEquals(await settle(maps(client, [wanted()], rules)), ["PUT a"]);
  assertEquals((await client.get(ConfigMap, a)).metadata.labels, labels);
});

Deno.test("secretResource: stringData counts as data and wins over it; base64 is compared by content (RS-5, FL-19)", async () => {
  await using rig = await createRig();
  const { client, settle } = rig;
  const desired: DesiredSecret = {
    metadata: { name: "a", labels },
    data: { raw: "AQID\n", both: "AAAA" },
    stringData: { text: "grüße", both: "text" },
  };
  assertEquals(await settle(secrets(client, [desired])), ["POST"]);
  const { data } = await client.get(Secret, a);
  assertEquals(data, { raw: "AQID", both: btoa("text"), text: "Z3LDvMOfZQ==" });
  await client.patch(Secret, a, { merge: { data: { text: "AAAA", drift: "AAAA" } } });
  assertEquals(await settle(secrets(client, [desired])), ["PUT a"]);
  assertEquals((await client.get(Secret, a)).data, data);
  assertEquals(await settle(secrets(client, [])), ["DELETE a"]);
  assertEquals(await settle(secrets(client, [{ metadata: { name: "a", labels } }])), ["POST"]);
  assertEquals(await settle(secrets(client, []), true), ["DELETE a"]);
});

Deno.test("immutable: content of an immutable object and the type of a secret are a clear error, or recreate (FL-19)", async () => {
  await using rig = await createRig();
  const { client, settle, once } = rig;
  await settle(maps(client, [wanted({ x: "1" }, { immutable: true })]));
  // Kept where the desired state does not mention it; labels may change.
  assertEquals(await settle(maps(client, [wanted({ x: "1" })])), []);
  const labelled = { ...wanted({ x: "1" }), metadata: { name: "a", labels: { own: "2" } } };
  assertEquals(await settle(maps(client, [labelled])), ["PUT a"]);
  const changed = [wanted({ x: "2" }), wanted({ x: "1" }, { immutable: false })];
  for (const desired of changed) {
    const { uid } = (await client.get(ConfigMap, a)).metadata;
    const error = await assertRejects(
      () => once(maps(client, [desired])),
      ImmutableChangeError,
      "default/a cannot be changed: it is immutable",
    );
    assertEquals(error.name, "ImmutableChange");
    assertEquals((await client.get(ConfigMap, a)).metadata.uid, uid);
    const recreated = await settle(maps(client, [desired], { immutable: "recreate" }));
    assertEquals(recreated, ["DELETE a", "POST"]);
    const now = await client.get(ConfigMap, a);
    assert(now.metadata.uid !== uid);
    assertEquals(now.data, desired.data);
  }
  const opaque: DesiredSecret = { metadata: { name: "s", labels }, stringData: { x: "secret" } };
  await settle(secrets(client, [opaque]));
  assertEquals(await settle(secrets(client, [{ ...opaque, type: "Opaque" }])), []);
  const typed: DesiredSecret = { ...opaque, type: "example.com/own" };
  const error = await assertRejects(() => once(secrets(client, [typed])), ImmutableChangeError);
  assert(!error.message.includes('secret"') && error.message.includes("example.com/own"));
  assertEquals(await settle(secrets(client, [typed], { immutable: "recreate" })), [
    "DELETE s",
    "POST",
  ]);
  assertEquals((await client.get(Secret, { ...a, name: "s" })).type, "example.com/own");
});

Deno.test("immutable: an object that is held while it is recreated is waited for (FL-19)", async () => {
  await using rig = await createRig();
  const { client, once, settle } = rig;
  await settle(maps(client, [wanted({ x: "1" }, { immutable: true })]));
  await client.patch(ConfigMap, a, { merge: { metadata: { finalizers: ["example.com/other"] } } });
  const resource = maps(client, [wanted({ x: "2" })], { immutable: "recreate" });
  assertEquals(await once(resource), ["DELETE a", "POST", "requeue 1000"]);
  assertEquals(await once(resource), ["requeue 1000"]);
  // What is being deleted is not deleted again.
  assertEquals([await once(maps(client, [])), await once(resource, true)], [[], []]);
  await client.patch(ConfigMap, a, { merge: { metadata: { finalizers: [] } } });
  assertEquals(await settle(resource), ["POST"]);
});

Deno.test("configMapResource: what exists already or is gone already is passed over; conflicts and other objects are errors (RS-4)", async () => {
  await using rig = await createRig();
  const { client, once } = rig;
  let current: readonly ConfigMap[] = [];
  const stale = (desired: readonly DesiredMap[]) =>
    configMapResource({
      for: ServiceAccount,
      name: "maps",
      getCurrentState: () => current,
      getDesiredState: () => desired,
    });
  await client.create(ConfigMap, { metadata: a, data: { x: "theirs" } });
  const b: DesiredMap = { metadata: { name: "b", labels } };
  assertEquals(await once(stale([wanted({ x: "1" }), b])), ["POST", "POST"]);
  assertEquals((await client.get(ConfigMap, a)).data, { x: "theirs" });
  // Changed since it was read.
  current = [await client.get(ConfigMap, a)];
  await client.patch(ConfigMap, a, { merge: { data: { x: "newer" } } });
  assert(isConflict(await assertRejects(() => once(stale([wanted({ x: "1" })])))));
  // Another object of the same name is not deleted.
  await client.delete(ConfigMap, a);
  await client.create(ConfigMap, { metadata: a, data: { x: "another" } });
  assert(isConflict(await assertRejects(() => once(stale([])))));
  assertEquals((await client.get(ConfigMap, a)).data, { x: "another" });
  await client.delete(ConfigMap, a);
  assertEquals(await once(stale([])), ["DELETE a"]);
  assertEquals(await once(stale([]), true), ["DELETE a"]);
});

Deno.test("configMapResource: can be planned, and states that are none are refused (RS-4)", async () => {
  await using rig = await createRig();
  const { client } = rig;
  const object = await client.get(ServiceAccount, { name: "site", namespace: "default" });
  const context = createContext({ object, client });
  await rig.settle(maps(client, [wanted({ x: "1" })]));
  const b: DesiredMap = { metadata: { name: "b", labels } };
  const { changes } = await plan(resources([maps(client, [b])]), object, context);
  const [change] = changes as readonly { create: ConfigMap[]; delete: ConfigMap[] }[];
  assertEquals(change?.create.map(({ metadata }) => metadata.name), ["b"]);
  assertEquals(change?.delete.map(({ metadata }) => metadata.name), ["a"]);
  const same = resources([maps(client, [wanted({ x: "1" })])]);
  assertEquals((await plan(same, object, context)).changes, []);
  const states: readonly (readonly [unknown, string])[] = [
    [undefined, "undefined; return a list"],
    [{}, "object; return a list"],
    [[{}], "without metadata.name"],
    [[wanted(), wanted()], "default/a twice"],
  ];
  for (const [state, text] of states) {
    const wrong = maps(client, state as DesiredMap[]);
    await assertRejects(() => rig.once(wrong), TypeError, text);
  }
  assertThrows(
    () =>
      configMapResource({
        for: ServiceAccount,
        name: "maps",
        getCurrentState: () => [],
        getDesiredState: undefined as unknown as () => [],
      }),
    TypeError,
    "getDesiredState",
  );
});
