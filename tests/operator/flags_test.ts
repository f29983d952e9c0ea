import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { ConfigError, loadConfig } from "../../client/mod.ts";
import { noLogger } from "../../context/mod.ts";
import { type LeaderElectionOptions, parseFlags, runOperator } from "../../operator/mod.ts";

const none = {};
const kubernetes = "--service.kubernetes";

function messageOf(args: readonly string[], env: Record<string, string> = none): string {
  return assertThrows(() => parseFlags(args, env), ConfigError).message;
}

Deno.test("FG-1: parseFlags() reads the eight flags from the command line", () => {
  assertEquals(
    parseFlags([
      `${kubernetes}.address=https://api.example.com:6443`,
      `${kubernetes}.incluster=false`,
      `${kubernetes}.kubeconfig=`,
      `${kubernetes}.kubeconfigpath=`,
      `${kubernetes}.tls.cafile=/ca.pem`,
      `${kubernetes}.tls.crtfile=/crt.pem`,
      `${kubernetes}.tls.keyfile`,
      "/key.pem",
      `${kubernetes}.watch.namespace=shop`,
    ], none),
    {
      options: {
        server: "https://api.example.com:6443",
        tls: { caFile: "/ca.pem", certFile: "/crt.pem", keyFile: "/key.pem" },
      },
      namespace: "shop",
    },
  );
  assertEquals(parseFlags([`${kubernetes}.incluster`], none), {
    options: { inCluster: true },
    namespace: undefined,
  });
  assertEquals(parseFlags([`${kubernetes}.kubeconfigpath=/k`, `${kubernetes}.incluster=f`], none), {
    options: { kubeconfig: "/k" },
    namespace: undefined,
  });
});

Deno.test("FG-1: parseFlags() reads the environment, and the command line wins", () => {
  const env = {
    SERVICE_KUBERNETES_KUBECONFIGPATH: "/env",
    SERVICE_KUBERNETES_WATCH_NAMESPACE: "from-env",
    SERVICE_KUBERNETES_INCLUSTER: "false",
  };
  assertEquals(parseFlags([], env), {
    options: { kubeconfig: "/env" },
    namespace: "from-env",
  });
  assertEquals(
    parseFlags([`${kubernetes}.kubeconfigpath=/args`, `${kubernetes}.watch.namespace=`], env),
    { options: { kubeconfig: "/args" }, namespace: undefined },
  );
  assertEquals(
    parseFlags([], (name) => name === "SERVICE_KUBERNETES_INCLUSTER" ? "TRUE" : undefined).options,
    { inCluster: true },
  );
});

Deno.test("FG-1: parseFlags() wants exactly one way of connecting, and names them", () => {
  const nothing = messageOf([]);
  for (const way of ["address", "incluster", "kubeconfig", "kubeconfigpath"]) {
    assertStringIncludes(nothing, `${kubernetes}.${way}`);
  }
  const both = messageOf([`${kubernetes}.incluster`], { SERVICE_KUBERNETES_ADDRESS: "http://a" });
  assertStringIncludes(
    both,
    `${kubernetes}.address and ${kubernetes}.incluster exclude each other`,
  );
  assertStringIncludes(both, "SERVICE_KUBERNETES_ADDRESS");
  assertStringIncludes(
    messageOf([`${kubernetes}.incluster`, `${kubernetes}.tls.cafile=/ca`]),
    "go together with --service.kubernetes.address",
  );
});

Deno.test("FG-1: parseFlags() refuses unknown flags, and names the near one", () => {
  const near = (flag: string) => messageOf([flag]);
  assertStringIncludes(near(`${kubernetes}.adress=x`), `did you mean ${kubernetes}.address?`);
  assertStringIncludes(near("--service.kubernetes.inCluster"), `mean ${kubernetes}.incluster?`);
  assertStringIncludes(near("--in-cluster"), `mean ${kubernetes}.incluster?`);
  assertStringIncludes(near("--halp"), "mean --help?");
  assertStringIncludes(near("--service.listen.address=x"), "no flag --service.listen.address");
  assertStringIncludes(near("--colour"), "--help lists");
});

Deno.test("FG-1: parseFlags() refuses what makes no sense, without telling a value", () => {
  assertStringIncludes(messageOf([`${kubernetes}.address`]), "needs a value");
  assertStringIncludes(messageOf([`${kubernetes}.incluster=ja`]), "neither true nor false");
  assertStringIncludes(
    messageOf([`${kubernetes}.address=a`, `${kubernetes}.address=b`]),
    "given twice",
  );
  const secret = messageOf([`${kubernetes}.incluster`, "token: geheim"]);
  assertStringIncludes(secret, "argument 2");
  assert(!secret.includes("geheim"));
});

Deno.test("FG-1: the kubeconfig of a flag is a text, and loadConfig() takes it", async () => {
  const text = `
apiVersion: v1
kind: Config
current-context: dev
contexts: [{ name: dev, context: { cluster: c, namespace: team } }]
clusters: [{ name: c, cluster: { server: "http://127.0.0.1:9/prefix" } }]
`;
  const { options } = parseFlags([`${kubernetes}.kubeconfig=${text}`], none);
  const { server, namespace } = await loadConfig(options);
  assertEquals({ server, namespace }, { server: "http://127.0.0.1:9/prefix", namespace: "team" });
  const misspelt = await assertRejects(
    () => loadConfig({ ...options, context: "prod" }),
    ConfigError,
  );
  assertStringIncludes(misspelt.message, "it has dev");
  await assertRejects(
    () => loadConfig({ ...options, kubeconfig: "/k" }),
    ConfigError,
    "kubeconfig and kubeconfigText exclude each other",
  );
});

Deno.test("FG-1: --help lists every flag, and runOperator() then prints it and runs nothing", async () => {
  const flags = parseFlags(["--help", "--service.kubernetes.address=x"], none);
  for (
    const name of ["address", "incluster", "kubeconfig", "kubeconfigpath", "tls.cafile"].concat(
      ["tls.crtfile", "tls.keyfile", "watch.namespace"],
    )
  ) assertStringIncludes(flags.help ?? "", `${kubernetes}.${name}=`);
  assertEquals(parseFlags(["-h"], none).help, flags.help);
  const lines: string[] = [];
  const { log } = console;
  console.log = (line: string) => void lines.push(line);
  try {
    await runOperator({ flags, controllers: [] });
  } finally {
    console.log = log;
  }
  assertEquals(lines, [flags.help]);
});

Deno.test("parseFlags() reads what is said of leader election, and nothing where nothing is", () => {
  const way = `${kubernetes}.incluster`;
  const read = (args: readonly string[], env: Record<string, string> = none) =>
    parseFlags([way, ...args], env).leaderElection;
  assertEquals(read([]), undefined);
  assertEquals(read(["--leader-elect"]), { elect: true });
  assertEquals(read(["--leader-elect=false"]), { elect: false });
  assertEquals(read(["--leader-election-id=op", "--leader-election-namespace", "ops"]), {
    name: "op",
    namespace: "ops",
  });
  assertEquals(read(["--leader-elect=true"], { LEADER_ELECT: "0", LEADER_ELECTION_ID: "op" }), {
    elect: true,
    name: "op",
  });
  assertStringIncludes(messageOf([way, "--leader-elect=perhaps"]), "neither true nor false");
  assertStringIncludes(messageOf([way, "--leader-election"]), "There is no flag --leader-election");
});

Deno.test("runOperator() elects by the program's word and by flags, which win", async () => {
  const { createApiServer } = await import("../../testing/mod.ts");
  const { Lease } = await import("../../kinds/mod.ts");
  const run = async (
    leaderElection: LeaderElectionOptions | undefined,
    args: readonly string[],
  ): Promise<string | undefined> => {
    await using server = createApiServer();
    await using client = server.client();
    const stop = new AbortController();
    let took: string | undefined;
    using _seen = server.intercept(({ method, path }) => {
      if (method === "POST" && path.endsWith("/leases")) took = path.split("/").at(-2);
    });
    const isElecting = !args.includes("--leader-elect=false");
    if (!isElecting) stop.abort();
    await runOperator({
      client,
      controllers: [],
      flags: parseFlags([`${kubernetes}.incluster`, ...args], none),
      ...(leaderElection ? { leaderElection } : {}),
      observe: ({ source, event }) => {
        if (source === "leader" && event.type === "acquired") stop.abort();
      },
      log: noLogger,
      health: false,
      signals: false,
      signal: stop.signal,
    });
    return took && `${took}/${server.objects(Lease)[0]?.metadata.name}`;
  };
  assertEquals(await run({ name: "op", namespace: "default" }, []), "default/op");
  assertEquals(
    await run({ name: "op", namespace: "default" }, ["--leader-elect=false"]),
    undefined,
  );
  assertEquals(
    await run({ name: "op" }, [
      "--leader-election-namespace=kube-system",
      "--leader-election-id=x",
    ]),
    "kube-system/x",
  );
  await assertRejects(
    () => run(undefined, ["--leader-elect"]),
    ConfigError,
    "--leader-election-id",
  );
});
