import { z } from "zod";
import { TraderView } from "../model/trader.ts";
import { request, stream } from "../rpc/contract.ts";

/** A parameter of a strategy, enough to draw its field. */
export const StrategyParameter = z.strictObject({
  name: z.string(),
  kind: z.enum(["integer", "number", "text", "choice"]),
  choices: z.array(z.string()).optional(),
  initial: z.string(),
  text: z.string(),
});
export type StrategyParameter = z.infer<typeof StrategyParameter>;

export const StrategyInfo = z.strictObject({
  name: z.string(),
  title: z.string(),
  text: z.string(),
  parameters: z.array(StrategyParameter),
});
export type StrategyInfo = z.infer<typeof StrategyInfo>;

export const tradersContract = {
  listStrategies: request({
    role: "viewer",
    input: z.strictObject({}),
    output: z.strictObject({ strategies: z.array(StrategyInfo) }),
  }),
  /** Parameters come as text, as typed in a form or after `--set`; the strategy's own schema reads them. */
  startTrader: request({
    role: "trader",
    input: z.strictObject({
      name: z.string().min(1).max(60),
      strategy: z.string(),
      params: z.record(z.string(), z.string()),
      instrumentIds: z.array(z.string()).min(1),
    }),
    output: z.strictObject({ traderId: z.string() }),
  }),
  restartTrader: request({
    role: "trader",
    input: z.strictObject({ traderId: z.string() }),
    output: z.strictObject({}),
  }),
  stopTrader: request({
    role: "trader",
    input: z.strictObject({ traderId: z.string(), reason: z.string().max(500).default("stopped by hand") }),
    output: z.strictObject({}),
  }),
  traders: stream({
    role: "viewer",
    params: z.strictObject({}),
    item: TraderView,
    mode: "latest",
    key: (trader) => trader.traderId,
  }),
};
