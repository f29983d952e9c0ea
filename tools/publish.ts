import { deno, root } from "./process.ts";

/** Copies a file or folder. */
export async function copy(from: string, to: string): Promise<void> {
  const info = await Deno.stat(from);
  if (!info.isDirectory) return await Deno.copyFile(from, to);
  await Deno.mkdir(to, { recursive: true });
  for await (const entry of Deno.readDir(from)) {
    if (entry.name === "node_modules" || entry.name === ".git") continue;
    await copy(`${from}/${entry.name}`, `${to}/${entry.name}`);
  }
}

/**
 * Does everything of `deno publish` but the publishing, and returns what is wrong. It happens in a copy of what is
 * published, since modules that `links` point to may not lie inside the package folder and be excluded at once.
 */
export async function dryPublish(): Promise<string> {
  const config = JSON.parse(await Deno.readTextFile(`${root}deno.json`));
  const folder = await Deno.makeTempDir({ prefix: "operatorkit-publish-" });
  try {
    for (const path of config.publish.include as string[]) {
      await copy(root + path.replace(/\/$/, ""), `${folder}/${path.replace(/\/$/, "")}`);
    }
    config.links = (config.links as string[]).map((path) => root + path.slice(2));
    await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify(config, null, 2));
    const { code, output } = await deno(
      ["publish", "--dry-run", "--allow-dirty", "--no-lock", "--quiet"],
      { cwd: folder },
    );
    return code === 0 ? "" : output.replaceAll(`${folder}/`, "");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
