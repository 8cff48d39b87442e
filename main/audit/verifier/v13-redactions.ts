import type { JournalValue } from "../../../shared/model/journal-event.ts";
import { fromHex, toHex } from "../byte-text.ts";
import { canonicalize } from "../canonical.ts";
import type { Primitives } from "../primitives.ts";
import { redactionsOf } from "../redaction.ts";
import type { Openings } from "./givens.ts";
import { Findings, integrity, type OpenCheck } from "./verdict.ts";

/** The value at a JSON pointer (RFC 6901); `undefined` where there is none. */
function valueAt(document: unknown, path: string): unknown {
  if (path === "") return document;
  if (!path.startsWith("/")) return undefined;
  let value = document;
  for (const step of path.slice(1).split("/")) {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as { readonly [key: string]: unknown })[key];
  }
  return value;
}

/** `SHA-256(salt ‖ canonical value)` as hex; `null` where the salt is none or the value has no canonical form. */
function commitmentOf({ utf8, sha256 }: Primitives, { salt, value }: Openings["openings"][number]): string | null {
  const salted = fromHex(salt);
  if (salted?.length !== 16) return null;
  try {
    const text = utf8(canonicalize(value as JournalValue));
    const preimage = new Uint8Array(16 + text.length);
    preimage.set(salted);
    preimage.set(text, 16);
    return toHex(sha256(preimage));
  } catch {
    return null;
  }
}

/**
 * V13: every redaction names a commitment that its event makes, every commitment of an event is listed as one, and every
 * opening the reader was given fits one.
 */
export const redactionsOpen: OpenCheck = ({ primitives, head: { origin, redactions }, givens }) => {
  const openings = givens.openings?.openings ?? [];
  const isForeign = givens.openings !== null && givens.openings.origin !== origin;
  const findings = new Findings("V13");
  const bySeq = Map.groupBy(redactions, ({ seq }) => seq);
  const placeOf = ({ seq, path }: { seq: number; path: string }): string => `event ${seq}, ${path.slice(0, 100)}`;
  return {
    event(event) {
      const { seq, known } = event;
      const listed = bySeq.get(seq) ?? [];
      const note = known?.type === "note.added" ? event.whole() : null;
      for (const made of note === null ? [] : redactionsOf(note))
        if (!listed.some(({ path, commitment }) => path === made.path && commitment === made.commitment))
          findings.add("the event commits to a value there, which the bundle does not list", placeOf({ ...made, seq }));
      bySeq.delete(seq);
      for (const redaction of listed) {
        const { path, commitment } = redaction;
        const said = known === null ? undefined : valueAt(event.whole(), path);
        if (!/^[0-9a-f]{64}$/.test(commitment) || said !== commitment)
          findings.add("the event does not say this commitment there", placeOf(redaction));
      }
    },
    conclude() {
      for (const [redaction] of bySeq.values())
        if (redaction) findings.add("the bundle does not hold that event", placeOf(redaction));
      let opened = 0;
      if (isForeign) findings.add("the openings are of another journal", String(givens.openings?.origin).slice(0, 100));
      for (const opening of isForeign ? [] : openings) {
        const listed = redactions.find(({ seq, path }) => seq === opening.seq && path === opening.path);
        if (!listed) findings.add("an opening is of a place that is not redacted", placeOf(opening));
        else if (commitmentOf(primitives, opening) !== listed.commitment)
          findings.add("an opening does not fit its commitment", placeOf(opening));
        else opened += 1;
      }
      if (redactions.length === 0 && openings.length === 0 && findings.count === 0) return [];
      const closed = redactions.length - opened;
      const text = `${closed} redacted values stay closed: what they are is not shown, that they were written then is`;
      return [
        ...findings.conclude(
          `${redactions.length} redactions are commitments of their events, ${opened} of them opened`,
        ),
        ...(closed > 0 ? [integrity("V13", "note", text)] : []),
      ];
    },
  };
};
