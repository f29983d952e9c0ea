import { assert, assertThrows } from "@std/assert";
import { openDatabase } from "../../examples/crud/database.ts";

Deno.test("examples/crud: a database's URL that is none is refused without showing its password", () => {
  for (const url of ["postgres://me:canary@host:port/db", "postgres://me:can/ary@localhost/db"]) {
    const { message } = assertThrows(() => openDatabase(url), TypeError);
    assert(!/can\/?ary/.test(message), message);
  }
});
