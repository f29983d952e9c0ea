import type { MicroTime, Time } from "../../common.ts";
import type { EventSource, ObjectReference } from "../../core/v1/mod.ts";
import type { ObjectMeta } from "../../meta/v1/mod.ts";

/** @internal */
export interface Event {
  apiVersion?: "events.k8s.io/v1";
  kind?: "Event";
  action?: string | null;
  deprecatedCount?: number | null;
  deprecatedFirstTimestamp?: Time | null;
  deprecatedLastTimestamp?: Time | null;
  deprecatedSource?: EventSource | null;
  eventTime: MicroTime;
  metadata?: ObjectMeta | null;
  note?: string | null;
  reason?: string | null;
  regarding?: ObjectReference | null;
  related?: ObjectReference | null;
  reportingController?: string | null;
  reportingInstance?: string | null;
  series?: EventSeries | null;
  type?: string | null;
}

export interface EventSeries {
  count: number;
  lastObservedTime: MicroTime;
}
