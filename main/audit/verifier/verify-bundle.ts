import { JournalEvent } from "../../../shared/model/journal-event.ts";
import { Bundle, bundleLimits, isFullBundle } from "../bundle.ts";
import { parseCheckpoint, type SignedCheckpoint } from "../checkpoint.ts";
import { leafOf } from "../leaf.ts";
import type { Primitives } from "../primitives.ts";
import { parseStrictJson } from "../strict-json.ts";
import { schemaKnown } from "./v02-schema-known.ts";
import { bytesCanonical } from "./v03-bytes-canonical.ts";
import { seqContiguous } from "./v04-seq-contiguous.ts";
import { chainHolds } from "./v05-chain.ts";
import { keysSucceed } from "./v06-key-succession.ts";
import { signaturesHold } from "./v07-signatures.ts";
import { rootsMatch } from "./v08-roots.ts";
import { checkpointsConsistent } from "./v09-consistency.ts";
import { tailListed } from "./v11-tail.ts";
import { type BundledEvent, type Check, type Evidence, integrity, type Verdict, type VerdictLevel } from "./verdict.ts";

/** The checks in the order of their codes. V01 comes before them, for nothing can be checked in what cannot be read. */
const checks: readonly Check[] = [
  schemaKnown,
  bytesCanonical,
  seqContiguous,
  chainHolds,
  keysSucceed,
  signaturesHold,
  rootsMatch,
  checkpointsConsistent,
  tailListed,
];

/** What the verifier found, level by level. There is no verdict over all: each level answers another question. */
export interface VerificationReport {
  readonly levels: { readonly [level in VerdictLevel]: readonly Verdict[] };
  readonly origin: string | null;
  readonly range: { readonly from: number; readonly to: number } | null;
  readonly events: number;
  readonly checkpoints: number;
  /** 0: all integrity checks hold; 1: one fails; 2: the file cannot be read. */
  readonly exitCode: 0 | 1 | 2;
}

function takeApart(primitives: Primitives, text: string, seq: number): BundledEvent {
  let value: unknown;
  try {
    value = parseStrictJson(text, { maxLength: 1_048_576, maxDepth: 64 });
  } catch {
    value = undefined;
  }
  const parsed = JournalEvent.safeParse(value);
  return {
    seq,
    text,
    leaf: leafOf(primitives, text),
    value,
    event: parsed.success ? (parsed.data as JournalEvent) : null,
  };
}

/** What the checks of this version leave to others, said so that silence is not read as success. */
function unchecked(bundle: Bundle): Verdict[] {
  const note = (level: VerdictLevel, code: Verdict["code"], text: string): Verdict => ({
    level,
    code,
    outcome: "note",
    text,
  });
  const { anchors, redactions, claims } = bundle;
  const claimed = claims.metrics.length + claims.daily.length + claims.orders.length;
  return [
    note("time", "V12", "all times are those of the desk's own clock; no outside time bounds them"),
    ...(anchors.length > 0 ? [note("time", "V10", `${anchors.length} anchors are not checked by this version`)] : []),
    ...(redactions.length > 0
      ? [note("integrity", "V13", `${redactions.length} redactions are not checked by this version`)]
      : []),
    ...(claimed > 0 ? [note("completeness", "V14", `${claimed} claims are not recomputed by this version`)] : []),
    note("completeness", "V15", "no broker statement was compared: trades made outside the desk would not show"),
  ];
}

function report(verdicts: readonly Verdict[], exitCode: 0 | 1 | 2, bundle: Bundle | null): VerificationReport {
  const of = (level: VerdictLevel): Verdict[] => verdicts.filter((verdict) => verdict.level === level);
  return {
    levels: { integrity: of("integrity"), time: of("time"), completeness: of("completeness") },
    origin: bundle?.origin ?? null,
    range: bundle?.range ?? null,
    events: bundle?.events.length ?? 0,
    checkpoints: bundle?.checkpoints.length ?? 0,
    exitCode,
  };
}

/** Reads one remembered checkpoint. Answers with the reason where it is none. */
function readRemembered(note: string | undefined): SignedCheckpoint | string | null {
  return note === undefined ? null : parseCheckpoint(note);
}

/**
 * Checks the text of a bundle, and that it continues a remembered checkpoint where one is given. Never throws for what is
 * in the text; time and memory grow with its length alone.
 */
export function verifyBundle(primitives: Primitives, text: string, rememberedNote?: string): VerificationReport {
  let json: unknown;
  try {
    json = parseStrictJson(text, bundleLimits);
  } catch (error) {
    return report([integrity("V01", "fail", (error as Error).message)], 2, null);
  }
  const readable = integrity("V01", "pass", "the file is JSON without duplicate keys, within its limits");
  const parsed = Bundle.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue && issue.path.length > 0 ? issue.path.join(".") : "the document";
    return report(
      [readable, integrity("V02", "fail", `not a known bundle: ${issue?.message ?? "another form"}`, where)],
      1,
      null,
    );
  }
  const bundle = parsed.data;
  const remembered = readRemembered(rememberedNote);
  if (typeof remembered === "string") {
    return report([readable, integrity("V01", "fail", `the remembered checkpoint is none: ${remembered}`)], 2, bundle);
  }
  return check(primitives, bundle, [readable], remembered, true);
}

/** Checks what the desk itself just composed of its journal without exporting it, as {@link verifyBundle} would a file. */
export function verifyComposed(primitives: Primitives, bundle: Bundle): VerificationReport {
  return check(primitives, bundle, [], null, false);
}

function check(
  primitives: Primitives,
  bundle: Bundle,
  before: readonly Verdict[],
  remembered: SignedCheckpoint | null,
  exported: boolean,
): VerificationReport {
  const notes = bundle.checkpoints.map(parseCheckpoint);
  const evidence: Evidence = {
    primitives,
    bundle,
    full: isFullBundle(bundle),
    exported,
    events: bundle.events.map((event, index) => takeApart(primitives, event, bundle.range.from + index)),
    checkpoints: notes.filter((note) => typeof note === "object"),
    malformed: notes.filter((note) => typeof note === "string"),
    remembered,
  };
  const verdicts = [...before, ...checks.flatMap((one) => one(evidence)), ...unchecked(bundle)];
  const fails = verdicts.some(({ level, outcome }) => level === "integrity" && outcome === "fail");
  return report(verdicts, fails ? 1 : 0, bundle);
}
