import { formatFixed, MONEY_DIGITS } from "../../shared/model/fixed.ts";
import { answer, type Measurement, type RuleInput, unknown } from "./rule.ts";

/** Whether equity, open profit and loss included, has fallen by less than `most` from an anchor; both are asked only where the account is known. */
export function fallenLess(
  { view }: RuleInput,
  limit: string,
  anchorOf: () => bigint,
  mostOf: (anchor: bigint) => bigint,
  what: string,
): Measurement {
  if (view.account === null) return unknown(`The account's equity is not known: ${view.accountGap}`, limit);
  const { equity } = view.account;
  const anchor = anchorOf();
  const most = mostOf(anchor);
  const fallen = anchor - equity;
  return answer(fallen < most, () => {
    const observed = formatFixed(fallen, MONEY_DIGITS);
    const bound = formatFixed(most, MONEY_DIGITS);
    return {
      observed,
      limit: bound,
      headroom: formatFixed(most - fallen, MONEY_DIGITS),
      text: `Equity is ${formatFixed(equity, MONEY_DIGITS)}, ${observed} below ${what} ${formatFixed(anchor, MONEY_DIGITS)}; at ${bound} nothing opens`,
    };
  });
}
