import type { Answer, Difference, Json, Step } from "./types.ts";

function isObject(value: Json): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** All places in which two masked values differ, the outermost that say it. */
export function differences(real: Json, ours: Json, path = ""): Omit<Difference, "step">[] {
  if (isObject(real) && isObject(ours)) {
    const keys = [...new Set([...Object.keys(real), ...Object.keys(ours)])];
    return keys.flatMap((key) =>
      differences(real[key], ours[key], path === "" ? key : `${path}.${key}`)
    );
  }
  if (Array.isArray(real) && Array.isArray(ours) && real.length === ours.length) {
    return real.flatMap((item, index) => differences(item, ours[index], `${path}[${index}]`));
  }
  return JSON.stringify(real) === JSON.stringify(ours) ? [] : [{ path, real, ours }];
}

/** The differences of one answer; where the code differs, nothing else is worth a word but the message. */
export function compareAnswers(real: Answer, ours: Answer): Omit<Difference, "step">[] {
  if (real.code !== ours.code) {
    const say = ({ code, body }: Answer) => `${code} ${body?.message ?? ""}`.trim();
    return [{ path: "code", real: say(real), ours: say(ours) }];
  }
  return differences(real, ours);
}

/** `PUT apps/deployments/status` of a request, to sort differences by. */
export function verbOf(step: Step): string {
  if ("settle" in step) return "SETTLE";
  const raw = "watch" in step ? step.watch : step.path;
  const method = "watch" in step ? "WATCH" : step.method;
  const type = "watch" in step ? "" : step.headers?.["content-type"] ?? "";
  const segments = raw.split("/").filter((one) => one !== "");
  const grouped = segments[0] === "apis";
  const rest = segments.slice(grouped ? 3 : 2);
  if (rest[0] === "namespaces" && rest.length > 2) rest.splice(0, 2);
  const [plural = "", name, sub] = rest;
  const patch = method === "PATCH"
    ? ` ${type.replace("application/", "").replace(/\+.*/, "")}`
    : "";
  return `${method}${patch} ${plural}${name ? "/NAME" : ""}${sub ? `/${sub}` : ""}`;
}

function general(value: Json): string {
  return (JSON.stringify(value) ?? "absent")
    .replace(/\\"(?:[^"\\]|\\[^"])*\\"/g, '\\"…\\"').replace(/\d+/g, "N").slice(0, 160);
}

/** Names a kind of difference: those with one class are one fault, likely. */
export function classOf(step: Step, difference: Omit<Difference, "step">): string {
  const path = difference.path.replace(/\[\d+\]/g, "[]").replace(/events\[\]/g, "events[]");
  return `${verbOf(step)} | ${path} | ${general(difference.real)} | ${general(difference.ours)}`;
}
