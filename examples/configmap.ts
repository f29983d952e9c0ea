/**
 * The smallest whole operator: every Namespace that is labelled `greet` gets a ConfigMap with a greeting, and gets it
 * back when somebody changes or deletes it.
 *
 *     deno run --allow-net --allow-read --allow-env=HOME,KUBECONFIG examples/configmap.ts
 */
import { defineController, ownerReference, owns, runOperator } from "@operatorkit/operatorkit";
import { ConfigMap, Namespace } from "@operatorkit/operatorkit/kinds";

export const greeter = defineController({
  name: "greeter",
  for: Namespace,
  labelSelector: "greet",
  sources: [owns(ConfigMap)],
  reconcile: async (namespace, { client, deleting }) => {
    if (deleting) return;
    const { name, labels } = namespace.metadata;
    await client.apply(ConfigMap, {
      metadata: { name: "greeting", namespace: name, ownerReferences: [ownerReference(namespace)] },
      data: { text: `Hello, ${labels?.greet}!` },
    });
  },
});

if (import.meta.main) await runOperator({ controllers: [greeter] });
