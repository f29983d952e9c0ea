import { assertEquals } from "@std/assert";
import { createPool } from "../../client/pool.ts";
import { retryAfterOf } from "../../client/retry.ts";
import { type Connection, openConnection } from "../../client/mod.ts";
import { createTestClock } from "../../testing/clock.ts";
import { fakeClient, json } from "./fake.ts";

/** Connections that count, and tell which of them are open. */
function counted() {
  const open = new Set<number>();
  let last = 0;
  const connect = (): Promise<Connection> => {
    const connection = openConnection();
    const number = ++last;
    open.add(number);
    return Promise.resolve({
      http: connection.http,
      [Symbol.dispose]() {
        open.delete(number);
        connection[Symbol.dispose]();
      },
    });
  };
  return { open: () => [...open], connect };
}

Deno.test("a pool closes a generation when its last request has ended", async () => {
  const clock = createTestClock();
  const { open, connect } = counted();
  const reasons: string[] = [];
  const pool = createPool(clock, connect, (reason) => void reasons.push(reason));
  const first = pool.lease();
  const second = pool.lease();
  first.giveUp("silent");
  second.giveUp("silent too");
  const third = pool.lease();
  await clock.settle();
  assertEquals(open(), [1, 2]);
  first.release();
  first.release();
  await clock.settle();
  assertEquals(open(), [1, 2]);
  second.release();
  await clock.settle();
  assertEquals([open(), reasons], [[2], ["silent"]]);
  third.release();
  await clock.settle();
  assertEquals(open(), [2]);
  await pool.close();
  assertEquals(open(), []);
});

Deno.test("a pool's close waits for the requests that are under way", async () => {
  const clock = createTestClock();
  const { open, connect } = counted();
  const pool = createPool(clock, connect, () => {});
  const lease = pool.lease();
  let closed = false;
  const closing = pool.close().then(() => closed = true);
  await clock.settle();
  assertEquals([closed, open()], [false, [1]]);
  lease.release();
  await closing;
  assertEquals(open(), []);
});

Deno.test("a pool keeps its connections while those with changed certificates cannot be opened (K5)", async () => {
  const clock = createTestClock();
  const { open, connect } = counted();
  const reasons: string[] = [];
  let opened = 0;
  let broken = true;
  const pool = createPool(clock, async () => {
    if (++opened > 1 && broken) throw new Error("the key is not that of the certificate");
    return { ...await connect(), stale: () => Promise.resolve(opened < 3) };
  }, (reason) => void reasons.push(reason));
  pool.lease().release();
  await clock.advance(60_000);
  await pool.refresh();
  pool.lease().release();
  await clock.settle();
  assertEquals([opened, open(), reasons], [2, [1], []]);
  broken = false;
  await clock.advance(60_000);
  await pool.refresh();
  pool.lease().release();
  await clock.settle();
  assertEquals([opened, open(), reasons], [3, [2], ["the certificates have changed"]]);
  await pool.close();
  assertEquals(open(), []);
});

Deno.test("a pool that is closed while it looks for changed certificates opens nothing more", async () => {
  const clock = createTestClock();
  const { open, connect } = counted();
  let stale = (_: boolean) => {};
  const pool = createPool(
    clock,
    async () => ({ ...await connect(), stale: () => new Promise((resolve) => stale = resolve) }),
    () => {},
  );
  pool.lease().release();
  await clock.advance(60_000);
  const looking = pool.refresh();
  await clock.settle();
  const closing = pool.close();
  stale(true);
  await Promise.all([looking, closing]);
  assertEquals(open(), []);
});

Deno.test("a client on another network than the system's opens no connection", async () => {
  const { open, connect } = counted();
  await using fake = fakeClient(() => json({}), { connect });
  await fake.client.request("/x");
  assertEquals(open(), []);
});

Deno.test("retryAfterOf reads seconds and dates of any year (K1)", () => {
  const of = (value: string, now = 0) => retryAfterOf(new Headers({ "retry-after": value }), now);
  assertEquals([of("0"), of("120"), of(" 5 ")], [0, 120_000, 5_000]);
  assertEquals([of(""), of("soon"), of("-1"), of("1.5"), of("Thu, 99 Foo 2026 00:00:00 GMT")], [
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  for (let day = 0; day < 60_000; day += 7) {
    const time = day * 86_400_000 + 45_296_000;
    assertEquals(of(new Date(time).toUTCString()), time);
  }
  assertEquals(of("Thu, 01 Jan 1970 00:00:10 GMT", 60_000), 0);
});
