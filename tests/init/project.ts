import { root } from "../../tools/process.ts";

/** An operator that init.ts has written into a temporary folder, which ends with the test. */
export interface NewProject extends AsyncDisposable {
  /** Its folder. */
  readonly folder: string;
  /** The text of one of its files. */
  readonly read: (path: string) => Promise<string>;
  /** Runs Deno in it. */
  readonly deno: (args: readonly string[], env?: Readonly<Record<string, string>>) => Deno.Command;
}

/** What a program said. */
export interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs init.ts with the flags that its help names, in the folder. */
export async function init(folder: string, ...args: readonly string[]): Promise<Said> {
  return await said(
    new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", "--allow-read=.", "--allow-write=.", `${root}init.ts`, ...args],
      cwd: folder,
      env: { NO_COLOR: "1" },
      stdin: "null",
    }),
  );
}

/** Waits for a program's end. */
export async function said(command: Deno.Command): Promise<Said> {
  const { code, stdout, stderr } = await command.output();
  const text = new TextDecoder();
  return { code, stdout: text.decode(stdout), stderr: text.decode(stderr) };
}

/** Makes a project named `my-operator`. */
export async function newProject(...args: readonly string[]): Promise<NewProject> {
  const base = await Deno.makeTempDir({ prefix: "operatorkit-init-" });
  const { code, stderr } = await init(base, "my-operator", ...args);
  if (code !== 0) throw new Error(stderr);
  const folder = `${base}/my-operator`;
  return {
    folder,
    read: (path) => Deno.readTextFile(`${folder}/${path}`),
    deno: (args, env = {}) =>
      new Deno.Command(Deno.execPath(), {
        args: [...args],
        cwd: folder,
        env: { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", ...env },
        stdin: "null",
        stdout: "piped",
        stderr: "piped",
      }),
    [Symbol.asyncDispose]: () => Deno.remove(base, { recursive: true }),
  };
}

/** The words of a task's command, without `deno`. */
export async function taskOf(project: NewProject, name: string): Promise<string[]> {
  const { tasks } = JSON.parse(await project.read("deno.json"));
  return tasks[name].command.split(" ").slice(1);
}
