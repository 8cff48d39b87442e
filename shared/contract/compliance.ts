import { z } from "zod";
import { MailAddress } from "../model/anchor-settings.ts";
import { request, stream } from "../rpc/contract.ts";
import { longWorkMs, wholeJournalMs } from "./patience.ts";

const nothing = z.strictObject({});
const Reason = z.string().trim().min(1).max(500);
/** `null` leaves a backup unencrypted. It travels to the desk and is never kept or sent back. */
const Passphrase = z.string().min(8).max(1000).nullable();
/** The name of a file in the profile's folder of such files: no path leads out of it. */
const FileName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,119}$/);

export const KeyView = z.strictObject({
  keyId: z.string(),
  /** Its line `<name>+<keyId>+<base64>`, which a witness is given; `null` for the next. */
  vkey: z.string().nullable(),
  state: z.enum(["current", "replaced", "revoked", "session", "next"]),
  /** The event that announced it, and when; `null` for the next. */
  since: z.strictObject({ seq: z.int(), at: z.string() }).nullable(),
  revokedFrom: z.int().nullable(),
  /** Whether the keychain of this machine holds its private half. */
  kept: z.boolean(),
});
export type KeyView = z.infer<typeof KeyView>;

export const KeysView = z.strictObject({
  origin: z.string(),
  keys: z.array(KeyView),
  /** Lower-case hex of the SHA-256 over the next public key, which the journal committed to. */
  commitment: z.string().nullable(),
  /** The version of the key that marks rows; `null` without a keychain. */
  macVersion: z.int().nullable(),
});
export type KeysView = z.infer<typeof KeysView>;

export const AnchorView = z.strictObject({
  seq: z.int(),
  kind: z.string(),
  /** How many events lie under it. */
  size: z.int(),
  by: z.string(),
  /** When it says it was made, RFC 3339; empty where it says nothing. */
  time: z.string(),
  /** When the journal took it in, RFC 3339. */
  at: z.string(),
});
export type AnchorView = z.infer<typeof AnchorView>;

export const AnchorsView = z.strictObject({
  /** The newest hundred, newest first. */
  anchors: z.array(AnchorView),
  /** The newest of each kind. */
  latest: z.array(AnchorView),
  /** How many events lie under an anchor. */
  covered: z.int(),
  firmMail: z.string(),
  authorities: z.array(z.strictObject({ name: z.string(), url: z.string() })),
  witnesses: z.array(z.strictObject({ name: z.string(), url: z.string() })),
});
export type AnchorsView = z.infer<typeof AnchorsView>;

export const AnchorAttemptView = z.strictObject({
  by: z.string(),
  seq: z.int().nullable(),
  /** The time it gives, UTC milliseconds. */
  at: z.number().nullable(),
  failure: z.string().nullable(),
});
export type AnchorAttemptView = z.infer<typeof AnchorAttemptView>;

/** A file the desk wrote, as its folder lists it; `at` is UTC milliseconds. */
/** A track record that was written: its file, the period, and what of it is in there. */
export const WrittenRecord = z.strictObject({
  file: z.string(),
  from: z.string(),
  to: z.string(),
  trades: z.int(),
  orders: z.int(),
  /** Trading days of the account. */
  days: z.int(),
});
export type WrittenRecord = z.infer<typeof WrittenRecord>;

export const WrittenFile = z.strictObject({ name: z.string(), bytes: z.int(), at: z.number() });
export type WrittenFile = z.infer<typeof WrittenFile>;
export const BackupView = WrittenFile.extend({ encrypted: z.boolean() });
export type BackupView = z.infer<typeof BackupView>;

export const RestoreDrill = z.strictObject({
  events: z.int(),
  /** When the last event of the backup happened, RFC 3339. */
  lastAt: z.string(),
  tookMs: z.number(),
  /** What the live journal holds beyond the backup. */
  lost: z.int(),
  liveEvents: z.int(),
  liveLastAt: z.string().nullable(),
  /** The first event in which the two differ; `null` where the live journal goes on from the backup. */
  differsFrom: z.int().nullable(),
  /** The profile's other files, where the backup does not give them back as they are. */
  files: z.array(z.strictObject({ name: z.string(), how: z.enum(["missing", "different", "only-in-backup"]) })),
});
export type RestoreDrill = z.infer<typeof RestoreDrill>;

/** What is remembered of a segment's upload to a store that locks what it takes; times are UTC milliseconds. */
const UploadView = z.strictObject({ place: z.string(), uploadedAt: z.number(), lockedUntil: z.number() });

/** A sealed, read-only part of the journal beside its hot file. */
export const SegmentView = z.strictObject({
  file: z.string(),
  from: z.int(),
  to: z.int(),
  bytes: z.int(),
  /** UTC milliseconds. */
  sealedAt: z.number(),
  uploads: z.array(UploadView),
});
export type SegmentView = z.infer<typeof SegmentView>;

export const TrackRecordFormat = z.enum([
  "json",
  "pdf",
  "trades",
  "orders",
  "topstepx",
  "topstepx-orders",
  "ftmo",
  "daily",
]);
export type TrackRecordFormat = z.infer<typeof TrackRecordFormat>;

/** What keeps the record believable while the desk runs: its keys, what is held outside, copies and exports. */
export const complianceContract = {
  getKeys: request({ role: "viewer", input: nothing, output: KeysView }),
  /** Hands the signing over to the key the journal committed to; `recover` where the current one is lost. */
  rotateKey: request({
    role: "trader",
    input: z.strictObject({ reason: Reason, recover: z.boolean() }),
    output: z.strictObject({ seq: z.int(), keyId: z.string(), replaced: z.string(), recovered: z.boolean() }),
    patienceMs: wholeJournalMs,
  }),
  /** From event `fromSeq` on the key's signatures count for nothing; the current key is replaced first. */
  revokeKey: request({
    role: "trader",
    input: z.strictObject({ keyId: z.string().min(1).max(64), fromSeq: z.int().min(0), reason: Reason }),
    output: z.strictObject({ seq: z.int(), keyId: z.string(), replacedBy: z.string().nullable() }),
    patienceMs: wholeJournalMs,
  }),
  /** Begins a new journal in a profile beside this one, for a journal whose keys are all lost. */
  renewJournal: request({
    role: "trader",
    input: z.strictObject({ name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/) }),
    output: z.strictObject({ profile: z.string(), origin: z.string(), after: z.int() }),
  }),
  getAnchors: request({ role: "viewer", input: nothing, output: AnchorsView, patienceMs: wholeJournalMs }),
  /** Seals what is there, writes the checkpoint into the profile's folder of receipts, and makes a link that mails it. */
  sendCheckpoint: request({
    role: "trader",
    input: z.strictObject({ to: MailAddress.or(z.literal("")) }),
    output: z.strictObject({ file: z.string(), mailto: z.string().nullable(), note: z.string(), size: z.int() }),
  }),
  /** Takes in what came back from outside, base64 of at most 256,000 bytes, and records `anchor.received`. */
  takeReceipt: request({
    role: "trader",
    input: z.strictObject({ content: z.base64().max(345_000) }),
    output: z.strictObject({ anchor: AnchorView }),
  }),
  askForAnchors: request({
    role: "trader",
    input: z.strictObject({ from: z.enum(["authorities", "witnesses"]) }),
    output: z.strictObject({ attempts: z.array(AnchorAttemptView) }),
    patienceMs: wholeJournalMs,
  }),
  /** Trusts a timestamp authority by its root certificates from now on; answers with their fingerprints. */
  addAuthority: request({
    role: "trader",
    input: z.strictObject({ name: z.string().min(1).max(60), url: z.url().max(300), rootPem: z.string().max(60_000) }),
    output: z.strictObject({ fingerprints: z.array(z.string()) }),
  }),
  addWitness: request({
    role: "trader",
    input: z.strictObject({ url: z.url().max(300), key: z.string().trim().min(1).max(400) }),
    output: z.strictObject({ name: z.string() }),
  }),
  removeAnchorSource: request({
    role: "trader",
    input: z.strictObject({ kind: z.enum(["authority", "witness"]), name: z.string() }),
    output: nothing,
  }),
  listExports: request({
    role: "viewer",
    input: nothing,
    output: z.strictObject({ folder: z.string(), files: z.array(WrittenFile) }),
  }),
  exportTrackRecord: request({
    role: "trader",
    input: z.strictObject({ format: TrackRecordFormat, days: z.int().min(1).max(3660) }),
    output: WrittenRecord,
    patienceMs: longWorkMs,
  }),
  listBackups: request({
    role: "viewer",
    input: nothing,
    output: z.strictObject({ folder: z.string(), files: z.array(BackupView) }),
  }),
  makeBackup: request({
    role: "trader",
    input: z.strictObject({ passphrase: Passphrase }),
    output: z.strictObject({
      file: z.string(),
      bytes: z.int(),
      sha256: z.string(),
      events: z.int(),
      encrypted: z.boolean(),
      tookMs: z.number(),
      seq: z.int(),
    }),
    patienceMs: longWorkMs,
  }),
  /** Restores a backup into a folder of its own, checks it whole, compares it with the live journal and clears up. */
  drillRestore: request({
    role: "trader",
    input: z.strictObject({ name: FileName, passphrase: Passphrase }),
    output: RestoreDrill,
    patienceMs: longWorkMs,
  }),
  /** The sealed segments of the journal, oldest first. */
  listSegments: request({
    role: "viewer",
    input: nothing,
    output: z.strictObject({ folder: z.string(), segments: z.array(SegmentView) }),
  }),
  /** How far the check under way has come, 0 to 1; `null` while none is. */
  checkProgress: stream({
    role: "viewer",
    params: nothing,
    item: z.strictObject({ part: z.number().nullable() }),
    mode: "latest",
    key: () => "check",
  }),
};
