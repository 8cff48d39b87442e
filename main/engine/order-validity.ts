import { Fault } from "../../shared/model/fault.ts";
import { parseFixed } from "../../shared/model/fixed.ts";
import type { OrderRequest } from "../../shared/model/order.ts";
import type { InstrumentScale } from "./gate.ts";

function malformed(code: string, message: string, remedy: string): Fault {
  return new Fault(code, "validation", message, remedy);
}

/**
 * Throws a Fault for a request that no venue could take, before an intent exists: what is malformed has no decimal form
 * the gate could judge or the journal could hold. Everything that depends on the market or the account is the gate's.
 */
export function checkRequest(request: OrderRequest, scale: InstrumentScale): void {
  const { instrument } = scale;
  if (request.type !== "market" && request.type !== "limit") {
    throw malformed(
      "ORDER-TYPE",
      `${instrument.id}: ${request.type} orders are not offered`,
      "Use a market or a limit order.",
    );
  }
  if (request.timeInForce !== "GTC" && request.timeInForce !== "IOC" && request.timeInForce !== "FOK") {
    throw malformed(
      "ORDER-TIME-IN-FORCE",
      `${instrument.id}: ${request.timeInForce} is not offered`,
      "Use GTC, IOC or FOK.",
    );
  }
  if (request.type === "market" && request.limitPrice !== undefined) {
    throw malformed(
      "ORDER-LIMIT-PRICE",
      `${instrument.id}: a market order has no limit price`,
      "Remove the price or make it a limit order.",
    );
  }
  if (request.type === "limit" && request.limitPrice === undefined) {
    throw malformed("ORDER-LIMIT-PRICE", `${instrument.id}: a limit order needs a limit price`, "Enter a limit price.");
  }
  if (request.postOnly && (request.type === "market" || request.timeInForce !== "GTC")) {
    throw malformed("ORDER-POST-ONLY", `${instrument.id}: post-only needs a GTC limit order`, "Remove post-only.");
  }
  checkSize(request.size, scale);
  if (request.limitPrice !== undefined) checkPrice(request.limitPrice, scale);
}

function checkSize(size: string, scale: InstrumentScale): void {
  const { id, sizeIncrement } = scale.instrument;
  if (!isMultiple(size, scale.sizeDigits, scale.sizeStep)) {
    throw malformed(
      "ORDER-SIZE",
      `${id}: size ${size} is not a multiple of ${sizeIncrement} above zero`,
      `Use a multiple of ${sizeIncrement}.`,
    );
  }
}

function checkPrice(price: string, scale: InstrumentScale): void {
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
