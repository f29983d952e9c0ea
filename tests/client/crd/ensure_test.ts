import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { z } from "zod";
import { createClient, type Fetch } from "../../../client/mod.ts";
import {
  crdResource,
  type CustomResource,
  type CustomResourceDefinitionObject,
  defineCustomResource,
  deleteCustomResource,
  ensureCustomResource,
} from "../../../client/crd/mod.ts";
import { createApiServer, createTestRuntime, type TestRuntime } from "../../../testing/mod.ts";

const Site = defineCustomResource({
  group: "example.com",
  kind: "Site",
  plural: "sites",
  scope: "Namespaced",
  version: "v1",
  versions: {
    v1: {
      schema: z.object({
        spec: z.object({
          replicas: z.int32().min(0).default(0),
          names: z.array(z.string()).default([]),
          extra: z.record(z.string(), z.string()).optional(),
          required: z.boolean().default(false),
        }),
        status: z.looseObject({}).optional(),
      }),
      printerColumns: [{ name: "Replicas", type: "integer", jsonPath: ".spec.replicas" }],
    },
  },
});

const SiteV2 = defineCustomResource({
  group: "example.com",
  kind: "Site",
  plural: "sites",
  scope: "Namespaced",
  version: "v2",
  versions: { v2: { schema: z.object({ spec: z.looseObject({}).optional() }) } },
});

type Crd = CustomResourceDefinitionObject;

/** Serves one CRD that says what a test wants, and notes what is written. */
function createFakeServer(
  answer: (reads: number) => { readonly crd?: Crd; readonly served?: boolean },
): { readonly fetch: Fetch; readonly writes: { method: string; body: Crd }[] } {
  const writes: { method: string; body: Crd }[] = [];
  let reads = 0;
  const json = (status: number, body: unknown) =>
    new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
  const notFound = () =>
    json(404, { kind: "Status", status: "Failure", reason: "NotFound", code: 404 });
  return {
    writes,
    fetch: async (url, init) => {
      const { pathname } = new URL(url);
      if (!pathname.includes("customresourcedefinitions")) {
        const served = answer(reads).served ?? true;
        return served ? json(200, { kind: "SiteList", metadata: {}, items: [] }) : notFound();
      }
      const { method = "GET" } = init;
      if (method === "GET") {
        const { crd } = answer(++reads);
        return crd ? json(200, crd) : notFound();
      }
      const body: Crd = await new Response(init.body ?? null).json();
      writes.push({ method, body });
      return json(200, body);
    },
  };
}

function crd(
  resource: CustomResource,
  conditions: Readonly<Record<string, string>>,
  change: (crd: Crd) => void = () => {},
): Crd {
  const object: Crd = {
    ...structuredClone(resource.manifest),
    metadata: { ...resource.manifest.metadata, uid: "1", resourceVersion: "7" },
    status: {
      conditions: Object.entries(conditions).map(([type, status]) => ({
        type,
        status,
        message: `${type} says the server`,
      })),
      storedVersions: resource.manifest.spec.versions.map((version) => version.name),
    },
  };
  change(object);
  return object;
}

const GOOD = { NamesAccepted: "True", Established: "True" };

/** Runs a wait while time goes on. */
async function settled<T>(runtime: TestRuntime, promise: Promise<T>): Promise<T> {
  let done = false;
  const finished = promise.finally(() => done = true);
  finished.catch(() => {});
  await runtime.clock.until(() => done);
  return await finished;
}

function connect(fetch: Fetch): {
  readonly runtime: TestRuntime;
  readonly client: ReturnType<typeof createClient>;
} {
  const runtime = createTestRuntime({ fetch });
  const client = createClient({ server: "http://api.test" }, { runtime });
  return { runtime, client };
}

Deno.test("ensureCustomResource creates, waits for Established and until the kind is served (CL-4, FL-20)", async () => {
  let created = false;
  const server = createFakeServer((reads) => ({
    ...created ? { crd: crd(Site, reads < 4 ? { Established: "False" } : GOOD) } : {},
    served: reads >= 6,
  }));
  const { runtime, client } = connect(async (url, init) => {
    if (init.method === "POST") created = true;
    return await server.fetch(url, init);
  });
  await using _client = client;
  const result = await settled(runtime, ensureCustomResource(client, Site));
  assertEquals(result.metadata.name, "sites.example.com");
  assertEquals(server.writes.map(({ method }) => method), ["POST"]);
  assertEquals(runtime.clock.monotonic(), 500);
  assertEquals(runtime.clock.pending, 0);
});

Deno.test("ensureCustomResource writes nothing where only the server's defaults differ (CL-4, FL-20)", async () => {
  const defaulted = crd(Site, GOOD, (object) => {
    Object.assign(object.spec, { conversion: { strategy: "None" }, preserveUnknownFields: false });
    object.metadata.labels = { other: "kept" };
  });
  const server = createFakeServer(() => ({ crd: defaulted }));
  const { client } = connect(server.fetch);
  await using _client = client;
  await ensureCustomResource(client, Site);
  assertEquals(server.writes, []);
});

Deno.test("ensureCustomResource updates what differs, and keeps others' labels and conversion (CL-4)", async () => {
  const conversion = { strategy: "Webhook", webhook: { conversionReviewVersions: ["v1"] } };
  let stored = crd(Site, GOOD, (object) => {
    const [version] = object.spec.versions;
    const properties = version?.schema?.openAPIV3Schema.properties?.spec?.properties;
    assert(properties?.names);
    properties.names.default = ["x"];
    object.metadata.labels = { other: "kept" };
    object.spec = { ...object.spec, conversion };
  });
  const server = createFakeServer(() => ({ crd: stored }));
  const { client } = connect(async (url, init) => {
    const response = await server.fetch(url, init);
    if (init.method === "PUT") stored = await response.clone().json();
    return response;
  });
  await using _client = client;
  await ensureCustomResource(client, Site);
  const [write] = server.writes;
  assertEquals(write?.method, "PUT");
  assertEquals(write?.body.metadata.resourceVersion, "7");
  assertEquals(write?.body.metadata.labels, { other: "kept" });
  assertEquals(write?.body.spec.conversion, conversion);
  assertEquals(write?.body.spec.versions[0]?.schema, Site.manifest.spec.versions[0]?.schema);
  await ensureCustomResource(client, Site);
  assertEquals(server.writes.length, 1);
});

Deno.test("ensureCustomResource never drops a stored version: it stays, and is served no more (CL-4)", async () => {
  let stored = crd(Site, GOOD);
  const server = createFakeServer(() => ({ crd: stored }));
  const { client } = connect(async (url, init) => {
    const response = await server.fetch(url, init);
    if (init.method === "PUT") stored = await response.clone().json();
    return response;
  });
  await using _client = client;
  await ensureCustomResource(client, SiteV2);
  assertEquals(
    stored.spec.versions.map(({ name, served, storage }) => [name, served, storage]),
    [["v2", true, true], ["v1", false, false]],
  );
  assertEquals(stored.spec.versions[1]?.schema, Site.manifest.spec.versions[0]?.schema);
  await ensureCustomResource(client, SiteV2);
  assertEquals(server.writes.length, 1);
});

Deno.test("ensureCustomResource says why names are not accepted, and what cannot be changed (CL-4)", async () => {
  const rejected = createFakeServer(() => ({ crd: crd(Site, { NamesAccepted: "False" }) }));
  const first = connect(rejected.fetch);
  await using _first = first.client;
  const error = await assertRejects(() => ensureCustomResource(first.client, Site), Error);
  assertStringIncludes(error.message, "are not accepted: NamesAccepted says the server");

  const cluster = crd(Site, GOOD, (object) => {
    object.spec = { ...object.spec, scope: "Cluster" };
  });
  const second = connect(createFakeServer(() => ({ crd: cluster })).fetch);
  await using _second = second.client;
  const fixed = await assertRejects(() => ensureCustomResource(second.client, Site), Error);
  assertStringIncludes(fixed.message, "exists with scope Cluster, which cannot become Namespaced");
});

Deno.test("ensureCustomResource ends at its time-out with the reason, and at the signal with the signal's (CL-4)", async () => {
  const server = createFakeServer(() => ({ crd: crd(Site, { Established: "False" }) }));
  const { runtime, client } = connect(server.fetch);
  await using _client = client;
  const error = await assertRejects(
    () => settled(runtime, ensureCustomResource(client, Site, { timeout: 1_000 })),
    DOMException,
  );
  assertEquals(error.name, "TimeoutError");
  assertStringIncludes(error.message, "Established is False (Established says the server)");
  assertEquals(runtime.clock.monotonic(), 1_000);
  const controller = new AbortController();
  const waiting = ensureCustomResource(client, Site, { signal: controller.signal });
  waiting.catch(() => {});
  await runtime.clock.advance(150);
  controller.abort(new Error("enough"));
  await assertRejects(() => waiting, Error, "enough");
  assertEquals(runtime.clock.pending, 0);
});

Deno.test("deleteCustomResource waits until the CRD is really gone, or is another one (CL-4, CL-6)", async () => {
  const terminating = (uid: string) =>
    crd(Site, { Terminating: "True" }, (object) => {
      object.metadata.uid = uid;
      object.metadata.deletionTimestamp = "2026-01-01T00:00:00Z";
    });
  for (const [last, duration] of [[{}, 300], [{ crd: terminating("2") }, 300]] as const) {
    const server = createFakeServer((reads) =>
      reads === 1 ? { crd: crd(Site, GOOD) } : reads < 5 ? { crd: terminating("1") } : last
    );
    const { runtime, client } = connect(server.fetch);
    await using _client = client;
    await settled(runtime, deleteCustomResource(client, Site));
    assertEquals(server.writes.map(({ method }) => method), ["DELETE"]);
    assertEquals(Reflect.get(server.writes[0]?.body ?? {}, "preconditions"), { uid: "1" });
    assertEquals(runtime.clock.monotonic(), duration);
  }
  const stuck = connect(createFakeServer(() => ({ crd: terminating("1") })).fetch);
  await using _stuck = stuck.client;
  const error = await assertRejects(
    () => settled(stuck.runtime, deleteCustomResource(stuck.client, Site, { timeout: 1_000 })),
    DOMException,
  );
  assertStringIncludes(error.message, "is not gone after 1000 ms: Terminating says the server");
});

Deno.test("a custom kind lives its life on the API server in memory", async () => {
  const runtime = createTestRuntime();
  await using server = createApiServer({ runtime });
  await using client = server.client({ runtime });
  const first = await settled(runtime, ensureCustomResource(client, Site));
  const again = await settled(runtime, ensureCustomResource(client, Site));
  assertEquals(again.metadata.resourceVersion, first.metadata.resourceVersion);
  const site = await client.create(Site, {
    metadata: { name: "a", namespace: "default" },
    spec: {},
  });
  assertEquals(site.spec, { replicas: 0, names: [], required: false });
  await settled(runtime, deleteCustomResource(client, Site));
  assertEquals((await client.list(crdResource)).items, []);
});
