import { type Check, type Evidence, integrity, type Verdict } from "./verdict.ts";

/** A desk records an export and ends the bundle with the first checkpoint over that, so a bundle cut back to an older one shows. */
function cutBackNote({ exported, full, checkpoints, events }: Evidence): Verdict[] {
  const [last = 0, before = 0] = checkpoints.map(({ size }) => size).sort((a, b) => b - a);
  const own = events.slice(before, last).some(({ event }) => event?.type === "export.created");
  if (!exported || !full || own) return [];
  const text =
    "the bundle does not end with the export that made it: it was cut back to an older checkpoint, and what followed is missing";
  return [{ level: "completeness", code: "V11", outcome: "note", text, where: `event ${events.length - 1}` }];
}

/** V11: which events nobody signed (a desk signs before every export, so these are added or their checkpoint was taken away), and which no anchor covers. */
export const tailListed: Check = (evidence) => {
  const { range } = evidence.bundle;
  const { checkpoints, events } = evidence;
  const signed = checkpoints.reduce((most, { size }) => Math.max(most, size), 0);
  const first = Math.max(range.from, signed);
  const last = range.from + events.length - 1;
  return [
    first <= last
      ? integrity(
          "V11",
          "fail",
          `events ${first} to ${last} lie behind the last checkpoint: nobody signed them`,
          `event ${first}`,
        )
      : integrity("V11", "pass", "a checkpoint covers every event"),
    {
      level: "completeness",
      code: "V11",
      outcome: "note",
      text: `events ${range.from} to ${last} are not anchored outside the machine: before this export their owner could have rewritten all of them, or cut off what followed`,
    },
    ...cutBackNote(evidence),
  ];
};
