import type { Kind } from "./kinds.ts";
import { isObject, sameJson, type StoredObject } from "./object.ts";
import { type Cause, invalid, invalidValue, required } from "./status.ts";

// The words of kubernetes/pkg/apis/core/validation/events.go. The checks name fields as core/v1 does in both groups, but
// for who reports.

interface Names {
  readonly object: string;
  readonly message: string;
  readonly controller: string;
  readonly source: string;
  readonly first: string;
  readonly last: string;
  readonly count: string;
}

const coreNames: Names = {
  object: "involvedObject",
  message: "message",
  controller: "reportingComponent",
  source: "source",
  first: "firstTimestamp",
  last: "lastTimestamp",
  count: "count",
};

const eventsNames: Names = {
  object: "regarding",
  message: "note",
  controller: "reportingController",
  source: "deprecatedSource",
  first: "deprecatedFirstTimestamp",
  last: "deprecatedLastTimestamp",
  count: "deprecatedCount",
};

function text(value: unknown, key: string): string {
  return isObject(value) && typeof value[key] === "string" ? value[key] : "";
}

const name = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";

function qualifiedProblems(value: string): readonly string[] {
  const base = value.split("/").at(-1) ?? "";
  const problems: string[] = [];
  if (!base) problems.push("name part must be non-empty");
  else if (base.length > 63) problems.push("name part must be no more than 63 characters");
  if (!new RegExp(`^${name}$`).test(base)) {
    problems.push(
      `name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${name}')`,
    );
  }
  return problems;
}

function tooLong(field: string, value: string, limit: number): readonly Cause[] {
  return value.length > limit
    ? [invalidValue(field, "", `can have at most ${limit} characters`)]
    : [];
}

function legacy(event: StoredObject, names: Names): readonly Cause[] {
  const namespace = event.metadata.namespace ?? "";
  const about = text(event[names.object], "namespace");
  const elsewhere = invalidValue(
    "involvedObject.namespace",
    about,
    "does not match event.namespace",
  );
  if (!event.eventTime) {
    return (about ? about === namespace : namespace === "default") ? [] : [elsewhere];
  }
  const controller = text(event, names.controller);
  const present = (field: string, limit: number) => [
    ...(text(event, field) ? [] : [required(field)]),
    ...tooLong(field, text(event, field), limit),
  ];
  return [
    ...(about || namespace === "default" || namespace === "kube-system" ? [] : [elsewhere]),
    ...(controller ? [] : [required(names.controller)]),
    ...qualifiedProblems(controller).map((problem) =>
      invalidValue(names.controller, controller, problem)
    ),
    ...present("reportingInstance", 128),
    ...present("action", 128),
    ...present("reason", 128),
    ...tooLong("message", text(event, names.message), 1024),
  ];
}

function series(event: StoredObject): readonly Cause[] {
  const value = event.series;
  if (!isObject(value)) return [];
  return [
    ...(Number(value.count ?? 0) < 2
      ? [invalidValue("series.count", "", "should be at least 2")]
      : []),
    ...(value.lastObservedTime ? [] : [required("series.lastObservedTime")]),
  ];
}

function creation(event: StoredObject): readonly Cause[] {
  const unset = (field: string) => invalidValue(field, "", "needs to be unset");
  const type = text(event, "type");
  const source = event[eventsNames.source];
  return [
    ...series(event),
    ...(event.eventTime ? [] : [required("eventTime")]),
    ...(type === "Normal" || type === "Warning"
      ? []
      : [invalidValue("type", "", `has invalid value: ${type}`)]),
    ...(event[eventsNames.first] ? [unset("firstTimestamp")] : []),
    ...(event[eventsNames.last] ? [unset("lastTimestamp")] : []),
    ...(event[eventsNames.count] ? [unset("count")] : []),
    ...(text(source, "component") || text(source, "host") ? [unset("source")] : []),
  ];
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === "" || value === 0 ||
    (typeof value === "object" && Object.keys(value).length === 0);
}

const fixed: readonly (readonly [field: string, shown: string])[] = [
  [eventsNames.object, "involvedObject"],
  ["reason", "reason"],
  [eventsNames.message, "message"],
  [eventsNames.source, "source"],
  [eventsNames.first, "firstTimestamp"],
  [eventsNames.last, "lastTimestamp"],
  [eventsNames.count, "count"],
  ["reason", "reason"],
  ["type", "type"],
  ["eventTime", "eventTime"],
  ["action", "action"],
  ["related", "related"],
  [eventsNames.controller, "reportingController"],
  ["reportingInstance", "reportingInstance"],
];

function change(event: StoredObject, old: StoredObject): readonly Cause[] {
  return [
    ...(sameJson(event.series, old.series) ? [] : series(event)),
    ...fixed.filter(([field]) =>
      !sameJson(event[field], old[field]) && !(isBlank(event[field]) && isBlank(old[field]))
    ).map(([field, shown]) => invalidValue(shown, event[field] ?? "", "field is immutable")),
  ];
}

/** Refuses an event that is none: strictly where it is written through events.k8s.io. Throws a 422. */
export function validateEvent(
  kind: Kind,
  event: StoredObject,
  old: StoredObject | undefined,
): readonly Cause[] {
  const strict = kind.group !== "";
  const causes = [...legacy(event, strict ? eventsNames : coreNames)];
  if (strict) causes.push(...(old ? change(event, old) : creation(event)));
  // Whichever group it came through, the refusal speaks of the core's kind.
  if (causes.length) {
    throw invalid({ group: "", kind: "Event" }, event.metadata.name ?? "", causes);
  }
  return causes;
}
