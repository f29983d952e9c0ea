import type { Client } from "../../client/mod.ts";

/** A namespace of one test. */
export interface TestNamespace extends AsyncDisposable {
  readonly name: string;
}

/** Creates a namespace with a name of its own. */
export async function createNamespace(client: Client): Promise<TestNamespace> {
  const response = await client.request("/api/v1/namespaces", {
    method: "POST",
    body: { apiVersion: "v1", kind: "Namespace", metadata: { generateName: "test-" } },
  });
  const { metadata } = await response.json();
  const name: string = metadata.name;
  return {
    name,
    async [Symbol.asyncDispose]() {
      // A test that ends with the API server down has nothing to tidy up.
      await client.request(`/api/v1/namespaces/${name}`, { method: "DELETE", timeout: 5_000 })
        .then((response) => response.body?.cancel(), () => {});
    },
  };
}
