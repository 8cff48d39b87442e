import { toRfc3339 } from "../../../shared/model/time.ts";
import { anchorOf } from "../received-anchors.ts";
import { ListedAnchors } from "./listed-anchors.ts";
import { type Evidence, Findings, type OpenCheck, type Verdict, verdict } from "./verdict.ts";

/** More anchors than this are counted, not listed. */
const listed = 20;

const nameOf = ({ kind, size }: { readonly kind: string; readonly size: number }): string =>
  `${kind.slice(0, 40)} of checkpoint ${size}`;

/** Judges each anchor by itself: what is false is a failure, what holds is told, what only its maker can confirm is a note. */
function judge({ head, anchors, givens: { quorum } }: Evidence, findings: Findings): Verdict[] {
  const told: Verdict[] = [];
  for (const anchor of anchors) {
    const { outcome, at, text } = anchor;
    if (outcome === "false") findings.add(text, nameOf(anchor));
    else if (told.length < listed) {
      const when = at === null ? "" : `, at ${toRfc3339(at)}`;
      told.push(verdict("time", "V10", outcome === "holds" ? "pass" : "note", `${text}${when}`, nameOf(anchor)));
    }
  }
  const authors = new Set(anchors.flatMap(({ by }) => (by === null ? [] : [by])));
  if (authors.size < quorum)
    findings.add(`${authors.size} of whom the reader trusts made an anchor, ${quorum} are asked for`);
  const pass = `none of ${head.anchors.length} anchors is false; ${authors.size} of whom the reader trusts made one`;
  return [...findings.conclude(pass), ...told];
}

/**
 * V10: no anchor is false, and the bundle lists those that its events received: all of them if it is whole. A part also
 * lists what events behind its own received, and leaves out what is of a checkpoint before its own.
 */
export const anchorsHold: OpenCheck = (evidence) => {
  const { primitives, head, full, anchors, givens } = evidence;
  const findings = new Findings("V10", "time");
  const entries = new ListedAnchors(primitives, head.anchors);
  return {
    event(bundled) {
      if (bundled.known?.type !== "anchor.received") return;
      const event = bundled.whole();
      const received = event === null ? null : anchorOf(event);
      if (received === null || received.size <= head.range.from || entries.take(received)) return;
      const text = `the journal received a ${nameOf(received)} here, which the bundle does not list`;
      findings.add(text, `event ${bundled.seq}`);
    },
    conclude() {
      if (full) for (const anchor of entries.left()) findings.add("no event of the bundle received it", nameOf(anchor));
      if (anchors.length === 0 && givens.quorum === 0 && findings.count === 0) return [];
      return judge(evidence, findings);
    },
  };
};
