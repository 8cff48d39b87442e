import { Fault } from "../../shared/model/fault.ts";
import { FirmTerms } from "../../shared/model/firm-terms.ts";
import { copyPreset } from "../adapters/prop-firm-presets/read-presets.ts";
import { readEvent } from "../audit/event-text.ts";
import { openQuestions } from "../risk/prop-firm/conduct.ts";
import { FirmWatch } from "../risk/prop-firm/firm-watch.ts";
import { choosePreset, type PresetWish } from "../workstation/preset-choice.ts";
import { type CommandHost, withJournal } from "./command-host.ts";
import type { PropFirmResult } from "./prop-firm.ts";

/** Copies a preset into the profile, where it may be edited. Throws Faults. */
export function copyToProfile(profileDir: string, id: string, name: string): PropFirmResult {
  const file = copyPreset(id, name, profileDir);
  const lines = [`${id} is copied to ${file}.`, `Edit it, then: proofdesk prop-firm apply ${name}`];
  return { exitCode: 0, document: { id: name, copiedFrom: id, file }, lines };
}

/** Puts the profile's account under a preset and writes it down. Throws Faults. */
export async function applyToProfile(host: CommandHost, profileDir: string, wish: PresetWish): Promise<PropFirmResult> {
  const checked = FirmTerms.partial().safeParse(wish.terms ?? {});
  if (!checked.success) {
    const what = checked.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
    throw new Fault("FIRM-TERMS", "validation", `These terms cannot be used: ${what}.`, "Correct the option.");
  }
  return await withJournal(host, profileDir, async (journal) => {
    const firm = new FirmWatch({ record: (event) => journal.append(event) });
    for (const { text } of journal.read()) firm.restore(readEvent(text));
    const before = firm.under?.preset.id ?? null;
    const applied = choosePreset(profileDir, wish, firm);
    if (applied !== null) firm.apply(applied, host.clock.now(), { kind: "person", id: "command-line" });
    await journal.close();
    const { preset, sha256, terms } = firm.under as NonNullable<FirmWatch["under"]>;
    const toConfirm = openQuestions(preset);
    return {
      exitCode: 0,
      document: { applied: applied !== null, before, preset: preset.id, sha256, terms, toConfirm },
      lines: [
        applied === null
          ? `The account is under ${preset.id} on these terms already.`
          : `The account is under ${preset.id} from now on${before === null ? "" : `; it was under ${before}`}.`,
        `  as of ${preset.as_of}, confidence ${preset.confidence}, sha256 ${sha256}`,
        `  the guard keeps ${terms.safetyMarginPercent} % of every limit, counts on ${terms.slippagePercent} % of slippage; without a stop: ${terms.withoutStop}`,
        ...toConfirm.map((question) => `  to confirm: ${question}`),
      ],
    };
  });
}
