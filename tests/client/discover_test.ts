import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { createClient, discover } from "../../client/mod.ts";
import { createApiServer, createTestRuntime } from "../../testing/mod.ts";
import { checkDiscover, checkMetadataOnly } from "./discovery_cases.ts";

Deno.test("CL-3: discover finds kinds, with and without aggregated discovery, and knows near names", async () => {
  await using server = createApiServer();
  await using client = server.client();
  await checkDiscover(client);
});

Deno.test("CL-3: metadataOnly reads, watches and keeps metadata alone", async () => {
  await using server = createApiServer();
  await using client = server.client();
  await checkMetadataOnly(client, "default");
});

Deno.test("CL-3: discover takes the preferred version that has the kind, and tells a group that does not answer", async () => {
  const versions = ["v2", "v1"].map((version) => ({ groupVersion: `x.io/${version}`, version }));
  const answers: Record<string, unknown> = {
    "/apis": {
      kind: "APIGroupList",
      groups: [{ name: "x.io", versions, preferredVersion: versions[1] }],
    },
    "/apis/x.io/v1": {
      resources: [
        { name: "things/status", kind: "Thing", namespaced: true },
        { name: "things", kind: "Thing", namespaced: true },
      ],
    },
    "/apis/x.io/v2": { resources: [{ name: "others", kind: "Other", namespaced: false }] },
  };
  const connect = (answers: Record<string, unknown>) =>
    createClient({ server: "http://api.test" }, {
      runtime: createTestRuntime({
        fetch: (url) => {
          const answer = answers[new URL(url).pathname];
          return Promise.resolve(Response.json(answer ?? {}, { status: answer ? 200 : 404 }));
        },
      }),
    });
  await using client = connect(answers);
  assertEquals((await discover(client, { group: "x.io", kind: "Thing" })).version, "v1");
  const other = await discover(client, { group: "x.io", kind: "Other" });
  assertEquals([other.version, other.scope], ["v2", "Cluster"]);
  const error = await assertRejects(
    () => discover(client, { group: "x.io", kind: "Thing", version: "v2" }),
    Error,
  );
  assertStringIncludes(error.message, "version v1 has it");

  await using silent = connect({
    "/apis": {
      kind: "APIGroupDiscoveryList",
      items: [{
        metadata: { name: "x.io" },
        versions: [{ version: "v1", freshness: "Stale", resources: [] }],
      }],
    },
  });
  const stale = await assertRejects(() => discover(silent, { group: "x.io", kind: "Y" }), Error);
  assertStringIncludes(stale.message, "what serves its version v1 does not answer");
});
