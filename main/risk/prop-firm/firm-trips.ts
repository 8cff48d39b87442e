import { formatFixed, MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import { toRfc3339 } from "../../../shared/model/time.ts";
import type { RiskTrip } from "../../engine/risk-watch.ts";
import type { AppliedPreset } from "./firm-record.ts";
import type { Breach } from "./guard-state.ts";
import { forecastReset } from "./loss-rows.ts";
import type { PropFirmGuard } from "./prop-firm-guard.ts";
import type { LossLine } from "./safety-margin.ts";

/** Breakers of a firm are named after its rules. */
export const firmBreaker = "prop-firm.";

/** So long before the reset a loss that would break a limit at it is closed. */
export const closesBeforeResetMs = 120_000;

const text = (units: bigint): string => formatFixed(units, MONEY_DIGITS);
const nameOf = { daily_loss: "daily loss", max_loss: "largest loss", contracts: "contracts", time_limit: "time" };

/** The guard's own stop: what would be left if everything were closed now reached the line before the floor. */
export function marginTrip({ preset, terms }: AppliedPreset, line: LossLine, left: bigint): RiskTrip {
  const { rule, floor, stopsAt } = line;
  const what = `${preset.firm}'s ${nameOf[rule]} limit`;
  return {
    rule: `${firmBreaker}${rule}`,
    action: "flatten_and_halt",
    reason: `Closed now, the account would be left with ${text(left)}: within ${terms.safetyMarginPercent} % of ${what}, whose floor is ${text(floor)}`,
    observed: text(left),
    limit: text(stopsAt),
    basis: text(floor),
  };
}

/** A rule of the firm that is broken. */
export function breachTrip({ preset }: AppliedPreset, { rule, effect, at, equity, floor, atReset }: Breach): RiskTrip {
  const when = `at ${toRfc3339(at)}${atReset ? ", by the reset" : ""}`;
  return {
    rule: `${firmBreaker}${rule}`,
    action: "flatten_and_halt",
    reason: `${preset.firm}'s ${nameOf[rule]} rule was broken ${when}: the account ${effect === "fail" ? "has failed" : "rests until the firm's next day"}`,
    observed: text(equity),
    limit: floor === null ? null : text(floor),
    basis: null,
  };
}

/**
 * A limit that the next reset would break by a loss carried over it: told once per day of the firm, and closed shortly
 * before it. `null` where the reset breaks nothing.
 */
export function resetTrips({ preset }: AppliedPreset, guard: PropFirmGuard, now: number): RiskTrip[] | null {
  const { at, breaks } = forecastReset(guard);
  const [first] = breaks;
  if (first?.floor === null || first === undefined) return null;
  const { rule, equity, floor } = first;
  const told: RiskTrip = {
    rule: `${firmBreaker}reset.${toRfc3339(at).slice(0, 10)}`,
    action: "warn",
    reason: `Carried over the reset at ${toRfc3339(at)} the open loss breaks ${preset.firm}'s ${nameOf[rule]} limit: its floor rises to ${text(floor)}`,
    observed: text(equity),
    limit: text(floor),
    basis: toRfc3339(at),
  };
  if (at - now > closesBeforeResetMs) return [told];
  return [told, { ...told, rule: `${firmBreaker}${rule}`, action: "flatten_and_halt" }];
}
