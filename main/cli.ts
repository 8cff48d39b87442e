import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { nodeVersionProblem } from "./commands/node-version.ts";

// Nothing but the guard is imported before it has answered: an old Node would crash in a native module.
const problem = nodeVersionProblem(process.versions.node);
if (problem === null) {
  // Compiled once, kept beside the packages, where only who may change the program may write: the next start reads it
  // instead of compiling some hundred files again, and by the environment so does every thread.
  const compiled = join(import.meta.dirname, "../node_modules/.cache/proofdesk");
  enableCompileCache(compiled);
  process.env["NODE_COMPILE_CACHE"] ??= compiled;
  const { main } = await import("./commands/main.ts");
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
