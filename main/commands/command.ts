import type { Console } from "./console.ts";
import type { OptionTable, OptionValues } from "./option.ts";

export interface Positional {
  readonly name: string;
  readonly text: string;
  /** May be left out, as may all behind it. */
  readonly optional?: boolean;
}

/** What every command understands. */
export const commonOptions = {
  json: { kind: "flag", text: "put one JSON document on stdout and nothing else" },
  help: { kind: "flag", text: "say what the command does and stop" },
} as const satisfies OptionTable;

export interface CommandDescription {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Paragraphs below the options. */
  readonly notes?: readonly string[];
  readonly positionals: readonly Positional[];
  readonly options: OptionTable;
  readonly examples: readonly string[];
}

/** A command with its types erased: what the dispatcher handles. */
export interface Command extends CommandDescription {
  run(input: CommandInput<OptionTable>, console: Console): Promise<number>;
}

export interface CommandInput<T extends OptionTable> {
  readonly options: OptionValues<T & typeof commonOptions>;
  readonly positionals: readonly string[];
}

/** Ties a command's code to its option table; `run` returns the exit code and imports what is heavy when it is called. */
export function defineCommand<const T extends OptionTable>(
  command: Omit<CommandDescription, "options"> & {
    readonly options: T;
    run(input: CommandInput<T>, console: Console): Promise<number>;
  },
): Command {
  // The parser builds `options` from this very table, so the erased call is the typed one.
  return command as unknown as Command;
}
