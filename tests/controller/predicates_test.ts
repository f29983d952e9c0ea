import { assertEquals } from "@std/assert";
import type { Metadata } from "../../client/mod.ts";
import {
  all,
  annotationsChanged,
  any,
  type Change,
  generationChanged,
  labelsChanged,
  not,
} from "../../controller/mod.ts";

const base: Metadata = { name: "a", uid: "u1", resourceVersion: "5", generation: 3 };

function change(now: Partial<Metadata>, old?: Partial<Metadata>, deleted = false): Change {
  const metadata = { ...base, ...now };
  return {
    snapshot: {
      key: { name: "a" },
      metadata,
      object: () => ({ apiVersion: "v1", kind: "X", metadata }),
    },
    old: old && { ...base, resourceVersion: "4", ...old },
    deleted,
  };
}

Deno.test("generationChanged: passes new specs, new and gone objects, and not status writes", () => {
  assertEquals(generationChanged(change({})), true);
  assertEquals(generationChanged(change({}, {}, true)), true);
  assertEquals(generationChanged(change({ generation: 4 }, {})), true);
  assertEquals(generationChanged(change({}, {})), false);
});

Deno.test("generationChanged: another object of the same name passes although its generation is the same", () => {
  assertEquals(generationChanged(change({ generation: 1, uid: "u2" }, { generation: 1 })), true);
});

Deno.test("generationChanged: of kinds without generations every change passes", () => {
  const { generation: _, ...plain } = base;
  const of = (resourceVersion: string): Change => ({
    snapshot: {
      key: { name: "a" },
      metadata: plain,
      object: () => ({ apiVersion: "v1", kind: "ConfigMap", metadata: plain }),
    },
    old: { ...plain, resourceVersion },
    deleted: false,
  });
  assertEquals(generationChanged(of("4")), true);
  assertEquals(generationChanged(of("5")), false);
});

Deno.test("labelsChanged, annotationsChanged: compare by content", () => {
  for (
    const [predicate, field] of [
      [labelsChanged, "labels"],
      [annotationsChanged, "annotations"],
    ] as const
  ) {
    assertEquals(predicate(change({})), true);
    assertEquals(predicate(change({}, {})), false);
    assertEquals(predicate(change({ [field]: {} }, {})), false);
    assertEquals(
      predicate(change({ [field]: { a: "1", b: "2" } }, { [field]: { b: "2", a: "1" } })),
      false,
    );
    assertEquals(predicate(change({ [field]: { a: "1" } }, { [field]: { a: "2" } })), true);
    assertEquals(predicate(change({ [field]: { a: "1" } }, {})), true);
    assertEquals(predicate(change({}, { [field]: { a: "1" } })), true);
    assertEquals(predicate(change({ [field]: { toString: "1" } }, { [field]: { b: "1" } })), true);
    assertEquals(predicate(change({ uid: "u2" }, {})), true);
    assertEquals(predicate(change({}, {}, true)), true);
  }
});

Deno.test("any, all, not: combine", () => {
  const yes = () => true;
  const no = () => false;
  const one = change({});
  assertEquals([any(yes, no)(one), any(no, no)(one), any()(one)], [true, false, false]);
  assertEquals([all(yes, no)(one), all(yes, yes)(one), all()(one)], [false, true, true]);
  assertEquals([not(yes)(one), not(no)(one)], [false, true]);
});
