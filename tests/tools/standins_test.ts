/** What the packages of offline/ promise. `deno task test:jsr` runs the same on the real ones. */
import {
  assert,
  assertEquals,
  assertInstanceOf,
  AssertionError,
  assertObjectMatch,
  assertRejects,
  assertStrictEquals,
  assertThrows,
} from "@std/assert";
import { abortable, pooledMap } from "@std/async";
import { ConsoleHandler, type FormatterFunction, Logger } from "@std/log";

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

Deno.test("@std/assert: assertEquals compares deeply and by type", () => {
  assertEquals({ a: [1, { b: new Date(0) }], c: new Set([1]) }, {
    a: [1, { b: new Date(0) }],
    c: new Set([1]),
  });
  for (
    const [actual, expected] of [
      [{ a: 1 }, { a: 2 }],
      [[1, 2], [2, 1]],
      [{ a: 1, b: 2 }, { a: 1 }],
      [new Map([["a", 1]]), new Map([["a", 2]])],
      [1, "1"],
    ] as [unknown, unknown][]
  ) assertThrows(() => assertEquals(actual, expected), AssertionError, "not equal");
});

Deno.test("@std/assert: assertThrows and assertRejects check class and message and return the error", async () => {
  const error = new TypeError("no such thing");
  const fail = () => {
    throw error;
  };
  assertStrictEquals(assertThrows(fail, TypeError, "such"), error);
  assertStrictEquals(await assertRejects(() => Promise.reject(error), TypeError, "such"), error);
  assertThrows(() => assertThrows(fail, RangeError), AssertionError);
  assertThrows(() => assertThrows(fail, TypeError, "other"), AssertionError);
  assertThrows(() => assertThrows(() => {}), AssertionError);
  await assertRejects(() => assertRejects(() => Promise.resolve()), AssertionError);
  await assertRejects(() => assertRejects(fail), AssertionError);
});

Deno.test("@std/assert: assertObjectMatch looks at what is expected only", () => {
  assertObjectMatch({ a: 1, b: { c: [1, 2], d: 3 } }, { b: { c: [1, 2] } });
  assertThrows(() => assertObjectMatch({ a: 1 }, { a: 2 }), AssertionError);
  assertThrows(() => assertObjectMatch({ a: [1, 2] }, { a: [2] }), AssertionError);
});

Deno.test("@std/async: pooledMap keeps the order and the limit", async () => {
  let running = 0;
  let most = 0;
  const results = await collect(pooledMap(2, [3, 1, 2, 0, 1], async (turns) => {
    most = Math.max(most, ++running);
    for (let i = 0; i < turns; i++) await Promise.resolve();
    running--;
    return turns * 10;
  }));
  assertEquals(results, [30, 10, 20, 0, 10]);
  assertEquals(most, 2);
});

Deno.test("@std/async: pooledMap ends with all errors and starts no more calls", async () => {
  const started: number[] = [];
  const error = await assertRejects(
    () =>
      collect(pooledMap(2, [1, 2, 3, 4, 5, 6], (value) => {
        started.push(value);
        return value === 2 ? Promise.reject(new Error("two")) : Promise.resolve(value);
      })),
    AggregateError,
    "Cannot complete the mapping",
  );
  assertEquals(error.errors.map((one: Error) => one.message), ["two"]);
  assert(started.length < 6);
  assertThrows(() => pooledMap(0, [], () => Promise.resolve()), RangeError);
});

Deno.test("@std/async: abortable ends a promise and an iteration with the signal's reason", async () => {
  const reason = new Error("enough");
  const never = new Promise<void>(() => {});
  assertStrictEquals(
    await assertRejects(() => abortable(never, AbortSignal.abort(reason))),
    reason,
  );
  assertEquals(await abortable(Promise.resolve(5), new AbortController().signal), 5);
  const controller = new AbortController();
  const seen: number[] = [];
  let closed = false;
  const numbers = async function* () {
    try {
      for (let i = 0;; i++) yield i;
    } finally {
      closed = true;
    }
  };
  await assertRejects(
    async () => {
      for await (const one of abortable(numbers(), controller.signal)) {
        seen.push(one);
        if (one === 2) controller.abort(reason);
      }
    },
    Error,
    "enough",
  );
  assertEquals(seen, [0, 1, 2]);
  assertEquals(closed, true);
});

Deno.test("@std/log: a logger formats records of its level and above", () => {
  const lines: string[] = [];
  const formatter: FormatterFunction = (record) => {
    assertInstanceOf(record.datetime, Date);
    return `${record.loggerName} ${record.levelName} ${record.level} ${record.msg} ${
      JSON.stringify(record.args)
    }`;
  };
  const handler = new ConsoleHandler("DEBUG", { formatter, useColors: false });
  handler.log = (text) => void lines.push(text);
  const logger = new Logger("test", "INFO", { handlers: [handler] });
  logger.debug("dropped");
  logger.info("hello", { a: 1 });
  logger.error("bad");
  logger.level = 40;
  logger.warn("dropped too");
  assertEquals(lines, ['test INFO 20 hello [{"a":1}]', "test ERROR 40 bad []"]);
});
