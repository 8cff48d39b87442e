import type { JournalData, JournalEventType, JournalValue } from "../../shared/model/journal-event.ts";

const text = (value: JournalValue | undefined): string => (value === undefined || value === null ? "" : String(value));
const because = (data: JournalData): string => (text(data.reason) ? `: ${text(data.reason)}` : "");

function describeCheck(data: JournalData): string {
  const failed = Array.isArray(data.failed) ? (data.failed as readonly JournalValue[]).map(text) : [];
  const outcome = failed.length === 0 ? "every integrity check holds" : `${failed.join(", ")} failed`;
  return `Journal of ${text(data.events)} events checked: ${outcome}`;
}

function describeRecovery({ aside }: JournalData): string {
  const taken = "The session before this one did not close: its journal was checked and taken over";
  if (aside === null || typeof aside !== "object" || Array.isArray(aside)) return taken;
  const { events, ends } = aside as JournalData;
  const kept = `${taken}, with ${text(events)} events that were kept beside it`;
  if (ends !== false) return kept;
  return `${kept}; what was kept does not end where the desk ended it: compare positions and orders with the venue`;
}

/** What somebody outside gave for a checkpoint. */
const givenWords: Readonly<Record<string, string>> = {
  receipt: "a receipt",
  rfc3161: "a time stamp",
  cosignature: "a cosignature",
};

function describeAnchor(data: JournalData): string {
  const what = givenWords[text(data.kind)] ?? `an anchor (${text(data.kind)})`;
  return `${text(data.by) || "Somebody outside"} gave ${what} for the checkpoint of ${text(data.size)} events`;
}

function describeRotation(data: JournalData): string {
  const lost = data.recovered === true ? ", the one before it is lost" : "";
  return `Key ${text(data.keyId)} signs from here on${lost}${because(data)}`;
}

function describeNote(data: JournalData): string {
  if (data.about === "account") return `The account at ${text(data.firm)} is committed to`;
  return text(data.text) || "A note";
}

/** What a desk says of its own record: copies, proofs and keys. */
export const recordSentences: Partial<Record<JournalEventType, (data: JournalData) => string>> = {
  "journal.genesis": () => "The journal begins",
  "session.closed": () => "The session closes",
  "session.recovered": describeRecovery,
  "export.created": (data) => `Bundle exported (${text(data.file)})`,
  "backup.created": (data) => `Backup of ${text(data.events)} events made (${text(data.file)})`,
  "backup.restored": (data) => `Restored from a backup of ${text(data.events)} events (${text(data.file)})`,
  "anchor.received": describeAnchor,
  "key.rotated": describeRotation,
  "key.revoked": (data) =>
    `Key ${text(data.keyId)} no longer vouches for events from ${text(data.fromSeq)} on${because(data)}`,
  "integrity.checked": describeCheck,
  "note.added": describeNote,
};
