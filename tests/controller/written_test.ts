import { assert, assertEquals } from "@std/assert";
import { parsePath } from "../../client/mod.ts";
import { createWriteLog, writesOf } from "../../controller/written.ts";

Deno.test("own writes: a subresource that answers with another kind counts, and one that tells nothing is looked up", () => {
  const path = (text: string) => {
    const parsed = parsePath(text);
    assert(parsed);
    return parsed;
  };
  const pod = "/api/v1/namespaces/default/pods/p";
  const metadata = { name: "p", uid: "1", resourceVersion: "5" };
  const [scale] = writesOf("PATCH", path(`${pod}/scale`), { kind: "Scale", metadata });
  assertEquals([scale?.labels, scale?.resourceVersion, scale?.lost], [undefined, "5", false]);
  const [evicted] = writesOf("POST", path(`${pod}/eviction`), { kind: "Status", metadata: {} });
  assertEquals([evicted?.lost, evicted?.target.name], [true, "p"]);
  const [unnamed] = writesOf("DELETE", path(pod), { kind: "Status", metadata: {} });
  assertEquals([unnamed?.lost, unnamed?.target.name], [true, "p"]);
  assertEquals([...writesOf("POST", path(`${pod}/token`), { kind: "TokenRequest" })], []);
});

Deno.test("own writes: of answers that overtake each other the newer state counts, and a deletion keeps the version before", () => {
  const parsed = parsePath("/api/v1/namespaces/default/secrets/s");
  assert(parsed);
  const answer = (resourceVersion: string) => ({
    metadata: { name: "s", uid: "1", resourceVersion, labels: { v: resourceVersion } },
  });
  const log = createWriteLog();
  const add = (method: string, body: Parameters<typeof writesOf>[2]) => {
    for (const write of writesOf(method, parsed, body)) log.add(write);
  };
  add("PATCH", answer("10"));
  add("PATCH", answer("9"));
  assertEquals(log.all().map(({ resourceVersion, labels }) => [resourceVersion, labels]), [
    ["10", { v: "10" }],
  ]);
  add("DELETE", { details: { uid: "1" } });
  assertEquals(log.all().map(({ resourceVersion, deleted }) => [resourceVersion, deleted]), [
    ["10", true],
  ]);
});
