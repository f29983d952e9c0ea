import { AsyncLocalStorage } from "node:async_hooks";
import {
  type Attributes,
  type Context,
  context,
  type ContextManager,
  type Exception,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  type SpanOptions,
  type SpanStatus,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Tracer,
} from "@opentelemetry/api";

/** A span as the tests look at it. */
export interface TakenSpan {
  readonly name: string;
  readonly parent: string | undefined;
  readonly traceId: string;
  readonly attributes: Attributes;
  readonly events: readonly string[];
  readonly exceptions: readonly Exception[];
  readonly status: SpanStatus;
  readonly ended: number;
}

/** A tracer that keeps its spans in memory. */
export interface MemoryTracer extends Tracer {
  /** All spans so far, in the order in which they began. */
  readonly spans: readonly TakenSpan[];
  /** The only span of this name. */
  readonly span: (name: string) => TakenSpan;
}

export function createMemoryTracer(): MemoryTracer {
  const spans: (TakenSpan & { readonly id: string })[] = [];
  let ids = 0;
  const start = (name: string, options: SpanOptions = {}, parentContext: Context): Span => {
    const parent = trace.getSpanContext(parentContext);
    const known = parent && spans.find(({ id }) => id === parent.spanId);
    const id = (++ids).toString(16).padStart(16, "0");
    const taken = {
      id,
      name,
      parent: known?.name,
      traceId: parent?.traceId ?? id.padStart(32, "0"),
      attributes: { ...options.attributes } as Attributes,
      events: [] as string[],
      exceptions: [] as Exception[],
      status: { code: SpanStatusCode.UNSET } as SpanStatus,
      ended: 0,
    };
    spans.push(taken);
    const { traceId } = taken;
    const spanContext: SpanContext = { traceId, spanId: id, traceFlags: TraceFlags.SAMPLED };
    const span: Span = {
      spanContext: () => spanContext,
      setAttribute(key, value) {
        taken.attributes[key] = value;
        return span;
      },
      setAttributes(attributes) {
        Object.assign(taken.attributes, attributes);
        return span;
      },
      addEvent(event) {
        taken.events.push(event);
        return span;
      },
      addLink: () => span,
      addLinks: () => span,
      setStatus(status) {
        taken.status = status;
        return span;
      },
      updateName: () => span,
      end: () => void taken.ended++,
      isRecording: () => taken.ended === 0,
      recordException: (exception) => void taken.exceptions.push(exception),
    };
    return span;
  };
  return {
    spans,
    span(name) {
      const found = spans.filter((span) => span.name === name);
      const [one] = found;
      if (!one || found.length > 1) {
        throw new Error(
          `${found.length} spans are named ${name}: ${spans.map((span) => span.name).join(", ")}`,
        );
      }
      return one;
    },
    startSpan: (name, options, parent = context.active()) => start(name, options, parent),
    startActiveSpan: () => {
      throw new Error("Not needed here");
    },
  };
}

/** Keeps the active span across awaits until disposed of, as an SDK and Deno's own support do. */
export function useContextManager(): Disposable {
  const storage = new AsyncLocalStorage<Context>();
  const manager: ContextManager = {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (active, run, self, ...args) => storage.run(active, () => run.apply(self, args)),
    bind: (_context, target) => target,
    enable: () => manager,
    disable: () => manager,
  };
  context.setGlobalContextManager(manager);
  return { [Symbol.dispose]: () => context.disable() };
}
