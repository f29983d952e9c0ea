import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { dump, load } from "js-yaml";
import {
  ApiError,
  createClient,
  deleteNamespace,
  ensureNamespace,
  fromRestClient,
  isForbidden,
  isNotFound,
  isUnauthorized,
  loadConfig,
  toRestClient,
} from "../../client/mod.ts";
import { ConfigMap, Namespace } from "../../kinds/mod.ts";
import { startConnectProxy } from "../client/config/connect_proxy.ts";
import { checkDiscover, checkMetadataOnly } from "../client/discovery_cases.ts";
import { type Cluster, kubeconfigText, shareCluster, startCluster } from "../cluster/mod.ts";

const { ignore } = await shareCluster();

/** The text of a kubeconfig of the cluster for a user, with changes to its cluster. */
function configWith(
  cluster: Cluster,
  user: Record<string, unknown>,
  change: Record<string, unknown> = {},
): string {
  const content = load(kubeconfigText({
    server: cluster.server,
    authority: cluster.certificateAuthority,
    user: { token: "none" },
  })) as { clusters: [{ cluster: object }]; users: [{ user: unknown }] };
  Object.assign(content.clusters[0].cluster, change);
  content.users[0].user = user;
  return dump(content);
}

async function inFile<V>(text: string, work: (path: string) => Promise<V>): Promise<V> {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(path, text);
    return await work(path);
  } finally {
    await Deno.remove(path);
  }
}

const reading = [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list"] }];

Deno.test({
  name:
    "CL-1: an exec plugin's service account token is used, and asked for again when it is refused",
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    await using account = await cluster.serviceAccount({
      namespace: namespace.name,
      rules: reading,
    });
    const folder = await Deno.makeTempDir();
    try {
      const script = `${folder}/plugin`;
      await Deno.writeTextFile(
        script,
        `#!/bin/sh
echo run >> "${folder}/runs"
printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%s"}}' "$(cat "${folder}/token")"
`,
      );
      await Deno.chmod(script, 0o700);
      await Deno.writeTextFile(`${folder}/token`, "not-a-token");
      const exec = {
        apiVersion: "client.authentication.k8s.io/v1",
        command: "./plugin",
        interactiveMode: "Never",
      };
      const path = `${folder}/config`;
      await Deno.writeTextFile(path, configWith(cluster, { exec }));
      const config = await loadConfig({ kubeconfig: path, exec: { allow: [script] } });
      await using client = createClient(config);
      const list = () => client.list(ConfigMap, { namespace: namespace.name });
      assert(isUnauthorized(await assertRejects(list, ApiError)));
      await Deno.writeTextFile(`${folder}/token`, account.token);
      await Promise.all([list(), list(), list()]);
      await list();
      const runs = (await Deno.readTextFile(`${folder}/runs`)).trim().split("\n").length;
      assertEquals(runs, 3, "once at first, once for the refusal, once for all three");
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

Deno.test({
  name:
    "CL-1: an impersonated user's rights hold, and a 403 names the user and the group's rights count",
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    await using account = await cluster.serviceAccount({
      namespace: namespace.name,
      rules: reading,
      clusterRules: [
        { apiGroups: [""], resources: ["users", "groups"], verbs: ["impersonate"] },
        {
          apiGroups: ["authentication.k8s.io"],
          resources: ["uids", "userextras/scopes"],
          verbs: ["impersonate"],
        },
      ],
    });
    const user = {
      token: account.token,
      as: "jane@example.com",
      "as-uid": "42",
      "as-groups": ["devs", "with, comma"],
      "as-user-extra": { scopes: ["view", "edit"] },
    };
    await inFile(configWith(cluster, user), async (path) => {
      await using client = createClient(await loadConfig({ kubeconfig: path }));
      const error = await assertRejects(
        () => client.list(ConfigMap, { namespace: namespace.name }),
        ApiError,
      );
      assert(isForbidden(error));
      assertStringIncludes(error.message, `User "jane@example.com" cannot list`);
      const review = await client.request("/apis/authentication.k8s.io/v1/selfsubjectreviews", {
        method: "POST",
        body: { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" },
      });
      const { status } = await review.json();
      assertEquals(status.userInfo, {
        username: "jane@example.com",
        uid: "42",
        groups: ["devs", "with, comma", "system:authenticated"],
        extra: { scopes: ["view", "edit"] },
      });
    });
    await using other = createClient(
      await loadConfig({
        server: cluster.server,
        token: account.token,
        tls: { ca: cluster.certificateAuthority },
        impersonate: { user: "joe", groups: ["system:masters"] },
      }),
    );
    await other.list(Namespace);
  },
});

Deno.test({
  name: "CL-1: proxy-url leads requests and watches to a real cluster through a CONNECT proxy",
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    await using account = await cluster.serviceAccount({
      namespace: namespace.name,
      rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["*"] }],
    });
    await using proxy = startConnectProxy();
    const change = { "proxy-url": `http://127.0.0.1:${proxy.port}` };
    await inFile(configWith(cluster, { token: account.token }, change), async (path) => {
      await using client = createClient(await loadConfig({ kubeconfig: path }));
      const key = { name: "a", namespace: namespace.name };
      await client.create(ConfigMap, { metadata: key });
      for await (const event of client.watch(ConfigMap, { namespace: namespace.name })) {
        if (event.type === "ADDED" && event.object.metadata.name === "a") break;
      }
    });
    const { host } = new URL(cluster.server);
    assertEquals([...new Set(proxy.seen)], [`CONNECT ${host} HTTP/1.1`]);
  },
});

Deno.test({
  name: "CL-3: discover, metadataOnly, toRestClient and fromRestClient on a real cluster",
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    await using namespace = await cluster.namespace();
    await checkDiscover(cluster.client);
    await checkMetadataOnly(cluster.client, namespace.name);
    await using through = fromRestClient(toRestClient(cluster.client));
    await checkMetadataOnly(through, namespace.name);
    const missing = { name: "none", namespace: namespace.name };
    assert(isNotFound(await assertRejects(() => through.get(ConfigMap, missing), ApiError)));
  },
});

Deno.test({
  name:
    "CL-6: ensureNamespace waits for Active, deleteNamespace until it is gone, and one that dies is made anew",
  ignore,
  fn: async () => {
    await using cluster = await startCluster();
    const { client } = cluster;
    const name = `helpers-${crypto.randomUUID().slice(0, 8)}`;
    await ensureNamespace(client, name);
    const first = await client.get(Namespace, { name });
    assertEquals(first.status?.phase, "Active");
    await client.create(ConfigMap, { metadata: { name: "a", namespace: name } });
    await client.delete(Namespace, { name });
    await ensureNamespace(client, name);
    assert((await client.get(Namespace, { name })).metadata.uid !== first.metadata.uid);
    await deleteNamespace(client, name);
    assert(isNotFound(await assertRejects(() => client.get(Namespace, { name }), ApiError)));
    await deleteNamespace(client, name);
  },
});
