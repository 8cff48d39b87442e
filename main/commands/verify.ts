import { closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { nodePrimitives } from "../adapters/proof-node/node-primitives.ts";
import type { Verdict } from "../audit/verifier/verdict.ts";
import type { VerificationReport } from "../audit/verifier/verification.ts";
import { drive, type Progress, unreadable, type VerifyOptions, verification } from "../audit/verifier/verify-bundle.ts";

export interface VerifyFileOptions {
  readonly file: string;
  /** A checkpoint kept from earlier: a file that holds one signed note. */
  readonly checkpoint?: string;
  readonly onProgress?: (progress: Progress) => void;
}

export interface VerifyResult extends VerificationReport {
  readonly file: string;
  /** For a person: a line per verdict under its level. */
  readonly lines: readonly string[];
}

/** A checkpoint is a note of at most 8192 characters; whatever is much longer is another file. */
const maxSmallFile = 1_000_000;
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

class Unreadable extends Error {}

function attempt<T>(file: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw new Unreadable(`${file} cannot be read: ${(error as Error).message}`);
  }
}

function readSmall(file: string): string {
  return attempt(file, () => {
    if (statSync(file).size > maxSmallFile) throw new RangeError(`it has more than ${maxSmallFile} bytes`);
    return utf8.decode(readFileSync(file));
  });
}

/** Checks a file without taking it into memory. */
function verifyFile(file: string, options: VerifyOptions): VerificationReport {
  const handle = attempt(file, () => openSync(file, "r"));
  try {
    const bytes = attempt(file, () => fstatSync(handle).size);
    return drive(verification(nodePrimitives, bytes, options), (offset, length) =>
      attempt(file, () => {
        const chunk = Buffer.allocUnsafe(length);
        let read = 0;
        while (read < length) {
          const more = readSync(handle, chunk, read, length - read, offset + read);
          if (more === 0) throw new RangeError("it became shorter while it was read");
          read += more;
        }
        return chunk;
      }),
    );
  } finally {
    closeSync(handle);
  }
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

/** The `verify` command: exit code 0 when no check fails, 1 when one does, 2 when a file cannot be read. Never throws for what is in a file. */
export function runVerify({ file, checkpoint, onProgress }: VerifyFileOptions): VerifyResult {
  let report: VerificationReport;
  try {
    const remembered = checkpoint === undefined ? undefined : readSmall(checkpoint);
    report = verifyFile(file, { remembered, onProgress });
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    report = unreadable(error.message);
  }
  return { ...report, file, lines: reportLines(report) };
}
