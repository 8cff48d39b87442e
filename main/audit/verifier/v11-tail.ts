import { integrity, type OpenCheck, type Verdict, verdict } from "./verdict.ts";

/** V11: which events nobody signed (a desk signs before every export, so these are added or their checkpoint was taken away), and which no anchor covers. */
export const tailListed: OpenCheck = ({ head: { range }, checkpoints, events, exported, full }) => {
  const sizes = checkpoints.map(({ size }) => size).sort((a, b) => b - a);
  const [signed = 0, before = 0] = sizes;
  let exportSeen = false;
  const first = Math.max(range.from, signed);
  const last = range.from + events - 1;
  const tail = (): Verdict =>
    first <= last
      ? integrity(
          "V11",
          "fail",
          `events ${first} to ${last} lie behind the last checkpoint: nobody signed them`,
          `event ${first}`,
        )
      : integrity("V11", "pass", "a checkpoint covers every event");
  /** A desk records an export and ends the bundle with the first checkpoint over that, so a bundle cut back to an older one shows. */
  const cutBack = (): Verdict[] => {
    if (!exported || !full || exportSeen) return [];
    const text =
      "the bundle does not end with the export that made it: it was cut back to an older checkpoint, and what followed is missing";
    return [verdict("completeness", "V11", "note", text, `event ${last}`)];
  };
  return {
    event({ seq, known }) {
      if (seq >= before && seq < signed && known?.type === "export.created") exportSeen = true;
    },
    conclude: () => [
      tail(),
      verdict(
        "completeness",
        "V11",
        "note",
        `events ${range.from} to ${last} are not anchored outside the machine: before this export their owner could have rewritten all of them, or cut off what followed`,
      ),
      ...cutBack(),
    ],
  };
};
