import { MONEY_DIGITS, parseFixed } from "../../shared/model/fixed.ts";

/** What a run begins with. Amounts are decimal text. */
export interface StartingMoney {
  readonly cash: string;
  readonly currency: string;
  /** Signed size of a position that is held already. */
  readonly position?: string | undefined;
}

/** A run's first note. `told` is what a new account opens with, `isAsked` whether `--cash` said so: an account that stands takes neither. */
export function startingNote({ cash, currency, position }: StartingMoney, told: string, isAsked: boolean): string {
  const isNew = position === undefined && parseFixed(cash, MONEY_DIGITS) === parseFixed(told, MONEY_DIGITS);
  const held = position === undefined ? "" : ` and a position of ${position}`;
  const stands = isNew ? "" : `, the account as it stands${isAsked ? ": --cash is what a new one opens with" : ""}`;
  return `Starts with ${cash} ${currency}${held}${stands}.`;
}
