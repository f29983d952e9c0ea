import { assertEquals } from "@std/assert";
import { causes, type ConformanceCase, inArea, refusal } from "../case.ts";
import { configMaps, deployment, deployments } from "../resources.ts";

/** A Deployment with values that say nothing. */
function emptied(namespace: string) {
  const made = deployment(namespace);
  const [container] = made.spec.template.spec.containers;
  return {
    ...made,
    spec: {
      ...made.spec,
      minReadySeconds: 0,
      paused: false,
      template: {
        ...made.spec.template,
        spec: {
          ...made.spec.template.spec,
          nodeSelector: {},
          volumes: [],
          hostNetwork: false,
          containers: [{
            name: "main",
            image: "example.test/main:1",
            ...container,
            args: [],
            imagePullPolicy: "",
            env: [{ name: "EMPTY", value: "" }],
            resources: { limits: {} },
          }],
        },
      },
    },
  };
}

export const builtInCases: readonly ConformanceCase[] = inArea("field validation", [
  {
    name:
      "lose a field that they do not have, with a warning, and refuse it when told to be strict",
    async run({ client, namespace }) {
      const path = `/api/v1/namespaces/${namespace}/configmaps`;
      const body = {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "a" },
        data: { k: "v" },
        surprise: 1,
      };
      const warned = await client.request(path, { method: "POST", body });
      assertEquals(warned.headers.get("warning"), '299 - "unknown field \\"surprise\\""');
      assertEquals((await warned.json()).surprise, undefined);
      const quiet = await client.request(path, {
        method: "POST",
        query: { fieldValidation: "Ignore" },
        body: { ...body, metadata: { name: "b", surprise: 1 } },
      });
      assertEquals(quiet.headers.get("warning"), null);
      assertEquals((await quiet.json()).metadata.surprise, undefined);
      const status = await refusal(client.request(path, {
        method: "POST",
        query: { fieldValidation: "Strict" },
        body: { ...body, metadata: { name: "c" } },
      }));
      assertEquals([status.code, status.reason, status.message], [
        400,
        "BadRequest",
        'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "surprise"',
      ]);
    },
  },
  {
    name: "refuse a strict patch that adds a field that they do not have, as Invalid",
    async run({ client, namespace }) {
      await client.create(configMaps, { metadata: { name: "a", namespace } });
      const status = await refusal(
        client.request(`/api/v1/namespaces/${namespace}/configmaps/a`, {
          method: "PATCH",
          query: { fieldValidation: "Strict" },
          headers: { "content-type": "application/merge-patch+json" },
          body: JSON.stringify({ surprise: 1 }),
        }),
      );
      assertEquals([status.code, causes(status)], [422, ["FieldValueInvalid patch"]]);
    },
  },
  {
    name: "drop empty lists, empty maps and zeros, and nobody owns those",
    async run({ client, namespace }) {
      const made = await client.create(deployments, emptied(namespace) as never);
      const { spec } = made;
      assertEquals(["minReadySeconds" in spec, "paused" in spec], [false, false]);
      const pod = spec.template.spec as Record<string, unknown>;
      assertEquals(
        ["nodeSelector", "volumes", "hostNetwork"].filter((field) => field in pod),
        [],
      );
      const [container] = spec.template.spec.containers as Record<string, unknown>[];
      assertEquals([container?.args, container?.imagePullPolicy, container?.env], [
        undefined,
        "IfNotPresent",
        [{ name: "EMPTY" }],
      ]);
      assertEquals(container?.resources, {});
      assertEquals(JSON.stringify(made.metadata.managedFields).includes("f:args"), false);
    },
  },
  {
    area: "no-op updates",
    name: "are not changed by a patch to what is empty already",
    async run({ client, namespace }) {
      const key = { name: "web", namespace };
      await client.create(deployments, deployment(namespace));
      const changed = await client.patch(deployments, key, {
        merge: { spec: { minReadySeconds: 0, template: { spec: { volumes: [] } } } },
      });
      assertEquals(changed.metadata.generation, 1);
    },
  },
  {
    name: "keep empty texts in maps",
    async run({ client, namespace }) {
      const made = await client.create(configMaps, {
        metadata: { name: "a", namespace, labels: { type: "" } },
        data: { value: "", type: "" },
      });
      assertEquals(made.data, { value: "", type: "" });
      assertEquals(made.metadata.labels, { type: "" });
    },
  },
  {
    name: "refuse a value of another type: a BadRequest when created, Invalid when patched",
    async run({ client, namespace }) {
      const made = deployment(namespace);
      const body = { ...made, spec: { ...made.spec, replicas: "3" } };
      const created = await refusal(client.create(deployments, body as never));
      assertEquals([created.code, created.reason], [400, "BadRequest"]);
      await client.create(configMaps, { metadata: { name: "a", namespace } });
      const patched = await refusal(
        client.patch(configMaps, { name: "a", namespace }, { merge: { data: { k: 1 } } } as never),
      );
      assertEquals([patched.code, causes(patched)], [422, ["FieldValueInvalid patch"]]);
    },
  },
], "built-in kinds");
