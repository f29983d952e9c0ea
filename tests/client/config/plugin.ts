import type { TestFolder } from "./fixtures.ts";
import { kubeconfig } from "./fixtures.ts";

/** A plugin whose runs are counted. */
export interface TestPlugin {
  /** What `exec` of a kubeconfig says to run it. */
  readonly exec: Record<string, unknown>;
  /** Path of a kubeconfig with it. */
  readonly path: string;
  /** What it answers from now on: a status, or code to run. */
  readonly answer: (status: Record<string, unknown> | string) => Promise<void>;
  /** What it was told at each run. */
  readonly runs: () => Promise<readonly Record<string, unknown>[]>;
}

export const V1 = "client.authentication.k8s.io/v1";

/** Writes a plugin, as a program for Deno, and a kubeconfig that names it. */
export async function createPlugin(
  folder: TestFolder,
  more: Record<string, unknown> = {},
  cluster: Record<string, unknown> = {},
): Promise<TestPlugin> {
  const apiVersion = more.apiVersion ?? V1;
  const script = await folder.write(
    "plugin.ts",
    `const folder = ${JSON.stringify(folder.path)};
     const info = Deno.env.get("KUBERNETES_EXEC_INFO");
     const told = { info: JSON.parse(info ?? "null"), added: Deno.env.get("ADDED") };
     Deno.writeTextFileSync(folder + "/runs", JSON.stringify(told) + "\\n", { append: true });
     const answer = Deno.readTextFileSync(folder + "/answer");
     if (answer.startsWith("{")) {
       const status = JSON.parse(answer);
       console.log(JSON.stringify({ apiVersion: ${
      JSON.stringify(apiVersion)
    }, kind: "ExecCredential", status }));
     } else await new Function("return (async () => {" + answer + "})()")();`,
  );
  const exec = {
    apiVersion,
    command: Deno.execPath(),
    args: ["run", "--quiet", "--no-lock", "--no-config", "--no-check", "--allow-all", script],
    interactiveMode: "Never",
    ...more,
  };
  const content = kubeconfig({ cluster });
  const path = await folder.write("config", {
    ...content,
    users: [{ name: "me", user: { exec } }],
  });
  return {
    exec,
    path,
    async answer(status) {
      await folder.write("answer", typeof status === "string" ? status : JSON.stringify(status));
    },
    async runs() {
      const text = await Deno.readTextFile(`${folder.path}/runs`).catch(() => "");
      return text.split("\n").filter(Boolean).map((line) => JSON.parse(line));
    },
  };
}

/** The option that allows it. */
export const allowed = { exec: { allow: [Deno.execPath()] } };
