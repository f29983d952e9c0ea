import { assert, assertEquals, assertThrows } from "@std/assert";
import { compareApiVersions, latestVersion } from "../../client/mod.ts";

const order = ["foo10", "foo1", "v10alpha3", "v11alpha2", "v12alpha1", "v1beta1", "v3beta1"]
  .concat(["v10beta3", "v11beta2", "v1", "v2", "v9", "v10"]);

Deno.test("CL-5: compareApiVersions orders versions as Kubernetes does, and is an order", () => {
  const sorted = [...order].sort(compareApiVersions);
  assertEquals(sorted, [
    "foo10",
    "foo1",
    "v10alpha3",
    "v11alpha2",
    "v12alpha1",
    "v1beta1",
    "v3beta1",
    "v10beta3",
    "v11beta2",
    "v1",
    "v2",
    "v9",
    "v10",
  ]);
  for (const a of order) {
    for (const b of order) {
      assertEquals(Math.sign(compareApiVersions(a, b)), -Math.sign(compareApiVersions(b, a)) + 0);
    }
  }
  assertEquals(compareApiVersions("v9007199254740993", "v9007199254740992"), 1);
  assert(compareApiVersions("v0", "v1alpha1") < 0, "v0 is not of the form");
});

// The nine cases of k8sversion.Latest. What differs: a version of another form is no error but the last choice (3), and
// a beta version comes before an alpha one of a higher number (8).
const latest: readonly (readonly [readonly string[], string | undefined])[] = [
  [["v1", "v2", "v1alpha1"], "v2"],
  [["v1alpha1", "v1beta1", "v1alpha2"], "v1beta1"],
  [["v1alpha2", "v2alpha3", "v10alpha3", "v10alpha30", "v1alpha3"], "v10alpha30"],
  [["v1alpha2", "foo", "v10alpha3", "v10alpha30", "v1alpha3"], "v10alpha30"],
  [["v1", "v1alpha1"], "v1"],
  [["v1alpha1", "v1"], "v1"],
  [[], undefined],
  [[...new Array<string>()], undefined],
  [["v2alpha1", "v1beta1", "v1alpha2"], "v1beta1"],
];

for (const [index, [versions, expected]] of latest.entries()) {
  Deno.test(`CL-5: latestVersion, case ${index}: [${versions}]`, () => {
    if (expected === undefined) {
      assertThrows(() => latestVersion(versions), TypeError, "at least one");
    } else assertEquals(latestVersion(versions), expected);
  });
}

// The six cases of k8sversion.Less. What differs: "foo" is no error but less than all (4).
for (
  const [index, [a, b, less]] of ([
    ["v1", "v2", true],
    ["v2", "v1", false],
    ["v1alpha1", "v1", true],
    ["v1", "v1alpha1", false],
    ["v1", "foo", false],
    ["v1", "v1", false],
  ] as const).entries()
) {
  Deno.test(`CL-5: compareApiVersions, case ${index}: ${a}, ${b}`, () => {
    assertEquals(compareApiVersions(a, b) < 0, less);
  });
}
