import { type Evidence, integrity, type OpenCheck, type Verdict, verdict } from "./verdict.ts";

/** What someone else holds: up to which size, and in whose words. */
function anchorage({ anchors, remembered, full }: Evidence): { readonly size: number; readonly by: string } {
  // Whether a part continues the reader's checkpoint is for V09 to say: it may have no proof of that.
  let held = { size: full ? (remembered?.size ?? 0) : 0, by: "the reader's own checkpoint" };
  for (const { outcome, size, by } of anchors)
    if (outcome === "holds" && size > held.size) held = { size, by: `an anchor by ${by}` };
  return held;
}

function anchoredNote(evidence: Evidence, last: number): Verdict {
  const { from } = evidence.head.range;
  const { size, by } = anchorage(evidence);
  const note = (text: string): Verdict => verdict("completeness", "V11", "note", text);
  if (size > last) return note(`${by} covers every event: none was changed since it was made`);
  const owner = "before this export their owner could have rewritten all of them, or cut off what followed";
  if (size <= from) return note(`events ${from} to ${last} are not anchored outside the machine: ${owner}`);
  return note(
    `${by} covers events ${from} to ${size - 1}; events ${size} to ${last} are not anchored outside the machine: ${owner}`,
  );
}

/** V11: which events nobody signed (a desk signs before every export, so these are added or their checkpoint was taken away), and which no anchor covers. */
export const tailListed: OpenCheck = (evidence) => {
  const { head, checkpoints, events, exported, full } = evidence;
  const { range } = head;
  const [signed = 0, before = 0] = checkpoints.sizes.toSorted((a, b) => b - a);
  const first = Math.max(range.from, signed);
  const last = range.from + events - 1;
  let exportSeen = false;
  const unsigned = `events ${first} to ${last} lie behind the last checkpoint: nobody signed them`;
  // A desk records an export and ends the bundle with the first checkpoint over that, so a bundle cut back to an older one shows.
  const cut =
    "the bundle does not end with the export that made it: it was cut back to an older checkpoint, and what followed is missing";
  return {
    event({ seq, known }) {
      if (seq >= before && seq < signed && known?.type === "export.created") exportSeen = true;
    },
    conclude: () => [
      first <= last
        ? integrity("V11", "fail", unsigned, `event ${first}`)
        : integrity("V11", "pass", "a checkpoint covers every event"),
      anchoredNote(evidence, last),
      ...(exported && full && !exportSeen ? [verdict("completeness", "V11", "note", cut, `event ${last}`)] : []),
    ],
  };
};
