import type { MicroTime } from "../../common.ts";
import type { ObjectMeta } from "../../meta/v1/mod.ts";

/** @internal */
export interface Lease {
  apiVersion?: "coordination.k8s.io/v1";
  kind?: "Lease";
  metadata?: ObjectMeta | null;
  spec?: LeaseSpec | null;
}

export interface LeaseSpec {
  acquireTime?: MicroTime | null;
  holderIdentity?: string | null;
  leaseDurationSeconds?: number | null;
  leaseTransitions?: number | null;
  preferredHolder?: string | null;
  renewTime?: MicroTime | null;
  strategy?: string | null;
}
