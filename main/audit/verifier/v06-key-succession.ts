import type { VerifyingKey } from "../verifying-key.ts";
import { standingOf, unsignedRotations } from "./key-standing.ts";
import { type Evidence, Findings, integrity, type OpenCheck, type Verdict } from "./verdict.ts";

function sessionNote({ keys }: Evidence): Verdict[] {
  const sessions = keys.announced.filter(({ origin }) => origin === "session");
  if (sessions.length === 0) return [];
  const shown = sessions.slice(0, 20).map(({ since }) => since);
  const told =
    sessions.length === 1
      ? "1 session key, announced by event"
      : `${sessions.length} session keys, announced by events`;
  const rest = sessions.length > shown.length ? " and later" : "";
  const text = `${told} ${shown.join(", ")}${rest}: kept in no keychain, they are only as good as the chain that names them`;
  return [integrity("V06", "note", text)];
}

function unannouncedNote(keys: readonly VerifyingKey[]): Verdict[] {
  if (keys.length === 0) return [];
  const ids = keys.map(({ keyId }) => keyId).join(", ");
  const text = `no event of this part announces the keys ${ids}: compare them with those you were given before`;
  return [integrity("V06", "note", text)];
}

/** A note for each of the first changes, and one for the number of all where they are more. */
function changeNotes(what: string, changes: readonly { readonly text: string; readonly seq: number }[]): Verdict[] {
  const notes = changes.slice(0, 20).map(({ text, seq }) => integrity("V06", "note", text, `event ${seq}`));
  if (changes.length === notes.length) return notes;
  return [...notes, integrity("V06", "note", `${changes.length} keys are ${what} altogether`)];
}

function recoveredNotes({ keys: { history } }: Evidence): Verdict[] {
  const recovered = history.rotations.filter((rotation) => rotation.recovered);
  const changes = recovered.map(({ seq, replaced, by }) => ({
    text: `key ${replaced.keyId} was lost and did not sign: key ${by.keyId}, to which the journal had committed, goes on`,
    seq,
  }));
  return changeNotes("recovered", changes);
}

function revokedNotes({ keys: { history } }: Evidence): Verdict[] {
  const changes = history.keys.flatMap(({ keyId, revokedFrom }) =>
    revokedFrom === null ? [] : [{ text: `key ${keyId} is revoked from here on`, seq: revokedFrom }],
  );
  return changeNotes("revoked", changes);
}

function predecessorNote(predecessor: unknown): Verdict[] {
  if (typeof predecessor !== "object" || predecessor === null) return [];
  const { origin, size } = predecessor as { origin?: unknown; size?: unknown };
  const text = `the journal takes the place of ${String(origin)}, whose keys were lost after ${String(size)} events: ask for that one too`;
  return [integrity("V06", "note", text, "event 0")];
}

/** Holds the keys to what the events at hand say of them, once all are read. */
function judgeSuccession({ checkpoints, events, full, keys }: Evidence, findings: Findings): void {
  for (const { text, where } of keys.breaks) findings.add(text, where);
  const { sizes } = checkpoints;
  for (const [place, size] of sizes.entries()) {
    for (const signer of keys.signersAt(place).valid) {
      const standing = standingOf(keys.history, signer, size, sizes);
      if (standing === "counts" || standing === "revoked") continue;
      // A part that begins with the genesis shows every announcement up to its own size, and none behind it.
      if (standing === "unannounced" && !full && size > events) continue;
      const when = standing === "replaced" ? "after another had replaced it" : "before the journal announced it";
      findings.add(`key ${signer.keyId} signed ${when}`, `checkpoint ${size}`);
    }
  }
  for (const { text, where } of unsignedRotations(keys, sizes)) findings.add(text, where);
}

/** Judges the keys of a bundle that holds the genesis, and answers with those that no event announces. */
function judge(evidence: Evidence, findings: Findings): VerifyingKey[] {
  const { full, keys } = evidence;
  if (!keys.announced.some(({ origin }) => origin === "genesis")) findings.add("no genesis names a first key");
  const unannounced = keys.listed.filter((key) => keys.history.find(key) === undefined);
  if (full) for (const { keyId } of unannounced) findings.add(`no event announces the key ${keyId}`);
  return unannounced;
}

/** V06: every key is the first one, its committed successor, or a session's own where the desk had no keychain, and signs only what follows it. */
export const keysSucceed: OpenCheck = (evidence) => {
  const { head, full, keys } = evidence;
  const findings = new Findings("V06");
  for (const index of keys.unreadable) findings.add("the line is not a key of this journal", `vkey ${index}`);
  let beganWithoutKeychain = false;
  let predecessor: unknown;
  return {
    event(event) {
      if (event.seq !== 0) return;
      const data = event.data();
      beganWithoutKeychain = data.storage === "session";
      predecessor = data.predecessor;
    },
    conclude() {
      judgeSuccession(evidence, findings);
      if (head.range.from > 0) {
        const text = "the bundle does not hold the genesis: compare its keys with those you were given before";
        return [
          ...findings.conclude("the keys are well formed and follow from what the part shows of them"),
          integrity("V06", "note", text),
          ...recoveredNotes(evidence),
          ...revokedNotes(evidence),
        ];
      }
      const unannounced = judge(evidence, findings);
      const first = "the journal began without a keychain: its first key ended with its first session";
      return [
        ...findings.conclude("every key the events announce follows from the genesis"),
        ...(full ? [] : unannouncedNote(unannounced)),
        ...(beganWithoutKeychain ? [integrity("V06", "note", first, "event 0")] : []),
        ...predecessorNote(predecessor),
        ...recoveredNotes(evidence),
        ...revokedNotes(evidence),
        ...sessionNote(evidence),
      ];
    },
  };
};
