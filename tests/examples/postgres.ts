import { freePorts, supervise, temporaryFolder } from "../cluster/mod.ts";

/** A PostgreSQL server for tests, empty. */
export interface TestPostgres extends AsyncDisposable {
  /** `postgres://postgres@127.0.0.1:PORT/postgres` */
  readonly url: string;
}

/** The folder of `initdb` and `postgres`, newest first; undefined where PostgreSQL is not installed. */
async function findBinaries(): Promise<string | undefined> {
  const base = "/usr/lib/postgresql"; // Debian's place
  const versions: string[] = [];
  try {
    for await (const { name } of Deno.readDir(base)) versions.push(name);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const [newest] = versions.sort((a, b) => Number(b) - Number(a));
  return newest && `${base}/${newest}/bin`;
}

/** Why no PostgreSQL can be started; undefined when one can. */
export async function postgresUnavailable(): Promise<string | undefined> {
  return await findBinaries() ? undefined : "no PostgreSQL: apt-get install -y postgresql";
}

/** Starts a server on a free loopback port, in a folder that goes with it. */
export async function startPostgres(): Promise<TestPostgres> {
  const binaries = await findBinaries();
  if (!binaries) throw new Error("There is no PostgreSQL in /usr/lib/postgresql");
  await using stack = new AsyncDisposableStack();
  const folder = stack.use(await temporaryFolder()).path;
  // PostgreSQL refuses to run as root.
  const asUser = Deno.uid() === 0
    ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    : [];
  const data = `${folder}/postgres`;
  await Deno.mkdir(data);
  if (asUser.length > 0) {
    await Deno.chmod(folder, 0o711);
    await run("chown", "postgres", data);
  }
  await run(...asUser, `${binaries}/initdb`, `--pgdata=${data}`, "--auth=trust", "-U", "postgres");
  const [port = 0] = freePorts(1);
  stack.use(
    await supervise([
      ...asUser,
      `${binaries}/postgres`,
      "-D",
      data,
      "-h",
      "127.0.0.1",
      "-p",
      String(port),
      "-k",
      "", // no Unix socket
      "-F", // no fsync
    ], { log: `${folder}/postgres.log` }),
  );
  for (let tries = 0; !await isReady(binaries, port); tries++) {
    if (tries > 200) throw new Error(await Deno.readTextFile(`${folder}/postgres.log`));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const owned = stack.move();
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function isReady(binaries: string, port: number): Promise<boolean> {
  const { success } = await new Deno.Command(`${binaries}/pg_isready`, {
    args: ["-q", "-h", "127.0.0.1", "-p", String(port)],
  }).output();
  return success;
}

async function run(...words: string[]): Promise<void> {
  const [program = "", ...args] = words;
  const { success, stderr } = await new Deno.Command(program, { args, stdout: "null" }).output();
  if (!success) throw new Error(`${words.join(" ")}: ${new TextDecoder().decode(stderr)}`);
}
