import { assert, assertEquals } from "@std/assert";
import { seededRandom } from "../../_internal/mod.ts";
import { type Candidate, createCandidate, end, leaders } from "./candidate.ts";
import { passTogether, startServer } from "./replica.ts";

const seeds = 2;

for (let seed = 1; seed <= seeds; seed++) {
  Deno.test(`createLeaderElector() never has two leaders, whatever becomes of requests, clocks and processes, seed ${seed} (L2 L3 L4)`, async () => {
    await using server = startServer();
    const random = seededRandom(seed);
    const chance = (share: number) => random() < share;
    let isRough = true;
    const held = new Set<() => void>();
    const wait = () => new Promise<void>((resolve) => void held.add(resolve));
    using _network = server.intercept(async ({ proceed }) => {
      if (!isRough || chance(0.8)) return;
      if (chance(0.3)) throw new TypeError("it never arrived");
      if (chance(0.4)) await wait(); // it arrives late, even when nobody waits for the answer any more
      const answer = await proceed();
      if (chance(0.3)) await wait();
      if (chance(0.3)) throw new TypeError("the answer was lost");
      return answer;
    });
    let made = 0;
    const start = () =>
      createCandidate(server, `r${made++}`, {
        start: Date.UTC(2026, 0, 1) + (random() - 0.5) * 1e7,
        rate: 0.9 + 0.2 * random(),
      });
    let all: Candidate[] = [start(), start(), start()];
    const over: Candidate[] = [];
    let led = 0;
    for (let step = 0; step < 160; step++) {
      isRough = step < 130;
      for (const one of all) {
        if (!isRough || chance(0.04)) one.blackHole = one.isStopped = false;
        else if (chance(0.02)) one.blackHole = true;
        else if (random() < 0.02) one.isStopped = true;
        else if (chance(0.01)) one.jump((random() - 0.5) * 10_000);
      }
      if (!isRough) { for (const one of over) one.blackHole = one.isStopped = false; }
      for (const release of held) if (!isRough || chance(0.2)) held.delete(release), release();
      if (isRough && chance(0.02)) {
        const [gone] = all.splice(Math.floor(random() * all.length), 1);
        if (gone) {
          gone.elector.release();
          over.push(gone);
          all.push(start());
        }
      }
      await passTogether([...all, ...over], 1_000, 500);
      const now = leaders(...all, ...over);
      assert(now.length < 2, `${now} lead in step ${step}`);
      led += now.length;
      const lost = all.filter(({ events }) => events.at(-1)?.type === "lost");
      over.push(...lost);
      all = all.map((one) => lost.includes(one) ? start() : one);
    }
    assertEquals(leaders(...all).length, 1, "somebody leads when all is well again");
    assert(led > 30, `somebody led in ${led} of 160 steps`);
    await end(...all, ...over);
  });
}
