import { readFileSync, statSync } from "node:fs";
import { nodePrimitives } from "../adapters/proof-node/node-primitives.ts";
import { bundleLimits } from "../audit/bundle.ts";
import { integrity, type Verdict } from "../audit/verifier/verdict.ts";
import { type VerificationReport, verifyBundle } from "../audit/verifier/verify-bundle.ts";

export interface VerifyOptions {
  readonly file: string;
  /** A checkpoint kept from earlier: a file that holds one signed note. */
  readonly checkpoint?: string;
}

export interface VerifyResult extends VerificationReport {
  readonly file: string;
  /** For a person: a line per verdict under its level. */
  readonly lines: readonly string[];
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function readText(file: string): { readonly text: string } | { readonly problem: string } {
  try {
    if (statSync(file).size > bundleLimits.maxLength)
      return { problem: `${file} is larger than ${bundleLimits.maxLength} bytes` };
    return { text: utf8.decode(readFileSync(file)) };
  } catch (error) {
    return { problem: `${file} cannot be read: ${(error as Error).message}` };
  }
}

function unreadable(problem: string): VerificationReport {
  return {
    levels: { integrity: [integrity("V01", "fail", problem)], time: [], completeness: [] },
    origin: null,
    range: null,
    events: 0,
    checkpoints: 0,
    exitCode: 2,
  };
}

/** A report as lines of text: three levels, each verdict with its code, and never one word over all of them. */
export function reportLines(report: VerificationReport): string[] {
  const line = ({ code, outcome, text, where }: Verdict): string =>
    `  ${outcome.toUpperCase().padEnd(4)} ${code} ${where === undefined ? "" : `${where}: `}${text}`;
  return Object.entries(report.levels).flatMap(([level, verdicts]) => [
    `${level}:`,
    ...(verdicts.length > 0 ? verdicts.map(line) : ["  nothing to say"]),
  ]);
}

/** The `verify` command: exit code 0 when all integrity checks hold, 1 when one fails, 2 when a file cannot be read. Never throws for what is in a file. */
export function runVerify({ file, checkpoint }: VerifyOptions): VerifyResult {
  const bundle = readText(file);
  const remembered = checkpoint === undefined ? null : readText(checkpoint);
  let report: VerificationReport;
  if ("problem" in bundle) report = unreadable(bundle.problem);
  else if (remembered && "problem" in remembered) report = unreadable(remembered.problem);
  else report = verifyBundle(nodePrimitives, bundle.text, remembered?.text);
  return { ...report, file, lines: reportLines(report) };
}
