import type { Loads } from "./timer.ts";

/** What the applications tell: one number per Autoscaler, from each of their replicas. */
const query = "sum by (namespace, autoscaler) (autoscaler_load)";

/** The part of the answer that is read. */
interface Answer {
  readonly data: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly value: readonly [time: number, value: string];
    }[];
  };
}

/** Asks a Prometheus server for the loads. */
export async function readPrometheus(
  server: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<Loads> {
  const url = new URL("api/v1/query", server.endsWith("/") ? server : `${server}/`);
  url.searchParams.set("query", query);
  const answer = await fetch(url, { signal });
  if (!answer.ok) throw new Error(`Prometheus answers ${answer.status}: ${await answer.text()}`);
  const { data }: Answer = await answer.json();
  return new Map(
    data.result.map(({ metric, value: [, value] }) => [
      `${metric.namespace}/${metric.autoscaler}`,
      Number(value),
    ]),
  );
}
