/**
 * Rules of definitions (`x-kubernetes-validations`). The language itself is loaded when the first definition that has
 * rules is written; all else here costs nothing.
 *
 * @module
 */
export { createRules, type Rules } from "./load.ts";
export { hasRules, type RuleEngine, type RuleFault, type RuleSet } from "./types.ts";
