import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { z } from "zod";
import {
  type CustomResource,
  defineCustomResource,
  ensureCustomResource,
} from "../../../client/crd/mod.ts";
import { createClient } from "../../../client/mod.ts";
import { createApiServer, createTestRuntime } from "../../../testing/mod.ts";

function define<const V extends string>(...versions: V[]): CustomResource {
  const [version = "v1"] = versions;
  return defineCustomResource({
    group: "example.com",
    kind: "Site",
    plural: "sites",
    scope: "Namespaced",
    version,
    versions: Object.fromEntries(
      versions.map((name) => [name, { schema: z.object({ spec: z.looseObject({}).optional() }) }]),
    ),
  });
}

Deno.test("CL-4, CL-5: ensureCustomResource leaves a CRD alone that has a newer version, by Kubernetes' order of versions", async () => {
  await using server = createApiServer();
  await using client = server.client();
  const writes = () => server.log.filter(({ method }) => method !== "GET").length;
  const versions = (crd: Awaited<ReturnType<typeof ensureCustomResource>>) =>
    crd.spec.versions.map(({ name, served }) => served ? name : `(${name})`);
  await ensureCustomResource(client, define("v2", "v1"));
  const before = writes();
  const kept = await ensureCustomResource(client, define("v1"));
  assertEquals([versions(kept), writes()], [["v2", "v1"], before]);
  // For k8sversion, v3alpha1 is newer than v2; for Kubernetes it is not.
  const changed = await ensureCustomResource(client, define("v2", "v3alpha1"));
  assertEquals(versions(changed), ["v2", "v3alpha1"]);
  const back = await ensureCustomResource(client, define("v2"));
  assertEquals(versions(back), ["v2"]);
});

Deno.test("FL-20: ensureCustomResource takes no condition for not yet, and never deletes a CRD that fails", async () => {
  const site = define("v1");
  const methods: string[] = [];
  const runtime = createTestRuntime({
    fetch: (_url, init) => {
      methods.push(init.method ?? "GET");
      const crd = { ...site.manifest, metadata: { ...site.manifest.metadata, uid: "1" } };
      return Promise.resolve(Response.json({ ...crd, status: {} }));
    },
  });
  await using client = createClient({ server: "http://api.test" }, { runtime });
  const waiting = ensureCustomResource(client, site, { timeout: 1_000 });
  waiting.catch(() => {});
  await runtime.clock.advance(1_000);
  const error = await assertRejects(() => waiting, DOMException);
  assertStringIncludes(error.message, "the server says nothing of it yet");
  assertEquals([...new Set(methods)].sort(), ["GET"]);
});

Deno.test("FL-20: ensureCustomResource tries again where the server cannot take the first write", async () => {
  await using server = createApiServer();
  const failures = [500, 503, 429];
  using _broken = server.intercept(({ method }) => {
    const code = method === "POST" ? failures.shift() : undefined;
    if (code === undefined) return;
    return Response.json({ kind: "Status", status: "Failure", code }, { status: code });
  });
  await using client = server.client();
  const crd = await ensureCustomResource(client, define("v1"));
  assertEquals([crd.metadata.name, failures], ["sites.example.com", []]);
});
