/**
 * Writes a small operator into a folder, ready to run: its kind, a controller, tests on the API server in memory,
 * manifests and a Dockerfile.
 *
 *     deno run --allow-read=. --allow-write=. jsr:@operatorkit/operatorkit/init my-operator
 *
 * `--help` lists the options.
 *
 * @module
 */
import { BadInput, helpText, readArguments } from "./init/arguments.ts";
import { filesOf, nextSteps } from "./init/files.ts";
import { originOf } from "./init/origin.ts";
import { writeProject } from "./init/write.ts";

if (import.meta.main) {
  try {
    const request = readArguments(Deno.args);
    if (request === "help") {
      console.log(helpText);
    } else {
      const { folder, force, project } = request;
      await writeProject(folder, filesOf(project, originOf(import.meta.url)), { force });
      console.log(nextSteps(project, folder));
    }
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    console.error(`error: ${error.message}`);
    Deno.exit(1);
  }
}
