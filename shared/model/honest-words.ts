/**
 * What a record in which no check of integrity fails shows and what it cannot, in the same sentences wherever somebody relies
 * on it: the guide, the verifier's report and page, the compliance screen. None may claim more than a check shows.
 */
export const honestWords = [
  "It shows that the events are those which the holder of the key signed: complete from the first to the last of them, unchanged, in this order.",
  "It does not show that the machine's clock was right, unless an anchor outside it bounds the times.",
  "It does not show that its owner kept no second journal, nor trades made outside the desk: compare the broker's statement.",
  "Whoever holds the key can write the whole record anew as long as nobody else holds a checkpoint of it. The record is tamper-evident from the last outside anchor on, not tamper-proof.",
] as const;

/** What a reader may rely on where nothing could be checked. */
export const unreadableWords: readonly string[] = [
  "It shows nothing: what was given could not be read, so nothing was checked and nothing in it can be relied on.",
];

const brokenWords: readonly string[] = [
  "It shows nothing that can be relied on: a check of integrity fails, so these are not all the events which the holder of the key signed, unchanged and in this order, or they do not bear out what is claimed of them.",
  "The findings name where it fails. What they do not name is not thereby shown to be right.",
];

const timesFail = "A check of the times fails: the times of the events cannot be relied on.";
const completenessFails =
  "A check of completeness fails: the events do not agree with what they were compared with, so trades may be missing or wrong.";

/** What a reader may rely on after these findings, and what not: a failed check takes back what it would have shown. */
export function reliance(
  findings: readonly { readonly level: "integrity" | "time" | "completeness"; readonly outcome: string }[],
): readonly string[] {
  const fails = (level: string): boolean =>
    findings.some((finding) => finding.level === level && finding.outcome === "fail");
  if (!findings.some(({ level }) => level === "integrity")) return unreadableWords;
  return [
    ...(fails("integrity") ? brokenWords : honestWords),
    ...(fails("time") ? [timesFail] : []),
    ...(fails("completeness") ? [completenessFails] : []),
  ];
}
