import { decimalsOf, floorTo, formatFixed, MONEY_DIGITS, parseFixed, tenTo } from "../../../shared/model/fixed.ts";
import type { Instrument } from "../../../shared/model/instrument.ts";
import type { Ratio } from "../../../shared/model/ratio.ts";
import type { TicketDraft } from "./ticket-draft.ts";

/** What a size depends on besides the ticket; prices and equity are decimal text, `null` when not known. */
export interface SizingInputs {
  readonly instrument: Instrument;
  readonly entryPrice: string | null;
  readonly equity: string | null;
  /** What one unit of the instrument's currency is worth in the account's. */
  readonly rate: Ratio | null;
}

export type SizeProblem =
  | "ticket.problem.noAmount"
  | "ticket.problem.amountText"
  | "ticket.problem.amountPositive"
  | "ticket.problem.sizeIncrement"
  | "ticket.problem.sizeTooSmall"
  | "ticket.problem.noPrice"
  | "ticket.problem.noEquity"
  | "ticket.problem.noRate"
  | "ticket.problem.noStop"
  | "ticket.problem.stopSide";

export type SizeResult =
  | { readonly ok: true; readonly size: string }
  | { readonly ok: false; readonly problem: SizeProblem };

const refuse = (problem: SizeProblem): SizeResult => ({ ok: false, problem });

/** Reads decimal text as money units; `null` where it is no decimal or finer than money gets. */
export function readMoney(text: string): bigint | null {
  try {
    return parseFixed(text, MONEY_DIGITS);
  } catch {
    return null;
  }
}

/** The order size the ticket asks for, exact and rounded down to the size increment, or why there is none. */
export function sizeFromDraft(draft: TicketDraft, inputs: SizingInputs): SizeResult {
  if (draft.amount.trim() === "") return refuse("ticket.problem.noAmount");
  const amount = readMoney(draft.amount);
  if (amount === null) return refuse("ticket.problem.amountText");
  if (amount <= 0n) return refuse("ticket.problem.amountPositive");
  switch (draft.sizeBy) {
    case "quantity":
      return wholeIncrements(amount, inputs.instrument);
    case "notional":
      return perUnit(amount, priceUnits(inputs.entryPrice), inputs.instrument);
    case "equity": {
      const equity = inputs.equity === null ? null : readMoney(inputs.equity);
      if (equity === null || equity <= 0n) return refuse("ticket.problem.noEquity");
      const money = (equity * amount) / (100n * tenTo(MONEY_DIGITS));
      return perUnitOfAccount(money, priceUnits(inputs.entryPrice), inputs);
    }
    case "risk":
      return byRisk(amount, draft, inputs);
  }
}

const priceUnits = (price: string | null): bigint | null => (price === null ? null : readMoney(price));

function wholeIncrements(units: bigint, instrument: Instrument): SizeResult {
  const step = parseFixed(instrument.sizeIncrement, MONEY_DIGITS);
  if (units % step !== 0n) return refuse("ticket.problem.sizeIncrement");
  return { ok: true, size: formatFixed(units, MONEY_DIGITS) };
}

/** money ÷ (price × multiplier), rounded down to the size increment. */
function perUnit(money: bigint, price: bigint | null, instrument: Instrument): SizeResult {
  if (price === null || price <= 0n) return refuse("ticket.problem.noPrice");
  const multiplierDigits = decimalsOf(instrument.multiplier);
  const unitMoney = price * parseFixed(instrument.multiplier, multiplierDigits);
  const size = (money * tenTo(MONEY_DIGITS) * tenTo(multiplierDigits)) / unitMoney;
  const floored = floorTo(size, parseFixed(instrument.sizeIncrement, MONEY_DIGITS));
  if (floored <= 0n) return refuse("ticket.problem.sizeTooSmall");
  return { ok: true, size: formatFixed(floored, MONEY_DIGITS) };
}

/** The same for money of the account: the price counts at the rate of its currency. */
function perUnitOfAccount(money: bigint, price: bigint | null, { rate, instrument }: SizingInputs): SizeResult {
  if (rate === null) return refuse("ticket.problem.noRate");
  return perUnit((money * rate.denominator) / rate.numerator, price, instrument);
}

/** size = risk ÷ |entry − stop|; the stop lies below a buy's entry and above a sell's. */
function byRisk(risk: bigint, draft: TicketDraft, inputs: SizingInputs): SizeResult {
  const entry = priceUnits(inputs.entryPrice);
  if (entry === null) return refuse("ticket.problem.noPrice");
  const stop = draft.stopPrice.trim() === "" ? null : readMoney(draft.stopPrice);
  if (stop === null || stop <= 0n) return refuse("ticket.problem.noStop");
  const distance = draft.side === "buy" ? entry - stop : stop - entry;
  if (distance <= 0n) return refuse("ticket.problem.stopSide");
  return perUnitOfAccount(risk, distance, inputs);
}
