import { assert } from "@std/assert";

/** At least this many a second, at a quarter or less of what a quiet machine does: tests run beside other tests. */
const rates: Readonly<Record<string, number>> = {
  creates: 1_500,
  updates: 1_200,
  patches: 1_000,
  applies: 700,
  pods: 400,
  customs: 800,
  statuses: 600,
  gets: 5_000,
  events: 8_000,
};

/** At most this many milliseconds. */
const times: Readonly<Record<string, number>> = {
  start: 5,
  list: 500,
  page: 50,
  watchList: 1_000,
};

Deno.test("createApiServer starts, writes, lists and watches as fast as bench/api_server.ts says", async () => {
  const root = decodeURIComponent(new URL("../../", import.meta.url).pathname);
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-lock",
      "--quiet",
      "--no-check",
      `${root}bench/api_server.ts`,
      "--scale=0.1",
    ],
    cwd: root,
  }).output();
  const decoder = new TextDecoder();
  assert(success, decoder.decode(stderr));
  const figures: Record<string, number> = JSON.parse(decoder.decode(stdout));
  const slow = [
    ...Object.entries(rates).filter(([name, least]) => !((figures[name] ?? 0) >= least)),
    ...Object.entries(times).filter(([name, most]) => !((figures[name] ?? Infinity) <= most)),
  ].map(([name, bound]) => `${name}: ${figures[name]}, bound ${bound}`);
  assert(slow.length === 0, slow.join("\n"));
});
