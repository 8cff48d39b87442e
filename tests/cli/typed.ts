import { EventEmitter } from "node:events";
import { commands } from "../../main/commands/commands.ts";
import { openConsole } from "../../main/commands/console.ts";
import { runCommandLine } from "../../main/commands/run-command-line.ts";
import type { CliRun } from "./run-cli.ts";

class Collected extends EventEmitter {
  text = "";
  write(text: string): void {
    this.text += text;
  }
}

/** Types a command line inside this process, with the real commands. */
export async function typed(...words: readonly string[]): Promise<CliRun> {
  const stdout = new Collected();
  const stderr = new Collected();
  const console = openConsole(stdout, stderr);
  const code = await runCommandLine({ words, commands, version: "0", console, debug: false });
  return { code, stdout: stdout.text, stderr: stderr.text };
}
