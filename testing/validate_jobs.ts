import { isObject, type JsonObject, sameJson, type StoredObject, valueAt } from "./object.ts";
import { type Cause, invalidValue, notSupported, required } from "./status.ts";
import { matches, nonNegative, podSpecCauses, withoutRules } from "./validate_pods.ts";

// The rules of kubernetes/pkg/apis/batch/validation that writes meet most.

/** What is wrong with a job's spec, also in a template of jobs. */
export function jobSpecCauses(spec: JsonObject, at: string): readonly Cause[] {
  const causes: Cause[] = [];
  for (const name of ["parallelism", "completions", "activeDeadlineSeconds", "backoffLimit"]) {
    causes.push(...nonNegative(`${at}.${name}`, spec[name]));
  }
  const template = valueAt(spec, "template.spec");
  causes.push(...podSpecCauses(isObject(template) ? template : {}, `${at}.template.spec`));
  const policy = isObject(template) ? template.restartPolicy : undefined;
  const field = `${at}.template.spec.restartPolicy`;
  if (policy === "Always" || !policy) {
    causes.push(required(field, 'valid values: "OnFailure", "Never"'));
  } else if (policy !== "OnFailure" && policy !== "Never") {
    causes.push(notSupported(field, policy, ["OnFailure", "Never"]));
  }
  return causes;
}

/** What is wrong with a job, or with its change. */
export function jobCauses(object: StoredObject, old: StoredObject | undefined): readonly Cause[] {
  const spec = isObject(object.spec) ? object.spec : {};
  const causes: Cause[] = [];
  const { selector } = spec;
  const labels = valueAt(spec, "template.metadata.labels");
  causes.push(...jobSpecCauses(spec, "spec"));
  if (!isObject(selector)) causes.push(required("spec.selector"));
  if (!isObject(selector) || !matches(selector, labels)) {
    causes.push(invalidValue("spec.template.metadata.labels", labels ?? null, withoutRules));
  }
  const before = old && isObject(old.spec) ? old.spec : undefined;
  if (!before) return causes;
  for (const name of ["completions", "selector", "template", "completionMode"]) {
    if (!sameJson(before[name] ?? null, spec[name] ?? null)) {
      causes.push(invalidValue(`spec.${name}`, spec[name] ?? null, "field is immutable"));
    }
  }
  return causes;
}

const parts = [[0, 59], [0, 23], [1, 31], [1, 12], [0, 7]] as const;

function scheduleProblem(text: string): string | undefined {
  if (/^@(yearly|annually|monthly|weekly|daily|midnight|hourly|every .+)$/.test(text)) return;
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 5) {
    return `expected exactly 5 fields, found ${fields.length}: [${fields.join(" ")}]`;
  }
  for (const [index, field] of fields.entries()) {
    const [least = 0, most = 0] = parts[index] ?? [];
    for (const one of field.split(",")) {
      const [range = "", step] = one.split("/");
      const numbers = range === "*" || range === "?" ? [] : range.split("-");
      for (const number of [...numbers, ...(step === undefined ? [] : [step])]) {
        if (!/^\d+$/.test(number)) {
          return `failed to parse int from ${number}: strconv.Atoi: parsing ${
            JSON.stringify(number)
          }: invalid syntax`;
        }
      }
      const [first] = numbers;
      if (first !== undefined && Number(first) < least) {
        return `beginning of range (${first}) below minimum (${least}): ${one}`;
      }
      const last = numbers.at(-1);
      if (last !== undefined && Number(last) > most) {
        return `end of range (${last}) above maximum (${most}): ${one}`;
      }
    }
  }
}

const concurrency = ["Allow", "Forbid", "Replace"];

/** What is wrong with a cron job. */
export function cronJobCauses(object: StoredObject): readonly Cause[] {
  const spec = isObject(object.spec) ? object.spec : {};
  const causes: Cause[] = [];
  const schedule = String(spec.schedule ?? "");
  const problem = schedule ? scheduleProblem(schedule) : undefined;
  if (!schedule) causes.push(required("spec.schedule"));
  else if (problem) causes.push(invalidValue("spec.schedule", schedule, problem));
  if (!concurrency.includes(String(spec.concurrencyPolicy))) {
    causes.push(notSupported("spec.concurrencyPolicy", spec.concurrencyPolicy, concurrency));
  }
  const template = valueAt(spec, "jobTemplate.spec");
  causes.push(...jobSpecCauses(isObject(template) ? template : {}, "spec.jobTemplate.spec"));
  for (const name of ["successfulJobsHistoryLimit", "failedJobsHistoryLimit"]) {
    causes.push(...nonNegative(`spec.${name}`, spec[name]));
  }
  return causes;
}
