import type { RuleEngine } from "./types.ts";

/** Where the engine is once it is needed. */
export interface Rules {
  /** The engine, if it is there. */
  readonly engine: RuleEngine | undefined;
  /** Loads it before a request that brings rules; nothing to wait for otherwise. */
  readonly prepare: (body: string) => Promise<void> | undefined;
}

/** Makes a place for an engine: nothing is loaded for a server whose definitions have no rules. */
export function createRules(): Rules {
  let engine: RuleEngine | undefined;
  return {
    get engine() {
      return engine;
    },
    prepare(body) {
      if (engine || !body.includes("x-kubernetes-validations")) return undefined;
      return import("./engine.ts").then(({ createRuleEngine }) => {
        engine ??= createRuleEngine();
      });
    },
  };
}
