import type { BundledEvent } from "./bundled-event.ts";
import { type Evidence, integrity, type OpenCheck, type Verdict, verdict } from "./verdict.ts";

/** What someone else holds: up to which size, and in whose words. */
function anchorage({ anchors }: Evidence, continued: number): { readonly size: number; readonly by: string } {
  let held = { size: continued, by: "the reader's own checkpoint" };
  for (const { outcome, size, by } of anchors)
    if (outcome === "holds" && size > held.size) held = { size, by: `an anchor by ${by}` };
  return held;
}

function anchoredNote(evidence: Evidence, last: number, continued: number): Verdict {
  const { from } = evidence.head.range;
  const { size, by } = anchorage(evidence, continued);
  const note = (text: string): Verdict => verdict("completeness", "V11", "note", text);
  if (size > last) return note(`${by} covers every event: none was changed since it was made`);
  const owner = "before this export their owner could have rewritten all of them, or cut off what followed";
  if (size <= from) return note(`events ${from} to ${last} are not anchored outside the machine: ${owner}`);
  return note(
    `${by} covers events ${from} to ${size - 1}; events ${size} to ${last} are not anchored outside the machine: ${owner}`,
  );
}

/** Which events under the largest checkpoint a part leaves out; nobody sees in the others what these say. */
function partNotes({ full, head }: Evidence, last: number, signed: number): Verdict[] {
  const { from } = head.range;
  const before = from > 0 ? [`0 to ${from - 1}`] : [];
  const behind = signed > last + 1 ? [`${last + 1} to ${signed - 1}`] : [];
  const missing = [...before, ...behind];
  if (full || missing.length === 0) return [];
  const text = `the bundle is a part of the journal: it does not hold events ${missing.join(" and ")} that were signed as well, nor does it show what they say`;
  return [verdict("completeness", "V11", "note", text)];
}

/** So many forks tell as much as any more. */
const mostForks = 20;

/** What a `session.opened` says of a journal that was not the one the desk had signed last; `null` where it says nothing. */
function forkNote(event: BundledEvent): Verdict | null {
  const { fork } = event.data();
  if (typeof fork !== "object" || fork === null) return null;
  const { how, size, events } = fork as { readonly [name: string]: unknown };
  const signed = `the desk found a fork: it had signed a checkpoint over ${count(size)} events`;
  const text =
    how === "different"
      ? `${signed} with other events under it than these; they are not in this record`
      : `${signed}, and here were ${count(events)}; what was signed and is missing is not in this record`;
  return verdict("completeness", "V11", "note", text, `event ${event.seq}`);
}

function count(said: unknown): string {
  return Number.isSafeInteger(said) ? String(said) : "an unknown number of";
}

/** V11: which events nobody signed (a desk signs before every export, so these are added or their checkpoint was taken away), which no anchor covers, which a part leaves out, and which forks the desk found. */
export const tailListed: OpenCheck = (evidence) => {
  const { head, checkpoints, events, exported, full, remembered, continuation } = evidence;
  const { range } = head;
  const [signed = 0, before = 0] = checkpoints.sizes.toSorted((a, b) => b - a);
  const first = Math.max(range.from, signed);
  const last = range.from + events - 1;
  // Whether a part continues the reader's checkpoint is for V09 to say: it may have no proof of that.
  const continued = (): number => (full && continuation?.conclude().outcome === "pass" ? (remembered?.size ?? 0) : 0);
  let exportSeen = false;
  const forks: Verdict[] = [];
  const unsigned = `events ${first} to ${last} lie behind the last checkpoint: nobody signed them`;
  // A desk records an export and ends the bundle with the first checkpoint over that, so a bundle cut back to an older one shows.
  const cut =
    "the bundle does not end with the export that made it: it was cut back to an older checkpoint, and what followed is missing";
  return {
    event(event) {
      const { seq, known } = event;
      const fork = known?.type === "session.opened" && forks.length < mostForks ? forkNote(event) : null;
      if (fork !== null) forks.push(fork);
      if (seq >= before && seq < signed && known?.type === "export.created") exportSeen = true;
    },
    conclude: () => [
      first <= last
        ? integrity("V11", "fail", unsigned, `event ${first}`)
        : integrity("V11", "pass", "a checkpoint covers every event"),
      ...partNotes(evidence, last, signed),
      anchoredNote(evidence, last, continued()),
      ...forks,
      ...(exported && full && !exportSeen ? [verdict("completeness", "V11", "note", cut, `event ${last}`)] : []),
    ],
  };
};
