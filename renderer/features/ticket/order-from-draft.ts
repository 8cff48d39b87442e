import { formatFixed, MONEY_DIGITS, parseFixed } from "../../../shared/model/fixed.ts";
import type { Bracket, OrderRequest } from "../../../shared/model/order.ts";
import { instantOf } from "./expire-at.ts";
import { readMoney, type SizeProblem, type SizingInputs, sizeFromDraft } from "./size-from-draft.ts";
import { hasExits, pricesOf, type TicketDraft } from "./ticket-draft.ts";

export type PriceProblem =
  | "ticket.problem.noLimit"
  | "ticket.problem.noTrigger"
  | "ticket.problem.noTrail"
  | "ticket.problem.priceText"
  | "ticket.problem.priceIncrement"
  | "ticket.problem.stopSide"
  | "ticket.problem.targetSide"
  | "ticket.problem.noOther"
  | "ticket.problem.noExpiry";

/** Fields beside the amount and the limit. */
export type PriceField = "trigger" | "trail" | "stop" | "target" | "other" | "expiry";

/** What an order depends on besides the ticket. */
export interface DraftInputs extends SizingInputs {
  /** The display zone: an IANA name or `local`. */
  readonly timeZone: string;
}

/** The order a ticket describes, or the first thing that is missing in each field. */
export type DraftReading =
  | { readonly ok: true; readonly order: OrderRequest; readonly other?: OrderRequest }
  | {
      readonly ok: false;
      readonly amount: SizeProblem | null;
      readonly price: PriceProblem | null;
      readonly others?: { readonly [field in PriceField]?: PriceProblem };
    };

/** Reads a ticket into the request that preview and submit share, so that what is previewed is what is sent. */
export function orderFromDraft(draft: TicketDraft, inputs: DraftInputs): DraftReading {
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
  const expireAt = draft.timeInForce === "GTD" ? instantOf(draft.expireAt, inputs.timeZone) : null;
  const shared = {
    instrumentId: inputs.instrument.id,
    side: draft.side,
    size: sized.size,
    timeInForce: draft.timeInForce,
    reduceOnly: draft.reduceOnly,
    ...(expireAt === null ? {} : { expireAt }),
    ...(draft.positionSide === "auto" ? {} : { positionSide: draft.positionSide }),
  };
  const order: OrderRequest = {
    ...shared,
    type: draft.type,
    ...(limit ? { limitPrice: plainDecimal(draft.limitPrice) } : {}),
    ...(trigger ? { triggerPrice: plainDecimal(draft.triggerPrice) } : {}),
    ...(trail ? { trailingOffset: plainDecimal(draft.trailingOffset), trailingOffsetType: draft.trailingUnit } : {}),
    postOnly: draft.postOnly,
    ...(bracket === null ? {} : { bracket }),
  };
  return draft.paired ? { ok: true, order, other: { ...shared, ...otherLeg(draft) } } : { ok: true, order };
}

/** What the second order of a pair has of its own. */
function otherLeg({ otherType: type, otherPrice, postOnly }: TicketDraft) {
  const price = plainDecimal(otherPrice);
  return type === "limit" ? { type, limitPrice: price, postOnly } : { type, triggerPrice: price, postOnly: false };
}

function bracketOf(draft: TicketDraft): Bracket | null {
  const { stopPrice, targetPrice } = draft;
  if (!hasExits(draft) || (stopPrice.trim() === "" && targetPrice.trim() === "")) return null;
  return {
    ...(stopPrice.trim() === "" ? {} : { stopLoss: { type: "stop", triggerPrice: plainDecimal(stopPrice) } }),
    ...(targetPrice.trim() === "" ? {} : { takeProfit: { type: "limit", limitPrice: plainDecimal(targetPrice) } }),
  };
}

function otherProblems(draft: TicketDraft, inputs: DraftInputs): { [field in PriceField]?: PriceProblem } | null {
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
  if (draft.paired) note("other", priceProblem(draft.otherPrice, priceIncrement, "ticket.problem.noOther"));
  if (draft.timeInForce === "GTD" && instantOf(draft.expireAt, inputs.timeZone) === null) {
    note("expiry", "ticket.problem.noExpiry");
  }
  if (hasExits(draft)) {
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
