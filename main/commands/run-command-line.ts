import { FaultCategory } from "../../shared/model/fault.ts";
import type { Command } from "./command.ts";
import type { Console } from "./console.ts";
import { commandHelp, overallHelp } from "./help.ts";
import { nearest } from "./nearest.ts";
import { parseArguments } from "./parse-arguments.ts";
import { UsageError } from "./usage-error.ts";

interface Trouble {
  readonly code: string;
  readonly category: string;
  readonly message: string;
  readonly remedy: string;
}

function troubleOf(error: unknown): Trouble {
  if (error instanceof UsageError) {
    return { code: error.code, category: error.category, message: error.message, remedy: error.fix };
  }
  if (error instanceof Error) {
    // A Fault may come from a worker or another copy of the module, so its shape decides, not its class.
    const { code, category, remedy } = error as Partial<Trouble>;
    if (typeof code === "string" && typeof remedy === "string" && FaultCategory.safeParse(category).success) {
      return { code, category: String(category), message: error.message, remedy };
    }
    if (code === "EADDRINUSE" || (code === "EACCES" && "port" in error)) {
      const remedy = "Choose another port with --port, or 0 for a free one.";
      return { code: `NETWORK-${code}`, category: "network", message: error.message, remedy };
    }
    if (typeof code === "string" && "syscall" in error) {
      const remedy = "Check that the path exists, that you may use it and that the disk has room.";
      return { code: `FILE-${code}`, category: "storage", message: error.message, remedy };
    }
  }
  const message = error instanceof Error ? error.message : String(error);
  const remedy = "This is a defect of Proofdesk. Run again with PROOFDESK_DEBUG=1 and report the stack.";
  return { code: "BUG-UNEXPECTED", category: "bug", message, remedy };
}

/** Faults that only the words of a command line can cause: a name or a value that nothing fits, or two that do not fit each other. */
const wrongWords: ReadonlySet<string> = new Set([
  "ANCHOR-CHOICE",
  "FIRM-PRESET",
  "FIRM-PRESET-NAME",
  "FIRM-TERMS",
  "RISK-LOCKOUT",
  "RUN-AMOUNT",
  "RUN-FUNDING",
  "RUN-QUEUE-AHEAD",
  "RUN-QUEUE-TICKS",
  "RUN-VENUE",
  "STRATEGY-PARAMS",
  "STRATEGY-SIZING-STOP",
  "STRATEGY-UNKNOWN",
  "WITNESS-CHOICE",
  "WORM-ADDRESS",
]);

function report(error: unknown, json: boolean, debug: boolean, console: Console): number {
  const trouble = troubleOf(error);
  console.err(`${trouble.code}: ${trouble.message}`);
  console.err(trouble.remedy);
  if (debug && error instanceof Error) console.err(error.stack ?? "");
  if (json) console.json({ error: trouble });
  return error instanceof UsageError || wrongWords.has(trouble.code) ? 2 : 1;
}

export interface CommandLine {
  readonly words: readonly string[];
  readonly commands: readonly Command[];
  readonly version: string;
  readonly console: Console;
  /** Print stacks of errors. */
  readonly debug: boolean;
}

function findCommand(name: string, commands: readonly Command[]): Command {
  const found = commands.find((command) => command.name === name);
  if (found !== undefined) return found;
  const names = commands.map((command) => command.name);
  const meant = nearest(name, names);
  throw new UsageError(
    `there is no command "${name}"`,
    meant === null ? `choose one of ${names.join(", ")}` : `did you mean ${meant}?`,
  );
}

/** Runs one command line to its exit code: 0 done, 1 failed, 2 wrong usage. Never throws. */
export async function runCommandLine({ words, commands, version, console, debug }: CommandLine): Promise<number> {
  const [first, ...rest] = words;
  const json = words.includes("--json");
  try {
    if (first === undefined) {
      throw new UsageError("no command is given", "try: proofdesk desk, or proofdesk --help for the list");
    }
    if (first === "--help" || first === "-h" || first === "help") {
      const named = first === "help" ? rest.find((word) => !word.startsWith("-")) : undefined;
      const text = named === undefined ? overallHelp(commands, version) : commandHelp(findCommand(named, commands));
      console.out(text);
      return 0;
    }
    if (first === "--version" || first === "-v" || first === "version") {
      console.out(version);
      return 0;
    }
    const command = findCommand(first, commands);
    const parsed = parseArguments(command, rest);
    if (parsed.options["help"] === true) {
      console.out(commandHelp(command));
      return 0;
    }
    return await command.run(parsed as Parameters<Command["run"]>[0], console);
  } catch (error) {
    return report(error, json, debug, console);
  }
}
