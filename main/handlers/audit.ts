import type { auditContract, TimelineEvent } from "../../shared/contract/audit.ts";
import { Fault } from "../../shared/model/fault.ts";
import type { OrderView } from "../../shared/model/order.ts";
import type { Handlers } from "../../shared/rpc/contract.ts";
import { type LifeStep, readDecision, readOrderLife, unrecordedOrder } from "../audit/order-life.ts";
import type { DeskContext } from "./desk-context.ts";
import { listSessions, readEvents } from "./sessions.ts";

const searchDepth = 10_000;
/** A trace that holds more is a session's: the page shows how it begins. */
const mostSteps = 1000;

export const auditHandlers: Handlers<typeof auditContract, DeskContext> = {
  getOrderLife: ({ orderId }, { context }) => ({
    order: context.engine.order(orderId) ?? null,
    events: shown(readOrderLife(context.journal, orderId), context),
  }),
  getDecision: ({ trace }, { context }) => ({
    events: shown(readDecision(context.journal, trace).slice(0, mostSteps), context),
  }),
  async searchEvents(query, { context }) {
    const began = performance.now();
    const { events, next } = await context.searchEvents(query);
    const tookMs = performance.now() - began;
    return { events: events.map((stored) => context.activity.show(stored)), next, tookMs };
  },
  listSessions: (page, { context }) => listSessions(context, page),
  getEvents: async (range, { context }) => ({ events: await readEvents(context, range) }),
  async getDeskAt({ seq }, { context }) {
    if (seq > context.journal.durableSeq) throw unknownEvent(seq);
    return { desk: await context.deskAt(seq) };
  },
  async exportOrder({ orderId }, { context }) {
    const life = readOrderLife(context.journal, orderId);
    const [first, last] = [life[0]?.event.seq, life.at(-1)?.event.seq];
    if (first === undefined || last === undefined) throw unrecordedOrder(orderId);
    const name = `order-${orderId.replaceAll(/[^A-Za-z0-9-]/g, "_").slice(0, 36)}`;
    const bundle = await context.exportBundle({ from: first, to: last, name });
    return { ...bundle, from: first, to: last, own: life.length };
  },
  searchOrders({ text, limit }, { context }) {
    const wanted = text.trim().toLowerCase();
    const found = context.engine.orders(searchDepth).filter((order) => matches(order, wanted));
    return { orders: found.toSorted((a, b) => b.createdAt - a.createdAt).slice(0, limit) };
  },
  verifyJournal: async (_input, { context }) => {
    const check = await context.verifyJournal();
    return { ...check, findings: [...check.findings] };
  },
  exportBundle: ({ from, to, claims: figures }, { context }) =>
    context.exportBundle({ figures, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }),
  getJournalHealth: (_input, { context }) => context.journal.health(),
  activity(_params, emit, { context }) {
    for (const event of context.activity.latest()) emit(event);
    return context.activity.subscribe(emit);
  },
};

/** The steps of an order's life or of a decision as the page shows them; `proofdesk order` reads the same. */
function shown(steps: readonly LifeStep[], { activity }: DeskContext): TimelineEvent[] {
  return steps.map(({ event: { seq }, text, own }) => ({ ...activity.show({ seq, text }), own }));
}

function unknownEvent(seq: number): Fault {
  return new Fault("EVENT-UNKNOWN", "validation", `The journal holds no event ${seq}.`, "Choose one of the session’s.");
}

function matches(order: OrderView, wanted: string): boolean {
  return [order.orderId, order.instrumentId, order.actor.kind, order.actor.id, order.reason, order.status].some(
    (part) => part.toLowerCase().includes(wanted),
  );
}
