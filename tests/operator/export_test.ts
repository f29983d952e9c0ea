import { assert, assertEquals } from "@std/assert";
import { ConfigMap } from "../../kinds/mod.ts";
import { createApiServer } from "../../testing/mod.ts";
import { program } from "../examples/process.ts";

/** A span as OTLP has it in JSON. */
interface ExportedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly kind?: number;
}

/** Takes what is exported to it, until disposed of. */
function receiveSpans() {
  const spans: ExportedSpan[] = [];
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    async (request) => {
      const body = await request.json();
      for (const { scopeSpans = [] } of body.resourceSpans ?? []) {
        for (const one of scopeSpans) spans.push(...one.spans);
      }
      return Response.json({});
    },
  );
  return {
    spans,
    url: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

Deno.test("runOperator() with OTEL_DENO=true exports reconcile, step, request and Deno's fetch as one trace", async () => {
  await using server = createApiServer();
  await using listener = await server.listen();
  await using receiver = receiveSpans();
  await using client = server.client();
  await client.create(ConfigMap, { metadata: { name: "a", namespace: "default" } });
  const { code, stderr } = await program(
    "tests/operator/traced_process.ts",
    ["--allow-net=127.0.0.1"],
    {
      OTEL_DENO: "true",
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    },
    [listener.url],
  ).output();
  assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
  const { spans } = receiver;
  const request = spans.find(({ name }) => name.startsWith("PATCH /api/v1/namespaces/"));
  assert(request, `no span of the request among: ${spans.map(({ name }) => name).join(", ")}`);
  const parentOf = ({ parentSpanId }: ExportedSpan) =>
    spans.find(({ spanId }) => spanId === parentSpanId);
  const step = parentOf(request);
  const reconcile = step && parentOf(step);
  assertEquals([step?.name, reconcile?.name], ["labelled EnsureCreated", "reconcile maps"]);
  assertEquals(reconcile?.parentSpanId || undefined, undefined);
  const fetched = spans.filter(({ parentSpanId }) => parentSpanId === request.spanId);
  assertEquals(fetched.map(({ name }) => name), ["PATCH"]);
  assertEquals(
    [step, reconcile, ...fetched].map((span) => span?.traceId),
    Array(3).fill(request.traceId),
  );
});
