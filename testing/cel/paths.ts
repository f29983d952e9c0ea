import type { TypeSchema } from "../schema/mod.ts";

/** The path of a field within another. */
export function childPath(path: string, name: string): string {
  return path && name ? `${path}.${name}` : path || name;
}

/** `.spec.names['x']` as a path of fields; undefined where the schema has no such field. */
export function ruleFieldPath(text: string, schema: TypeSchema): string | undefined {
  let path = "";
  let rest = text.trim();
  let current: TypeSchema | undefined = schema;
  while (rest) {
    const step: RegExpExecArray | null = /^(?:\.([^.[\]]+)|\['((?:\\.|[^'\\])*)'\])/.exec(rest);
    if (!step || !current) return undefined;
    const name = step[1] ?? (step[2] ?? "").replace(/\\(.)/g, "$1");
    const own: TypeSchema | undefined = current.properties?.[name];
    const { additionalProperties: values }: TypeSchema = current;
    if (own) {
      path = childPath(path, name);
      current = own;
    } else if (step[2] !== undefined && typeof values === "object") {
      path = `${path}[${name}]`;
      current = values;
    } else return undefined;
    rest = rest.slice(step[0].length);
  }
  return path;
}
