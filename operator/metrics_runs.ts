import { keyText } from "../client/mod.ts";
import type { ControllerEvent } from "../controller/mod.ts";
import type { MeasuredController } from "./metrics_types.ts";

/** Which reconciles run at the moment. */
export interface Runs {
  /** Takes notice. Only of controllers that are measured. */
  readonly observe: (event: ControllerEvent) => void;
  /** Forgets a controller. */
  readonly end: (controller: string) => void;
  /** Reconciles that keep a worker. */
  readonly active: (controller: string) => number;
  /** Milliseconds that each of them has run so far, and each that goes on after its time-out. */
  readonly ages: (controller: string) => readonly number[];
}

/** Keeps, for each object that is worked on, when that began. */
export function createRuns(controllers: ReadonlyMap<string, MeasuredController>): Runs {
  type Starts = Map<string, number>;
  const active = new Map<string, Starts>();
  const stuck = new Map<string, Starts>();
  const startsIn = (all: Map<string, Starts>, controller: string): Starts => {
    const known = all.get(controller) ?? new Map<string, number>();
    all.set(controller, known);
    return known;
  };
  return {
    observe(event) {
      const { controller } = event;
      const measured = controllers.get(controller);
      if (!measured) return;
      const now = measured.clock.monotonic();
      switch (event.type) {
        case "started":
          startsIn(active, controller).set(keyText(event.request), now);
          return;
        case "finished":
          active.get(controller)?.delete(keyText(event.request));
          return;
        case "stuck":
          startsIn(stuck, controller).set(keyText(event.request), now - event.running);
          return;
        case "unstuck":
          stuck.get(controller)?.delete(keyText(event.request));
      }
    },
    end(controller) {
      active.delete(controller);
      stuck.delete(controller);
    },
    active: (controller) => active.get(controller)?.size ?? 0,
    ages(controller) {
      const now = controllers.get(controller)?.clock.monotonic() ?? 0;
      return [active, stuck].flatMap((all) =>
        [...all.get(controller)?.values() ?? []].map((start) => now - start)
      );
    },
  };
}
