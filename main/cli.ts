import { enableCompileCache } from "node:module";
import { nodeVersionProblem } from "./commands/node-version.ts";

// Nothing but the guard is imported before it has answered: an old Node would crash in a native module.
const problem = nodeVersionProblem(process.versions.node);
if (problem === null) {
  // Compiled once, kept in the system's temp folder: the next start reads it instead of compiling some hundred files again.
  enableCompileCache();
  const { main } = await import("./commands/main.ts");
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
