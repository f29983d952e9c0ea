import { assert, assertEquals } from "@std/assert";
import { type ConformanceCase, inArea, refusal } from "../case.ts";

export const errorCases: readonly ConformanceCase[] = inArea("refusals", [
  {
    name: "are a Status with status, reason, message and code",
    async run({ client, namespace }) {
      const status = await refusal(
        client.request(`/api/v1/namespaces/${namespace}/configmaps/none`),
      );
      assertEquals([status.kind, status.apiVersion, status.status], ["Status", "v1", "Failure"]);
      assertEquals([status.code, status.reason], [404, "NotFound"]);
      assert(status.message);
    },
  },
  {
    name: "of a body that is no JSON: BadRequest",
    async run({ client, namespace }) {
      const status = await refusal(client.request(`/api/v1/namespaces/${namespace}/configmaps`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: "{ not json",
      }));
      assertEquals([status.code, status.reason], [400, "BadRequest"]);
    },
  },
  {
    name: "of a verb that a path does not know: MethodNotAllowed",
    async run({ client, namespace }) {
      const status = await refusal(client.request(`/api/v1/namespaces/${namespace}/configmaps`, {
        method: "PUT",
        body: { metadata: { name: "a" } },
      }));
      assertEquals([status.code, status.reason], [405, "MethodNotAllowed"]);
    },
  },
  {
    name: "of a body of an unknown media type: UnsupportedMediaType",
    async run({ client, namespace }) {
      const status = await refusal(client.request(`/api/v1/namespaces/${namespace}/configmaps`, {
        method: "POST",
        headers: { "content-type": "text/plain" },
        body: "hello",
      }));
      assertEquals([status.code, status.reason], [415, "UnsupportedMediaType"]);
    },
  },
  {
    name: "do not come of /version, /api, /apis and /readyz",
    async run({ client }) {
      const version = await (await client.request("/version")).json();
      assert(version.gitVersion.startsWith("v"));
      const api = await (await client.request("/api")).json();
      assertEquals([api.kind, api.versions], ["APIVersions", ["v1"]]);
      const apis = await (await client.request("/apis")).json();
      assertEquals(apis.kind, "APIGroupList");
      assert(apis.groups.some((group: { name: string }) => group.name === "apps"));
      assertEquals(await (await client.request("/readyz")).text(), "ok");
    },
  },
]);
