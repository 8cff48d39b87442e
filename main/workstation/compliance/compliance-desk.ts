import { toRfc3339 } from "../../../shared/model/time.ts";
import { listSegments } from "../../adapters/journal-sqlite/list-segments.ts";
import { prove } from "../../adapters/proof-node/prove.ts";
import type { ComplianceDesk } from "../../handlers/compliance-desk.ts";
import type { DeskContext } from "../../handlers/desk-context.ts";
import type { SettingsStore } from "../../ports/settings-store.ts";
import { exportDeskBundle, verifyDeskJournal } from "../proof.ts";
import { deskAnchors } from "./desk-anchors.ts";
import { deskBackups, deskExports } from "./desk-files.ts";
import { type DeskKeysParts, deskKeys } from "./desk-keys.ts";

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
      return {
        folder,
        segments: segments.map(({ file, from, to, bytes, sealedAt }) => ({ file, from, to, bytes, sealedAt })),
      };
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
