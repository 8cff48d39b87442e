import { z } from "zod";
import { Actor } from "../model/actor.ts";
import { OrderView } from "../model/order.ts";
import { AccountView, PositionView } from "../model/portfolio.ts";
import { RuleRow, TradingState } from "../model/risk.ts";
import { request, stream } from "../rpc/contract.ts";
import { JournalHealthView } from "./desk.ts";
import { longWorkMs, wholeJournalMs } from "./patience.ts";

/** One journal event as the timeline shows it. */
export const TimelineEvent = z.strictObject({
  seq: z.int(),
  leaf: z.string(),
  type: z.string(),
  at: z.number(),
  actor: Actor,
  trace: z.string(),
  cause: z.int().nullable(),
  data: z.record(z.string(), z.json()),
  /** The event in one plain sentence. */
  text: z.string(),
  /** Of a verdict: what each rule said that had its setting, in the order of the codes. */
  rows: z.array(RuleRow).optional(),
  /** `false` in an order's life where it speaks of another order of the same decision. */
  own: z.boolean().optional(),
});
export type TimelineEvent = z.infer<typeof TimelineEvent>;

export const CheckFinding = z.strictObject({
  level: z.enum(["integrity", "time", "completeness"]),
  code: z.string(),
  outcome: z.enum(["pass", "fail", "note"]),
  text: z.string(),
});
export type CheckFinding = z.infer<typeof CheckFinding>;

/** What a search of the journal asks; an empty text asks for nothing. */
export const EventSearch = z.strictObject({
  /** An order id or a trace as a whole, or any part of an event. */
  text: z.string().max(200),
  /** A type, or a family of types that ends with its dot, such as `order.`. */
  type: z.string().max(40),
  /** A part of who acted: `trader`, `sma-1`. */
  actor: z.string().max(100),
  /** UTC milliseconds, both inclusive. */
  from: z.number().nullable(),
  to: z.number().nullable(),
  /** Only events before this one: where the search before stopped. */
  before: z.int().nullable(),
  limit: z.int().min(1).max(200).default(50),
});
export type EventSearch = z.infer<typeof EventSearch>;

/** One session of a desk as the journal holds it: from its opening up to the next one. */
export const SessionSpan = z.strictObject({
  /** Its first event, `session.opened`. */
  from: z.int(),
  /** Its last event so far. */
  to: z.int(),
  openedAt: z.number(),
  lastAt: z.number(),
  /** Of the program that wrote it. */
  version: z.string(),
  /** `running`: it is this desk's own; `cut off`: the record ends without a word of its closing. */
  end: z.enum(["running", "closed", "cut off"]),
});
export type SessionSpan = z.infer<typeof SessionSpan>;

/**
 * What a desk knew once an event was written down: all of it follows from the record, so what follows from prices is not
 * part of it.
 */
export const DeskAt = z.strictObject({
  account: AccountView.pick({
    currency: true,
    cash: true,
    balances: true,
    realizedPnl: true,
    fees: true,
    funding: true,
  }),
  /** Those that are open. */
  positions: z.array(
    PositionView.pick({
      instrumentId: true,
      positionSide: true,
      size: true,
      averagePrice: true,
      realizedPnl: true,
      fees: true,
    }),
  ),
  /** Those that are not finished, newest first. */
  orders: z.array(OrderView),
  trading: z.strictObject({ state: TradingState, killSwitch: z.boolean(), reason: z.string() }),
});
export type DeskAt = z.infer<typeof DeskAt>;

/** Events that {@link auditContract}.getEvents gives at most. */
const mostEventsAtOnce = 200;

const ExportedBundleView = z.strictObject({
  file: z.string(),
  sha256: z.string(),
  events: z.int(),
  bytes: z.int(),
});

export const auditContract = {
  /**
   * Every event that names the order and every event of the decision it came from; `order` is `null` where the desk holds
   * it no longer and only the journal knows it.
   */
  getOrderLife: request({
    role: "viewer",
    input: z.strictObject({ orderId: z.string() }),
    output: z.strictObject({ order: OrderView.nullable(), events: z.array(TimelineEvent) }),
  }),
  /** Every event of one trace: a decision without an order, a session, a change of a key. */
  getDecision: request({
    role: "viewer",
    input: z.strictObject({ trace: z.string().min(1) }),
    output: z.strictObject({ events: z.array(TimelineEvent) }),
  }),
  /** Looks through the journal from the newest event back, on a thread of its own, and says where it stopped. */
  searchEvents: request({
    role: "viewer",
    input: EventSearch,
    output: z.strictObject({ events: z.array(TimelineEvent), next: z.int().nullable(), tookMs: z.number() }),
    patienceMs: wholeJournalMs,
  }),
  /** Sessions from the newest back; `next` is where to go on, `null` at the journal's beginning. */
  listSessions: request({
    role: "viewer",
    input: z.strictObject({
      /** Only sessions before the one that this event opened. */
      before: z.int().nullable(),
      limit: z.int().min(1).max(100).default(20),
    }),
    output: z.strictObject({ sessions: z.array(SessionSpan), next: z.int().nullable() }),
    patienceMs: wholeJournalMs,
  }),
  /** Events from one on, in the journal's order. */
  getEvents: request({
    role: "viewer",
    input: z.strictObject({ from: z.int().min(0), count: z.int().min(1).max(mostEventsAtOnce) }),
    output: z.strictObject({ events: z.array(TimelineEvent) }),
  }),
  /**
   * The desk as it was once an event was written down, worked out from the record on a thread of its own; `null` where the
   * event belongs to another market, whose instruments this desk does not know.
   */
  getDeskAt: request({
    role: "viewer",
    input: z.strictObject({ seq: z.int().min(0) }),
    output: z.strictObject({ desk: DeskAt.nullable() }),
    patienceMs: longWorkMs,
  }),
  /** Writes a part of the journal that holds an order's life, each event with its proof, and says where. */
  exportOrder: request({
    role: "trader",
    input: z.strictObject({ orderId: z.string() }),
    output: ExportedBundleView.extend({ from: z.int(), to: z.int(), own: z.int() }),
    patienceMs: longWorkMs,
  }),
  /** Orders whose id, instrument, trader or reason contains the text; newest first. */
  searchOrders: request({
    role: "viewer",
    input: z.strictObject({ text: z.string().max(200), limit: z.int().min(1).max(500).default(100) }),
    output: z.strictObject({ orders: z.array(OrderView) }),
  }),
  /** Checks the whole journal in place and journals the result. */
  verifyJournal: request({
    role: "viewer",
    input: z.strictObject({}),
    output: z.strictObject({ ok: z.boolean(), events: z.int(), tookMs: z.number(), findings: z.array(CheckFinding) }),
    patienceMs: longWorkMs,
  }),
  /** Writes a bundle of the journal, or of events `from` to `to`, into the profile's export folder and says where. */
  exportBundle: request({
    role: "trader",
    input: z.strictObject({
      from: z.int().min(0).optional(),
      to: z.int().min(0).optional(),
      /** Whether days, orders and metrics are claimed; from the first event on. */
      claims: z.boolean().default(false),
    }),
    output: ExportedBundleView,
    patienceMs: longWorkMs,
  }),
  getJournalHealth: request({ role: "viewer", input: z.strictObject({}), output: JournalHealthView }),
  /** The latest 200 events, then every new one once it is durable. */
  activity: stream({ role: "viewer", params: z.strictObject({}), item: TimelineEvent, mode: "lossless" }),
};
