import type { Command } from "./command.ts";
import { deskCommand } from "./desk-command.ts";
import { doctorCommand } from "./doctor-command.ts";

/** Every command of the command line, in the order of the help. */
export const commands: readonly Command[] = [deskCommand, doctorCommand];
