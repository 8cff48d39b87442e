import { z } from "zod";
import { DecimalText } from "../model/decimal-text.ts";
import { RiskLimits, TradingState } from "../model/risk.ts";
import { request, stream } from "../rpc/contract.ts";

export const RiskView = z.strictObject({
  state: TradingState,
  killSwitch: z.boolean(),
  reason: z.string(),
  limits: RiskLimits,
  ordersLastSecond: z.int(),
  grossExposure: DecimalText,
  buyingPower: DecimalText,
  /** Every rule there is, for the settings and the compliance screen. */
  rules: z.array(
    z.strictObject({ code: z.string(), rule: z.string(), text: z.string(), setting: z.string().nullable() }),
  ),
});
export type RiskView = z.infer<typeof RiskView>;

export const riskContract = {
  risk: stream({ role: "viewer", params: z.strictObject({}), item: RiskView, mode: "latest", key: () => "risk" }),
  setRiskLimits: request({ role: "trader", input: RiskLimits, output: RiskLimits }),
  setTradingState: request({
    role: "trader",
    input: z.strictObject({ state: TradingState, reason: z.string().min(1).max(500) }),
    output: z.strictObject({}),
  }),
  /** A viewer may engage the kill switch; only a trader may release it. */
  engageKillSwitch: request({
    role: "viewer",
    input: z.strictObject({ reason: z.string().min(1).max(500) }),
    output: z.strictObject({ gateShutMs: z.number(), cancelsRequested: z.int() }),
  }),
  releaseKillSwitch: request({
    role: "trader",
    input: z.strictObject({ reason: z.string().min(1).max(500) }),
    output: z.strictObject({}),
  }),
};
