import { assertEquals } from "@std/assert";
import { causes, type ConformanceCase, inArea, refusal } from "../case.ts";
import { configMaps, secrets } from "../resources.ts";

const limit = 3 * 1024 * 1024;

export const sizeCases: readonly ConformanceCase[] = inArea("request limits", [
  {
    name: "a body of more than 3 MiB is refused unread, whatever it is for",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      await client.create(configMaps, { metadata: key });
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const body = `{"data":{"a":"${"x".repeat(limit)}"}}`;
      for (
        const [method, place, type] of [
          ["POST", path, "application/json"],
          ["PUT", `${path}/a`, "application/json"],
          ["PATCH", `${path}/a`, "application/merge-patch+json"],
          ["DELETE", `${path}/a`, "application/json"],
        ] as const
      ) {
        const headers = { "content-type": type };
        const status = await refusal(client.request(place, { method, headers, body }));
        assertEquals(status, {
          kind: "Status",
          apiVersion: "v1",
          metadata: {},
          status: "Failure",
          message: `Request entity too large: limit is ${limit}`,
          reason: "RequestEntityTooLarge",
          code: 413,
        }, method);
      }
    },
  },
  {
    name: "bytes count, not characters",
    async run({ client, namespace }) {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const headers = { "content-type": "application/json" };
      const body = `{"data":{"a":"${"→".repeat(limit / 3)}"}}`;
      const status = await refusal(client.request(path, { method: "POST", headers, body }));
      assertEquals(status.code, 413);
    },
  },
  {
    name: "a ConfigMap holds a MiB and no more",
    async run({ client, namespace }) {
      const mebibyte = "x".repeat(1024 * 1024);
      await client.create(configMaps, {
        metadata: { name: "a", namespace },
        data: { a: mebibyte },
      });
      const status = await refusal(client.create(configMaps, {
        metadata: { name: "b", namespace },
        data: { a: mebibyte, b: "x" },
      }));
      assertEquals([status.code, causes(status), status.message], [
        422,
        ["FieldValueTooLong []"],
        'ConfigMap "b" is invalid: []: Too long: may not be more than 1048576 bytes',
      ]);
    },
  },
  {
    name: "a Secret holds a MiB of what it stands for",
    async run({ client, namespace }) {
      const data = (bytes: number) => ({ a: btoa("x".repeat(bytes)) });
      await client.create(secrets, {
        metadata: { name: "a", namespace },
        data: data(1024 * 1024),
      });
      const status = await refusal(client.create(secrets, {
        metadata: { name: "b", namespace },
        data: data(1024 * 1024 + 3),
      }));
      assertEquals([status.code, causes(status)], [422, ["FieldValueTooLong data"]]);
    },
  },
]);
