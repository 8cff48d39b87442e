import { Decimal } from "decimal.js";
import type { GaugeId, RoomGauge } from "../../shared/contract/room-gauge.ts";
import type { RiskLimits } from "../../shared/model/risk.ts";
import type { WorstExposure } from "./worst-exposure.ts";

/** What the gauges are made of; money is in the account's currency, and `null` is not known. */
export interface RoomFacts {
  readonly equity: Decimal;
  readonly equityPeak: Decimal;
  /** Equity now less equity at the start of the trading day. */
  readonly dayPnl: Decimal;
  readonly buyingPower: Decimal;
  readonly exposure: WorstExposure | null;
  readonly ordersLastSecond: number;
}

/** The room each limit leaves, from what the account and the settings say now. */
export function roomGauges(facts: RoomFacts, limits: RiskLimits): RoomGauge[] {
  const { equity, equityPeak, dayPnl, buyingPower, exposure, ordersLastSecond } = facts;
  const dayStart = equity.sub(dayPnl);
  return [
    stricter(
      ["daily-loss", dayPnl.neg(), dayStart],
      ["RISK-029", "risk.maxDailyLoss", limits.maxDailyLoss],
      ["RISK-030", "risk.maxDailyLossPercent", limits.maxDailyLossPercent],
    ),
    stricter(
      ["drawdown", equityPeak.sub(equity), equityPeak],
      ["RISK-031", "risk.maxDrawdown", limits.maxDrawdown],
      ["RISK-032", "risk.maxDrawdownPercent", limits.maxDrawdownPercent],
    ),
    gauge("buying-power", "RISK-005", exposure?.margin ?? null, buyingPower, equity, null),
    gauge(
      "gross-exposure",
      "RISK-015",
      exposure?.gross ?? null,
      decimal(limits.maxGrossExposure),
      null,
      "risk.maxGrossExposure",
    ),
    gauge(
      "net-exposure",
      "RISK-016",
      exposure?.net ?? null,
      decimal(limits.maxNetExposure),
      null,
      "risk.maxNetExposure",
    ),
    gauge(
      "order-rate",
      "RISK-003",
      new Decimal(ordersLastSecond),
      new Decimal(limits.maxOrdersPerSecond),
      null,
      "risk.maxOrdersPerSecond",
    ),
  ];
}

type LossLimit = readonly [code: string, setting: string, limit: string | undefined];

/** Of a limit in money and one in percent of the anchor, the one that leaves less. */
function stricter(
  [id, fallen, anchor]: readonly [GaugeId, Decimal, Decimal],
  money: LossLimit,
  percent: LossLimit,
): RoomGauge {
  const amount = decimal(money[2]);
  const share = decimal(percent[2])?.mul(anchor).div(100) ?? null;
  const takesShare = share !== null && (amount === null || share.lt(amount));
  const [code, setting] = takesShare ? percent : money;
  return gauge(id, code, fallen, takesShare ? share : amount, anchor, setting);
}

function gauge(
  id: GaugeId,
  code: string,
  used: Decimal | null,
  limit: Decimal | null,
  anchor: Decimal | null,
  setting: string | null,
): RoomGauge {
  const room = used === null || limit === null ? null : limit.sub(used);
  return {
    id,
    code,
    used: text(used),
    limit: text(limit),
    room: text(room),
    roomPct: room === null || limit === null || limit.lte(0) ? null : room.div(limit).mul(100).toFixed(2),
    anchor: text(anchor),
    setting,
  };
}

const decimal = (value: string | undefined): Decimal | null => (value === undefined ? null : new Decimal(value));
const text = (value: Decimal | null): string | null => value?.toFixed() ?? null;
