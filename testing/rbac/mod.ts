/** Users, tokens and rights of the API server in memory. */
export { type Access, type AccessRequest, createAccess } from "./access.ts";
export { type AggregationController, createAggregationController } from "./aggregate.ts";
export { createDefaultRoles } from "./default_roles.ts";
export { answerReview } from "./review.ts";
export { requestToken } from "./token_request.ts";
export { type Identity, userOf } from "./tokens.ts";
export type { User } from "./user.ts";
