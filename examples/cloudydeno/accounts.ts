/**
 * A reconcile that uses the classes of `@cloudydeno/kubernetes-apis`: every ConfigMap that is labelled `needs-account`
 * gets a ServiceAccount of its name. What the classes send goes through the reconcile's client: it ends when the
 * reconcile does, and the controller waits for what was written.
 *
 *     deno run --allow-net --allow-read --allow-env=HOME,KUBECONFIG examples/cloudydeno/accounts.ts
 *
 * Where JSR is out of reach, only the types are there: `deno task test:jsr` runs it.
 */
import { CoreV1Api } from "@cloudydeno/kubernetes-apis/core/v1";
import { defineController, isNotFound, runOperator } from "@operatorkit/operatorkit";
import { toRestClient } from "@operatorkit/operatorkit/client";
import { ConfigMap } from "@operatorkit/operatorkit/kinds";

export const accounts = defineController({
  name: "accounts",
  for: ConfigMap,
  labelSelector: "needs-account",
  reconcile: async ({ metadata: { name, namespace = "default" } }, { client }) => {
    const api = new CoreV1Api(toRestClient(client)).namespace(namespace);
    try {
      await api.getServiceAccount(name);
    } catch (error) {
      if (!isNotFound(error)) throw error;
      await api.createServiceAccount({ metadata: { name } });
    }
  },
});

if (import.meta.main) await runOperator({ controllers: [accounts] });
