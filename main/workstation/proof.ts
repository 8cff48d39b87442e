import path from "node:path";
import type { CheckFinding } from "../../shared/contract/audit.ts";
import type { Actor } from "../../shared/model/actor.ts";
import { type CheckOptions, checkJournal } from "../adapters/proof-node/check-journal.ts";
import { exportBundle } from "../adapters/proof-node/export-bundle.ts";
import type { DeskContext, ExportedBundle, JournalCheck } from "../handlers/desk-context.ts";
import type { Clock } from "../ports/clock.ts";
import type { Journal } from "../ports/journal.ts";
import { deskFolder, stampOf } from "./compliance/desk-folder.ts";

const person: Actor = { kind: "person", id: "desk" };

/** Exports the journal or a part of it into the profile's `exports` folder, under a name that says what and when. */
export async function exportDeskBundle(
  journal: Journal,
  clock: Clock,
  profileDir: string,
  part: NonNullable<Parameters<DeskContext["exportBundle"]>[0]> = {},
): Promise<ExportedBundle> {
  const { name = "proofdesk", ...range } = part;
  const folder = deskFolder(profileDir, "exports");
  const file = path.join(folder, `${name}-${stampOf(Date.now())}-${journal.durableSeq + 1}.json`);
  const { sha256, events, bytes } = await exportBundle(journal, { clock, actor: person, file, ...range });
  return { file, sha256, events, bytes };
}

/** Runs a stranger's checks over the desk's own journal. */
export async function verifyDeskJournal(
  journal: Journal,
  clock: Clock,
  options: CheckOptions = {},
): Promise<JournalCheck> {
  const start = performance.now();
  const report = await checkJournal(journal, clock, person, options);
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
