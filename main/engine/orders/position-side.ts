import type { AccountTerms } from "../../../shared/model/account-terms.ts";
import { Fault } from "../../../shared/model/fault.ts";
import type { OrderRequest } from "../../../shared/model/order.ts";

/**
 * The request with the position it means. Where an account holds a long and a short position side by side, an order that
 * names none opens the one of its own side, or closes the other where it is reduce-only; an order against the position it
 * names can only close it. Throws a Fault for a side that the account or the order does not have.
 */
export function sided(request: OrderRequest, positionMode: AccountTerms["positionMode"]): OrderRequest {
  const { instrumentId: id, side, reduceOnly } = request;
  if (positionMode === "netting") {
    if (request.positionSide === undefined) return request;
    throw new Fault(
      "ORDER-POSITION-SIDE",
      "validation",
      `${id}: this account holds one net position per instrument, no ${request.positionSide} one of its own`,
      "Leave the position side out, or trade on an account that holds both.",
    );
  }
  const opening = side === "buy" ? "long" : "short";
  const closing = side === "buy" ? "short" : "long";
  const positionSide = request.positionSide ?? (reduceOnly ? closing : opening);
  if (positionSide === closing) return { ...request, positionSide, reduceOnly: true };
  if (!reduceOnly) return { ...request, positionSide };
  throw new Fault(
    "ORDER-POSITION-SIDE",
    "validation",
    `${id}: a ${side} opens the ${positionSide} position, so it cannot only reduce it`,
    `Name the ${closing} position, or remove reduce-only.`,
  );
}
