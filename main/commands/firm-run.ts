import { Fault } from "../../shared/model/fault.ts";
import type { PresetApplied } from "../../shared/model/firm-event.ts";
import type { FirmTerms } from "../../shared/model/firm-terms.ts";
import type { NewJournalEvent } from "../../shared/model/journal-event.ts";
import type { PropFirmReport } from "../../shared/model/prop-firm-report.ts";
import { toRfc3339 } from "../../shared/model/time.ts";
import { checkAutomation } from "../risk/prop-firm/automation-ban.ts";
import type { FirmAct, FirmRefusals } from "../risk/prop-firm/firm-log.ts";
import { FirmWatch } from "../risk/prop-firm/firm-watch.ts";
import { choosePreset, type PresetWish } from "../workstation/preset-choice.ts";
import type { RunInputs, RunRequest } from "./backtest-inputs.ts";
import { readCalendar } from "./firm-calendar.ts";

/** What the guard made of a run, in its document; `null` for an account that is no firm's. */
export interface FirmOutcome {
  /** Where the guard stopped the account, before a floor or at one, oldest first. */
  readonly stops: readonly (Omit<FirmAct, "at"> & { readonly at: string })[];
  /** What it announced and did not have to stop. */
  readonly warnings: readonly (Omit<FirmAct, "at"> & { readonly at: string })[];
  readonly refused: FirmRefusals;
  readonly account: PropFirmReport | null;
}

/** The firm's guard of a run; `append` writes its events down, `null` keeps none. */
export function firmWatch(inputs: RunInputs, append: ((event: NewJournalEvent) => number) | null): FirmWatch {
  return new FirmWatch({ record: append, takerFeeBps: inputs.venue.takerFeeBps });
}

/** What `--preset` asks to be applied; `null` without one, or where the account is under it already. Throws Faults. */
export function presetAsked(
  { preset, confirmAutomation, calendar }: RunRequest,
  profileDir: string | null,
  firm: FirmWatch,
): PresetApplied | null {
  if (preset === undefined) return null;
  const terms: Partial<FirmTerms> = {
    ...(confirmAutomation === true ? { automationConfirmed: true } : {}),
    ...(calendar === undefined ? {} : { releases: readCalendar(calendar) }),
  };
  const wish: PresetWish = { id: preset, terms };
  return choosePreset(profileDir, wish, firm);
}

/** Lets a run begin on a firm's account. Throws Faults `FIRM-AUTOMATION` and `FIRM-TIME`. */
export function checkFirmRun(
  {
    under,
    guard,
  }: { readonly under: Pick<PresetApplied, "preset" | "terms"> | null; readonly guard: FirmWatch["guard"] },
  begins: number,
): void {
  checkAutomation(under);
  if (guard === null || begins >= guard.state.at) return;
  throw new Fault(
    "FIRM-TIME",
    "validation",
    `The account was traded under ${under?.preset.id} until ${toRfc3339(guard.state.at)}, and these bars begin at ${toRfc3339(begins)}.`,
    "Days of a firm's account follow each other: use another profile, or bars that begin later.",
  );
}

/** What the guard made of it. */
export function firmOutcome(firm: FirmWatch): FirmOutcome | null {
  if (firm.under === null) return null;
  const acts = firm.log.acts.map(({ at, ...act }) => ({ ...act, at: toRfc3339(at) }));
  return {
    stops: acts.filter(({ action }) => action !== "warn"),
    warnings: acts.filter(({ action }) => action === "warn"),
    refused: firm.log.refusals,
    account: firm.report(),
  };
}

/** The outcome in sentences. */
export function firmNotes(outcome: FirmOutcome | null, currency: string): string[] {
  if (outcome === null || outcome.account === null) return [];
  const { stops, refused, account } = outcome;
  const { preset, limits, standing } = account;
  const money =
    currency === preset.currency
      ? []
      : [`The account is in ${currency}; ${preset.firm} counts in ${preset.currency}: one is taken for one.`];
  const rooms = limits
    .filter(({ binds }) => binds)
    .map(
      ({ rule, floor, room }) => `${rule.replace("_", " ")} floor ${floor ?? "not known"}, room ${room ?? "not known"}`,
    );
  return [
    `Under ${preset.id} (as of ${preset.as_of}, confidence ${preset.confidence}): ${standing}; ${rooms.join("; ")}.`,
    ...stops.map(({ at, rule, reason }) => `Stopped by ${rule} at ${at}: ${reason}.`),
    ...(refused.first === null
      ? []
      : [`${refused.orders} orders were refused by the firm's rules; the first: ${refused.first.text}.`]),
    ...money,
  ];
}
