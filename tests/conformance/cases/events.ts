import { assertEquals } from "@std/assert";
import { causes, type ConformanceCase, type ConformanceEnv, inArea, refusal } from "../case.ts";
import type { Client } from "../../../client/mod.ts";

async function send(
  client: Client,
  method: "GET" | "POST" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
) {
  const headers: Record<string, string> = method === "PATCH"
    ? { "content-type": "application/merge-patch+json" }
    : {};
  const options = { method, headers, ...(body === undefined ? {} : { body }) };
  return await (await client.request(path, options)).json();
}

function places({ namespace }: Pick<ConformanceEnv, "namespace">) {
  return {
    core: `/api/v1/namespaces/${namespace}/events`,
    events: `/apis/events.k8s.io/v1/namespaces/${namespace}/events`,
  };
}

const eventTime = "2026-01-01T00:00:00.000000Z";

function about(namespace: string, name = "p") {
  return { kind: "Pod", namespace, name };
}

function event(namespace: string, rest: Record<string, unknown> = {}) {
  return {
    metadata: { name: "a" },
    eventTime,
    reportingController: "example.test/operator",
    reportingInstance: "operator-0",
    action: "Reconcile",
    reason: "Ready",
    type: "Normal",
    regarding: about(namespace),
    note: "All is well",
    ...rest,
  };
}

export const eventCases: readonly ConformanceCase[] = inArea("events", [
  {
    name: "of core are those of events.k8s.io under other names",
    async run(env) {
      const { client, namespace } = env;
      const { core, events } = places(env);
      const made = await send(client, "POST", core, {
        metadata: { name: "a" },
        involvedObject: about(namespace),
        reason: "Ready",
        message: "All is well",
        type: "Normal",
        source: { component: "operator", host: "node" },
        firstTimestamp: "2026-01-01T00:00:00Z",
        lastTimestamp: "2026-01-01T00:00:01Z",
        count: 3,
      });
      const { metadata, managedFields: _, ...same } = await send(client, "GET", `${events}/a`);
      assertEquals([metadata.uid, metadata.resourceVersion], [
        made.metadata.uid,
        made.metadata.resourceVersion,
      ]);
      assertEquals(same, {
        apiVersion: "events.k8s.io/v1",
        kind: "Event",
        eventTime: null,
        reason: "Ready",
        regarding: about(namespace),
        note: "All is well",
        type: "Normal",
        deprecatedSource: { component: "operator", host: "node" },
        deprecatedFirstTimestamp: "2026-01-01T00:00:00Z",
        deprecatedLastTimestamp: "2026-01-01T00:00:01Z",
        deprecatedCount: 3,
      });
    },
  },
  {
    name: "of events.k8s.io are those of core under other names",
    async run(env) {
      const { client, namespace } = env;
      const { core, events } = places(env);
      await send(client, "POST", events, event(namespace));
      const { metadata, ...rest } = await send(client, "GET", `${core}/a`);
      assertEquals(metadata.name, "a");
      assertEquals(rest, {
        apiVersion: "v1",
        kind: "Event",
        involvedObject: about(namespace),
        reason: "Ready",
        message: "All is well",
        source: {},
        firstTimestamp: null,
        lastTimestamp: null,
        type: "Normal",
        eventTime,
        action: "Reconcile",
        reportingComponent: "example.test/operator",
        reportingInstance: "operator-0",
      });
    },
  },
  {
    name: "are deleted in one group and gone from the other",
    async run(env) {
      const { client, namespace } = env;
      const { core, events } = places(env);
      await send(client, "POST", events, event(namespace));
      const taken = await refusal(send(client, "POST", events, event(namespace)));
      assertEquals([taken.code, taken.reason], [409, "AlreadyExists"]);
      await send(client, "DELETE", `${core}/a`);
      const status = await refusal(send(client, "GET", `${events}/a`));
      assertEquals(status.code, 404);
    },
  },
  {
    name: "of events.k8s.io need a time, a type and who reports",
    async run(env) {
      const { client, namespace } = env;
      const { events } = places(env);
      const bare = await refusal(send(client, "POST", events, {
        metadata: { name: "a" },
        regarding: about(namespace),
      }));
      assertEquals([bare.code, bare.message], [
        422,
        'Event "a" is invalid: [eventTime: Required value, type: Invalid value: "": has invalid value: ]',
      ]);
      const timed = await refusal(send(client, "POST", events, {
        metadata: { name: "a" },
        regarding: about(namespace),
        eventTime,
        type: "Odd",
      }));
      assertEquals([...new Set(causes(timed))], [
        "FieldValueRequired reportingController",
        "FieldValueInvalid reportingController",
        "FieldValueRequired reportingInstance",
        "FieldValueRequired action",
        "FieldValueRequired reason",
        "FieldValueInvalid type",
      ]);
    },
  },
  {
    name: "of events.k8s.io must not have what is deprecated",
    async run(env) {
      const { client, namespace } = env;
      const status = await refusal(send(
        client,
        "POST",
        places(env).events,
        event(namespace, {
          deprecatedCount: 2,
          deprecatedFirstTimestamp: "2026-01-01T00:00:00Z",
          deprecatedLastTimestamp: "2026-01-01T00:00:00Z",
          deprecatedSource: { component: "operator" },
        }),
      ));
      assertEquals(causes(status), [
        "FieldValueInvalid firstTimestamp",
        "FieldValueInvalid lastTimestamp",
        "FieldValueInvalid count",
        "FieldValueInvalid source",
      ]);
    },
  },
  {
    name: "of core may be of any type, and need nothing but their namespace",
    async run(env) {
      const { client, namespace } = env;
      const { core } = places(env);
      const made = await send(client, "POST", core, {
        metadata: { generateName: "a." },
        involvedObject: about(namespace),
        type: "Odd",
      });
      assertEquals([made.type, made.eventTime, made.reportingComponent], ["Odd", null, ""]);
      const status = await refusal(send(client, "POST", core, {
        metadata: { generateName: "a." },
        involvedObject: about("elsewhere"),
      }));
      assertEquals([status.code, causes(status)], [422, [
        "FieldValueInvalid involvedObject.namespace",
      ]]);
      const node = await refusal(send(client, "POST", core, {
        metadata: { generateName: "a." },
        involvedObject: { kind: "Node", name: "n" },
      }));
      assertEquals(causes(node), ["FieldValueInvalid involvedObject.namespace"]);
    },
  },
  {
    name: "of things without a namespace are in default",
    async run({ client, unique }) {
      const { core, events } = places({ namespace: "default" });
      const name = `node-${unique}`;
      const made = await send(client, "POST", events, {
        ...event("default"),
        metadata: { name },
        regarding: { kind: "Node", name: "n" },
      });
      assertEquals(made.regarding, { kind: "Node", name: "n" });
      await send(client, "DELETE", `${core}/${name}`);
    },
  },
  {
    name: "have a series of at least two",
    async run(env) {
      const { client, namespace } = env;
      const { core, events } = places(env);
      const series = { count: 1, lastObservedTime: null };
      const status = await refusal(
        send(client, "POST", events, event(namespace, { series })),
      );
      assertEquals(causes(status), [
        "FieldValueInvalid series.count",
        "FieldValueRequired series.lastObservedTime",
      ]);
      await send(client, "POST", events, event(namespace));
      const second = { count: 2, lastObservedTime: "2026-01-01T00:00:05.000000Z" };
      await send(client, "PATCH", `${events}/a`, { series: second });
      assertEquals((await send(client, "GET", `${core}/a`)).series, second);
      const back = await refusal(send(client, "PATCH", `${events}/a`, { series: { count: 1 } }));
      assertEquals(causes(back), ["FieldValueInvalid series.count"]);
    },
  },
  {
    name: "of events.k8s.io stay what they are, those of core may change",
    async run(env) {
      const { client, namespace } = env;
      const { core, events } = places(env);
      await send(client, "POST", events, event(namespace));
      const status = await refusal(
        send(client, "PATCH", `${events}/a`, { note: "Other", reason: "Other", action: "Other" }),
      );
      assertEquals([...new Set(causes(status))], [
        "FieldValueInvalid reason",
        "FieldValueInvalid message",
        "FieldValueInvalid action",
      ]);
      await send(client, "PATCH", `${events}/a`, { metadata: { labels: { a: "b" } } });
      const changed = await send(client, "PATCH", `${core}/a`, { message: "Other", count: 2 });
      assertEquals([changed.message, changed.count], ["Other", 2]);
    },
  },
  {
    area: "selectors",
    name: "are selected by fields under the names of their group",
    async run(env) {
      const { client, namespace } = env;
      const { core, events } = places(env);
      await send(client, "POST", events, event(namespace));
      await send(client, "POST", core, {
        metadata: { name: "b" },
        involvedObject: about(namespace, "q"),
        source: { component: "kubelet" },
        reason: "Started",
        type: "Warning",
      });
      const names = async (path: string, fieldSelector: string) => {
        const answer = await client.request(path, { query: { fieldSelector } });
        const { items } = await answer.json();
        return items.map((one: { metadata: { name: string } }) => one.metadata.name);
      };
      assertEquals(await names(core, "involvedObject.name=p"), ["a"]);
      assertEquals(await names(core, "involvedObject.kind=Pod,type!=Normal"), ["b"]);
      assertEquals(await names(core, "source=kubelet"), ["b"]);
      // Who reports is the source where none is told.
      assertEquals(await names(core, "source=example.test/operator"), ["a"]);
      assertEquals(await names(core, "reportingComponent=example.test/operator"), ["a"]);
      assertEquals(await names(events, "regarding.name=q"), ["b"]);
      assertEquals(await names(events, "reportingController=example.test/operator"), ["a"]);
      assertEquals(await names(events, "regarding.apiVersion=v2"), []);
      for (const [path, field] of [[events, "involvedObject.name"], [core, "regarding.name"]]) {
        const status = await refusal(names(path ?? "", `${field}=p`));
        assertEquals([status.code, status.message], [400, `field label not supported: ${field}`]);
      }
    },
  },
  {
    name: "tell watches of both groups of the same change",
    async run(env) {
      const { client, namespace } = env;
      const { core, events } = places(env);
      await send(client, "POST", core, {
        metadata: { name: "a" },
        involvedObject: about(namespace),
        message: "One",
      });
      for (const [path, field] of [[core, "message"], [events, "note"]] as const) {
        const answer = await client.request(path, { query: { watch: 1, timeoutSeconds: 1 } });
        const [line = ""] = (await answer.text()).split("\n");
        const { type, object } = JSON.parse(line);
        assertEquals([type, object[field]], ["ADDED", "One"]);
      }
    },
  },
]);
