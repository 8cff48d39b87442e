import { mkdirSync } from "node:fs";
import path from "node:path";
import type { CheckFinding } from "../../shared/contract/audit.ts";
import type { Actor } from "../../shared/model/actor.ts";
import { checkJournal } from "../adapters/proof-node/check-journal.ts";
import { exportBundle } from "../adapters/proof-node/export-bundle.ts";
import type { ExportedBundle, JournalCheck } from "../handlers/desk-context.ts";
import type { Clock } from "../ports/clock.ts";
import type { Journal } from "../ports/journal.ts";

const person: Actor = { kind: "person", id: "desk" };

/** Exports the whole journal into the profile's `exports` folder, under a name that says when. */
export async function exportDeskBundle(journal: Journal, clock: Clock, profileDir: string): Promise<ExportedBundle> {
  const folder = path.join(profileDir, "exports");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stamp = new Date(clock.now()).toISOString().replaceAll(/[-:]/g, "").replace(/\.\d+/, "");
  const file = path.join(folder, `proofdesk-${stamp}-${journal.durableSeq + 1}.json`);
  const { sha256, events, bytes } = await exportBundle(journal, { clock, actor: person, file });
  return { file, sha256, events, bytes };
}

/** Runs a stranger's checks over the desk's own journal. */
export async function verifyDeskJournal(journal: Journal, clock: Clock): Promise<JournalCheck> {
  const start = performance.now();
  const report = await checkJournal(journal, clock, person);
  const findings: CheckFinding[] = Object.values(report.levels)
    .flat()
    .map(({ level, code, outcome, text, where }) => ({
      level,
      code,
      outcome,
      text: where === undefined ? text : `${where}: ${text}`,
    }));
  return { ok: report.exitCode === 0, events: report.events, tookMs: performance.now() - start, findings };
}
