import { MONEY_DIGITS, parseFixed } from "../../../shared/model/fixed.ts";
import type { Instrument } from "../../../shared/model/instrument.ts";
import type { OrderView } from "../../../shared/model/order.ts";
import { amendablePrice } from "../../stores/orders.ts";

export type AmendProblem = "blotter.amend.text" | "blotter.amend.increment" | "blotter.amend.belowFilled";

/** What an amendment would send, or what is wrong in which field. */
export type AmendmentReading =
  | {
      readonly ok: true;
      readonly change: { readonly size?: string; readonly limitPrice?: string; readonly triggerPrice?: string };
      readonly unchanged: boolean;
    }
  | { readonly ok: false; readonly size: AmendProblem | null; readonly limitPrice: AmendProblem | null };

/** Reads the two fields of the amend dialog; only what differs from the order is sent. */
export function readAmendment(
  order: OrderView,
  instrument: Pick<Instrument, "priceIncrement" | "sizeIncrement">,
  typed: { readonly size: string; readonly limitPrice: string },
): AmendmentReading {
  const size = check(typed.size, instrument.sizeIncrement);
  const name = amendablePrice(order);
  const price = name === null ? 0n : check(typed.limitPrice, instrument.priceIncrement);
  const filled = parseFixed(order.filledSize, MONEY_DIGITS);
  const sizeProblem = typeof size === "string" ? size : size <= filled ? "blotter.amend.belowFilled" : null;
  const priceProblem = typeof price === "string" ? price : null;
  if (sizeProblem !== null || priceProblem !== null) return { ok: false, size: sizeProblem, limitPrice: priceProblem };
  const sizeDiffers = size !== parseFixed(order.size, MONEY_DIGITS);
  const priceDiffers = name !== null && price !== parseFixed(order[name] ?? "0", MONEY_DIGITS);
  return {
    ok: true,
    unchanged: !sizeDiffers && !priceDiffers,
    change: {
      ...(sizeDiffers ? { size: typed.size } : {}),
      ...(priceDiffers && name !== null ? { [name]: typed.limitPrice } : {}),
    },
  };
}

function check(text: string, increment: string): bigint | AmendProblem {
  let units: bigint;
  try {
    units = parseFixed(text, MONEY_DIGITS);
  } catch {
    return "blotter.amend.text";
  }
  if (units <= 0n) return "blotter.amend.text";
  return units % parseFixed(increment, MONEY_DIGITS) === 0n ? units : "blotter.amend.increment";
}
