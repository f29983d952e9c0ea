import type { Dice } from "./random.ts";
import type { Json } from "./types.ts";

/** A kind that sequences use. */
export interface KindSpec {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly cluster?: boolean;
  readonly custom?: boolean;
  readonly status?: boolean;
  readonly scale?: boolean;
  /** How often it is chosen. */
  readonly weight: number;
  /** Everything but apiVersion, kind and metadata: a valid object. */
  readonly content: (dice: Dice, name: string) => Json;
  /** A change that is valid, as a merge patch. */
  readonly change: (dice: Dice) => Json;
  /** A change that is not valid, or hardly, as a merge patch. */
  readonly wrong?: (dice: Dice) => Json;
  /** A change of the status, as a merge patch. */
  readonly changeStatus?: (dice: Dice) => Json;
  /** Field selectors that the kind knows. */
  readonly fields?: readonly string[];
}

export const customGroup = "diff.example.test";

export const word = (dice: Dice) => dice.pick(["a", "b", "c", "red", "blue", "x1"]);

export function template(dice: Dice, name: string): Json {
  return { metadata: { labels: { app: name } }, spec: podSpec(dice) };
}

export function podSpec(dice: Dice): Json {
  const container: Json = { name: "main", image: dice.pick(["one", "one:2", "host:5/one:latest"]) };
  if (dice.chance(0.3)) container.env = [{ name: "A", value: word(dice) }, { name: "B" }];
  if (dice.chance(0.3)) {
    container.ports = [{ containerPort: 80 }, { name: "dns", containerPort: 53, protocol: "UDP" }];
  }
  if (dice.chance(0.2)) container.resources = { limits: { cpu: "500m", memory: "1Gi" } };
  if (dice.chance(0.15)) container.livenessProbe = { httpGet: { port: 80 } };
  if (dice.chance(0.15)) container.command = ["sh", "-c", "true"];
  if (dice.chance(0.15)) container.volumeMounts = [{ name: "v", mountPath: "/v" }];
  return {
    containers: dice.chance(0.2) ? [container, { name: "side", image: "two" }] : [container],
    ...(container.volumeMounts || dice.chance(0.1)
      ? {
        volumes: [{
          name: "v",
          ...dice.pick([{}, { configMap: { name: "c" } }, { emptyDir: {} }]),
        }],
      }
      : {}),
    ...(dice.chance(0.1) ? { serviceAccountName: "robot" } : {}),
    ...(dice.chance(0.1) ? { nodeSelector: { disk: "ssd" } } : {}),
    ...(dice.chance(0.1) ? { tolerations: [{ key: "k", operator: "Exists" }] } : {}),
  };
}

export const changeTemplate = (dice: Dice): Json =>
  dice.pick([
    { spec: { template: { spec: { terminationGracePeriodSeconds: dice.between(1, 60) } } } },
    { spec: { template: { metadata: { annotations: { when: word(dice) } } } } },
    {
      spec: {
        template: { spec: { containers: [{ name: "main", image: `one:${dice.between(1, 5)}` }] } },
      },
    },
  ]);

export const wrongWorkload = (dice: Dice): Json =>
  dice.pick([
    { spec: { replicas: -1 } },
    { spec: { replicas: "two" } },
    { spec: { replicas: 1.5 } },
    { spec: { selector: { matchLabels: { app: "other" } } } },
    { spec: { selector: null } },
    { spec: { template: { spec: { containers: [] } } } },
    { spec: { template: { spec: { containers: [{ name: "main" }] } } } },
    { spec: { template: { spec: { containers: [{ image: "one" }] } } } },
    { spec: { template: { spec: { containers: [{ name: "Main_", image: "one" }] } } } },
    { spec: { template: { spec: { restartPolicy: "Never" } } } },
    { spec: { template: { spec: { surprise: 1 } } } },
    { spec: { surprise: { a: 1 } } },
    { spec: { template: { metadata: { labels: { app: "zzz" } } } } },
    { spec: { minReadySeconds: -2 } },
    { spec: 7 },
    { spec: null },
  ]);

export const workload = (dice: Dice, name: string): Json => ({
  spec: {
    replicas: dice.between(0, 3),
    selector: { matchLabels: { app: name } },
    template: template(dice, name),
  },
});

export function condition(dice: Dice): Json {
  return {
    type: dice.pick(["Ready", "Available"]),
    status: dice.pick(["True", "False"]),
    lastTransitionTime: "2020-01-01T00:00:00Z",
    reason: "Because",
    message: word(dice),
  };
}
