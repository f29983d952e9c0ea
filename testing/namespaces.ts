import { randomUuid } from "../_internal/mod.ts";
import { type Core, timestamp } from "./call.ts";
import { deleteStored } from "./delete.ts";
import { canonical } from "./object.ts";
import type { Change } from "./storage.ts";

/** Empties namespaces that are being deleted, as the namespace controller does. */
export interface NamespaceController {
  /** Notes a change that may have emptied a namespace. */
  readonly note: (change: Change) => void;
  /** Does one piece of work; false when there is none. */
  readonly step: () => boolean;
}

/** Makes a controller that works when told to. */
export function createNamespaceController(core: Core): NamespaceController {
  const { storage, registry } = core;
  const pending = new Set<string>();

  const empty = (name: string) => {
    const namespace = storage.get("namespaces", "", name);
    if (!namespace?.metadata.deletionTimestamp) return;
    let left = 0;
    for (const kind of registry.storages()) {
      if (!kind.namespaced) continue;
      for (const object of storage.list(kind.storage, name)) {
        if (!deleteStored(core, kind, object, { propagationPolicy: "Background" }).gone) left++;
      }
    }
    const held = namespace.metadata.finalizers?.length;
    if (!left && !held) storage.remove("namespaces", { ...namespace, spec: {} });
  };

  return {
    note(change) {
      const { metadata } = change.object;
      if (change.storage === "namespaces") {
        if (change.type !== "DELETED" && metadata.deletionTimestamp) {
          pending.add(metadata.name ?? "");
        }
      } else if (change.type === "DELETED" && metadata.namespace) {
        const namespace = storage.get("namespaces", "", metadata.namespace);
        if (namespace?.metadata.deletionTimestamp) pending.add(metadata.namespace);
      }
    },
    step() {
      const [name] = pending;
      if (name === undefined) return false;
      pending.delete(name);
      empty(name);
      return true;
    },
  };
}

/** Creates the namespaces that every cluster has. */
export function createInitialNamespaces(core: Core): void {
  for (const name of ["default", "kube-node-lease", "kube-public", "kube-system"]) {
    core.storage.put(
      "namespaces",
      canonical({
        kind: "Namespace",
        apiVersion: "v1",
        metadata: {
          name,
          uid: randomUuid(core.random),
          resourceVersion: "0",
          creationTimestamp: timestamp(core.clock),
          labels: { "kubernetes.io/metadata.name": name },
        },
        spec: { finalizers: ["kubernetes"] },
        status: { phase: "Active" },
      }, false),
    );
  }
}
