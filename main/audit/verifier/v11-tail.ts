import { type Check, integrity } from "./verdict.ts";

/** V11: which events nobody signed (a desk signs before every export, so these are added or their checkpoint was taken away), and which no anchor covers. */
export const tailListed: Check = ({ bundle: { range }, checkpoints, events }) => {
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
  ];
};
