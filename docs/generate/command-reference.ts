import { commands } from "../../main/commands/commands.ts";
import { commandHelp } from "../../main/commands/help.ts";

/** What `--help` says, for every command. */
export function commandReference(): string {
  return commands.map((command) => `### ${command.name}\n\n\`\`\`text\n${commandHelp(command)}\n\`\`\``).join("\n\n");
}
