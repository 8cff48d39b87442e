import { Decimal } from "decimal.js";
import type { RiskView, RuleView } from "../../shared/contract/risk.ts";
import { RiskLimits } from "../../shared/model/risk.ts";
import { isFirmRule } from "../risk/prop-firm/firm-codes.ts";
import { rules } from "../risk/rules/registry.ts";
import { accountMoney } from "./account-money.ts";
import type { DeskContext } from "./desk-context.ts";
import { roomGauges } from "./risk-room.ts";
import { stopsHit } from "./stops-hit.ts";
import { worstExposure } from "./worst-exposure.ts";

/** What stands where a rule's setting is the preset that the account is under. */
const firmSetting = "firm.preset";

/** The gate as it stands: its state, the room each limit leaves, and every rule with its setting. */
export function riskView(context: DeskContext): RiskView {
  const { engine, quotes } = context;
  const { state, killSwitch, reason } = engine.tradingState();
  const limits = context.limits.limits();
  const now = context.clock.now();
  const account = engine.account();
  const positions = engine.positions();
  const money = accountMoney(context);
  const openOrders = engine.openOrders();
  const firmReport = context.firm?.report() ?? null;
  const firm = firmReport?.preset.id ?? null;
  const exposure = worstExposure({
    instruments: engine.instruments(),
    positions,
    openOrders,
    leverage: account.leverage,
    takerFee: new Decimal(context.paper.takerFeeBps).div(10_000),
    lastPrice: (instrumentId) => {
      const last = quotes.quote(instrumentId)?.last;
      return last === undefined ? null : new Decimal(last);
    },
    money,
  });
  // Open ones come first, then the newest of the others: enough to hold every one of the last second.
  const recent = engine.orders(openOrders.length + limits.maxOrdersPerSecond);
  const ordersLastSecond = recent.filter(({ createdAt }) => now - createdAt < 1000).length;
  // Like every sum of the account it leaves out what no declared rate values.
  const gross = positions.reduce(
    (sum, { instrumentId, notional }) => sum.add(money(instrumentId, notional)?.abs() ?? 0),
    new Decimal(0),
  );
  const unfinished = engine.unfinishedFlat();
  return {
    state,
    killSwitch,
    reason,
    limits,
    waitingLimits: context.limits.waiting(),
    ordersLastSecond,
    grossExposure: gross.toFixed(),
    buyingPower: account.buyingPower,
    breakers: [...engine.breakers()],
    // One that has ended is kept by the engine, and nothing to show; it ends in the time that lockouts count in.
    lockout: engine.runningLockout() === null ? null : engine.lockout(),
    unfinishedFlat: unfinished === null ? null : { reason: unfinished.reason, left: [...unfinished.left] },
    gauges: roomGauges(
      {
        equity: new Decimal(account.equity),
        equityPeak: new Decimal(account.equityPeak),
        dayPnl: new Decimal(account.dayPnl),
        buyingPower: new Decimal(account.buyingPower),
        exposure,
        ordersLastSecond,
      },
      limits,
    ),
    stopsHit: stopsHit(context.book(), context.paper.takerFeeBps, firmReport?.terms ?? null),
    rules: rules.map(({ code, name, text, setting }) =>
      isFirmRule(code)
        ? { code, rule: name, text, setting: firmSetting, value: firm }
        : { code, rule: name, text, setting, value: settingValue(limits, setting) },
    ),
  };
}

/** What a rule's setting holds. */
function settingValue(limits: RiskLimits, path: string | null): RuleView["value"] {
  const key = path?.replace(/^risk\./, "");
  return key === undefined || !isLimit(key) ? null : settingText(limits[key]);
}

const isLimit = (key: string): key is keyof RiskLimits => key in RiskLimits.shape;

/** A setting as a record tells of it: a list or a group as JSON, `null` where it is absent. */
export function settingText(value: unknown): string | null {
  if (value === undefined) return null;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
