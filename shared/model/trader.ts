import { z } from "zod";

export const TraderStatus = z.enum(["running", "stopped", "failed"]);
export type TraderStatus = z.infer<typeof TraderStatus>;

/** A running binding of a strategy to instruments, as screens show it. */
export const TraderView = z.strictObject({
  traderId: z.string(),
  name: z.string(),
  strategy: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  instrumentIds: z.array(z.string()),
  status: TraderStatus,
  statusReason: z.string(),
  startedAt: z.number().nullable(),
  /** When the trader last handled a bar or answered a heartbeat; `null` before the first. */
  heartbeatAt: z.number().nullable(),
  lastDecision: z.string(),
  lastDecisionAt: z.number().nullable(),
  realizedPnl: z.string(),
  orders: z.int(),
  fills: z.int(),
});
export type TraderView = z.infer<typeof TraderView>;
