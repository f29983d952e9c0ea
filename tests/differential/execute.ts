import type {
  Answer,
  Json,
  RequestStep,
  Sequence,
  SettleStep,
  Target,
  WatchStep,
} from "./types.ts";

const shownHeaders = ["content-type", "warning", "retry-after", "allow"];

const left: Answer = { code: 0, headers: {}, body: null };

/** Runs all requests of a sequence, one after the other, and answers what came. */
export async function execute(
  target: Target,
  sequence: Sequence,
  namespace: string,
  expected?: readonly Answer[],
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  const made = { metadata: { name: namespace } };
  const making: RequestStep = { method: "POST", path: "/api/v1/namespaces", body: made };
  answers.push(await send(target, making, namespace, answers));
  for (const step of sequence.steps) {
    if (sequence.skipped?.has(answers.length)) answers.push(left);
    else if ("watch" in step) answers.push(await watch(target, step, namespace, answers));
    else if ("settle" in step) {
      answers.push(await settle(target, step, namespace, expected?.[answers.length]));
    } else answers.push(await send(target, step, namespace, answers));
  }
  return answers;
}

function at(value: Json, path: string): Json {
  return path === "" ? value : path.split(".").reduce((found, key) => found?.[key], value);
}

function resolver(namespace: string, answers: readonly Answer[]) {
  const inText = (text: string): string =>
    text.replaceAll("{ns}", namespace).replace(
      /<(\d+):([^|>]*)(?:\|([^>]*))?>/g,
      (_, index, path, otherwise = "none") => {
        const value = at(answers[Number(index)]?.body, path);
        return value === undefined || typeof value === "object" ? otherwise : String(value);
      },
    );
  const inValue = (value: Json): Json => {
    if (typeof value === "string") return inText(value);
    if (Array.isArray(value)) return value.map(inValue);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [inText(key), inValue(item)]),
    );
  };
  return { inText, inValue };
}

// RFC 7396.
function merged(target: Json, patch: Json): Json {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch;
  const result = typeof target === "object" && target !== null && !Array.isArray(target)
    ? { ...target }
    : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merged(result[key], value);
  }
  return result;
}

// A refusal is no object to write.
function objectOf(answer: Answer | undefined): Json {
  return answer && answer.code < 300 && answer.body?.kind !== "Status" ? answer.body : {};
}

function urlOf(path: string, query: readonly (readonly [string, string])[] = []): string {
  const text = query.map(([key, value]) =>
    `${encodeURIComponent(key)}=${encodeURIComponent(value)}`
  ).join("&");
  return text ? `${path}?${text}` : path;
}

async function send(
  target: Target,
  step: RequestStep,
  namespace: string,
  answers: readonly Answer[],
): Promise<Answer> {
  const { inText, inValue } = resolver(namespace, answers);
  const query = (step.query ?? []).map(([key, value]) => [key, inText(value)] as const);
  const own = inValue(step.body);
  const body = step.text !== undefined
    ? inText(step.text)
    : step.base !== undefined
    ? JSON.stringify(merged(objectOf(answers[step.base]), own ?? {}))
    : own === undefined
    ? undefined
    : JSON.stringify(own);
  const headers: Record<string, string> = { "user-agent": "alpha/1.0" };
  if (body !== undefined) headers["content-type"] = "application/json";
  for (const [key, value] of Object.entries(step.headers ?? {})) headers[key] = inText(value);
  const response = await target.fetch(urlOf(inText(step.path), query), {
    method: step.method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  return await read(response);
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  let body: Json = text;
  try {
    body = JSON.parse(text);
  } catch {
    // Stays a text.
  }
  const headers: Record<string, string> = {};
  for (const name of shownHeaders) {
    const value = response.headers.get(name);
    if (value !== null) headers[name] = value;
  }
  return { code: response.status, headers, body };
}

const watchPatience = 5_000;

async function watch(
  target: Target,
  step: WatchStep,
  namespace: string,
  answers: readonly Answer[],
): Promise<Answer> {
  const { inText } = resolver(namespace, answers);
  const query = step.query.map(([key, value]) => [key, inText(value)] as const);
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), watchPatience);
  try {
    const response = await target.fetch(urlOf(inText(step.watch), [["watch", "1"], ...query]), {
      headers: { "user-agent": "alpha/1.0" },
      signal: abort.signal,
    });
    if (response.status !== 200) return await read(response);
    const made = await send(
      target,
      {
        method: "POST",
        path: step.collection,
        body: step.sentinel,
      },
      namespace,
      answers,
    );
    const events = await eventsUntil(response, inText(step.sentinel.metadata.name));
    return { code: 200, headers: {}, body: { sentinel: made.code, events } };
  } finally {
    clearTimeout(timer);
    abort.abort();
  }
}

async function eventsUntil(response: Response, sentinel: string): Promise<Json[]> {
  const events: Json[] = [];
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let buffer = "";
  try {
    while (reader) {
      const { done, value } = await reader.read();
      if (done) break;
      buffer += value;
      for (let end = buffer.indexOf("\n"); end >= 0; end = buffer.indexOf("\n")) {
        const event = JSON.parse(buffer.slice(0, end));
        buffer = buffer.slice(end + 1);
        const initialEnd = event.object?.metadata?.annotations?.["k8s.io/initial-events-end"];
        if (event.type === "BOOKMARK" && !initialEnd) continue;
        events.push(event);
        if (event.object?.metadata?.name === sentinel || event.type === "ERROR") return events;
      }
    }
  } catch {
    events.push({ type: "TIMEOUT" });
  } finally {
    await reader?.cancel().catch(() => {});
  }
  return events;
}

// What controllers change, and no more.
async function settled(target: Target, step: SettleStep, namespace: string): Promise<Json> {
  const found: Json = {};
  for (const path of step.settle) {
    const url = path.replaceAll("{ns}", namespace);
    const { body, code } = await read(await target.fetch(url, { method: "GET" }));
    found[path] = (body.items ?? (code === 200 ? [body] : [])).map(({ metadata }: Json) => [
      metadata.name,
      metadata.deletionTimestamp !== undefined,
      metadata.finalizers ?? [],
      (metadata.ownerReferences ?? []).map(({ name }: Json) => name),
    ]);
  }
  return found;
}

const settlePatience = 10_000;

async function settle(
  target: Target,
  step: SettleStep,
  namespace: string,
  expected: Answer | undefined,
): Promise<Answer> {
  const deadline = performance.now() + settlePatience;
  for (;;) {
    const body = await settled(target, step, namespace);
    const done = expected === undefined || JSON.stringify(body) === JSON.stringify(expected.body);
    if (done || performance.now() > deadline) return { code: 200, headers: {}, body };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
