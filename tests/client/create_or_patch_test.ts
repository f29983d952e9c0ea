import { assert, assertEquals, assertRejects } from "@std/assert";
import { createOrPatch, isConflict, isNotFound } from "../../client/mod.ts";
import { ConfigMap, Deployment, Secret } from "../../kinds/mod.ts";
import { type ApiServer, createApiServer, createTestRuntime } from "../../testing/mod.ts";

const key = { name: "a", namespace: "default" };

function setup() {
  const runtime = createTestRuntime();
  const server = createApiServer({ runtime });
  const client = server.client();
  const finish = async <V>(promise: Promise<V>): Promise<V> => {
    let ended = false;
    promise.finally(() => ended = true).catch(() => {});
    await runtime.clock.until(() => ended);
    return await promise;
  };
  return {
    server,
    client,
    finish,
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

function writes({ log }: ApiServer): string[] {
  return log.filter(({ method }) => method !== "GET").map(({ method, body }) =>
    `${method} ${body}`
  );
}

Deno.test("createOrPatch: creates, then patches what differs and leaves the rest alone, then sends nothing", async () => {
  await using world = setup();
  const { server, client } = world;
  const created = await createOrPatch(client, ConfigMap, { metadata: key, data: { x: "1" } });
  assertEquals([created.operation, created.object.data], ["created", { x: "1" }]);
  await client.patch(ConfigMap, key, {
    merge: { metadata: { labels: { theirs: "1" } }, data: { theirs: "1" } },
  });
  const before = writes(server).length;
  const desired = { metadata: { ...key, labels: { ours: "1" } }, data: { x: "2" } };
  const { operation, object } = await createOrPatch(client, ConfigMap, desired);
  assertEquals(operation, "patched");
  assertEquals(object.data, { x: "2", theirs: "1" });
  assertEquals(object.metadata.labels, { ours: "1", theirs: "1" });
  const [patch = ""] = writes(server).slice(before);
  const { metadata, ...rest } = JSON.parse(patch.slice("PATCH ".length));
  assertEquals(rest, { data: { x: "2" } });
  assertEquals(metadata.labels, { ours: "1" });
  assertEquals([typeof metadata.uid, typeof metadata.resourceVersion], ["string", "string"]);
  assertEquals((await createOrPatch(client, ConfigMap, desired)).operation, "unchanged");
  assertEquals(writes(server).length, before + 1);
});

Deno.test("createOrPatch: what the server has filled in, also in lists, is no difference (pain 11)", async () => {
  await using world = setup();
  const { client } = world;
  const labels = { app: "a" };
  const deployment = (image: string) => ({
    metadata: key,
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: "c", image }] } },
    },
  });
  await createOrPatch(client, Deployment, deployment("i:1"));
  await client.patch(Deployment, key, {
    json: [{
      op: "add",
      path: "/spec/template/spec/containers/0/imagePullPolicy",
      value: "IfNotPresent",
    }],
  });
  assertEquals((await createOrPatch(client, Deployment, deployment("i:1"))).operation, "unchanged");
  const { operation, object } = await createOrPatch(client, Deployment, deployment("i:2"));
  assertEquals(operation, "patched");
  const [container] = object.spec?.template.spec?.containers ?? [];
  assertEquals([container?.image, container?.imagePullPolicy], ["i:2", "IfNotPresent"]);
});

Deno.test("createOrPatch: a Secret's stringData is compared as the data that it becomes", async () => {
  await using world = setup();
  const { client } = world;
  const secret = { metadata: key, stringData: { password: "grüße" } };
  await createOrPatch(client, Secret, { metadata: key, data: { password: "Z3LDvMOfZQ==" } });
  assertEquals((await createOrPatch(client, Secret, secret)).operation, "unchanged");
  const { object } = await createOrPatch(client, Secret, {
    metadata: key,
    stringData: { password: "x" },
  });
  assertEquals(object.data, { password: "eA==" });
});

Deno.test("createOrPatch: null takes a field out, undefined leaves it, and other lists become as given", async () => {
  await using world = setup();
  const { client } = world;
  await createOrPatch(client, ConfigMap, {
    metadata: { ...key, finalizers: ["example.com/a", "example.com/b"] },
    data: { x: "1", y: "1" },
  });
  const { object } = await createOrPatch(client, ConfigMap, {
    metadata: { ...key, finalizers: ["example.com/b"] },
    data: { x: null, y: undefined } as unknown as Record<string, string>,
  });
  assertEquals(object.data, { y: "1" });
  assertEquals(object.metadata.finalizers, ["example.com/b"]);
});

Deno.test("createOrPatch: with a function, that changes the object that exists, and only that", async () => {
  await using world = setup();
  const { client } = world;
  const initial = { metadata: key, data: { count: "1" } };
  const count = () =>
    createOrPatch(client, ConfigMap, initial, (map) => {
      map.data = { count: `${Number(map.data?.count) + 1}` };
    });
  assertEquals((await count()).object.data, { count: "1" });
  assertEquals((await count()).object.data, { count: "2" });
  const replaced = await createOrPatch(
    client,
    ConfigMap,
    initial,
    ({ data: _data, ...map }) => map,
  );
  assertEquals([replaced.operation, replaced.object.data], ["patched", undefined]);
  const same = await createOrPatch(client, ConfigMap, initial, () => {});
  assertEquals(same.operation, "unchanged");
  await assertRejects(
    () =>
      createOrPatch(client, ConfigMap, initial, () => {
        throw new Error("No idea");
      }),
    Error,
    "No idea",
  );
});

Deno.test("createOrPatch: starts over when somebody was faster, with the change done anew", async () => {
  await using world = setup();
  const { server, client, finish } = world;
  const rivals: (() => Promise<unknown>)[] = [
    () => client.create(ConfigMap, { metadata: key, data: { theirs: "1" } }), // AlreadyExists
    () => client.patch(ConfigMap, key, { merge: { data: { theirs: "2" } } }), // Conflict
    () => client.delete(ConfigMap, key), // NotFound
  ];
  using _rivals = server.intercept(async ({ method, body }) => {
    if (method === "GET" || !body.includes("ours")) return;
    await rivals.shift()?.();
  });
  const result = createOrPatch(client, ConfigMap, { metadata: key, data: { ours: "1" } });
  const { operation, object } = await finish(result);
  assertEquals([operation, object.data, rivals.length], ["created", { ours: "1" }, 0]);
});

Deno.test("createOrPatch: gives up when all tries have met a conflict", async () => {
  await using world = setup();
  const { server, client, finish } = world;
  await client.create(ConfigMap, { metadata: key });
  let tries = 0;
  using _rival = server.intercept(async ({ method, body }) => {
    if (method !== "PATCH" || !body.includes("ours")) return;
    tries++;
    await client.patch(ConfigMap, key, { merge: { data: { theirs: `${tries}` } } });
  });
  const result = createOrPatch(
    client,
    ConfigMap,
    { metadata: key, data: { ours: "1" } },
    undefined,
    {
      tries: 3,
    },
  );
  const error = await assertRejects(() => finish(result));
  assertEquals([isConflict(error), tries], [true, 3]);
});

Deno.test("createOrPatch: refuses no name, a status, and integers that were rounded", async () => {
  await using world = setup();
  const { client, server } = world;
  await assertRejects(
    () => createOrPatch(client, ConfigMap, { metadata: { generateName: "a-" } }),
    TypeError,
    "has no name",
  );
  const labels = { app: "a" };
  const deployment = {
    metadata: key,
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: "c", image: "i" }] } },
    },
  };
  await createOrPatch(client, Deployment, deployment);
  await assertRejects(
    () => createOrPatch(client, Deployment, { ...deployment, status: { replicas: 3 } }),
    TypeError,
    'subresource: "status"',
  );
  const before = writes(server).length;
  await assertRejects(
    () =>
      createOrPatch(client, Deployment, deployment, (current) => {
        current.metadata.ownerReferences = [2 ** 60 as never];
      }),
    TypeError,
    "metadata.ownerReferences[0]",
  );
  assertEquals(writes(server).length, before);
});

Deno.test("createOrPatch: options go to the writes", async () => {
  await using world = setup();
  const { client, server } = world;
  const { operation } = await createOrPatch(client, ConfigMap, { metadata: key }, undefined, {
    dryRun: true,
    fieldManager: "me",
  });
  assertEquals([operation, server.objects(ConfigMap)], ["created", []]);
  assertEquals(server.log.at(-1)?.query.includes("fieldManager=me"), true);
});

Deno.test("createOrPatch: a creation that is answered with 404 is no race: the kind or the namespace is missing", async () => {
  await using world = setup();
  const { server, client, finish } = world;
  using _missing = server.intercept(({ method }) =>
    method === "POST"
      ? Response.json({ kind: "Status", reason: "NotFound", code: 404 }, { status: 404 })
      : undefined
  );
  const error = await assertRejects(() =>
    finish(createOrPatch(client, ConfigMap, { metadata: key }))
  );
  assert(isNotFound(error));
  assertEquals(server.log.map(({ method }) => method), ["GET", "POST"]);
});
