import { assert, assertEquals, assertMatch } from "@std/assert";
import { type ConformanceCase, type ConformanceEnv, inArea, refusal } from "../case.ts";
import { withThings } from "../kinds.ts";
import { configMaps, deployment, deployments, secrets } from "../resources.ts";

const asTable = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

interface Table {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: { readonly resourceVersion?: string; readonly continue?: string };
  readonly columnDefinitions:
    | readonly { readonly name: string; readonly type: string; readonly priority: number }[]
    | null;
  readonly rows: readonly {
    readonly cells: readonly unknown[];
    readonly object?: { readonly kind: string; readonly metadata: { readonly name: string } };
  }[];
}

async function table({ client }: ConformanceEnv, path: string): Promise<Table> {
  return await (await client.request(path, { headers: { accept: asTable } })).json();
}

function columns({ columnDefinitions }: Table): readonly string[] {
  return (columnDefinitions ?? []).map(({ name, type, priority }) =>
    `${name}:${type}${priority ? " wide" : ""}`
  );
}

async function post({ client }: ConformanceEnv, path: string, body: unknown): Promise<void> {
  const answer = await client.request(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  await answer.body?.cancel();
}

function column(name: string, type: string, jsonPath: string, more: Record<string, unknown> = {}) {
  return { name, type, jsonPath, ...more };
}

const open = { "x-kubernetes-preserve-unknown-fields": true };

export const tableCases: readonly ConformanceCase[] = inArea("tables", [
  {
    name: "have headings, a row for each object, and its metadata",
    async run(env) {
      const { client, namespace } = env;
      await client.create(configMaps, { metadata: { name: "a", namespace }, data: { x: "1" } });
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const found = await table(env, path);
      assertEquals([found.kind, found.apiVersion], ["Table", "meta.k8s.io/v1"]);
      assertEquals(columns(found), ["Name:string", "Data:string", "Age:string"]);
      const row = found.rows.find((one) => one.object?.metadata.name === "a");
      assertEquals(row?.object?.kind, "PartialObjectMetadata");
      assertEquals(row?.cells.slice(0, 2), ["a", 1]);
      assertMatch(String(row?.cells[2]), /^\d+s$/);
      assert(found.metadata.resourceVersion);
    },
  },
  {
    name: "hold whole objects, or none, where that is asked for",
    async run(env) {
      const { client, namespace } = env;
      await client.create(configMaps, { metadata: { name: "a", namespace }, data: { x: "1" } });
      const path = `/api/v1/namespaces/${namespace}/configmaps/a`;
      const [whole] = (await table(env, `${path}?includeObject=Object`)).rows;
      assertEquals(whole?.object?.kind, "ConfigMap");
      const [none] = (await table(env, `${path}?includeObject=None`)).rows;
      assertEquals(none?.object ?? null, null);
      const status = await refusal(table(env, `${path}?includeObject=All`));
      assertEquals([status.code, status.reason], [400, "BadRequest"]);
    },
  },
  {
    name: "come in pages",
    async run(env) {
      const { client, namespace } = env;
      for (const name of ["a", "b"]) {
        await client.create(secrets, { metadata: { name, namespace } });
      }
      const path = `/api/v1/namespaces/${namespace}/secrets?limit=1`;
      const first = await table(env, path);
      assertEquals(first.rows.map(({ cells }) => cells.slice(0, 3)), [["a", "Opaque", 0]]);
      const next = encodeURIComponent(first.metadata.continue ?? "");
      const second = await table(env, `${path}&continue=${next}`);
      assertEquals(second.rows.map(({ cells }) => cells[0]), ["b"]);
    },
  },
  {
    name: "are watched: the first event has the headings, the others have none",
    async run(env) {
      const { client, namespace } = env;
      for (const name of ["a", "b"]) {
        await client.create(secrets, { metadata: { name, namespace } });
      }
      const answer = await client.request(
        `/api/v1/namespaces/${namespace}/secrets?watch=1&timeoutSeconds=1`,
        { headers: { accept: asTable } },
      );
      const events = (await answer.text()).trim().split("\n").map((line) => JSON.parse(line));
      assertEquals(events.map(({ type, object }) => [type, object.kind, object.rows[0].cells[0]]), [
        ["ADDED", "Table", "a"],
        ["ADDED", "Table", "b"],
      ]);
      assertEquals(columns(events[0].object).length, 4);
      assertEquals(events[1].object.columnDefinitions ?? null, null);
    },
  },
  {
    name: "answer a creation",
    async run(env) {
      const { client, namespace } = env;
      const answer = await client.request(`/api/v1/namespaces/${namespace}/configmaps`, {
        method: "POST",
        headers: { accept: asTable, "content-type": "application/json" },
        body: JSON.stringify({ metadata: { name: "a" } }),
      });
      const found: Table = await answer.json();
      assertEquals([found.kind, found.rows[0]?.cells[0]], ["Table", "a"]);
    },
  },
  {
    name: "of custom resources without columns show name and age",
    run: (env) =>
      withThings(env, [{}], async (things) => {
        const { client, namespace } = env;
        await client.create(things, { metadata: { name: "a", namespace } });
        const found = await table(env, `/apis/${things.group}/v1/namespaces/${namespace}/things`);
        assertEquals(columns(found), ["Name:string", "Age:date"]);
        assertMatch(String(found.rows[0]?.cells[1]), /^\d+s$/);
      }),
  },
  {
    name: "of custom resources show the columns of their definition, with what is not there empty",
    run: (env) =>
      withThings(env, [{
        spec: open,
        more: {
          additionalPrinterColumns: [
            column("Text", "string", ".spec.text"),
            column("Number", "integer", ".spec.number", { priority: 1 }),
            column("Flag", "boolean", ".spec.flag"),
            column("Since", "date", ".spec.since"),
          ],
        },
      }], async (things) => {
        const { client, namespace } = env;
        const since = "2020-01-01T00:00:00Z";
        const spec = { text: "x", number: 5, flag: true, since };
        await client.create(things, { metadata: { name: "a", namespace }, spec });
        await client.create(things, { metadata: { name: "b", namespace }, spec: { since: "x" } });
        const found = await table(env, `/apis/${things.group}/v1/namespaces/${namespace}/things`);
        assertEquals(columns(found), [
          "Name:string",
          "Text:string",
          "Number:integer wide",
          "Flag:boolean",
          "Since:date",
        ]);
        assertEquals(found.rows[0]?.cells.slice(0, 4), ["a", "x", 5, true]);
        assertMatch(String(found.rows[0]?.cells[4]), /^\d+y(\d+d)?$/);
        assertEquals(found.rows[1]?.cells, ["b", null, null, null, "<invalid>"]);
      }),
  },
  {
    name: "of custom resources find cells by filters, slices and quoted names",
    run: (env) =>
      withThings(env, [{
        spec: open,
        more: {
          additionalPrinterColumns: [
            column("Ready", "string", '.status.conditions[?(@.type=="Ready")].status'),
            column("All", "string", ".spec.list[*]"),
            column("Last", "string", ".spec.list[-1]"),
            column("Over", "string", ".spec.many[?(@.n>1)].name"),
            column("Quoted", "string", ".spec['a']"),
            column("Label", "string", ".metadata.labels.a\\.b/c"),
            column("Whole", "string", ".spec.many[0]"),
          ],
        },
      }], async (things) => {
        const { client, namespace } = env;
        const many = [{ name: "x", n: 1 }, { name: "y", n: 2 }];
        await client.create(things, {
          metadata: { name: "a", namespace, labels: { "a.b/c": "l" } },
          spec: { list: ["p", "q"], many, a: "z" },
          status: {
            conditions: [{ type: "Other", status: "?" }, { type: "Ready", status: "True" }],
          },
        });
        const path = `/apis/${things.group}/v1/namespaces/${namespace}/things/a`;
        const [row] = (await table(env, path)).rows;
        assertEquals(row?.cells, ["a", "True", "p", "q", "y", "z", "l", '{"n":1,"name":"x"}']);
      }),
  },
  {
    name: "of custom resources leave cells empty whose value is of another type",
    run: (env) =>
      withThings(env, [{
        spec: open,
        more: {
          additionalPrinterColumns: [
            column("Integer", "integer", ".spec.text"),
            column("Whole", "integer", ".spec.float"),
            column("Number", "number", ".spec.text"),
            column("Flag", "boolean", ".spec.text"),
            column("Text", "string", ".spec.float"),
          ],
        },
      }], async (things) => {
        const { client, namespace } = env;
        const metadata = { name: "a", namespace };
        await client.create(things, { metadata, spec: { text: "x", float: 1.5 } });
        const path = `/apis/${things.group}/v1/namespaces/${namespace}/things/a`;
        const [row] = (await table(env, path)).rows;
        assertEquals(row?.cells, ["a", null, 1, null, null, "1.5"]);
      }),
  },
  {
    name: "of Deployments show what is ready, wide ones their containers",
    async run(env) {
      const { client, namespace } = env;
      await client.create(deployments, deployment(namespace));
      const found = await table(env, `/apis/apps/v1/namespaces/${namespace}/deployments/web`);
      assertEquals(columns(found), [
        "Name:string",
        "Ready:string",
        "Up-to-date:string",
        "Available:string",
        "Age:string",
        "Containers:string wide",
        "Images:string wide",
        "Selector:string wide",
      ]);
      const { cells = [] } = found.rows[0] ?? {};
      assertEquals([...cells.slice(0, 4), ...cells.slice(5)], [
        "web",
        "0/0",
        0,
        0,
        "main",
        "example.test/main:1",
        "app=web",
      ]);
    },
  },
  {
    name: "of Services and Endpoints show addresses and ports",
    async run(env) {
      const root = `/api/v1/namespaces/${env.namespace}`;
      await post(env, `${root}/services`, {
        metadata: { name: "a" },
        spec: { clusterIP: "None", selector: { b: "2", a: "1" }, ports: [{ port: 80 }] },
      });
      const [service] = (await table(env, `${root}/services/a`)).rows;
      assertEquals(service?.cells.filter((_, index) => index !== 5), [
        "a",
        "ClusterIP",
        "None",
        "<none>",
        "80/TCP",
        "a=1,b=2",
      ]);
      const ips = ["10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4"];
      await post(env, `${root}/endpoints`, {
        metadata: { name: "b" },
        subsets: [{ addresses: ips.map((ip) => ({ ip })), ports: [{ port: 80 }] }],
      });
      const [endpoints] = (await table(env, `${root}/endpoints/b`)).rows;
      assertEquals(endpoints?.cells[1], "10.0.0.1:80,10.0.0.2:80,10.0.0.3:80 + 1 more...");
    },
  },
  {
    name: "of Pods show their state, as their containers have it",
    async run(env) {
      const path = `/api/v1/namespaces/${env.namespace}/pods`;
      await post(env, path, {
        metadata: { name: "a" },
        spec: {
          containers: [{ name: "c", image: "i" }, { name: "d", image: "i" }],
          readinessGates: [{ conditionType: "example.test/g" }],
        },
      });
      const cells = async () => (await table(env, `${path}/a`)).rows[0]?.cells ?? [];
      const status = async (status: Record<string, unknown>) => {
        const answer = await env.client.request(`${path}/a/status`, {
          method: "PATCH",
          headers: { "content-type": "application/merge-patch+json" },
          body: JSON.stringify({ status }),
        });
        await answer.body?.cancel();
        return (await cells()).slice(0, 4);
      };
      assertEquals((await cells()).slice(0, 4), ["a", "0/2", "Pending", "0"]);
      assertEquals((await cells()).slice(5), ["<none>", "<none>", "<none>", "0/1"]);
      const base = { image: "i", imageID: "", ready: false, restartCount: 0, lastState: {} };
      const waiting = { waiting: { reason: "CrashLoopBackOff" } };
      assertEquals(
        await status({
          phase: "Running",
          containerStatuses: [
            { ...base, name: "c", ready: true, state: { running: {} } },
            { ...base, name: "d", restartCount: 3, state: waiting },
          ],
        }),
        ["a", "1/2", "CrashLoopBackOff", "3"],
      );
    },
  },
  {
    name: "of Events show whom they are about, without their name",
    async run(env) {
      const path = `/api/v1/namespaces/${env.namespace}/events`;
      await post(env, path, {
        metadata: { name: "a" },
        involvedObject: { kind: "Pod", name: "p", namespace: env.namespace },
        reason: "Started",
        message: "It did\n",
        type: "Normal",
        source: { component: "kubelet", host: "node" },
        count: 2,
        firstTimestamp: "2020-01-01T00:00:00Z",
        lastTimestamp: "2020-01-02T00:00:00Z",
      });
      const found = await table(env, path);
      const row = found.rows.find((one) => one.object?.metadata.name === "a");
      assertEquals(columns(found)[0], "Last Seen:string");
      assertEquals(row?.cells.slice(1, 7), [
        "Normal",
        "Started",
        "pod/p",
        "",
        "kubelet, node",
        "It did",
      ]);
      assertEquals(row?.cells.slice(8), [2, "a"]);
    },
  },
  {
    name: "of kinds without columns of their own show when they were created",
    async run(env) {
      const path = `/apis/rbac.authorization.k8s.io/v1/namespaces/${env.namespace}/roles`;
      await post(env, path, { metadata: { name: "a" }, rules: [] });
      const found = await table(env, `${path}/a`);
      assertEquals(columns(found), ["Name:string", "Created At:date"]);
      assertMatch(String(found.rows[0]?.cells[1]), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    },
  },
]);
