import { assertEquals } from "@std/assert";
import { type AreaCase, type ConformanceCase, inArea } from "../case.ts";
import { ask, core } from "../ask.ts";
import { deployment } from "../resources.ts";

/** Metadata at its limit and one beyond. */
function limit(
  name: string,
  cause: string,
  metadata: (one: number) => Record<string, unknown>,
): AreaCase {
  return {
    name,
    async run({ client, namespace }) {
      const post = (more: Record<string, unknown>) =>
        ask(client, "POST", core(namespace, "configmaps"), { metadata: { name: "a", ...more } });
      const beyond = await post(metadata(1));
      assertEquals([beyond.code, beyond.causes[0]], [422, cause]);
      assertEquals((await post(metadata(0))).code, 201);
    },
  };
}

export const tooMuchCases: readonly ConformanceCase[] = inArea("request limits", [
  limit("a name has 253 characters", "FieldValueInvalid metadata.name", (one) => ({
    name: "a".repeat(253 + one),
  })),
  limit("a label's value has 63 characters", "FieldValueInvalid metadata.labels", (one) => ({
    labels: { l: "a".repeat(63 + one) },
  })),
  limit("a label's name has 63 characters", "FieldValueInvalid metadata.labels", (one) => ({
    labels: { [`example.test/${"l".repeat(63 + one)}`]: "1" },
  })),
  limit("annotations have 256 KiB together", "FieldValueTooLong metadata.annotations", (one) => ({
    annotations: { a: "x".repeat(128 * 1024 - 1), b: "x".repeat(128 * 1024 - 1 + one) },
  })),
]);

export const moreWarningCases: readonly ConformanceCase[] = inArea("warnings", [
  {
    name: "come of a patch and an update that add unknown fields, too",
    async run({ client, namespace }) {
      const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
      await ask(client, "POST", path, deployment(namespace));
      const patched = await ask(client, "PATCH", `${path}/web`, { spec: { odd: 1 } });
      assertEquals(patched.headers.get("warning"), '299 - "unknown field \\"spec.odd\\""');
      const put = await ask(client, "PUT", `${path}/web`, {
        ...deployment(namespace),
        extra: 1,
      });
      assertEquals(put.headers.get("warning"), '299 - "unknown field \\"extra\\""');
    },
  },
  {
    name: "do not come of reads",
    async run({ client, namespace }) {
      const answer = await ask(client, "GET", core(namespace, "configmaps"));
      assertEquals(answer.headers.get("warning"), null);
    },
  },
]);
