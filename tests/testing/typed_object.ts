import { applyBuiltinDefaults } from "../../testing/defaults.ts";
import { builtinKinds } from "../../testing/builtin_kinds.ts";
import type { StoredObject } from "../../testing/object.ts";
import { decodeTyped, goTypeOf } from "../../testing/schema/mod.ts";

/** An object as the server has it once it has read it: typed, with its defaults. */
export function typed(apiVersion: string, kind: string, object: object): Record<string, unknown> {
  const [group = "", version = ""] = apiVersion.includes("/")
    ? apiVersion.split("/")
    : ["", apiVersion];
  const struct = goTypeOf(group, version, kind);
  const known = builtinKinds().find((one) =>
    one.group === group && one.version === version && one.kind === kind
  );
  if (!struct || !known) throw new Error(`No such kind: ${apiVersion} ${kind}`);
  const { value } = decodeTyped(object, struct);
  applyBuiltinDefaults(known, value as StoredObject);
  return value;
}
