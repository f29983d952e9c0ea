import type { Call } from "./call.ts";
import { isObject, type JsonObject, sameJson, type StoredObject, valueAt } from "./object.ts";

const mostRunes = 4096;
const mostRunesOfOne = 256;

// Headers carry bytes: what is not ASCII goes as the bytes of its UTF-8 form.
function bytesOf(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

function quotedText(text: string): string {
  return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}

/**
 * The values of `Warning` headers: each text once, none with control characters, and cut short where together they are
 * too long (apiserver/pkg/endpoints/filters/warning.go).
 */
export function warningHeaders(texts: readonly string[]): readonly string[] {
  if (!texts.length) return [];
  const distinct = [...new Set(texts)].filter((text) => text && !/\p{Cc}/u.test(text));
  const runes = distinct.reduce((sum, text) => sum + [...text].length, 0);
  let written = 0;
  const kept: string[] = [];
  for (const text of distinct) {
    if (runes > mostRunes && written >= mostRunes) break;
    const short = runes > mostRunes ? [...text].slice(0, mostRunesOfOne).join("") : text;
    written += [...short].length;
    kept.push(`299 - ${bytesOf(quotedText(short))}`);
  }
  return kept;
}

const labels: Readonly<Record<string, string>> = {
  "beta.kubernetes.io/arch": 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  "beta.kubernetes.io/os": 'deprecated since v1.14; use "kubernetes.io/os" instead',
  "failure-domain.beta.kubernetes.io/region":
    'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  "failure-domain.beta.kubernetes.io/zone":
    'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  "beta.kubernetes.io/instance-type":
    'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
  "node-role.kubernetes.io/master": 'use "node-role.kubernetes.io/control-plane" instead',
};

const annotations: Readonly<Record<string, string>> = {
  "scheduler.alpha.kubernetes.io/critical-pod":
    'non-functional in v1.16+; use the "priorityClassName" field instead',
  "security.alpha.kubernetes.io/sysctls":
    'non-functional in v1.11+; use the "sysctls" field instead',
  "security.alpha.kubernetes.io/unsafe-sysctls":
    'non-functional in v1.11+; use the "sysctls" field instead',
};

function items(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function keysOf(value: unknown): readonly string[] {
  return isObject(value) ? Object.keys(value) : [];
}

function* duplicates(list: readonly JsonObject[], key: string): Iterable<[number, unknown]> {
  const seen = new Set<unknown>();
  for (const [index, item] of list.entries()) {
    if (seen.has(item[key])) yield [index, item[key]];
    else seen.add(item[key]);
  }
}

function environment(container: JsonObject, at: string): readonly string[] {
  const variables = items(container.env);
  return [...duplicates(variables, "name")].filter(([index, name]) => {
    const { value, valueFrom } = variables[index] ?? {};
    const reference = `$(${name})`;
    return valueFrom !== undefined || value === reference ||
      !String(value ?? "").includes(reference);
  }).map(([index, name]) =>
    `${at}.env[${index}]: hides previous definition of ${
      JSON.stringify(name)
    }, which may be dropped when using apply`
  );
}

function ports(containers: readonly (readonly [JsonObject, string])[]): readonly string[] {
  const texts: string[] = [];
  const numbers = new Map<string, { at: string; port: JsonObject }[]>();
  const names = new Map<unknown, string>();
  const named: string[] = [];
  for (const [container, path] of containers) {
    for (const [index, port] of items(container.ports).entries()) {
      const at = `${path}.ports[${index}]`;
      const key = `${port.containerPort}/${port.protocol}`;
      const others = numbers.get(key) ?? [];
      for (const other of others) {
        const same = (field: string) => (port[field] ?? "") === (other.port[field] ?? "");
        if (same("hostIP") && same("hostPort")) {
          texts.push(`${at}: duplicate port definition with ${other.at}`);
        } else if (!port.hostPort || !other.port.hostPort) {
          texts.push(`${at}: overlapping port definition with ${other.at}`);
        }
      }
      numbers.set(key, [...others, { at, port }]);
      if (!port.name) continue;
      const first = names.get(port.name);
      if (first === undefined) names.set(port.name, at);
      else {
        named.push(
          `${at}: duplicate port name ${
            JSON.stringify(port.name)
          } with ${first}, services and probes that select ports by name will use ${first}`,
        );
      }
    }
  }
  return [...texts, ...named];
}

// The commoner ones of kubernetes/pkg/api/pod/warnings.go.
function podWarnings(pod: unknown, path: string): readonly string[] {
  const spec = valueAt(pod, "spec");
  if (!isObject(spec)) return [];
  const at = path ? `${path}.` : "";
  const notes = keysOf(valueAt(pod, "metadata.annotations"));
  const containers = ["initContainers", "containers"].flatMap((field) =>
    items(spec[field]).map((one, index) => [one, `${at}spec.${field}[${index}]`] as const)
  );
  const texts: string[] = [];
  for (const key of keysOf(spec.nodeSelector)) {
    if (labels[key]) texts.push(`${at}spec.nodeSelector[${key}]: ${labels[key]}`);
  }
  for (const [index, one] of items(spec.topologySpreadConstraints).entries()) {
    if (one.labelSelector) continue;
    texts.push(
      `${at}spec.topologySpreadConstraints[${index}].labelSelector: a null labelSelector results in matching no pod`,
    );
  }
  for (const [key, text] of Object.entries(annotations)) {
    if (notes.includes(key)) texts.push(`${at}metadata.annotations[${key}]: ${text}`);
  }
  for (const [index, ip] of duplicates(items(spec.hostAliases), "ip")) {
    texts.push(`${at}spec.hostAliases[${index}].ip: duplicate ip ${JSON.stringify(ip)}`);
  }
  const secrets = items(spec.imagePullSecrets);
  for (const [index, name] of duplicates(secrets, "name")) {
    texts.push(
      `${at}spec.imagePullSecrets[${index}].name: duplicate name ${JSON.stringify(name ?? "")}`,
    );
  }
  for (const [index, one] of secrets.entries()) {
    if (!one.name) texts.push(`${at}spec.imagePullSecrets[${index}].name: invalid empty name ""`);
  }
  for (const [container, place] of containers) texts.push(...environment(container, place));
  return [...texts, ...ports(containers)];
}

function serviceWarnings(object: StoredObject): readonly string[] {
  const spec = isObject(object.spec) ? object.spec : {};
  const external = Array.isArray(spec.externalIPs) && spec.externalIPs.length > 0;
  const headless = spec.clusterIP === "None";
  const alias = spec.type === "ExternalName";
  const hints = "service.kubernetes.io/topology-aware-hints";
  return [
    ...(keysOf(object.metadata.annotations).includes(hints)
      ? [
        `annotation ${hints} is deprecated, please use service.kubernetes.io/topology-mode instead`,
      ]
      : []),
    ...(headless && spec.loadBalancerIP
      ? ["spec.loadBalancerIP is ignored for headless services"]
      : []),
    ...(headless && external ? ["spec.externalIPs is ignored for headless services"] : []),
    ...(headless && spec.sessionAffinity && spec.sessionAffinity !== "None"
      ? ["spec.SessionAffinity is ignored for headless services"]
      : []),
    ...(external && !headless && !alias
      ? ["spec.externalIPs is deprecated and may no longer be implemented in some clusters"]
      : []),
    ...(alias && external ? ['spec.externalIPs is ignored when spec.type is "ExternalName"'] : []),
    ...(!alias && spec.externalName
      ? ['spec.externalName is ignored when spec.type is not "ExternalName"']
      : []),
  ];
}

function accountWarnings(object: StoredObject, old: StoredObject | undefined): readonly string[] {
  const note = "kubernetes.io/enforce-mountable-secrets";
  const has = (one: StoredObject | undefined) => keysOf(one?.metadata.annotations).includes(note);
  return has(object) && !has(old)
    ? [
      `metadata.annotations[${note}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets`,
    ]
    : [];
}

// Said again only where the desired state changes.
function template(
  path: string,
): (object: StoredObject, old: StoredObject | undefined) => readonly string[] {
  return (object, old) =>
    old && sameJson(old.spec, object.spec) ? [] : podWarnings(valueAt(object, path), path);
}

const warners: Readonly<
  Record<string, (object: StoredObject, old: StoredObject | undefined) => readonly string[]>
> = {
  services: serviceWarnings,
  serviceaccounts: accountWarnings,
  pods: (object, old) => old ? [] : podWarnings(object, ""),
  podtemplates: template("template"),
  "apps/deployments": template("spec.template"),
  "apps/replicasets": template("spec.template"),
  "apps/statefulsets": template("spec.template"),
  "apps/daemonsets": template("spec.template"),
  "batch/jobs": template("spec.template"),
  "batch/cronjobs": template("spec.jobTemplate.spec.template"),
};

/** Warns of what an object has that is valid and yet hardly meant. */
export function warnOf(call: Call, object: StoredObject, old?: StoredObject): void {
  const { kind, subresource, warnings } = call;
  if (kind.custom || subresource) return;
  const warn = warners[kind.storage];
  if (warn) warnings.push(...warn(object, old));
}

/** Takes out owners that are named twice, and says so. Changes `object`. */
export function dropDuplicateOwners(call: Call, object: StoredObject): void {
  const { ownerReferences } = object.metadata;
  if (!ownerReferences || ownerReferences.length < 2) return;
  const seen = new Set<string>();
  const repeated = new Set<string>();
  const kept = ownerReferences.filter((one) => {
    const key = JSON.stringify(one);
    if (seen.has(key)) repeated.add(one.uid);
    const first = !seen.has(key);
    seen.add(key);
    return first;
  });
  if (!repeated.size) return;
  object.metadata.ownerReferences = kept;
  call.warnings.push(
    `.metadata.ownerReferences contains duplicate entries${
      call.method === "PATCH" ? " after mutating admission happens" : ""
    }; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: ${
      [...repeated].join(", ")
    }`,
  );
}
