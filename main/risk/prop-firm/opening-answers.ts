import { formatFixed, MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import { toRfc3339, type UtcMs } from "../../../shared/model/time.ts";
import { automationAnswer, holdCutoff, newsBlock } from "./conduct.ts";
import type { LossRow } from "./loss-rows.ts";
import { allowedMicros } from "./position-tier.ts";
import type { PropFirmGuard } from "./prop-firm-guard.ts";
import { worstCase } from "./worst-case.ts";

/** What an opening order would make of the account. */
export interface OpeningWish {
  readonly at: UtcMs;
  /** A machine decided it, and whether the trader confirmed that the firm lets it. */
  readonly automated: boolean;
  readonly automationConfirmed: boolean;
  /** Micro contracts held if it fills; `null` where the instrument has none. */
  readonly micros: number | null;
  /** Economic releases of the trader's calendar that concern the instrument. */
  readonly releases: readonly UtcMs[];
  /** What each stop loses, the order's own too; `null` without a stop. See {@link worstCase}. */
  readonly losses: readonly (bigint | null)[];
  /** The position may still be open at the firm's reset. */
  readonly carried: boolean;
}

/** One of the firm's rules about an opening order, in plain words. */
export interface OpeningAnswer {
  readonly rule: "account" | "automation" | "news" | "holding" | "contracts" | "worst_case";
  readonly passes: boolean;
  readonly text: string;
}

/** Every rule of the firm about an order that opens risk, on approvals too; what only reduces is not asked. */
export function openingAnswers(guard: PropFirmGuard, wish: OpeningWish): OpeningAnswer[] {
  return [
    accountStands(guard),
    automationAllowed(guard, wish.automated, wish.automationConfirmed),
    newsAllowed(guard, wish.at, wish.releases),
    holdingAllowed(guard, wish.at),
    contractsAllowed(guard, wish.micros),
    stops(guard, wish),
  ];
}

/** Whether the account has failed nothing and no pause runs. */
export function accountStands({ state }: PropFirmGuard): OpeningAnswer {
  const { failure, pausedUntil } = state;
  const why = (rule: string): string => rule.replace("_", " ");
  if (failure !== null) {
    return no("account", `The account failed its ${why(failure.rule)} rule at ${toRfc3339(failure.at)}`);
  }
  if (pausedUntil !== null) return no("account", `The daily loss limit pauses trading until ${toRfc3339(pausedUntil)}`);
  return yes("account", "No rule has failed and no pause runs");
}

/** Whether the firm lets a machine decide; a person's order is none. */
export function automationAllowed(
  { rules }: PropFirmGuard,
  automated: boolean,
  automationConfirmed: boolean,
): OpeningAnswer {
  const { preset } = rules;
  if (!automated) return yes("automation", "A person's order is no automation");
  const answer = automationAnswer(preset);
  const words = preset.automation.text ?? "no source says whether it is allowed";
  if (answer === "no") return no("automation", `${preset.firm} does not let a machine trade this account: ${words}`);
  if (answer === "confirm" && !automationConfirmed) {
    return no("automation", `Confirm on ${preset.firm}'s own pages that a machine may trade this account: ${words}`);
  }
  return yes("automation", `${preset.firm} lets a machine trade this account: ${words}`);
}

/** Whether no release is near; `null`: the trader gave no calendar, so a firm with such a rule lets nothing open. */
export function newsAllowed({ rules }: PropFirmGuard, at: UtcMs, releases: readonly UtcMs[] | null): OpeningAnswer {
  const { preset } = rules;
  if (releases === null && preset.news.policy === "restricted") {
    return no(
      "news",
      `${preset.firm} restricts trading around releases: give a calendar, or an empty one where none counts`,
    );
  }
  const until = newsBlock(preset, releases ?? [], at);
  if (until !== null) {
    return no("news", `A release is near: nothing is executed until ${toRfc3339(until)}`);
  }
  switch (preset.news.policy) {
    case "free":
      return yes("news", "The firm lets news be traded");
    case "restricted":
      return yes("news", "No release of the calendar is near");
    case "unknown":
      return yes("news", "No source says whether the firm restricts news");
  }
}

/** Whether the hour by which all is closed has not come. */
export function holdingAllowed({ rules }: PropFirmGuard, at: UtcMs): OpeningAnswer {
  const cutoff = holdCutoff(rules.preset, rules.days, at);
  if (cutoff === null) return yes("holding", "The firm states no time by which positions are closed");
  const by = toRfc3339(cutoff.at);
  return cutoff.mustBeFlat
    ? no("holding", `Positions had to be closed by ${by}; nothing opens before the firm's next day`)
    : yes("holding", `Positions have to be closed by ${by}`);
}

/** Whether so many micro contracts may be held; `null` where the instrument is not counted in contracts. */
export function contractsAllowed({ rules, state }: PropFirmGuard, micros: number | null): OpeningAnswer {
  const most = allowedMicros(rules, state);
  if (micros === null) return yes("contracts", "The instrument is not counted in contracts");
  if (most === null) {
    // A limit whose numbers are in no source cannot be kept; the trader is told, and the losses still are limited.
    const { known } = rules.preset.positionLimit;
    return yes("contracts", known === "unknown" ? "The firm's limit of contracts is not known" : "No limit is stated");
  }
  const text = `${micros} micro contracts held, at most ${most} allowed`;
  return micros <= most ? yes("contracts", text) : no("contracts", text);
}

function stops(guard: PropFirmGuard, { losses, carried }: OpeningWish): OpeningAnswer {
  const { loss, room, holds, breaks, rows, atReset } = worstCase(guard, losses, carried);
  if (loss === null) return no("worst_case", "A position or order has no stop, so its loss is not limited");
  const [broken] = breaks;
  if (broken !== undefined) {
    return no("worst_case", `If every stop hits, ${text(loss)} is lost, which crosses ${limitOf(broken)}`);
  }
  const open = rows.find(({ binds, floor }) => binds && floor === null);
  if (!holds && open !== undefined)
    return no("worst_case", `The number of ${limitOf(open)} is not known: enter it in a copy of the preset`);
  const [later] = atReset.breaks;
  const warning =
    later === undefined ? "" : `; carried over the reset at ${toRfc3339(atReset.at)} it would cross ${limitOf(later)}`;
  return yes("worst_case", `If every stop hits, ${text(loss)} is lost and ${text(room ?? 0n)} is left${warning}`);
}

function limitOf({ rule, floor }: LossRow): string {
  const name = rule === "daily_loss" ? "the daily loss limit" : "the largest loss";
  return floor === null ? name : `${name}, whose floor is ${text(floor)}`;
}

const text = (units: bigint): string => formatFixed(units, MONEY_DIGITS);
const yes = (rule: OpeningAnswer["rule"], words: string): OpeningAnswer => ({ rule, passes: true, text: words });
const no = (rule: OpeningAnswer["rule"], words: string): OpeningAnswer => ({ rule, passes: false, text: words });
