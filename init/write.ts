import { BadInput } from "./project.ts";

/** What a folder may hold and still count as empty. */
const harmless: ReadonlySet<string> = new Set([".git"]);

/**
 * Writes the files into a folder, which is made if it is not there. They appear at the end, all together: what fails
 * before leaves nothing behind.
 *
 * @throws {BadInput} When the folder is not empty and `force` is not set, or may not be written.
 */
export async function writeProject(
  folder: string,
  files: ReadonlyMap<string, string>,
  { force }: { readonly force: boolean },
): Promise<void> {
  try {
    await write(folder, files, force);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) {
      throw new BadInput(
        `${folder} may not be read or written: run this with --allow-read=. --allow-write=. in the folder above it`,
      );
    }
    if (error instanceof Deno.errors.NotADirectory || error instanceof Deno.errors.AlreadyExists) {
      throw new BadInput(`${folder} is a file: name a folder`);
    }
    throw error;
  }
}

async function write(
  folder: string,
  files: ReadonlyMap<string, string>,
  force: boolean,
): Promise<void> {
  const present = await entriesOf(folder);
  const others = (present ?? []).filter((name) => !harmless.has(name)).sort();
  if (others.length > 0 && !force) {
    throw new BadInput(
      `${folder} is not empty (${
        others.slice(0, 3).join(", ")
      }): name another folder, or add --force to write into it`,
    );
  }
  for (const path of files.keys()) {
    if (await isFolder(`${folder}/${path}`)) {
      throw new BadInput(`${folder}/${path} is a folder, but is to be a file: move it away`);
    }
  }
  await Deno.mkdir(folder, { recursive: true });
  const stage = await Deno.makeTempDir({ dir: folder, prefix: ".init-" });
  const moved: string[] = [];
  try {
    for (const [path, text] of files) {
      await Deno.mkdir(`${stage}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(`${stage}/${path}`, text);
    }
    const tops = new Set([...files.keys()].map((path) => path.replace(/\/.*/, "")));
    if (others.some((name) => tops.has(name))) { // --force
      for (const path of files.keys()) {
        await Deno.mkdir(`${folder}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
        await Deno.rename(`${stage}/${path}`, `${folder}/${path}`);
      }
    } else {
      for (const top of tops) {
        await Deno.rename(`${stage}/${top}`, `${folder}/${top}`);
        moved.push(top);
      }
    }
  } catch (error) {
    for (const top of moved) await Deno.remove(`${folder}/${top}`, { recursive: true });
    throw error;
  } finally {
    await Deno.remove(stage, { recursive: true });
    // A folder that was made here and got nothing goes again.
    if (present === undefined && (await entriesOf(folder))?.length === 0) await Deno.remove(folder);
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isDirectory;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Undefined where there is no such folder. */
async function entriesOf(folder: string): Promise<string[] | undefined> {
  try {
    return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
