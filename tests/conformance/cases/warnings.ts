import { assertEquals } from "@std/assert";
import { type ConformanceCase, eventually, inArea, isGone, refusal } from "../case.ts";
import { crd, customResourceDefinitions, deployment, deployments } from "../resources.ts";
import type { Client } from "../../../client/mod.ts";

interface Said {
  readonly code: number;
  readonly warnings: readonly string[];
  // deno-lint-ignore no-explicit-any
  readonly body: any;
}

// A Headers object joins what was several headers; texts hold no quote that is not escaped.
function parse(value: string | null): readonly string[] {
  const texts = (value ?? "").matchAll(/299 - "((?:[^"\\]|\\.)*)"/g);
  return [...texts].map(([, text = ""]) => {
    const bytes = Uint8Array.from(text.replace(/\\(.)/g, "$1"), (char) => char.charCodeAt(0));
    return new TextDecoder().decode(bytes);
  });
}

async function send(
  client: Client,
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  body?: unknown,
): Promise<Said> {
  const headers: Record<string, string> = method === "PATCH"
    ? { "content-type": "application/merge-patch+json" }
    : {};
  const options = { method, headers, ...(body === undefined ? {} : { body }) };
  const answer = await client.request(path, options);
  return {
    code: answer.status,
    warnings: parse(answer.headers.get("warning")),
    body: await answer.json(),
  };
}

export const warningCases: readonly ConformanceCase[] = inArea("warnings", [
  {
    area: "field validation",
    name: "come of unknown fields unless they are ignored or refused",
    async run({ client, namespace }) {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const body = (name: string) => ({ metadata: { name, odd: 1 }, extra: { a: 1 } });
      const warned = await send(client, "POST", path, body("a"));
      assertEquals(warned.warnings, [
        'unknown field "metadata.odd"',
        'unknown field "extra"',
      ]);
      assertEquals(
        (await send(client, "POST", `${path}?fieldValidation=Ignore`, body("b"))).warnings,
        [],
      );
      const status = await refusal(
        send(client, "POST", `${path}?fieldValidation=Strict`, body("c")),
      );
      assertEquals([status.code, status.message], [
        400,
        'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "metadata.odd", unknown field "extra"',
      ]);
    },
  },
  {
    name: "come of Endpoints with every request",
    async run({ client, namespace }) {
      const path = `/api/v1/namespaces/${namespace}/endpoints`;
      const text = "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice";
      assertEquals((await send(client, "GET", path)).warnings, [text]);
      const made = await send(client, "POST", path, { metadata: { name: "a" } });
      assertEquals(made.warnings, [text]);
      assertEquals((await send(client, "DELETE", `${path}/a`)).warnings, [text]);
    },
  },
  {
    name:
      "come of deprecated versions of custom kinds, in the words of the definition or their own",
    async run({ client, namespace, unique }) {
      const group = `deprecated-${unique}.example.test`;
      const definition = crd(group, "Gadget");
      const [version] = definition.spec.versions;
      const versions = [
        version,
        { ...version, name: "v1beta1", storage: false, deprecated: true },
        {
          ...version,
          name: "v1alpha1",
          storage: false,
          deprecated: true,
          deprecationWarning: 'move to "v1" → soon',
        },
      ];
      await client.create(customResourceDefinitions, {
        ...definition,
        spec: { ...definition.spec, versions },
      });
      const path = (name: string) => `/apis/${group}/${name}/namespaces/${namespace}/gadgets`;
      await eventually(
        "gadgets are served",
        async () =>
          !await isGone(client.request(path("v1")).then((answer) => answer.body?.cancel())),
      );
      assertEquals((await send(client, "GET", path("v1"))).warnings, []);
      const own = `${group}/v1beta1 Gadget is deprecated; use ${group}/v1 Gadget`;
      assertEquals((await send(client, "GET", path("v1beta1"))).warnings, [own]);
      const made = await send(client, "POST", path("v1beta1"), {
        apiVersion: `${group}/v1beta1`,
        kind: "Gadget",
        metadata: { name: "a" },
        spec: {},
        extra: 1,
      });
      assertEquals(made.warnings, [own, 'unknown field "extra"']);
      assertEquals((await send(client, "GET", `${path("v1alpha1")}/a`)).warnings, [
        'move to "v1" → soon',
      ]);
      await client.delete(customResourceDefinitions, { name: `gadgets.${group}` });
    },
  },
  {
    name: "do not come of versions that are none: a deprecationWarning needs a deprecated one",
    async run({ client, unique }) {
      const definition = crd(`wrong-${unique}.example.test`, "Gadget");
      const versions = definition.spec.versions.map((one) => ({ ...one, deprecationWarning: "x" }));
      const status = await refusal(client.create(customResourceDefinitions, {
        ...definition,
        spec: { ...definition.spec, versions },
      }));
      assertEquals(status.details?.causes?.map((one) => [one.field, one.message]), [[
        "spec.versions[0].deprecationWarning",
        'Invalid value: "x": can only be set for deprecated versions',
      ]]);
    },
  },
  {
    name: "come of an owner that is named twice, who is kept once",
    async run({ client, namespace }) {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const owner = await send(client, "POST", path, { metadata: { name: "owner" } });
      const { uid } = owner.body.metadata;
      const reference = { apiVersion: "v1", kind: "ConfigMap", name: "owner", uid };
      const ownerReferences = [reference, reference];
      const text = (after: string) =>
        `.metadata.ownerReferences contains duplicate entries${after}; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: ${uid}`;
      const made = await send(client, "POST", path, { metadata: { name: "a", ownerReferences } });
      assertEquals(made.warnings, [text("")]);
      assertEquals(made.body.metadata.ownerReferences, [reference]);
      const patched = await send(client, "PATCH", `${path}/a`, { metadata: { ownerReferences } });
      assertEquals(patched.warnings, [text(" after mutating admission happens")]);
    },
  },
  {
    name: "come of pods with variables, ports and labels that are hardly meant",
    async run({ client, namespace }) {
      const path = `/api/v1/namespaces/${namespace}/pods`;
      const { warnings } = await send(client, "POST", path, {
        metadata: {
          name: "a",
          annotations: { "scheduler.alpha.kubernetes.io/critical-pod": "" },
        },
        spec: {
          nodeSelector: { "beta.kubernetes.io/os": "linux" },
          containers: [
            {
              name: "a",
              image: "example.test/a",
              env: [{ name: "A", value: "1" }, { name: "A", value: "2" }, {
                name: "A",
                value: "$(A)3",
              }],
              ports: [{ name: "web", containerPort: 80 }],
            },
            {
              name: "b",
              image: "example.test/b",
              ports: [{ name: "web", containerPort: 80 }],
            },
          ],
        },
      });
      assertEquals(warnings, [
        'spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead',
        'metadata.annotations[scheduler.alpha.kubernetes.io/critical-pod]: non-functional in v1.16+; use the "priorityClassName" field instead',
        'spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply',
        "spec.containers[1].ports[0]: duplicate port definition with spec.containers[0].ports[0]",
        'spec.containers[1].ports[0]: duplicate port name "web" with spec.containers[0].ports[0], services and probes that select ports by name will use spec.containers[0].ports[0]',
      ]);
    },
  },
  {
    name: "come of pod templates when they are written, and not of other changes",
    async run({ client, namespace }) {
      const made = deployment(namespace);
      const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
      const nodeSelector = { "beta.kubernetes.io/arch": "amd64" };
      const { template } = made.spec;
      const text =
        'spec.template.spec.nodeSelector[beta.kubernetes.io/arch]: deprecated since v1.14; use "kubernetes.io/arch" instead';
      const created = await send(client, "POST", path, {
        ...made,
        spec: { ...made.spec, template: { ...template, spec: { ...template.spec, nodeSelector } } },
      });
      assertEquals(created.warnings, [text]);
      const labelled = await send(client, "PATCH", `${path}/web`, {
        metadata: { labels: { a: "b" } },
      });
      assertEquals(labelled.warnings, []);
      const slower = await send(client, "PATCH", `${path}/web`, { spec: { minReadySeconds: 5 } });
      assertEquals(slower.warnings, [text]);
      await client.delete(deployments, { name: "web", namespace });
    },
  },
  {
    name: "come of services and service accounts that use what is deprecated",
    async run({ client, namespace }) {
      const services = `/api/v1/namespaces/${namespace}/services`;
      const external = await send(client, "POST", services, {
        metadata: { name: "a" },
        spec: { ports: [{ port: 80 }], externalIPs: ["192.0.2.1"] },
      });
      assertEquals(external.warnings, [
        "spec.externalIPs is deprecated and may no longer be implemented in some clusters",
      ]);
      const headless = await send(client, "POST", services, {
        metadata: { name: "b" },
        spec: {
          clusterIP: "None",
          ports: [{ port: 80 }],
          externalIPs: ["192.0.2.1"],
          sessionAffinity: "ClientIP",
          externalName: "a.example.test",
        },
      });
      assertEquals(headless.warnings, [
        "spec.externalIPs is ignored for headless services",
        "spec.SessionAffinity is ignored for headless services",
        'spec.externalName is ignored when spec.type is not "ExternalName"',
      ]);
      const note = "kubernetes.io/enforce-mountable-secrets";
      const account = await send(
        client,
        "POST",
        `/api/v1/namespaces/${namespace}/serviceaccounts`,
        {
          metadata: { name: "a", annotations: { [note]: "true" } },
        },
      );
      assertEquals(account.warnings, [
        `metadata.annotations[${note}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets`,
      ]);
    },
  },
  {
    name: "come with answers that refuse, too",
    async run({ client, namespace }) {
      const headers: string[] = [];
      const path = `/api/v1/namespaces/${namespace}/endpoints/none`;
      await client.request(path).then(() => {}, (error) => {
        headers.push(...parse(error.headers.get("warning")));
      });
      assertEquals(headers.length, 1);
    },
  },
  {
    name: "are cut short where they are too long together, and said once",
    async run({ client, namespace }) {
      const long = (index: number) => `${index}${"x".repeat(400)}`;
      const fields = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [long(index), 1]));
      const { warnings } = await send(
        client,
        "POST",
        `/api/v1/namespaces/${namespace}/configmaps`,
        {
          metadata: { name: "a" },
          ...fields,
        },
      );
      assertEquals(warnings.length, 16);
      assertEquals(new Set(warnings.map((one) => one.length)), new Set([256]));
    },
  },
]);
