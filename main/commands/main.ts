import { commands } from "./commands.ts";
import { openConsole } from "./console.ts";
import { packageVersion } from "./package-version.ts";
import { runCommandLine } from "./run-command-line.ts";

/** The command line from its words to the exit code. */
export async function main(words: readonly string[]): Promise<number> {
  return await runCommandLine({
    words,
    commands,
    version: packageVersion(),
    console: openConsole(process.stdout, process.stderr),
    debug: process.env["PROOFDESK_DEBUG"] === "1",
  });
}
