import { formatFixed, MONEY_DIGITS, parseFixed } from "../../../shared/model/fixed.ts";
import type { Bracket, OrderRequest } from "../../../shared/model/order.ts";
import { readMoney, type SizeProblem, type SizingInputs, sizeFromDraft } from "./size-from-draft.ts";
import { pricesOf, type TicketDraft } from "./ticket-draft.ts";

export type PriceProblem =
  | "ticket.problem.noLimit"
  | "ticket.problem.noTrigger"
  | "ticket.problem.noTrail"
  | "ticket.problem.priceText"
  | "ticket.problem.priceIncrement"
  | "ticket.problem.stopSide"
  | "ticket.problem.targetSide";

/** Price fields beside the limit. */
export type PriceField = "trigger" | "trail" | "stop" | "target";

/** The order a ticket describes, or the first thing that is missing in each field. */
export type DraftReading =
  | { readonly ok: true; readonly order: OrderRequest }
  | {
      readonly ok: false;
      readonly amount: SizeProblem | null;
      readonly price: PriceProblem | null;
      readonly others?: { readonly [field in PriceField]?: PriceProblem };
    };

/** Reads a ticket into the request that preview and submit share, so that what is previewed is what is sent. */
export function orderFromDraft(draft: TicketDraft, inputs: SizingInputs): DraftReading {
  const { limit, trigger, trail } = pricesOf(draft.type);
  const { priceIncrement } = inputs.instrument;
  const price = limit ? priceProblem(draft.limitPrice, priceIncrement, "ticket.problem.noLimit") : null;
  const others = otherProblems(draft, inputs);
  const sized = sizeFromDraft(draft, inputs);
  if (!sized.ok || price !== null || others !== null) {
    const amount = sized.ok || (price && sized.problem === "ticket.problem.noPrice") ? null : sized.problem;
    return { ok: false, amount, price, ...(others === null ? {} : { others }) };
  }
  const bracket = bracketOf(draft);
  return {
    ok: true,
    order: {
      instrumentId: inputs.instrument.id,
      side: draft.side,
      type: draft.type,
      size: sized.size,
      ...(limit ? { limitPrice: plainDecimal(draft.limitPrice) } : {}),
      ...(trigger ? { triggerPrice: plainDecimal(draft.triggerPrice) } : {}),
      ...(trail ? { trailingOffset: plainDecimal(draft.trailingOffset), trailingOffsetType: draft.trailingUnit } : {}),
      timeInForce: draft.timeInForce,
      postOnly: draft.postOnly,
      reduceOnly: draft.reduceOnly,
      ...(bracket === null ? {} : { bracket }),
    },
  };
}

/** The exits that go with the order: an order that only reduces brings none. */
function bracketOf({ reduceOnly, stopPrice, targetPrice }: TicketDraft): Bracket | null {
  if (reduceOnly || (stopPrice.trim() === "" && targetPrice.trim() === "")) return null;
  return {
    ...(stopPrice.trim() === "" ? {} : { stopLoss: { type: "stop", triggerPrice: plainDecimal(stopPrice) } }),
    ...(targetPrice.trim() === "" ? {} : { takeProfit: { type: "limit", limitPrice: plainDecimal(targetPrice) } }),
  };
}

function otherProblems(draft: TicketDraft, inputs: SizingInputs): { [field in PriceField]?: PriceProblem } | null {
  const { priceIncrement } = inputs.instrument;
  const { trigger, trail } = pricesOf(draft.type);
  const found: { [field in PriceField]?: PriceProblem } = {};
  const note = (field: PriceField, problem: PriceProblem | null): void => {
    if (problem !== null) found[field] = problem;
  };
  if (trigger) note("trigger", priceProblem(draft.triggerPrice, priceIncrement, "ticket.problem.noTrigger"));
  if (trail) {
    const increment = { price: priceIncrement, percent: "0.01", ticks: "1" }[draft.trailingUnit];
    note("trail", priceProblem(draft.trailingOffset, increment, "ticket.problem.noTrail"));
  }
  if (!draft.reduceOnly) {
    note("stop", exitProblem(draft.stopPrice, inputs, draft.side === "sell", "ticket.problem.stopSide"));
    note("target", exitProblem(draft.targetPrice, inputs, draft.side === "buy", "ticket.problem.targetSide"));
  }
  return Object.keys(found).length === 0 ? null : found;
}

/** What is wrong with an exit's price; an empty one is left out. It lies above the entry or below it. */
function exitProblem(
  text: string,
  { instrument, entryPrice }: SizingInputs,
  above: boolean,
  wrongSide: PriceProblem,
): PriceProblem | null {
  if (text.trim() === "") return null;
  const problem = priceProblem(text, instrument.priceIncrement, "ticket.problem.priceText");
  if (problem !== null || entryPrice === null) return problem;
  const [exit, entry] = [readMoney(text) ?? 0n, readMoney(entryPrice) ?? 0n];
  return exit !== entry && exit > entry === above ? null : wrongSide;
}

function priceProblem(text: string, increment: string, missing: PriceProblem): PriceProblem | null {
  if (text.trim() === "") return missing;
  const price = readMoney(text);
  if (price === null || price <= 0n) return "ticket.problem.priceText";
  return price % parseFixed(increment, MONEY_DIGITS) === 0n ? null : "ticket.problem.priceIncrement";
}

/** True when the order can only shrink the signed position: opposite side and not larger. */
export function shrinksPosition(order: Pick<OrderRequest, "side" | "size">, positionSize: string): boolean {
  const position = readMoney(positionSize) ?? 0n;
  const size = readMoney(order.size) ?? 0n;
  if (position === 0n || size <= 0n) return false;
  return order.side === "sell" ? position > 0n && size <= position : position < 0n && size <= -position;
}

/** The text without trailing zeros, the one form a decimal has on the desk; unreadable text stays as it is. */
export function plainDecimal(text: string): string {
  const units = readMoney(text);
  return units === null ? text : formatFixed(units, MONEY_DIGITS);
}
