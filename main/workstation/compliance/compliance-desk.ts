import type { SegmentView } from "../../../shared/contract/compliance.ts";
import { parseRfc3339, toRfc3339 } from "../../../shared/model/time.ts";
import { readReceipts, type UploadReceipt } from "../../adapters/journal-sqlite/archive-receipts.ts";
import { type ListedSegment, listSegments } from "../../adapters/journal-sqlite/list-segments.ts";
import { prove } from "../../adapters/proof-node/prove.ts";
import type { ComplianceDesk } from "../../handlers/compliance-desk.ts";
import type { DeskContext } from "../../handlers/desk-context.ts";
import type { SettingsStore } from "../../ports/settings-store.ts";
import { exportDeskBundle, verifyDeskJournal } from "../proof.ts";
import { deskAnchors } from "./desk-anchors.ts";
import { deskBackups, deskExports } from "./desk-files.ts";
import { type DeskKeysParts, deskKeys } from "./desk-keys.ts";

function segmentView(segment: ListedSegment, receipts: readonly UploadReceipt[]): SegmentView {
  const { file, from, to, bytes, sealedAt, sha256 } = segment;
  const uploads = receipts
    .filter((receipt) => receipt.file === file && receipt.sha256 === sha256)
    .map(({ place, uploadedAt, retainUntil }) => ({
      place,
      uploadedAt: parseRfc3339(uploadedAt),
      lockedUntil: parseRfc3339(retainUntil),
    }));
  return { file, from, to, bytes, sealedAt, uploads };
}

export interface ComplianceParts extends Omit<DeskKeysParts, "settings"> {
  readonly settings: SettingsStore;
}

/** What a running desk does with its record: proofs, keys, anchors, exports and copies. */
export function complianceDesk(
  parts: ComplianceParts,
): Pick<DeskContext, "exportBundle" | "verifyJournal" | "searchEvents" | "compliance"> {
  const { journal, clock, profileDir, settings } = parts;
  let checking: { part: number } | null = null;
  const compliance: ComplianceDesk = {
    keys: deskKeys({ ...parts, settings: () => settings.get() }),
    anchors: deskAnchors(parts),
    exports: deskExports(parts),
    backups: deskBackups(parts),
    segments() {
      const { folder, segments } = listSegments(profileDir);
      const receipts = readReceipts(profileDir);
      return { folder, segments: segments.map((segment) => segmentView(segment, receipts)) };
    },
    checkPart: () => checking?.part ?? null,
  };
  return {
    compliance,
    exportBundle: (part) => exportDeskBundle(journal, clock, profileDir, part),
    async verifyJournal() {
      const own = { part: 0 };
      checking = own;
      try {
        return await verifyDeskJournal(journal, clock, {
          onPart: (part) => {
            own.part = part;
          },
          trusted: settings.get().anchors,
        });
      } finally {
        if (checking === own) checking = null;
      }
    },
    searchEvents({ from, to, ...query }) {
      const period = { from: from === null ? null : toRfc3339(from), to: to === null ? null : toRfc3339(to) };
      return prove(journal, { kind: "search", query: { ...query, ...period }, events: journal.durableSeq + 1 });
    },
  };
}
