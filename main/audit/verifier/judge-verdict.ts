import { z } from "zod";
import { clearAnswers } from "../../../shared/model/clear-answers.ts";
import { formatFixed, parseFixed } from "../../../shared/model/fixed.ts";
import { codesOf } from "../../../shared/model/rule-codes.ts";

/**
 * What a verdict's arithmetic needs of it. It is looser than the gate's own form, which grows with its rules: a journal of
 * another version is judged by what it says too.
 */
const told = z.string().nullish().default(null);
const JudgedRow = z.object({
  code: z.string(),
  outcome: z.enum(["pass", "fail", "exempt"]),
  observed: told,
  limit: told,
  headroom: told,
  maxPassingSize: told,
});
const codeRuns = z.array(z.string()).transform(codesOf).optional();
const JudgedVerdict = z.object({
  outcome: z.enum(["approved", "rejected"]),
  reducing: z.boolean(),
  rows: z.array(JudgedRow),
  maxPassingSize: z.string(),
  clear: codeRuns,
  unset: codeRuns,
});

/** Fixed-point digits for numbers of any rule. */
const digits = 24;
const amount = /^-?\d{1,40}(\.\d{1,24})?$/;

function units(text: string | null): bigint | null {
  return text !== null && amount.test(text) ? parseFixed(text, digits) : null;
}

/** Rules whose headroom is exactly their limit less what was observed; of the others it has another unit or is a distance. */
const plainHeadroom: ReadonlySet<string> = new Set(["RISK-003", "RISK-005", "RISK-006"]);
/** Rules that pass exactly where their headroom is not below zero. */
const judgedByHeadroom: ReadonlySet<string> = new Set(["RISK-001", "RISK-002", "RISK-003", "RISK-005", "RISK-006"]);

/** Rules that ask only about what adds orders or positions: others pass them with whatever room there is. */
const passWithoutRoom: ReadonlySet<string> = new Set(["RISK-009", "RISK-014", "RISK-035"]);

/** The rules of the first version whose verdicts name those that are `clear`: since then each of them answers. */
export const ruleCount = 52;
const everyRule = codesOf([`RISK-001..RISK-0${ruleCount}`]);
/** The same of the first version that named those without a setting under `unset`. */
const earlierRules = everyRule.slice(0, 41);

/** What is wrong with one rule's row by its own numbers; `null` where nothing is. */
function wrongRow(
  { code, outcome, observed, limit, headroom }: z.infer<typeof JudgedRow>,
  reducing: boolean,
): string | null {
  if (outcome === "exempt" && !reducing) return `${code} is exempt although the order does not reduce`;
  const room = units(headroom);
  if (room === null) return null;
  if (outcome === "pass" && room < 0n && !passWithoutRoom.has(code))
    return `${code} says ${outcome} with a headroom of ${headroom}`;
  if (judgedByHeadroom.has(code) && outcome !== "exempt" && (outcome === "pass") !== room >= 0n)
    return `${code} says ${outcome} with a headroom of ${headroom}`;
  const [most, seen] = [units(limit), units(observed)];
  if (plainHeadroom.has(code) && most !== null && seen !== null && most - seen !== room)
    return `${code} says a headroom of ${headroom}, but ${limit} less ${observed} is ${formatFixed(most - seen, digits)}`;
  return null;
}

/** A verdict whose form is not known. */
export const unknownVerdict = Symbol("a verdict of an unknown form");

/** What contradicts itself in a recorded verdict of the gate; `null` where its outcome and numbers follow from its rows. */
export function wrongVerdict(data: unknown): string | null | typeof unknownVerdict {
  const parsed = JudgedVerdict.safeParse(data);
  if (!parsed.success) return unknownVerdict;
  const { outcome, reducing, rows, maxPassingSize, clear, unset } = parsed.data;
  const fails = rows.some((row) => row.outcome === "fail");
  if ((outcome === "approved") === fails)
    return fails ? "it approves although a rule fails" : "it rejects although no rule fails";
  const codes = [...rows.map(({ code }) => code), ...(clear ?? []), ...(unset ?? [])];
  const answered = new Set(codes);
  if (answered.size < codes.length) return "a rule answers twice";
  if (codes.length === 0) return "it approves although no rule answers";
  const asked = clear !== undefined ? everyRule : unset !== undefined ? earlierRules : [];
  const silent = asked.find((code) => !answered.has(code));
  if (silent !== undefined) return `${silent} does not answer`;
  const numberless = clear?.find((code) => !clearAnswers.has(code));
  if (numberless !== undefined) return `${numberless} has to say what it measured`;
  for (const row of rows) {
    const wrong = wrongRow(row, reducing);
    if (wrong !== null) return wrong;
    const [largest, most] = [units(maxPassingSize), units(row.maxPassingSize)];
    if (largest !== null && most !== null && largest > most)
      return `it lets ${maxPassingSize} pass, ${row.code} only ${row.maxPassingSize}`;
  }
  return null;
}
