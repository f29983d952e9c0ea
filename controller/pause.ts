import type { Metadata } from "../client/mod.ts";

/** Pauses an object unless the controller says otherwise. */
const defaultPause: Readonly<Record<string, string>> = Object.freeze({
  "operatorkit.giantswarm.io/paused": "true",
  "cluster.x-k8s.io/paused": "true",
});

/** The annotations that pause an object, as a copy: what the user gave is never changed. */
export function pauseOf(
  pause: Readonly<Record<string, string>> | false = defaultPause,
): Readonly<Record<string, string>> {
  if (pause === false) return Object.freeze({});
  for (const [key, value] of Object.entries(pause)) {
    if (typeof value === "string") continue;
    throw new TypeError(
      `pause gives the annotation ${key} the value ${String(value)}; annotations are text`,
    );
  }
  return Object.freeze({ ...pause });
}

/** Whether one of the annotations is there with its value. */
export function isPaused(
  { annotations }: Pick<Metadata, "annotations">,
  pause: Readonly<Record<string, string>>,
): boolean {
  return annotations !== undefined &&
    Object.entries(pause).some(([key, value]) =>
      Object.hasOwn(annotations, key) && annotations[key] === value
    );
}
