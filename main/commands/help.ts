import { type Command, commonOptions } from "./command.ts";
import type { OptionSpec } from "./option.ts";
import { optionFlag } from "./parse-arguments.ts";

function placeholder(spec: OptionSpec): string {
  if (spec.kind === "flag") return "";
  return ` ${spec.choices?.join("|") ?? spec.value ?? "VALUE"}`;
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

/** One line that shows how a command is typed. */
function usageLine(command: Command): string {
  const parts = Object.entries(command.options).map(([name, spec]) => {
    const text = `${optionFlag(name)}${placeholder(spec)}`;
    if (spec.required) return text;
    return spec.kind === "list" ? `[${text}]…` : `[${text}]`;
  });
  return [
    "proofdesk",
    command.name,
    ...command.positionals.map(({ name, optional }) => (optional ? `[${name}]` : name)),
    ...parts,
    "[--json]",
  ].join(" ");
}

export function commandHelp(command: Command): string {
  const options = Object.entries<OptionSpec>({ ...command.options, ...commonOptions }).map(
    ([name, spec]) =>
      [`${optionFlag(name)}${placeholder(spec)}`, `${spec.text}${spec.required ? " (required)" : ""}`] as const,
  );
  return [
    `${command.name}: ${command.summary}`,
    "",
    `Usage: ${usageLine(command)}`,
    ...(command.positionals.length === 0
      ? []
      : ["", ...columns(command.positionals.map(({ name, text }) => [name, text] as const))]),
    "",
    "Options:",
    ...columns(options),
    ...(command.notes ?? []).flatMap((note) => ["", note]),
    "",
    command.examples.length === 1 ? "Example:" : "Examples:",
    ...command.examples.map((example) => `  npm run -s proofdesk -- ${example}`),
  ].join("\n");
}

export function overallHelp(commands: readonly Command[], version: string): string {
  return [
    `Proofdesk ${version}: a desktop trading workstation with one risk gate and a record a stranger can verify.`,
    "",
    "Usage: npm run -s proofdesk -- COMMAND [options]",
    "",
    "Commands:",
    ...columns(commands.map(({ name, summary }) => [name, summary] as const)),
    "",
    "COMMAND --help shows a command's options; --version prints the version.",
    "Exit codes: 0 done, 1 failed, 2 wrong usage. With --json one JSON document goes to stdout, progress to stderr.",
  ].join("\n");
}
