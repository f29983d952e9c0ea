import type { Project } from "./project.ts";

/** The kind. */
export function kindModule({ group, kind, plural }: Project): string {
  const short = `  group: "${group}",`;
  const groupLine = short.length <= 100 ? short : `  group:\n    "${group}",`;
  return `import { z } from "zod";
import { defineCustomResource, type ObjectOf } from "@operatorkit/operatorkit";

const condition = z.object({
  type: z.string(),
  status: z.enum(["True", "False", "Unknown"]),
  observedGeneration: z.int().optional(),
  lastTransitionTime: z.string().meta({ format: "date-time" }),
  reason: z.string(),
  message: z.string(),
});

const schema = z.object({
  spec: z.object({
    message: z.string().min(1).max(200).meta({ description: "What the ConfigMap says" }),
  }),
  status: z.object({
    observedGeneration: z.int().optional(),
    conditions: z.array(condition).optional().meta({
      "x-kubernetes-list-type": "map",
      "x-kubernetes-list-map-keys": ["type"],
    }),
  }).optional(),
});

/** The kind: its types, its checks and its CRD (\`deno task manifests\`) come from the schema. */
export const ${kind} = defineCustomResource({
${groupLine}
  kind: "${kind}",
  plural: "${plural}",
  scope: "Namespaced",
  version: "v1",
  versions: {
    v1: {
      schema,
      printerColumns: [
        { name: "Message", type: "string", jsonPath: ".spec.message" },
        {
          name: "Ready",
          type: "string",
          jsonPath: '.status.conditions[?(@.type=="Ready")].status',
        },
      ],
    },
  },
});

/** An object of the kind, as the server returns it. */
export type ${kind} = ObjectOf<
  typeof ${kind}
>;
`;
}

/** The controller. */
export function operatorModule({ name, kind, singular }: Project): string {
  return `import {
  type Context,
  defineController,
  defineResource,
  ownerReference,
  owns,
  resources,
  setCondition,
} from "@operatorkit/operatorkit";
import { isControlledBy } from "@operatorkit/operatorkit/context";
import { ConfigMap } from "@operatorkit/operatorkit/kinds";
import { ${kind} } from "./kind.ts";

/** Local copies of all ConfigMaps; a change of one makes its owner run. */
const configMaps = owns(ConfigMap);

/** The ConfigMap that is wanted is there already and somebody else's. The name becomes the event's reason. */
class NameTaken extends Error {
  override readonly name = "NameTaken";
}

/** Keeps a ConfigMap with the message. It is deleted with its owner: its ownerReferences see to that. */
const configMap = defineResource(${kind}, {
  name: "config-map",
  ensureCreated: async (object, context) => {
    const { client, store } = context;
    const { name, namespace = "" } = object.metadata;
    const present = store(configMaps).get({ name, namespace });
    if (present && !isControlledBy(present, object)) {
      const message = \`There is a ConfigMap \${name} that belongs to somebody else\`;
      await report(object, { status: "False", reason: "NameTaken", message }, context);
      throw new NameTaken(message); // tried again with backoff
    }
    await client.apply(ConfigMap, {
      metadata: { name, namespace, ownerReferences: [ownerReference(object)] },
      data: { message: object.spec.message },
    });
  },
});

/** Says in the status that all is done. */
const status = defineResource(${kind}, {
  name: "status",
  ensureCreated: async (object, context) => {
    const message = "The ConfigMap has the message";
    await report(object, { status: "True", reason: "Applied", message }, context);
  },
});

/** What a reconcile found out. */
interface Finding {
  readonly status: "True" | "False";
  readonly reason: string;
  readonly message: string;
}

/** Writes the condition Ready. */
async function report(
  object: ${kind},
  finding: Finding,
  context: Context,
): Promise<void> {
  const { name, namespace, generation: observedGeneration = 0 } = object.metadata;
  const conditions = setCondition(
    object.status?.conditions,
    { type: "Ready", observedGeneration, ...finding },
    context,
  );
  await context.client.apply(
    ${kind},
    { metadata: { name, namespace }, status: { observedGeneration, conditions } },
    { subresource: "status" },
  );
}

/** Reconciles every ${singular}. */
export const controller = defineController({
  name: "${name}",
  for: ${kind},
  sources: [configMaps],
  reconcile: resources([configMap, status]),
});
`;
}

/** The program. */
export function mainModule({ name }: Project): string {
  return `import { runOperator } from "@operatorkit/operatorkit";
import { controller } from "./operator.ts";

// Of several pods one works, and the others stand by. manifests/deployment.yaml sets POD_NAME.
const identity = Deno.env.get("POD_NAME");
const leaderElection = {
  name: "${name}",
};

await runOperator({
  controllers: [controller],
  health: { port: Number(Deno.env.get("PORT") ?? 8080) },
  ...(identity !== undefined && { leaderElection: { ...leaderElection, identity } }),
});
`;
}

/** What the task \`manifests\` runs. */
export function manifestsModule({ kind }: Project): string {
  return `/** Writes manifests/crd.yaml from the schema in kind.ts: \`deno task manifests\`. */
import { dump } from "js-yaml";
import { ${kind} } from "./kind.ts";

/** The text of manifests/crd.yaml. */
export const crd: string = dump(
  ${kind}.manifest,
  { quoteStyle: "double", lineWidth: -1 },
);

if (import.meta.main) await Deno.writeTextFile("manifests/crd.yaml", crd);
`;
}
