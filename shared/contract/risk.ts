import { z } from "zod";
import { LatchedBreaker, Lockout } from "../model/breaker.ts";
import { DecimalText } from "../model/decimal-text.ts";
import { RiskLimits, TradingState } from "../model/risk.ts";
import { WaitingLimits } from "../model/settings.ts";
import { request, stream } from "../rpc/contract.ts";
import { propFirmContract } from "./prop-firm.ts";
import { RoomGauge, StopsHit } from "./room-gauge.ts";

/** A rule of the gate, whether its setting is there and what it holds. */
export const RuleView = z.strictObject({
  code: z.string(),
  rule: z.string(),
  /** What it asks, in plain words. */
  text: z.string(),
  /** Path of the setting; `null` where the rule has none and always holds. */
  setting: z.string().nullable(),
  /** The setting as text; `null` where it is not set. */
  value: z.string().nullable(),
});
export type RuleView = z.infer<typeof RuleView>;

export const RiskView = z.strictObject({
  state: TradingState,
  killSwitch: z.boolean(),
  reason: z.string(),
  limits: RiskLimits,
  /** Limits that were asked for and take effect with the next trading day; `null` where none wait. */
  waitingLimits: WaitingLimits.nullable(),
  ordersLastSecond: z.int(),
  grossExposure: DecimalText,
  buyingPower: DecimalText,
  /** Breakers that have tripped and not been re-armed, oldest first. */
  breakers: z.array(LatchedBreaker),
  /** The lockout that runs; `null` while none does. */
  lockout: Lockout.nullable(),
  /** What a flatten has left open that a restart interrupted, or that was given up; `null` while there is none. */
  unfinishedFlat: z.strictObject({ reason: z.string(), left: z.array(z.string()) }).nullable(),
  /** The room to each limit, in the order of a trader's worries. */
  gauges: z.array(RoomGauge),
  stopsHit: StopsHit,
  /** Every rule there is, in the order of its codes. */
  rules: z.array(RuleView),
});
export type RiskView = z.infer<typeof RiskView>;

/** The largest calendar that a page may send, as JSON in UTF-8; the command line takes larger ones. */
export const mostCalendarBytes = 1_000_000;

/** What an import has made of a calendar. */
export const TakenNews = z.strictObject({
  events: z.int(),
  /** The windows they make, in the zone of the setting. */
  windows: z.int(),
  zone: z.string(),
  /** When windows of an earlier import end where the setting is locked; `null` where they are gone. */
  takesEffectAt: z.int().nullable(),
  /** When the last event begins: of what comes after it the calendar says nothing. */
  lastAt: z.int(),
  /** Events of a day or longer, whose begin and end hang on the zone that was chosen. */
  dayLong: z.int(),
  /** Events that the calendar gives no title. */
  untitled: z.int(),
});
export type TakenNews = z.infer<typeof TakenNews>;

export const riskContract = {
  ...propFirmContract,
  risk: stream({ role: "viewer", params: z.strictObject({}), item: RiskView, mode: "latest", key: () => "risk" }),
  setRiskLimits: request({ role: "trader", input: RiskLimits, output: RiskLimits }),
  /** Takes the events of an iCalendar file over as news windows, in place of those of an earlier import. */
  importNews: request({
    role: "trader",
    input: z.strictObject({
      text: z.string().min(1).max(mostCalendarBytes),
      /** How long before and after an event nothing opens. */
      beforeMinutes: z.int().min(0).max(1440),
      afterMinutes: z.int().min(0).max(1440),
      /** How many days ahead are taken. */
      days: z.int().min(1).max(366),
      /** IANA zone of whole days and of times without one. */
      zone: z.string().min(1).max(64),
    }),
    output: TakenNews,
  }),
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
  /** Lifts the latch of a breaker; the trading state stays as it is. */
  rearmBreaker: request({
    role: "trader",
    input: z.strictObject({ rule: z.string().min(1).max(100), reason: z.string().min(1).max(500) }),
    output: z.strictObject({}),
  }),
  /** Locks the account out of all that opens risk. Nothing lifts it, and nothing shortens it. */
  lockOut: request({
    role: "trader",
    input: z.strictObject({
      minutes: z
        .int()
        .min(1)
        .max(366 * 1440),
      reason: z.string().min(1).max(500),
    }),
    output: z.strictObject({ until: z.int() }),
  }),
  releaseKillSwitch: request({
    role: "trader",
    input: z.strictObject({ reason: z.string().min(1).max(500) }),
    output: z.strictObject({}),
  }),
};
