/** The areas of the Kubernetes API that the cases are about. Each has ten cases at least. */
export const areas = [
  "storage and conflicts",
  "no-op updates",
  "generateName",
  "preconditions",
  "finalizers and deletion",
  "deletecollection",
  "list options",
  "watch",
  "bookmarks",
  "WatchList",
  "selectors",
  "status and scale",
  "generation",
  "garbage collection",
  "namespaces",
  "patch",
  "apply",
  "custom resources",
  "tables",
  "field validation",
  "dry run",
  "refusals",
  "Retry-After",
  "request limits",
  "warnings",
  "access",
  "leases",
  "events",
] as const;

/** One of them. */
export type Area = (typeof areas)[number];
