import { assert, assertEquals, assertThrows } from "@std/assert";
import type { KubernetesObject } from "../../client/mod.ts";
import {
  AlreadyOwnedError,
  controllerOf,
  isControlledBy,
  type Ownable,
  ownerReference,
  removeOwnerReference,
  setControllerReference,
  setOwnerReference,
} from "../../context/mod.ts";

function owner(name: string, uid: string, namespace: string | undefined = "web"): KubernetesObject {
  return {
    apiVersion: "example.com/v1",
    kind: "Site",
    metadata: { name, uid, resourceVersion: "1", ...(namespace ? { namespace } : {}) },
  };
}

const blog = owner("blog", "1");
const child: Ownable = { kind: "ConfigMap", metadata: { name: "c", namespace: "web" } };

Deno.test("setControllerReference: adds the reference once, beside others, to a copy", () => {
  const other = ownerReference(owner("other", "2"), { controller: false });
  const given = { ...child, metadata: { ...child.metadata, ownerReferences: [other] } };
  const owned = setControllerReference(blog, given);
  assertEquals(owned.metadata.ownerReferences, [other, ownerReference(blog)]);
  assertEquals(given.metadata.ownerReferences.length, 1);
  const again = setControllerReference(blog, owned, { blockOwnerDeletion: true });
  assertEquals(again.metadata.ownerReferences, [
    other,
    ownerReference(blog, { blockOwnerDeletion: true }),
  ]);
  assertEquals(controllerOf(again)?.name, "blog");
  assert(isControlledBy(again, blog));
  assert(!isControlledBy(again, owner("blog", "9")), "an object of the same name is another");
  assert(!isControlledBy(child, blog));
});

Deno.test("setControllerReference: makes an owner that is there already the controller", () => {
  const owned = setControllerReference(blog, setOwnerReference(blog, child));
  assertEquals(owned.metadata.ownerReferences, [ownerReference(blog)]);
  assertEquals(setOwnerReference(blog, owned).metadata.ownerReferences, [ownerReference(blog)]);
});

Deno.test("setControllerReference: refuses a second controller, be it the owner's predecessor", () => {
  const owned = setControllerReference(blog, child);
  const error = assertThrows(
    () => setControllerReference(owner("shop", "2"), owned),
    AlreadyOwnedError,
    "ConfigMap web/c is managed by the Site blog already",
  );
  assertEquals(error.owner.uid, "1");
  assertThrows(
    () => setControllerReference(owner("blog", "3"), owned),
    AlreadyOwnedError,
    "belongs to an earlier Site blog",
  );
  const shared = setOwnerReference(owner("shop", "2"), owned);
  assertEquals(shared.metadata.ownerReferences?.map(({ controller }) => controller), [
    true,
    undefined,
  ]);
});

Deno.test("setControllerReference, setOwnerReference: refuse what the garbage collector would not respect", () => {
  for (const set of [setControllerReference, setOwnerReference]) {
    assertThrows(
      () => set(blog, { metadata: { name: "c", namespace: "shop" } }),
      TypeError,
      "Site web/blog cannot own the object shop/c, which is in another namespace",
    );
    assertThrows(
      () => set(blog, { kind: "ClusterRole", metadata: { name: "c" } }),
      TypeError,
      "which has no namespace",
    );
    const cluster = owner("all", "5", "");
    assertEquals(
      controllerOf(set(cluster, child))?.name,
      set === setControllerReference ? "all" : undefined,
    );
    assertEquals(set(cluster, { metadata: { name: "c" } }).metadata.ownerReferences?.length, 1);
    assertThrows(() => set({ ...blog, apiVersion: "" }, child), TypeError, "An owner needs");
  }
});

Deno.test("removeOwnerReference: takes out this very owner's", () => {
  const owned = setOwnerReference(owner("shop", "2"), setControllerReference(blog, child));
  assertEquals(
    removeOwnerReference(blog, owned).metadata.ownerReferences?.map(({ name }) => name),
    ["shop"],
  );
  assertEquals(removeOwnerReference(owner("blog", "9"), owned), owned);
});
