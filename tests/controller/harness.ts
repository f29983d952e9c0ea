import { assert } from "@std/assert";
import type { Client, KubernetesObject } from "../../client/mod.ts";
import { type Controller, type ControllerEvent, createController } from "../../controller/mod.ts";
import type { RunningController } from "../../controller/mod.ts";
import { createInformerPool, type InformerPool } from "../../informer/mod.ts";
import { ConfigMap } from "../../kinds/mod.ts";
import {
  type ApiServer,
  createApiServer,
  createTestRuntime,
  type TestClock,
} from "../../testing/mod.ts";

/** An API server in memory, in virtual time, with controllers that run against it. */
export interface Harness extends AsyncDisposable {
  readonly server: ApiServer;
  readonly clock: TestClock;
  /** Where the controllers' local copies come from. */
  readonly informers: InformerPool;
  /** The test's own client. */
  readonly client: Client;
  /** What the controllers told. */
  readonly told: ControllerEvent[];
  /** Moves time until the promise settles. */
  readonly finish: <V>(promise: Promise<V>) => Promise<V>;
  /** Sets a controller to work. */
  readonly start: (controller: Controller) => Promise<RunningController>;
  /** As `start`, without waiting. */
  readonly begin: (controller: Controller) => RunningController;
  /** Writes that controllers made. */
  readonly writes: () => readonly string[];
  /** Observations of one type. */
  readonly of: <T extends ControllerEvent["type"]>(
    type: T,
  ) => Extract<ControllerEvent, { readonly type: T }>[];
  /** Creates a ConfigMap in `default`. */
  readonly create: (name: string, data?: Record<string, string>) => Promise<ConfigMap>;
  /** The ConfigMap as stored. */
  readonly stored: (name: string) => KubernetesObject | undefined;
  /** The Events of the cluster. */
  readonly events: () => Promise<readonly EventObject[]>;
}

/** An Event as stored. */
export interface EventObject extends KubernetesObject {
  readonly type: string;
  readonly reason: string;
  readonly note: string;
  readonly action: string;
  readonly eventTime: string;
  readonly reportingController: string;
  readonly reportingInstance: string;
  readonly regarding: { readonly kind: string; readonly name: string; readonly uid: string };
  readonly series?: { readonly count: number };
}

/** The Events of the cluster, as `events.k8s.io/v1` shows them; oldest first. */
export async function listEvents(client: Client): Promise<readonly EventObject[]> {
  const answer = await client.request("/apis/events.k8s.io/v1/events");
  const { items }: { readonly items: EventObject[] } = await answer.json();
  const version = ({ metadata }: EventObject) => Number(metadata.resourceVersion);
  return items.toSorted((a, b) =>
    a.eventTime.localeCompare(b.eventTime) || version(a) - version(b)
  );
}

/** Makes a harness. Dispose of it to stop all. */
export function createHarness(seed = 1): Harness {
  const runtime = createTestRuntime({ seed });
  const { clock } = runtime;
  const server = createApiServer({ runtime });
  const client = server.client({ userAgent: "test", runtime: { ...runtime, fetch: server.fetch } });
  const worker = server.client({
    userAgent: "controller",
    runtime: { ...runtime, fetch: server.fetch },
  });
  const informers = createInformerPool(worker);
  const told: ControllerEvent[] = [];
  const running: RunningController[] = [];
  const finish = async <V>(promise: Promise<V>): Promise<V> => {
    let ended = false;
    promise.finally(() => ended = true).catch(() => {});
    await clock.until(() => ended);
    return await promise;
  };
  const begin = (controller: Controller) => {
    const one = createController(controller, {
      client: worker,
      informers,
      observe: (event) => told.push(event),
    });
    running.push(one);
    return one;
  };
  return {
    server,
    clock,
    informers,
    client,
    told,
    finish,
    begin,
    async start(controller) {
      const one = begin(controller);
      await finish(one.ready);
      return one;
    },
    writes: () =>
      server.log
        .filter(({ method, userAgent }) => method !== "GET" && userAgent === "controller")
        .map(({ method, path }) => `${method} ${path}`),
    of: <T extends ControllerEvent["type"]>(type: T) =>
      told.filter((event): event is Extract<ControllerEvent, { readonly type: T }> =>
        event.type === type
      ),
    create: (name, data = {}) =>
      finish(client.create(ConfigMap, { metadata: { name, namespace: "default" }, data })),
    stored: (name) =>
      server.objects({ group: "", plural: "configmaps" })
        .find((object) => object.metadata.name === name),
    events: () => finish(listEvents(client)),
    async [Symbol.asyncDispose]() {
      await finish(Promise.all(running.map((one) => one.stop())));
      await finish(Promise.resolve(informers[Symbol.asyncDispose]()));
      await finish(Promise.resolve(worker[Symbol.asyncDispose]()));
      await finish(Promise.resolve(client[Symbol.asyncDispose]()));
      await finish(Promise.resolve(server[Symbol.asyncDispose]()));
    },
  };
}

/** The key of a ConfigMap of the harness. */
export function key(name: string): { readonly name: string; readonly namespace: string } {
  return { name, namespace: "default" };
}

/** Decides when the events of a watch arrive. */
export interface HeldWatch extends Disposable {
  /** From now on they wait. */
  readonly hold: () => void;
  /** From now on they arrive, those that wait as well. */
  readonly release: () => void;
}

/** Holds back the events of watches of `plural` until released; lists go through. */
export function holdWatch(harness: Harness, plural: string): HeldWatch {
  let gate = Promise.withResolvers<void>();
  gate.resolve();
  const intercepted = harness.server.intercept(
    async ({ method, path, query, headers, proceed }) => {
      if (method !== "GET" || !path.endsWith(`/${plural}`) || !query.has("watch")) return;
      if (headers.get("user-agent") !== "controller") return;
      const answer = await proceed();
      const reader = answer.body?.getReader();
      assert(reader);
      const body = new ReadableStream<Uint8Array>({
        async pull(controller) {
          const { done, value } = await reader.read();
          await gate.promise;
          if (done) controller.close();
          else controller.enqueue(value);
        },
        cancel: (reason) => reader.cancel(reason),
      });
      return new Response(body, { status: answer.status, headers: answer.headers });
    },
  );
  return {
    hold: () => void (gate = Promise.withResolvers<void>()),
    release: () => gate.resolve(),
    [Symbol.dispose]() {
      gate.resolve();
      intercepted[Symbol.dispose]();
    },
  };
}
