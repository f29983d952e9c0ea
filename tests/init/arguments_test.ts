import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { BadInput, readArguments } from "../../init/arguments.ts";
import { originOf } from "../../init/origin.ts";
import { init } from "./project.ts";
import config from "../../deno.json" with { type: "json" };

Deno.test("readArguments() takes the operator's name from the folder, and guesses kind and plural", () => {
  const request = readArguments(["./made/my-operator/"]);
  assertEquals(request, {
    folder: "./made/my-operator/",
    force: false,
    project: {
      name: "my-operator",
      group: "example.com",
      kind: "Greeting",
      singular: "greeting",
      plural: "greetings",
    },
  });
});

for (
  const [kind, plural] of [
    ["Policy", "policies"],
    ["Gateway", "gateways"],
    ["Ingress", "ingresses"],
    ["Switch", "switches"],
    ["VPCPeering", "vpcpeerings"],
  ] as const
) {
  Deno.test(`readArguments() makes ${plural} of ${kind}`, () => {
    const request = readArguments(["x", "--kind", kind]);
    assert(request !== "help");
    assertEquals(request.project.plural, plural);
  });
}

for (
  const [args, message] of [
    [[], "No folder is named"],
    [["a", "b"], "there is also b"],
    [["a", "--grup=x.y"], "--help lists the options"],
    [["My Operator"], '"My Operator" cannot be the operator\'s name'],
    [["1st"], "with a letter first"],
    [[".."], "add --name"],
    [["a", "--name", "x".repeat(64)], "63 at most"],
    [["a", "--name", "no"], "not a text in YAML"],
    [["a", "--group", "example"], "use a DNS name in lower case with a dot"],
    [["a", "--group", "Example.com"], "cannot be an API group"],
    [["a", "--group", "1.5"], "cannot be an API group"],
    [["a", "--group", "apps.k8s.io"], "belongs to Kubernetes"],
    [["a", "--kind", "greeting"], "use CamelCase"],
    [["a", "--kind", "My-Kind"], "use CamelCase"],
    [["a", "--kind", 'X";evil()//'], "use CamelCase"],
    [["a", "--kind", "ConfigMap"], "means something else in the operator's code"],
    [["a", "--kind", "Finding"], "means something else in the operator's code"],
    [["a", "--kind", "Null"], "not a text in YAML"],
    [["a", "--kind", `K${"x".repeat(59)}`], "59 at most"],
    [["a", "--plural", "p".repeat(64)], "--plural gives another"],
    [["a", "--plural", "Greetings"], '"Greetings" cannot be a plural'],
  ] as const
) {
  Deno.test(`readArguments() refuses ${JSON.stringify(args)} and says: ${message}`, () => {
    assertThrows(() => readArguments(args), BadInput, message);
  });
}

Deno.test("originOf() imports the version that the program has, and links to a checkout only", () => {
  const published = originOf("https://registry.example/@operatorkit/operatorkit/0.1.0/init.ts");
  assertEquals(published.links, undefined);
  assertEquals(
    published.imports["@operatorkit/operatorkit"],
    "jsr:@operatorkit/operatorkit@^0.1.0",
  );
  const checkout = originOf("file:///my%20work/operatorkit/init.ts");
  assertEquals(checkout.imports, published.imports);
  const standIns = "links" in config && Array.isArray(config.links) ? config.links : [];
  assertEquals(
    checkout.links,
    [".", ...standIns].map((path) => `/my work/operatorkit${path.slice(1)}`),
  );
});

Deno.test("init.ts names its own two flags in its help, and needs no others", async () => {
  await using folder = await temporary();
  const { code, stdout } = await init(folder.path, "--help");
  assertEquals(code, 0);
  assertStringIncludes(stdout, "deno run --allow-read=. --allow-write=. jsr:");
  const made = await init(folder.path, "my-operator");
  assertEquals([made.code, made.stderr], [0, ""]);
  assertStringIncludes(made.stdout, "cd my-operator");
});

Deno.test("init.ts leaves nothing behind where it refuses, and what is there as it is", async () => {
  await using folder = await temporary();
  const names = async (path = ".") =>
    (await Array.fromAsync(Deno.readDir(`${folder.path}/${path}`))).map(({ name }) => name).sort();
  for (
    const [args, message] of [
      [["a", "--kind", "lower"], 'error: "lower" cannot be a kind'],
      [["../elsewhere"], "may not be read or written: run this with --allow-read=."],
    ] as const
  ) {
    const { code, stdout, stderr } = await init(folder.path, ...args);
    assertEquals([code, stdout], [1, ""]);
    assertStringIncludes(stderr, message);
    assert(!stderr.includes("    at "), "a stack trace is no help");
    assertEquals(await names(), []);
  }
  await Deno.mkdir(`${folder.path}/full/operator.ts`, { recursive: true });
  await Deno.writeTextFile(`${folder.path}/full/deno.json`, "mine");
  await Deno.writeTextFile(`${folder.path}/file`, "mine");
  const full = await init(folder.path, "full");
  assertEquals(full.code, 1);
  assertStringIncludes(full.stderr, "full is not empty (deno.json, operator.ts)");
  assertEquals((await init(folder.path, "file")).stderr, "error: file is a file: name a folder\n");
  const forced = await init(folder.path, "full", "--force");
  assertEquals(forced.code, 1);
  assertStringIncludes(forced.stderr, "full/operator.ts is a folder");
  assertEquals(await names("full"), ["deno.json", "operator.ts"]);
  assertEquals(await Deno.readTextFile(`${folder.path}/full/deno.json`), "mine");
});

Deno.test("init.ts takes a folder with nothing but .git for empty, and --force replaces files", async () => {
  await using folder = await temporary();
  const path = `${folder.path}/my-operator`;
  await Deno.mkdir(`${path}/.git`, { recursive: true });
  assertEquals((await init(folder.path, "my-operator")).code, 0);
  const before = await Deno.readTextFile(`${path}/kind.ts`);
  await Deno.writeTextFile(`${path}/kind.ts`, "changed");
  await Deno.writeTextFile(`${path}/own.ts`, "own");
  assertEquals((await init(path, ".", "--name", "my-operator", "--force")).code, 0);
  assertEquals(await Deno.readTextFile(`${path}/kind.ts`), before);
  assertEquals(await Deno.readTextFile(`${path}/own.ts`), "own");
  const left = (await Array.fromAsync(Deno.readDir(path))).map(({ name }) => name);
  assertEquals(left.filter((name) => name.startsWith(".init-")), []);
});

async function temporary() {
  const path = await Deno.makeTempDir({ prefix: "operatorkit-init-" });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}
