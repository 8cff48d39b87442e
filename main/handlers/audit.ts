import type { auditContract } from "../../shared/contract/audit.ts";
import type { OrderView } from "../../shared/model/order.ts";
import type { Handlers } from "../../shared/rpc/contract.ts";
import type { DeskContext } from "./desk-context.ts";

const searchDepth = 10_000;

export const auditHandlers: Handlers<typeof auditContract, DeskContext> = {
  getOrderLife: ({ orderId }, { context }) => ({
    order: context.engine.order(orderId) ?? null,
    events: context.journal.readOrder(orderId).map((stored) => context.activity.show(stored)),
  }),
  searchOrders({ text, limit }, { context }) {
    const wanted = text.trim().toLowerCase();
    const found = context.engine.orders(searchDepth).filter((order) => matches(order, wanted));
    return { orders: found.toSorted((a, b) => b.createdAt - a.createdAt).slice(0, limit) };
  },
  verifyJournal: async (_input, { context }) => {
    const check = await context.verifyJournal();
    return { ...check, findings: [...check.findings] };
  },
  exportBundle: (_input, { context }) => context.exportBundle(),
  getJournalHealth: (_input, { context }) => context.journal.health(),
  activity(_params, emit, { context }) {
    for (const event of context.activity.latest()) emit(event);
    return context.activity.subscribe(emit);
  },
};

function matches(order: OrderView, wanted: string): boolean {
  return [order.orderId, order.instrumentId, order.actor.kind, order.actor.id, order.reason, order.status].some(
    (part) => part.toLowerCase().includes(wanted),
  );
}
