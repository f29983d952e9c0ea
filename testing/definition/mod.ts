/**
 * What a CustomResourceDefinition must look like, and which names it gets.
 *
 * @module
 */
export { type AcceptedNames, acceptNames } from "./accept.ts";
export { definitions } from "./place.ts";
export { validateDefinition } from "./validate.ts";
