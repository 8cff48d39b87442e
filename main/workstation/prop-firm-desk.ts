import type { PresetChoice } from "../../shared/model/prop-firm-report.ts";
import { type FoundPreset, findPresets, readPreset, savePreset } from "../adapters/prop-firm-presets/read-presets.ts";
import type { FirmDesk } from "../handlers/firm-desk.ts";
import type { Clock } from "../ports/clock.ts";
import type { Journal } from "../ports/journal.ts";
import { checkAutomation } from "../risk/prop-firm/automation-ban.ts";
import { automationAnswer } from "../risk/prop-firm/conduct.ts";
import { FirmWatch } from "../risk/prop-firm/firm-watch.ts";
import { choosePreset } from "./preset-choice.ts";

interface FirmDeskParts {
  readonly profileDir: string;
  readonly journal: Journal;
  readonly clock: Clock;
  /** Decimal text: what closing costs. */
  readonly takerFeeBps: string;
}

/** A running desk's account under a prop firm: the watch for its engine and gate, and what its screens ask. */
export interface PropFirmDesk {
  readonly watch: FirmWatch;
  readonly desk: FirmDesk;
  /** Throws a Fault `FIRM-AUTOMATION` where the firm does not let a machine trade the account. */
  mayAutomate(): void;
}

/** Which preset the account is under, and what its guard saw, the watch learns as the desk is restored. */
export function openFirmDesk({ profileDir, journal, clock, takerFeeBps }: FirmDeskParts): PropFirmDesk {
  const watch = new FirmWatch({ record: (event) => journal.append(event), takerFeeBps });
  return {
    watch,
    mayAutomate: () => checkAutomation(watch.under),
    desk: {
      report: () => watch.report(),
      day: () => watch.points.list(),
      presets() {
        const { presets, unreadable } = findPresets(profileDir);
        return { presets: presets.map(choiceOf), unreadable: [...unreadable] };
      },
      preset: (id) => readPreset(id, profileDir),
      savePreset: (preset) => void savePreset(preset, profileDir),
      apply(id, terms, fresh, actor) {
        const applied = choosePreset(profileDir, { id, terms, fresh }, watch);
        if (applied !== null) watch.apply(applied, clock.now(), actor);
      },
    },
  };
}

function choiceOf({ preset, own }: FoundPreset): PresetChoice {
  const { id, firm, program, phase, variant, market, size, currency, status, confidence, as_of } = preset;
  const { conflicts, unverified, inexpressible } = preset;
  return {
    ...{ id, firm, program, phase, variant, market, size, currency, status, confidence, as_of },
    ...{ conflicts, unverified, inexpressible, own, automation: automationAnswer(preset) },
  };
}
