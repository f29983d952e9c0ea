import { kindModule, mainModule, manifestsModule, operatorModule } from "./code.ts";
import { crdManifest, deploymentManifest, exampleManifest, rbacManifest } from "./manifests.ts";
import type { Origin } from "./origin.ts";
import type { Project } from "./project.ts";
import { denoConfig, dockerfile, ignored, readme } from "./surroundings.ts";
import { testModule } from "./test_code.ts";

/** All files of a new operator, by path. */
export function filesOf(project: Project, origin: Origin): ReadonlyMap<string, string> {
  return new Map([
    [".gitignore", ignored],
    ["Dockerfile", dockerfile],
    ["README.md", readme(project, origin)],
    ["deno.json", denoConfig(origin)],
    ["example.yaml", exampleManifest(project)],
    ["kind.ts", kindModule(project)],
    ["main.ts", mainModule(project)],
    ["manifests.ts", manifestsModule(project)],
    ["manifests/crd.yaml", crdManifest(project)],
    ["manifests/deployment.yaml", deploymentManifest(project)],
    ["manifests/rbac.yaml", rbacManifest(project)],
    ["operator.ts", operatorModule(project)],
    ["operator_test.ts", testModule(project)],
  ]);
}

/** What to tell the user at the end. */
export function nextSteps({ name, kind, group }: Project, folder: string): string {
  return `Wrote the operator ${name} for ${kind}.${group} into ${folder}. Next:

    cd ${folder}
    deno task test                        # on an API server in memory
    kubectl apply -f manifests/crd.yaml   # on the cluster of your kubeconfig
    deno task dev                         # the operator, restarted at each change
    kubectl apply -f example.yaml         # in another terminal

README.md says the rest.`;
}
