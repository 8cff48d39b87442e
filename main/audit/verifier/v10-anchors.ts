import { toRfc3339 } from "../../../shared/model/time.ts";
import { Findings, type OpenCheck, type Verdict, verdict } from "./verdict.ts";

/** More anchors than this are counted, not listed. */
const listed = 20;

/** V10: no anchor is false. What holds is told with its time; what only its maker can confirm is a note. */
export const anchorsHold: OpenCheck = ({ anchors, givens: { quorum } }) => ({
  conclude() {
    if (anchors.length === 0 && quorum === 0) return [];
    const findings = new Findings("V10", "time");
    const notes: Verdict[] = [];
    for (const { kind, size, outcome, at, text } of anchors) {
      const where = `${kind} of checkpoint ${size}`;
      if (outcome === "false") findings.add(text, where);
      else if (notes.length < listed) {
        const when = at === null ? "" : `, at ${toRfc3339(at)}`;
        notes.push(verdict("time", "V10", outcome === "holds" ? "pass" : "note", `${text}${when}`, where));
      }
    }
    const authors = new Set(anchors.flatMap(({ by }) => (by === null ? [] : [by])));
    if (authors.size < quorum)
      findings.add(`${authors.size} of whom the reader trusts made an anchor, ${quorum} are asked for`);
    const pass = `none of ${anchors.length} anchors is false; ${authors.size} of whom the reader trusts made one`;
    return [...findings.conclude(pass), ...notes];
  },
});
