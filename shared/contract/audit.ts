import { z } from "zod";
import { Actor } from "../model/actor.ts";
import { OrderView } from "../model/order.ts";
import { request, stream } from "../rpc/contract.ts";
import { JournalHealthView } from "./desk.ts";

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
});
export type TimelineEvent = z.infer<typeof TimelineEvent>;

export const CheckFinding = z.strictObject({
  level: z.enum(["integrity", "time", "completeness"]),
  code: z.string(),
  outcome: z.enum(["pass", "fail", "note"]),
  text: z.string(),
});
export type CheckFinding = z.infer<typeof CheckFinding>;

export const auditContract = {
  getOrderLife: request({
    role: "viewer",
    input: z.strictObject({ orderId: z.string() }),
    output: z.strictObject({ order: OrderView.nullable(), events: z.array(TimelineEvent) }),
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
  }),
  /** Writes a bundle into the profile's export folder and says where. */
  exportBundle: request({
    role: "trader",
    input: z.strictObject({}),
    output: z.strictObject({ file: z.string(), sha256: z.string(), events: z.int(), bytes: z.int() }),
  }),
  getJournalHealth: request({ role: "viewer", input: z.strictObject({}), output: JournalHealthView }),
  /** The latest 200 events, then every new one once it is durable. */
  activity: stream({ role: "viewer", params: z.strictObject({}), item: TimelineEvent, mode: "lossless" }),
};
