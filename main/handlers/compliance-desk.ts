import type {
  AnchorAttemptView,
  AnchorsView,
  AnchorView,
  BackupView,
  KeysView,
  RestoreDrill,
  SegmentView,
  TrackRecordFormat,
  WrittenFile,
  WrittenRecord,
} from "../../shared/contract/compliance.ts";
import type { Actor } from "../../shared/model/actor.ts";

/** The signing keys of the running desk's journal. Changes come one after the other, whoever asks. */
export interface DeskKeys {
  list(): Promise<KeysView>;
  rotate(
    actor: Actor,
    reason: string,
    recover: boolean,
  ): Promise<{ seq: number; keyId: string; replaced: string; recovered: boolean }>;
  revoke(
    actor: Actor,
    keyId: string,
    fromSeq: number,
    reason: string,
  ): Promise<{ seq: number; keyId: string; replacedBy: string | null }>;
  renew(name: string): Promise<{ profile: string; origin: string; after: number }>;
}

/** What is held of the journal outside this machine, and who may be asked to hold it. */
export interface DeskAnchors {
  list(): Promise<AnchorsView>;
  send(to: string): Promise<{ file: string; mailto: string | null; note: string; size: number }>;
  take(actor: Actor, bytes: Uint8Array): Promise<AnchorView>;
  ask(actor: Actor, from: "authorities" | "witnesses"): Promise<AnchorAttemptView[]>;
  addAuthority(authority: { name: string; url: string; rootPem: string }): string[];
  addWitness(witness: { url: string; key: string }): string;
  remove(kind: "authority" | "witness", name: string): void;
}

/** Files that leave the desk; each says where it went. */
export interface DeskExports {
  list(): { folder: string; files: WrittenFile[] };
  trackRecord(format: TrackRecordFormat, days: number): Promise<WrittenRecord>;
}

/** Copies of the profile, and the proof that they come back. */
export interface DeskBackups {
  list(): Promise<{ folder: string; files: BackupView[] }>;
  make(
    actor: Actor,
    passphrase: string | null,
  ): Promise<{
    file: string;
    bytes: number;
    sha256: string;
    events: number;
    encrypted: boolean;
    tookMs: number;
    seq: number;
  }>;
  drill(name: string, passphrase: string | null): Promise<RestoreDrill>;
}

/** What keeps the record of a running desk believable; none of it holds up the thread that trades. */
export interface ComplianceDesk {
  readonly keys: DeskKeys;
  readonly anchors: DeskAnchors;
  readonly exports: DeskExports;
  readonly backups: DeskBackups;
  /** The sealed segments beside the journal's own file, oldest first. */
  segments(): { folder: string; segments: SegmentView[] };
  /** How far the check under way has come, 0 to 1; `null` while none is. */
  checkPart(): number | null;
}
