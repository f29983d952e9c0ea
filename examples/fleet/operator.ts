import { defineController, ownerReference, owns, watched } from "@operatorkit/operatorkit";
import { ConfigMap } from "@operatorkit/operatorkit/kinds";
import { Fleet } from "./fleet.ts";

/** The label that every ship has, with the name of its fleet. */
export const fleetLabel = "example.com/fleet";

/** All ships, by the uid of their fleet. */
const ships = watched(ConfigMap, {
  labelSelector: fleetLabel,
  indexers: {
    fleet: ({ metadata }) => (metadata.ownerReferences ?? []).map(({ uid }) => uid),
  },
});

/** Gives every Fleet its ships. */
export const fleets = defineController({
  name: "fleets",
  for: Fleet,
  sources: [owns(ships)],
  reconcile: async (fleet, { client, deleting, event, store }) => {
    if (deleting) return; // the garbage collector takes the ships
    const { name, namespace = "", uid, generation: observedGeneration = 0 } = fleet.metadata;
    const { size, orders } = fleet.spec;
    const before = [...store(ships).byIndex("fleet", uid)];
    for (let number = 0; number < size; number++) {
      await client.apply(ConfigMap, {
        metadata: {
          name: `${name}-${number}`,
          namespace,
          labels: { [fleetLabel]: name },
          ownerReferences: [ownerReference(fleet)],
        },
        data: { number: `${number}`, orders },
      });
    }
    for (const ship of before) {
      if (Number(ship.data?.number) >= size) await client.delete(ConfigMap, ship);
    }
    if (before.length !== size) event("Normal", "Resized", `${size} ships sail now`);
    const { status } = fleet;
    if (status?.ships === size && status.observedGeneration === observedGeneration) return;
    await client.apply(Fleet, {
      metadata: { name, namespace },
      status: { ships: size, observedGeneration },
    }, { subresource: "status" });
  },
});
