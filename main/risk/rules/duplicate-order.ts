import type { OrderIntent } from "../../../shared/model/order.ts";
import type { PassedOrder } from "../../engine/gate-facts.ts";
import { answer, off, type Rule } from "../rule.ts";

const compared = [
  "side",
  "positionSide",
  "type",
  "size",
  "limitPrice",
  "triggerPrice",
  "trailingOffset",
  "reduceOnly",
] as const satisfies readonly (keyof OrderIntent)[];

export const duplicateOrder: Rule = {
  code: "RISK-023",
  name: "Duplicate order",
  text: "An order just like one that passed a moment before is a second click; orders of one group, and amendments, are none.",
  setting: "risk.duplicateWithinMs",
  silent: "unset",
  validity: false,
  measure({ intent, view, limits, amends }) {
    const within = limits.duplicateWithinMs;
    if (within === undefined) return off;
    const { now } = view;
    const twin = amends ? undefined : view.facts.passedAfter(now - within).find((other) => isTwin(intent, other));
    const ageMs = twin === undefined ? null : `${now - twin.createdAt}`;
    const who = twin?.orderId;
    return answer(twin === undefined, () => ({
      observed: ageMs,
      limit: `${within}`,
      headroom: null,
      text:
        who === undefined
          ? `No order like this has passed within ${within} ms`
          : `Just like ${who}, which passed ${ageMs} ms ago; within ${within} ms that is a duplicate`,
    }));
  },
};

function isTwin(intent: OrderIntent, { orderId, intent: other }: PassedOrder): boolean {
  if (orderId === intent.orderId || (other.link !== undefined && other.link.group === intent.link?.group)) return false;
  return compared.every((field) => other[field] === intent[field]);
}
