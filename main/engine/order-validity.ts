import { Fault } from "../../shared/model/fault.ts";
import { parseFixed } from "../../shared/model/fixed.ts";
import type { OrderRequest, OrderType, TimeInForce } from "../../shared/model/order.ts";
import type { InstrumentScale } from "./gate.ts";

function malformed(code: string, message: string, remedy: string): Fault {
  return new Fault(code, "validation", message, remedy);
}

/** No venue takes longer amounts, and what follows from longer ones would outgrow the record's events. */
const mostCharacters = 40;

/** Throws a Fault for an amount that is too long to calculate with. */
function checkLength(code: string, what: string, amount: string, { instrument }: InstrumentScale): void {
  if (amount.length <= mostCharacters) return;
  throw malformed(
    code,
    `${instrument.id}: a ${what} of ${amount.length} characters is no amount; ${mostCharacters} are the most`,
    "Enter a shorter number.",
  );
}

interface PricesOfType {
  readonly limit: boolean;
  readonly trigger: boolean;
}

const pricesOf: { readonly [type in OrderType]: PricesOfType } = {
  market: { limit: false, trigger: false },
  limit: { limit: true, trigger: false },
  stop: { limit: false, trigger: true },
  "stop-limit": { limit: true, trigger: true },
  "trailing-stop": { limit: false, trigger: false },
  "market-if-touched": { limit: false, trigger: true },
  "limit-if-touched": { limit: true, trigger: true },
};

/**
 * Throws a Fault for a request that no venue could take, before an intent exists: what is malformed has no decimal form
 * the gate could judge or the journal could hold. `closable` is what an order of its side can close, in size units. Everything that depends on the market or the account is the gate's.
 */
export function checkRequest(request: OrderRequest, scale: InstrumentScale, now: number, closable: bigint): void {
  checkPrices(request, scale);
  checkTime(request, scale, now);
  const { id } = scale.instrument;
  if (request.postOnly && (request.type !== "limit" || immediate.has(request.timeInForce))) {
    throw malformed("ORDER-POST-ONLY", `${id}: only a limit order that may rest can be post-only`, "Remove post-only.");
  }
  checkSize(request.size, scale, closable);
}

const immediate: ReadonlySet<TimeInForce> = new Set(["IOC", "FOK"]);

function checkTime({ timeInForce, expireAt }: OrderRequest, { instrument }: InstrumentScale, now: number): void {
  if (timeInForce === "GTD" ? expireAt !== undefined && expireAt > now : expireAt === undefined) return;
  throw timeInForce === "GTD"
    ? malformed("ORDER-EXPIRY", `${instrument.id}: a GTD order needs an end in the future`, "Choose a later time.")
    : malformed(
        "ORDER-EXPIRY",
        `${instrument.id}: a ${timeInForce} order has no end of its own`,
        "Use GTD, or remove it.",
      );
}

/** What says at which prices an order, or the leg of a bracket, waits and trades. */
type Priced = Pick<OrderRequest, "type" | "limitPrice" | "triggerPrice" | "trailingOffset" | "trailingOffsetType">;

/** Throws a Fault for prices that an order of this type does not have, lacks, or that no venue could take. */
export function checkPrices(request: Priced, scale: InstrumentScale): void {
  const { type, limitPrice, triggerPrice } = request;
  const { id } = scale.instrument;
  const { limit, trigger } = pricesOf[type];
  if (limit !== (limitPrice !== undefined)) {
    throw limit
      ? malformed("ORDER-LIMIT-PRICE", `${id}: a ${type} order needs a limit price`, "Enter a limit price.")
      : malformed(
          "ORDER-LIMIT-PRICE",
          `${id}: a ${type} order has no limit price`,
          "Remove the price or choose a type that has one.",
        );
  }
  if (type === "trailing-stop") {
    checkTrailing(request, scale);
  } else if (trigger !== (triggerPrice !== undefined)) {
    throw trigger
      ? malformed("ORDER-TRIGGER-PRICE", `${id}: a ${type} order needs a trigger price`, "Enter a trigger price.")
      : malformed("ORDER-TRIGGER-PRICE", `${id}: a ${type} order waits for no price`, "Remove the trigger price.");
  } else if (request.trailingOffset !== undefined || request.trailingOffsetType !== undefined) {
    throw malformed("ORDER-TRAILING", `${id}: a ${type} order trails nothing`, "Remove the trailing offset.");
  }
  if (limitPrice !== undefined) checkPrice(limitPrice, scale);
  if (triggerPrice !== undefined) checkPrice(triggerPrice, scale);
}

/** Decimals of a percentage. */
const percentDigits = 8;

function checkTrailing({ trailingOffset, trailingOffsetType = "price" }: Priced, scale: InstrumentScale): void {
  checkLength("ORDER-TRAILING", "distance", trailingOffset ?? "", scale);
  const { id, priceIncrement } = scale.instrument;
  const [digits, step, unit] =
    trailingOffsetType === "price"
      ? [scale.priceDigits, scale.priceStep, `a multiple of ${priceIncrement}`]
      : trailingOffsetType === "ticks"
        ? [0, 1n, "a whole number of increments"]
        : [percentDigits, 1n, "a percentage below 100"];
  const fits = trailingOffset !== undefined && isMultiple(trailingOffset, digits, step);
  if (fits && (trailingOffsetType !== "percent" || Number(trailingOffset) < 100)) return;
  throw malformed("ORDER-TRAILING", `${id}: a trailing stop needs a distance: ${unit} above zero`, `Use ${unit}.`);
}

/**
 * The same for a change of an order's size alone: its prices and its time were judged when it was sent, and must not keep
 * what closes less from closing less. `size` is the new total, `filled` what of it has filled, in size units.
 */
export function checkResize(size: string, filled: bigint, scale: InstrumentScale, closable: bigint): void {
  checkLength("ORDER-SIZE", "size", size, scale);
  const closesAll = closable > 0n && parseFixed(size, scale.sizeDigits) - filled === closable;
  if (!closesAll) checkSize(size, scale, closable);
}

/** A position that an older, finer increment has left may be closed whole. */
function checkSize(size: string, scale: InstrumentScale, closable: bigint): void {
  checkLength("ORDER-SIZE", "size", size, scale);
  const { id, sizeIncrement } = scale.instrument;
  const isOdd = closable > 0n && closable % scale.sizeStep !== 0n;
  const closesAll = isOdd && isMultiple(size, scale.sizeDigits, closable);
  if (!closesAll && !isMultiple(size, scale.sizeDigits, scale.sizeStep)) {
    throw malformed(
      "ORDER-SIZE",
      `${id}: size ${size} is not a multiple of ${sizeIncrement} above zero`,
      `Use a multiple of ${sizeIncrement}.`,
    );
  }
}

function checkPrice(price: string, scale: InstrumentScale): void {
  checkLength("ORDER-PRICE", "price", price, scale);
  const { id, priceIncrement } = scale.instrument;
  if (!isMultiple(price, scale.priceDigits, scale.priceStep)) {
    throw malformed(
      "ORDER-PRICE",
      `${id}: price ${price} is not a multiple of ${priceIncrement} above zero`,
      `Use a multiple of ${priceIncrement}.`,
    );
  }
}

function isMultiple(text: string, digits: number, step: bigint): boolean {
  try {
    const units = parseFixed(text, digits);
    return units > 0n && units % step === 0n;
  } catch {
    return false;
  }
}
