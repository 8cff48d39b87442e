import type { CountedRule } from "../../engine/order-times.ts";
import type { CheckFactory } from "./breaker-check.ts";

/** So many orders within a window of engine time; re-arming begins the count anew. */
const rateOf =
  (counted: CountedRule, what: string): CheckFactory =>
  ({ limit, windowMs = 60_000 }) => {
    const most = Number(limit);
    return {
      isCrossed: (facts) => facts.now - facts.newestOrder(counted, most - 1) < windowMs,
      find(facts) {
        const within = facts.ordersAfter(counted, facts.now - windowMs);
        const basis = `${windowMs} ms`;
        const orders = within === 1 ? "order was" : "orders were";
        return { observed: `${within}`, basis, reason: `${within} ${orders} ${what} within ${basis}` };
      },
    };
  };

/** So many orders rejected by the venue. */
export const orderRejects = rateOf("order-rejects", "rejected by the venue");
/** So many orders denied by the gate. */
export const orderDenials = rateOf("order-denials", "denied by the gate");
/** So many orders decided, whatever became of them. */
export const orderRate = rateOf("order-rate", "decided");
