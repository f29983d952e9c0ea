import type { Origin } from "./origin.ts";
import type { Project } from "./project.ts";

/** What the program needs on a developer's machine: a kubeconfig, its cluster, and a port. */
const local = "--no-prompt --allow-net --allow-read --allow-env=HOME,KUBECONFIG,POD_NAME,PORT";

/** What it needs in a pod, and no more. */
const inPod: readonly string[] = [
  "--no-prompt",
  "--cached-only",
  "--allow-net=kubernetes.default.svc:443,0.0.0.0:8080",
  "--allow-read=/var/run/secrets/kubernetes.io/serviceaccount",
  "--allow-env=KUBERNETES_SERVICE_HOST,KUBERNETES_SERVICE_PORT,POD_NAME,PORT",
];

/** Settings and tasks. */
export function denoConfig({ imports, links }: Origin): string {
  const config = {
    tasks: {
      dev: {
        description: "The operator on the cluster of your kubeconfig, restarted at each change",
        command: `deno run --watch ${local} main.ts`,
      },
      start: {
        description: "The operator on the cluster of your kubeconfig",
        command: `deno run ${local} main.ts`,
      },
      test: {
        description: "Tests on an API server in memory",
        command: "deno test --no-prompt --allow-read=manifests",
      },
      manifests: {
        description: "Writes manifests/crd.yaml from the schema in kind.ts",
        command: "deno run --no-prompt --allow-write=manifests manifests.ts",
      },
    },
    imports,
    ...(links && { links }),
    compilerOptions: {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
    },
    test: { sanitizeOps: true, sanitizeResources: true },
    fmt: { lineWidth: 100, proseWrap: "preserve" },
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

/** What is not kept in Git. */
export const ignored = `coverage/
node_modules/
`;

const command = inPod.map((flag) => `  "${flag}", \\`).join("\n");

/** The image. */
export const dockerfile = `FROM denoland/deno:2.9.6
WORKDIR /app
COPY --chown=deno:deno deno.json deno.loc[k] kind.ts operator.ts main.ts ./
# By number, for the kubelet to see that it is not root.
USER 1993
RUN deno install --entrypoint main.ts
EXPOSE 8080
CMD [\\
  "run", \\
${command}
  "main.ts" \\
]
`;

const linksNote = `
\`links\` in \`deno.json\` name a checkout on this machine, which no image has: take them out before you build one. The checkout has links of its own, which Deno warns of at each command ("links" field can only be specified…); nothing is wrong.
`;

/** The way from nothing to a running operator. */
export function readme({ name, group, kind, plural }: Project, { links }: Origin): string {
  const linked = links === undefined ? "" : linksNote;
  return `# ${name}

An operator for the kind \`${kind}\` of the API group \`${group}\`: it keeps a ConfigMap of the same name with the object's message, and says in the status whether it is there.

## From nothing to a running operator

With [Deno](https://deno.com) 2.9 and a cluster that \`kubectl\` reaches:

    deno task test                        # on an API server in memory; no cluster
    kubectl apply -f manifests/crd.yaml   # the kind
    deno task dev                         # the operator, on this machine

In another terminal:

    kubectl apply -f example.yaml
    kubectl get ${plural}.${group}
    kubectl get configmap hello -o yaml

Nothing is logged while all goes well; http://localhost:8080/readyz?verbose and http://localhost:8080/metrics tell more.

Two replicas on your machine, of which one works (they keep their Lease in the namespace of the kubeconfig's context, so that has to name one):

    kubectl config set-context --current --namespace=default
    POD_NAME=a PORT=8081 deno task start
    POD_NAME=b PORT=8082 deno task start   # in another terminal

Into the cluster, with an image registry of yours in place of \`registry.example.com\`, which goes into \`manifests/deployment.yaml\`, too:

    docker build -t registry.example.com/${name}:1 .
    docker push registry.example.com/${name}:1
    kubectl apply -f manifests/crd.yaml -f manifests/rbac.yaml -f manifests/deployment.yaml
    kubectl -n ${name} get pods           # two, both ready: one works, one stands by
    kubectl -n ${name} get lease ${name}
${linked}
## Files

- \`kind.ts\`: the kind, as a schema. Types, checks and the CRD come from it.
- \`operator.ts\`: what is done for each object.
- \`operator_test.ts\`: tests, in memory and in virtual time.
- \`main.ts\`: the program.
- \`manifests/\`: \`crd.yaml\` is written by \`deno task manifests\` after a change of the schema, and a test compares the two; \`rbac.yaml\` allows what the operator does and no more; \`deployment.yaml\`.
- \`Dockerfile\`: the image. It runs without root and with the flags below.

## Flags

On your machine (\`deno task start\`; \`dev\` adds \`--watch\`):

    deno run ${local} main.ts

A kubeconfig that gets its credentials from a program needs \`--allow-run=PROGRAM\` besides, and \`exec: { allow: ["PROGRAM"] }\` for \`loadConfig\`. \`PORT\` is that of \`/healthz\`, \`/readyz\` and \`/metrics\`, 8080 by default.

In a pod, as the Dockerfile says:

    deno run ${inPod.join(" \\\n      ")} \\
      main.ts

The tests (\`deno task test\`):

    deno test --no-prompt --allow-read=manifests

## When it is to do more

- Another kind that it keeps: add \`owns(Kind)\` to \`sources\`, a step to \`resources([…])\`, and \`get, list, watch, create, patch\` of that kind to \`manifests/rbac.yaml\`.
- Something outside of the cluster, which must be cleaned up: give its step an \`ensureDeleted\`. Objects then get a finalizer, for which \`manifests/rbac.yaml\` needs \`patch\` of \`${plural}\`.
- What is outside has an address: add it to \`--allow-net\` in the Dockerfile, which allows the API server alone. A variable goes into \`--allow-env\`, in \`deno.json\` and the Dockerfile; a file of its own into the \`COPY\` of the Dockerfile.
- Run again later: return \`context.requeue(30_000)\` from a step. Tell people who look at the object: \`context.event("Normal", "Reason", "message")\`.
- Clusters that check owner references (OpenShift): nothing, as long as they do not block the deletion.

What else there is, with examples, is in \`docs/guide.md\` of operatorkit's repository.
`;
}
