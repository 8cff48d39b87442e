import type { VerdictCode, VerdictLevel } from "../audit/verifier/verdict.ts";

/** What each code looks at, for a reader who has never seen one. */
export const codeNames: { readonly [code in VerdictCode]: string } = {
  V01: "The file can be read",
  V02: "Everything is of a known form",
  V03: "Events are in their one form",
  V04: "No event is missing",
  V05: "Each event names the one before",
  V06: "Keys follow each other",
  V07: "Signatures",
  V08: "Signed totals match the events",
  V09: "Checkpoints only grow",
  V10: "Anchors outside the machine",
  V11: "Unsigned or unanchored events",
  V12: "Times",
  V13: "Redacted values",
  V14: "Claims and risk verdicts",
  V15: "Broker's statement",
};

/** The question that each level answers; none answers another's. */
export const levelQuestions: { readonly [level in VerdictLevel]: readonly [name: string, question: string] } = {
  integrity: ["Integrity", "Are these the events that the holder of the key signed, unchanged and in this order?"],
  time: ["Time", "When did they happen, and whose clock says so?"],
  completeness: ["Completeness", "Could something have been left out?"],
};
