import { isDay } from "../../shared/model/time.ts";
import { readTimeOrUnix } from "../../shared/model/time-text.ts";
import { type Command, commonOptions } from "./command.ts";
import { nearest } from "./nearest.ts";
import type { OptionSpec, OptionTable } from "./option.ts";
import { UsageError } from "./usage-error.ts";

export interface ParsedArguments {
  readonly options: Readonly<Record<string, unknown>>;
  readonly positionals: readonly string[];
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The name of an option as it is typed: `feeBps` is `--fee-bps`. */
export const optionFlag = (name: string): string => `--${kebab(name)}`;

function readTime(flag: string, text: string): number {
  const at = readTimeOrUnix(text);
  if (at !== null) return at;
  const what = /^\d{4}-\d\d-\d\d/.test(text) && !isDay(text.slice(0, 10)) ? "no such day: give" : "give";
  throw new UsageError(`${flag} does not understand "${text}"`, `${what} a UTC time, for example ${flag} 2024-01-31`);
}

function readNumber(flag: string, text: string, spec: OptionSpec): number | string {
  if (spec.words?.includes(text)) return text;
  const value = Number(text);
  const shape = spec.kind === "integer" ? /^-?\d+$/ : /^-?(\d+\.?\d*|\.\d+)$/;
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = spec;
  if (!shape.test(text) || value < min || value > max) {
    const range = [
      spec.min === undefined ? "" : ` from ${spec.min}`,
      spec.max === undefined ? "" : ` up to ${spec.max}`,
    ].join("");
    const words = spec.words === undefined ? "" : ` or ${spec.words.join(" or ")}`;
    const noun = spec.kind === "integer" ? "a whole number" : "a number";
    throw new UsageError(`${flag} does not take "${text}"`, `give ${noun}${range}${words}`);
  }
  return value;
}

function readDecimal(flag: string, text: string, { min, above }: OptionSpec): string {
  const value = Number(text);
  const isInRange = (min === undefined || value >= min) && (above === undefined || value > above);
  if (/^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) && isInRange) return text;
  const range = above !== undefined ? ` above ${above}` : min !== undefined ? ` of at least ${min}` : "";
  throw new UsageError(`${flag} does not take "${text}"`, `give a decimal number${range}, for example 12.5`);
}

function readValue(flag: string, text: string, spec: OptionSpec): unknown {
  switch (spec.kind) {
    case "integer":
    case "number":
      return readNumber(flag, text, spec);
    case "decimal":
      return readDecimal(flag, text, spec);
    case "time":
      return readTime(flag, text);
    case "choice": {
      const choices = spec.choices ?? [];
      if (choices.includes(text)) return text;
      const meant = nearest(text, choices);
      throw new UsageError(
        `${flag} does not take "${text}"`,
        meant === null ? `choose one of ${choices.join(", ")}` : `did you mean ${flag} ${meant}?`,
      );
    }
    default:
      return text;
  }
}

function unknownOption(flag: string, command: Command, table: OptionTable): UsageError {
  const meant = nearest(flag.slice(2), Object.keys(table).map(kebab));
  const fix = meant === null ? `see: proofdesk ${command.name} --help` : `did you mean --${meant}?`;
  return new UsageError(`${command.name} has no option ${flag}`, fix);
}

function checkComplete(command: Command, values: Record<string, unknown>, positionals: readonly string[]): void {
  for (const [name, spec] of Object.entries(command.options)) {
    if (spec.required && values[name] === undefined) {
      const flag = optionFlag(name);
      throw new UsageError(`${command.name} needs ${flag}`, `add ${flag} ${spec.value ?? "VALUE"}: ${spec.text}`);
    }
  }
  const missing = command.positionals[positionals.length];
  if (missing !== undefined && missing.optional !== true) {
    throw new UsageError(`${command.name} needs ${missing.name}`, `add ${missing.name}: ${missing.text}`);
  }
  const empty = command.positionals.find((_, index) => positionals[index] === "");
  if (empty !== undefined) throw new UsageError(`${empty.name} is empty`, `give ${empty.name}: ${empty.text}`);
  const extra = positionals[command.positionals.length];
  if (extra !== undefined) {
    throw new UsageError(
      `${command.name} does not know what to do with "${extra}"`,
      "leave it out, or name its option",
    );
  }
}

/** Reads what follows a command's name. `--help` wins over everything that is missing. Throws {@link UsageError}. */
export function parseArguments(command: Command, words: readonly string[]): ParsedArguments {
  const table: OptionTable = { ...command.options, ...commonOptions };
  const byFlag = new Map(Object.entries(table).map(([name, spec]) => [optionFlag(name), { name, spec }]));
  const values: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(table)) {
    if (spec.kind === "flag") values[name] = false;
    if (spec.kind === "list") values[name] = [];
  }
  const positionals: string[] = [];
  let onlyPositionals = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    if (onlyPositionals || !word.startsWith("-") || word === "-") {
      positionals.push(word);
      continue;
    }
    if (word === "--") {
      onlyPositionals = true;
      continue;
    }
    const equals = word.indexOf("=");
    const flag = word === "-h" ? "--help" : equals < 0 ? word : word.slice(0, equals);
    const found = byFlag.get(flag);
    if (found === undefined) throw unknownOption(flag, command, table);
    const { name, spec } = found;
    if (spec.kind === "flag") {
      if (equals >= 0) throw new UsageError(`${flag} takes no value`, `write just ${flag}`);
      values[name] = true;
      continue;
    }
    const text = equals < 0 ? words[++i] : word.slice(equals + 1);
    if (text === undefined || (equals < 0 && text.startsWith("--"))) {
      throw new UsageError(`${flag} needs a value`, `write ${flag} ${spec.value ?? "VALUE"}`);
    }
    // An empty path would be taken for the folder that the command is started in.
    if (text === "" && (spec.kind === "text" || spec.kind === "list") && spec.mayBeEmpty !== true) {
      throw new UsageError(`${flag} is empty`, `write ${flag} ${spec.value ?? "VALUE"}: ${spec.text}`);
    }
    if (spec.kind === "list") {
      (values[name] as string[]).push(text);
      continue;
    }
    if (values[name] !== undefined) throw new UsageError(`${flag} is given twice`, `keep one ${flag}`);
    values[name] = readValue(flag, text, spec);
  }
  if (values["help"] !== true) checkComplete(command, values, positionals);
  return { options: values, positionals };
}
