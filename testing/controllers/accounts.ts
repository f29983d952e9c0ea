import { isObject, sameJson } from "../object.ts";
import { places } from "./api.ts";
import { isEnding } from "./pods.ts";
import type { ClusterController } from "./run.ts";

/** Sees to it that each namespace has the service account `default`. */
export const accountController: ClusterController = {
  name: "serviceaccount",
  account: "service-account-controller",
  keysOf({ storage, object, type }) {
    const { name = "", namespace = "" } = object.metadata;
    if (storage === places.namespaces.storage) return [name];
    const lost = storage === places.accounts.storage && name === "default" && type === "DELETED";
    return lost ? [namespace] : [];
  },
  sync(namespace, api) {
    if (isEnding(api, namespace) || api.get(places.accounts, namespace, "default")) return;
    const metadata = { name: "default", namespace };
    api.create(places.accounts, { apiVersion: "v1", kind: "ServiceAccount", metadata });
    return undefined;
  },
};

// Nobody signs with it: a text that looks like a certificate is all that programs ask of it.
const certificate = [
  "-----BEGIN CERTIFICATE-----",
  btoa("The API server in memory has no certificate."),
  "-----END CERTIFICATE-----",
  "",
].join("\n");

const config = "kube-root-ca.crt";
const note = {
  "kubernetes.io/description":
    "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.",
};

/** Sees to it that each namespace has the ConfigMap `kube-root-ca.crt`. */
export const rootCertificateController: ClusterController = {
  name: "root-ca",
  account: "root-ca-cert-publisher",
  keysOf({ storage, object }) {
    const { name = "", namespace = "" } = object.metadata;
    if (storage === places.namespaces.storage) return [name];
    return storage === places.configMaps.storage && name === config ? [namespace] : [];
  },
  sync(namespace, api) {
    if (isEnding(api, namespace)) return undefined;
    const data = { "ca.crt": certificate };
    const known = api.get(places.configMaps, namespace, config);
    if (!known) {
      const metadata = { name: config, namespace, annotations: note };
      api.create(places.configMaps, { apiVersion: "v1", kind: "ConfigMap", metadata, data });
    } else if (!isObject(known.data) || !sameJson(known.data, data)) {
      api.update(places.configMaps, { ...known, data });
    }
    return undefined;
  },
};
