import { condition, customGroup, type KindSpec, word } from "./kind_spec.ts";
import type { Json } from "./types.ts";

/** Kinds that come by a definition. */
export const customKinds: readonly KindSpec[] = [
  {
    apiVersion: `${customGroup}/v1`,
    kind: "Widget",
    plural: "widgets",
    custom: true,
    status: true,
    scale: true,
    weight: 16,
    content: (dice) =>
      dice.pick<Json>([
        { spec: {} },
        { spec: { size: dice.between(1, 9), color: "blue" } },
        { spec: { ports: [{ name: "a", port: 1 }, { name: "b" }], tags: ["x", "y"] } },
        { spec: { labels: { a: "1" }, nested: { deep: { value: "v" } } } },
        { spec: { free: { any: [1, { thing: null }] }, either: "50%" } },
      ]),
    change: (dice) =>
      dice.pick<Json>([
        { spec: { size: dice.between(1, 9) } },
        { spec: { color: dice.pick(["red", "green", "blue"]) } },
        { spec: { ports: [{ name: dice.pick(["a", "c"]), port: dice.between(1, 5) }] } },
        { spec: { tags: dice.pick([["x"], ["y", "z"], []]) } },
        { spec: { labels: { [word(dice)]: word(dice) } } },
        { spec: { nested: { deep: { value: word(dice) } } } },
        { spec: { nested: null } },
        { spec: { either: dice.pick<Json>([5, "5%"]) } },
        { spec: { replicas: dice.between(0, 4) } },
        { spec: { maybe: dice.pick([null, "set"]) } },
        { spec: { ratio: 0.5 } },
      ]),
    wrong: (dice) =>
      dice.pick<Json>([
        { spec: { size: 0 } },
        { spec: { size: "3" } },
        { spec: { size: 1.5 } },
        { spec: { color: "pink" } },
        { spec: { ports: [{ port: 1 }] } },
        { spec: { ports: [{ name: "a" }, { name: "a" }] } },
        { spec: { tags: ["x", "x"] } },
        { spec: { tags: [1] } },
        { spec: { tags: "x" } },
        { spec: { labels: { a: 1 } } },
        { spec: { name: "Has Spaces" } },
        { spec: { name: "waytoolongforthis" } },
        { spec: { when: "never" } },
        { spec: { surprise: { deep: 1 } } },
        { surprise: 1 },
        { spec: { nested: { deep: { surprise: 1 } } } },
        { spec: { either: true } },
        { spec: { either: 1.5 } },
        { spec: { nested: { deep: 5 } } },
        { spec: null },
        { spec: [] },
        { spec: { color: null, size: null } },
        { spec: { many: [1, 2, 3, 4] } },
        { spec: { replicas: -1 } },
      ]),
    changeStatus: (dice) =>
      dice.pick<Json>([
        { status: { ready: dice.chance(0.5) } },
        { status: { note: word(dice), replicas: dice.between(0, 3) } },
        { status: { conditions: [condition(dice)] } },
        { status: { ready: "yes" } },
        { status: { surprise: 1 } },
        { status: null },
        { spec: { size: 7 }, status: { note: "both" } },
      ]),
  },
  {
    apiVersion: `${customGroup}/v1`,
    kind: "Gadget",
    plural: "gadgets",
    custom: true,
    weight: 5,
    fields: ["spec.owner"],
    content: (dice) =>
      dice.pick<Json>([{}, { spec: { owner: word(dice), other: [1] } }, { top: 1 }]),
    change: (dice) =>
      dice.pick<Json>([
        { spec: { owner: word(dice) } },
        { spec: { more: { a: null, b: [] } } },
        { status: { seen: true } },
        { top: { x: 1 } },
      ]),
    wrong: (dice) => dice.pick<Json>([{ spec: { owner: 5 } }, { spec: "text" }]),
  },
  {
    apiVersion: `${customGroup}/v1`,
    kind: "Zone",
    plural: "zones",
    custom: true,
    cluster: true,
    weight: 2,
    content: () => ({ spec: { level: 1 } }),
    change: (dice) => ({ spec: { level: dice.between(1, 5) } }),
    wrong: (dice) => dice.pick<Json>([{ spec: { level: "x" } }, { extra: 1 }]),
  },
];
