import { closeSync, fstatSync, openSync, readFileSync, statSync } from "node:fs";
import { reliance, unreadableWords } from "../../shared/model/honest-words.ts";
import { readRoots } from "../adapters/anchor-timestamp/ask-authority.ts";
import { timestampReader } from "../adapters/anchor-timestamp/timestamp-reader.ts";
import { nodePrimitives } from "../adapters/proof-node/node-primitives.ts";
import { fileIdentity, pieceReader } from "../adapters/proof-node/read-pieces.ts";
import { ScanAhead } from "../adapters/proof-node/scan-ahead.ts";
import { readStatement } from "../audit/statements/read-statement.ts";
import { parseWitnessKey } from "../audit/verifier/cosignature.ts";
import { type Givens, parseOpenings } from "../audit/verifier/givens.ts";
import { drive } from "../audit/verifier/json-cursor.ts";
import type { Verdict } from "../audit/verifier/verdict.ts";
import type { VerificationReport } from "../audit/verifier/verification.ts";
import { type Progress, unreadable, type VerifyOptions, verification } from "../audit/verifier/verify-bundle.ts";
import { JournalFirmJudge } from "../risk/prop-firm/firm-judge.ts";
import { plainLine } from "./plain-text.ts";
import { knownZone, readStatementText, symbolNames } from "./statement-options.ts";

export interface VerifyFileOptions {
  readonly file: string;
  /** A checkpoint kept from earlier: a file that holds one signed note. */
  readonly checkpoint?: string;
  /** Keys of witnesses as vkey lines. */
  readonly witnesses?: readonly string[];
  /** PEM files of the roots of timestamp authorities. */
  readonly authorities?: readonly string[];
  /** How many different witnesses and authorities there have to be. */
  readonly quorum?: number;
  /** A `proofdesk-openings/1` file. */
  readonly openings?: string;
  /** A broker's statement, the zone of its times, and `STATEMENT=INSTRUMENT` pairs where it has names of its own. */
  readonly statement?: string;
  readonly zone?: string;
  readonly symbols?: readonly string[];
  readonly onProgress?: (progress: Progress) => void;
}

export interface VerifyResult extends VerificationReport {
  readonly file: string;
  /** For a person: a line per verdict under its level. */
  readonly lines: readonly string[];
}

/** What comes beside a bundle is read whole. */
const maxSmallFile = 64_000_000;
/** Below this a second thread takes longer to start than it saves. */
const worthAThread = 16_000_000;
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
  // A pipe is empty to who reads it by places, and one that nobody writes to is waited for without end.
  const isFile = attempt(file, () => statSync(file)).isFile();
  if (!isFile) throw new Unreadable(`${file} cannot be read: it is no file; write what comes out of a pipe into one`);
  const handle = attempt(file, () => openSync(file, "r"));
  try {
    const bytes = attempt(file, () => fstatSync(handle).size);
    const read = pieceReader(handle);
    const identity = fileIdentity(handle);
    const ahead = bytes < worthAThread ? undefined : new ScanAhead({ file, bytes, identity });
    try {
      return drive(verification(nodePrimitives, bytes, { ...options, ahead }), (offset, length) =>
        attempt(file, () => read(offset, length)),
      );
    } finally {
      ahead?.end();
    }
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
    ...(verdicts.length > 0 ? verdicts.map((verdict) => plainLine(line(verdict))) : ["  nothing to say"]),
  ]);
}

function readOpenings(file: string): Givens["openings"] {
  const text = readSmall(file);
  return attempt(file, () => parseOpenings(text));
}

/** Throws a UsageError for an option that means nothing: what is silently passed over would change what is compared. */
function readStatementFile({ statement, zone = "UTC", symbols = [] }: VerifyFileOptions): Givens["statement"] {
  const named = symbolNames(symbols);
  const known = knownZone(zone);
  if (statement === undefined) return null;
  let text: string;
  try {
    text = readStatementText(statement);
  } catch (error) {
    throw new Unreadable((error as Error).message);
  }
  return { read: attempt(statement, () => readStatement(text, known)), symbols: named };
}

function readGivens(options: VerifyFileOptions): Givens {
  const { witnesses = [], authorities = [], quorum = 0, openings } = options;
  const roots = authorities.flatMap((file) => {
    const pem = readSmall(file);
    return attempt(file, () => readRoots(file, pem));
  });
  return {
    readTimestamp: timestampReader(roots),
    quorum,
    witnesses: witnesses.map((line) => {
      const key = parseWitnessKey(nodePrimitives, line);
      if (key === null) throw new Unreadable(`"${line.slice(0, 200)}" is no key of a witness`);
      return key;
    }),
    openings: openings === undefined ? null : readOpenings(openings),
    judgeFirm: () => new JournalFirmJudge(),
    statement: readStatementFile(options),
  };
}

/** The `verify` command: exit code 0 when no check fails, 1 when one does, 2 when a file cannot be read. Never throws for what is in a file; a UsageError for options that mean nothing. */
export function runVerify(options: VerifyFileOptions): VerifyResult {
  const { file, checkpoint, onProgress } = options;
  let report: VerificationReport;
  try {
    const remembered = checkpoint === undefined ? undefined : readSmall(checkpoint);
    report = verifyFile(file, { remembered, givens: readGivens(options), onProgress });
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    report = unreadable(error.message);
  }
  const words = report.exitCode === 2 ? unreadableWords : reliance(Object.values(report.levels).flat());
  const limits = ["What this shows, and what it cannot:", ...words.map((sentence) => `  ${sentence}`)];
  return { ...report, file, lines: [...reportLines(report), ...limits] };
}
