import { tenTo } from "../../shared/model/fixed.ts";
import { settingUnits } from "./limit-units.ts";

/** Decimals that a limit may have. */
const limitDigits = 12;
const shareUnits = settingUnits(limitDigits);

/** So many times an amount of money; `times` is decimal text. */
export function timesOf(amount: bigint, times: string): bigint {
  return (amount * shareUnits(times)) / tenTo(limitDigits);
}

/** So many percent of an amount of money; `percent` is decimal text. */
export function percentOf(amount: bigint, percent: string): bigint {
  return (amount * shareUnits(percent)) / tenTo(limitDigits + 2);
}
