import {
  type Attributes,
  type Context,
  context,
  isSpanContextValid,
  type Span,
  SpanStatusCode,
  trace,
  type Tracer,
} from "@opentelemetry/api";
import { ApiError, keyText } from "../client/mod.ts";
import type { ReconcileRequest } from "../context/mod.ts";
import type { Around, Controller, Work } from "../controller/mod.ts";
import {
  causeNames,
  errorMessage,
  errorType,
  objectAttributes,
  urlTemplate,
  withoutQuery,
} from "./tracing_names.ts";
import type { OperatorEvent, Tracer as AnyTracer } from "./types.ts";

/** Makes spans of reconciles. */
export interface Tracing {
  /** What a controller runs its reconciles, steps and requests in. */
  readonly around: (controller: Controller) => Around;
  /** Says in the spans how the reconciles end. */
  readonly observe: (event: OperatorEvent) => void;
}

/** A reconcile that runs. */
interface Scope {
  readonly span: Span;
  /** Spans of steps and requests that have not ended. */
  readonly open: Set<Span>;
  /** The innermost step, for where nothing keeps the active span: without a context manager. */
  inner: Context;
}

/**
 * Makes a span for each reconcile, below it one for each step, and below that one for each request. Each is the active
 * one while its part runs, so that spans of the user's code and of Deno's `fetch` nest. Identifiers only: neither
 * secrets nor the contents of objects reach a span.
 */
export function createTracing(given: AnyTracer): Tracing {
  const tracer = given as Tracer; // what the option asks for
  const scopes = new Map<string, Scope>();
  const keyOf = (controller: string, request: ReconcileRequest) =>
    `${controller} ${keyText(request)}`;

  async function reconcile<V>(
    controller: Controller,
    work: Work & { readonly type: "reconcile" },
    run: () => Promise<V>,
  ): Promise<V> {
    const attributes = {
      ...objectAttributes(controller, work.request),
      "operatorkit.causes": causeNames(work.causes),
    };
    // A trace of its own, also when the operator was made inside of a span.
    const outer = trace.deleteSpan(context.active());
    const span = tracer.startSpan(`reconcile ${controller.name}`, { attributes }, outer);
    if (!isSpanContextValid(span.spanContext())) return await run(); // nobody takes spans
    const key = keyOf(controller.name, work.request);
    const inner = trace.setSpan(outer, span);
    const scope: Scope = { span, open: new Set(), inner };
    scopes.set(key, scope);
    try {
      return await context.with(inner, run);
    } catch (error) {
      fail(span, error);
      throw error;
    } finally {
      scopes.delete(key);
      for (const child of scope.open) {
        child.setStatus({ code: SpanStatusCode.ERROR, message: "Went on after the reconcile" });
        child.end();
      }
      scope.open.clear();
      span.end();
    }
  }

  async function part<V>(
    scope: Scope,
    name: string,
    attributes: Attributes,
    run: (span: Span) => Promise<V>,
    isStep: boolean,
  ): Promise<V> {
    const before = scope.inner;
    const parent = trace.getSpan(context.active()) ? context.active() : before;
    const span = tracer.startSpan(name, { attributes }, parent);
    scope.open.add(span);
    const inner = trace.setSpan(parent, span);
    if (isStep) scope.inner = inner;
    try {
      return await context.with(inner, () => run(span));
    } catch (error) {
      if (scope.open.has(span)) fail(span, error);
      throw error;
    } finally {
      if (isStep) scope.inner = before;
      if (scope.open.delete(span)) span.end();
    }
  }

  return {
    around: (controller) => (work, run) => {
      if (work.type === "reconcile") return reconcile(controller, work, run);
      const scope = scopes.get(keyOf(work.controller, work.request));
      if (!scope) return run();
      if (work.type === "step") {
        const { resource, operation } = work;
        const attributes = {
          "operatorkit.controller": work.controller,
          "operatorkit.resource": resource,
          "operatorkit.operation": operation,
        };
        return part(scope, `${resource} ${operation}`, attributes, run, true);
      }
      const { method, path } = work;
      const template = urlTemplate(path);
      const attributes = {
        "http.request.method": method,
        "url.path": withoutQuery(path),
        "url.template": template,
      };
      const call = async (span: Span) => {
        const answer = await run().catch((error) => {
          if (error instanceof ApiError) tellStatus(span, error.code);
          throw error;
        });
        if (answer instanceof Response) tellStatus(span, answer.status);
        return answer;
      };
      return part(scope, `${method} ${template}`, attributes, call, false);
    },
    observe({ source, event }) {
      if (source !== "controller" || !("request" in event)) return;
      const scope = scopes.get(keyOf(event.controller, event.request));
      if (!scope) return;
      const { span } = scope;
      if (event.type === "timed-out") span.addEvent("timed-out");
      else if (event.type === "apply-skipped") {
        span.addEvent("apply-skipped", { "k8s.object.kind": event.kind });
      } else if (event.type === "finished") {
        const { outcome } = event;
        span.setAttribute("operatorkit.outcome", outcome.type);
        if (outcome.type === "error") fail(span, outcome.error);
        // Conflicts and a shutdown are the way of the world.
        else if (outcome.type === "again") {
          span.setAttribute("error.type", errorType(outcome.error));
        }
      }
    },
  };
}

function tellStatus(span: Span, status: number): void {
  span.setAttribute("http.response.status_code", status);
}

function fail(span: Span, error: unknown): void {
  const type = errorType(error);
  const message = errorMessage(error);
  span.setAttribute("error.type", type);
  const isOpen = error instanceof Error && !(error instanceof ApiError);
  span.recordException({
    name: type,
    message,
    ...(isOpen && error.stack !== undefined ? { stack: error.stack } : {}),
  });
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}
