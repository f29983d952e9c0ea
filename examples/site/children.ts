import { ownerReference } from "@operatorkit/operatorkit";
import type { ConfigMap, Deployment, Service } from "@operatorkit/operatorkit/kinds";
import type { DeepPartial, InputMetadata } from "@operatorkit/operatorkit/client";
import type { Site } from "./site.ts";

/** What a child is applied as: the fields that the operator wants, and no others. */
type Applied<T> = DeepPartial<Omit<T, "apiVersion" | "kind" | "metadata">> & {
  metadata: InputMetadata & { name: string };
};

function metadata(site: Site): InputMetadata & { name: string } {
  const { name, namespace } = site.metadata;
  return {
    name,
    namespace,
    labels: selector(site),
    ownerReferences: [ownerReference(site)],
  };
}

function selector(site: Site): Record<string, string> {
  return {
    "app.kubernetes.io/managed-by": "site-operator",
    "site.example.com/name": site.metadata.name,
  };
}

/** The pages, with the theme's style sheet. */
export function pagesOf(site: Site, css: string): Applied<ConfigMap> {
  const { title, pages } = site.spec;
  return {
    metadata: metadata(site),
    data: { "index.html": `<h1>${escapeHtml(title)}</h1>`, "style.css": css, ...pages },
  };
}

/** The servers. */
export function serversOf(site: Site, pagesVersion: string): Applied<Deployment> {
  const labels = selector(site);
  return {
    metadata: metadata(site),
    spec: {
      replicas: site.spec.replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations: { "site.example.com/pages": pagesVersion } },
        spec: {
          containers: [{
            name: "web",
            image: site.spec.image,
            ports: [{ containerPort: 80, name: "http" }],
            volumeMounts: [{ name: "pages", mountPath: "/usr/share/nginx/html", readOnly: true }],
          }],
          volumes: [{ name: "pages", configMap: { name: site.metadata.name } }],
        },
      },
    },
  };
}

/** The address. */
export function addressOf(site: Site): Applied<Service> {
  return {
    metadata: metadata(site),
    spec: { selector: selector(site), ports: [{ name: "http", port: 80, targetPort: "http" }] },
  };
}

/** Where the site can be reached in the cluster. */
export function urlOf(site: Site): string {
  return `http://${site.metadata.name}.${site.metadata.namespace}.svc`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
