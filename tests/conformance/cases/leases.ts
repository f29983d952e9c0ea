import { assertEquals } from "@std/assert";
import { causes, type ConformanceCase, inArea, isGone, older, refusal, take } from "../case.ts";
import { Lease } from "../../../kinds/mod.ts";
import type { Client } from "../../../client/mod.ts";

async function send(
  client: Client,
  method: "POST" | "PUT" | "PATCH",
  path: string,
  body: unknown,
) {
  const headers: Record<string, string> = method === "PATCH"
    ? { "content-type": "application/merge-patch+json" }
    : {};
  const answer = await client.request(path, { method, headers, body });
  return await answer.json();
}

function place(namespace: string): string {
  return `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`;
}

const now = "2026-01-01T00:00:00.000000Z";

export const leaseCases: readonly ConformanceCase[] = inArea("leases", [
  {
    name: "hold who has them, since when and for how long",
    async run({ client, namespace }) {
      const spec = {
        holderIdentity: "a",
        leaseDurationSeconds: 15,
        acquireTime: now,
        renewTime: now,
        leaseTransitions: 0,
      };
      const made = await send(client, "POST", place(namespace), {
        metadata: { name: "a" },
        spec,
      });
      assertEquals(made.spec, spec);
      assertEquals([made.metadata.generation, made.status], [undefined, undefined]);
    },
  },
  {
    name: "have a spec even when none was given",
    async run({ client, namespace }) {
      const made = await send(client, "POST", place(namespace), { metadata: { name: "a" } });
      assertEquals(made.spec, {});
    },
  },
  {
    name: "last at least a second, and count no transitions below none",
    async run({ client, namespace }) {
      const status = await refusal(send(client, "POST", place(namespace), {
        metadata: { name: "a" },
        spec: { holderIdentity: "", leaseDurationSeconds: 0, leaseTransitions: -1 },
      }));
      assertEquals([status.code, causes(status)], [422, [
        "FieldValueInvalid spec.leaseDurationSeconds",
        "FieldValueInvalid spec.leaseTransitions",
      ]]);
      assertEquals(
        status.details?.causes?.[0]?.message,
        "Invalid value: 0: must be greater than 0",
      );
    },
  },
  {
    name: "have times of exactly six digits",
    async run({ client, namespace }) {
      const layout = "2006-01-02T15:04:05.000000Z07:00";
      const bad = async (renewTime: string, rest: string, part: string) => {
        const status = await refusal(send(client, "POST", place(namespace), {
          metadata: { name: "a" },
          spec: { renewTime },
        }));
        assertEquals([status.code, status.message], [
          400,
          `Lease in version "v1" cannot be handled as a Lease: parsing time "${renewTime}" as "${layout}": cannot parse "${rest}" as "${part}"`,
        ]);
      };
      await bad("2026-01-01T00:00:00Z", "Z", ".000000");
      await bad("2026-01-01T00:00:00.123Z", ".123Z", ".000000");
      await bad("yesterday", "yesterday", "2006");
    },
  },
  {
    name: "show times in UTC",
    async run({ client, namespace }) {
      const made = await send(client, "POST", place(namespace), {
        metadata: { name: "a" },
        spec: { renewTime: "2026-01-01T02:00:00.123456+02:00" },
      });
      assertEquals(made.spec.renewTime, "2026-01-01T00:00:00.123456Z");
    },
  },
  {
    name: "have numbers where numbers belong",
    async run({ client, namespace }) {
      for (const [value, said] of [["15", "string"], [1.5, "number 1.5"]]) {
        const status = await refusal(send(client, "POST", place(namespace), {
          metadata: { name: "a" },
          spec: { leaseDurationSeconds: value },
        }));
        assertEquals([status.code, status.message], [
          400,
          `Lease in version "v1" cannot be handled as a Lease: json: cannot unmarshal ${said} into Go struct field LeaseSpec.spec.leaseDurationSeconds of type int32`,
        ]);
      }
    },
  },
  {
    name: "refuse a patch to a time that is none, as Invalid",
    async run({ client, namespace }) {
      await client.create(Lease, { metadata: { name: "a", namespace }, spec: {} });
      const path = `${place(namespace)}/a`;
      const status = await refusal(send(client, "PATCH", path, { spec: { renewTime: "x" } }));
      assertEquals([status.code, causes(status)], [422, ["FieldValueInvalid patch"]]);
    },
  },
  {
    name: "lose a strategy and a preferred holder, which are for coordinated elections",
    async run({ client, namespace }) {
      const made = await send(client, "POST", place(namespace), {
        metadata: { name: "a" },
        spec: { strategy: "OldestEmulationVersion", preferredHolder: "b", holderIdentity: "a" },
      });
      assertEquals(made.spec, { holderIdentity: "a" });
    },
  },
  {
    name: "are created by an update, and updated only at their version",
    async run({ client, namespace }) {
      const path = `${place(namespace)}/a`;
      const body = { metadata: { name: "a" }, spec: { holderIdentity: "a" } };
      const made = await send(client, "PUT", path, body);
      assertEquals(made.spec.holderIdentity, "a");
      const blind = await refusal(send(client, "PUT", path, body));
      assertEquals([blind.code, causes(blind)], [422, [
        "FieldValueInvalid metadata.resourceVersion",
      ]]);
      const taken = { ...made, spec: { holderIdentity: "b" } };
      const changed = await send(client, "PUT", path, taken);
      assertEquals(older(made.metadata.resourceVersion, changed.metadata.resourceVersion), true);
      const late = await refusal(
        send(client, "PUT", path, { ...made, spec: { holderIdentity: "c" } }),
      );
      assertEquals([late.code, late.reason], [409, "Conflict"]);
    },
  },
  {
    name: "are given to one of two who want them at once",
    async run({ client, namespace }) {
      const made = await client.create(Lease, {
        metadata: { name: "a", namespace },
        spec: { holderIdentity: "" },
      });
      const take = (holderIdentity: string) =>
        client.update(Lease, { ...made, spec: { ...made.spec, holderIdentity } })
          .then(() => 200, (error) => error.code);
      const codes = await Promise.all(["a", "b", "c"].map(take));
      assertEquals(codes.toSorted(), [200, 409, 409]);
    },
  },
  {
    name: "tell a watch of each renewal, and the same renewal is no change",
    async run({ client, namespace }) {
      const key = { name: "a", namespace };
      const made = await client.create(Lease, { metadata: key, spec: { renewTime: now } });
      const { resourceVersion = "" } = made.metadata;
      const events = client.watch(Lease, { namespace, resourceVersion, timeoutSeconds: 10 });
      const same = await client.patch(Lease, key, { merge: { spec: { renewTime: now } } });
      assertEquals(same.metadata.resourceVersion, resourceVersion);
      const renewTime = "2026-01-01T00:00:01.000000Z";
      await client.patch(Lease, key, { merge: { spec: { renewTime } } });
      const [event] = await take(events, 1);
      assertEquals(event?.type, "MODIFIED");
      await client.delete(Lease, key);
      assertEquals(await isGone(client.get(Lease, key)), true);
    },
  },
  {
    name: "cannot be selected by their holder, and have no status",
    async run({ client, namespace }) {
      const status = await refusal(
        client.list(Lease, { namespace, fieldSelector: "spec.holderIdentity=a" }),
      );
      assertEquals([status.code, status.message], [
        400,
        '"spec.holderIdentity" is not a known field selector: only "metadata.name", "metadata.namespace"',
      ]);
      const none = await refusal(send(client, "PUT", `${place(namespace)}/a/status`, {}));
      assertEquals(none.code, 404);
    },
  },
]);
