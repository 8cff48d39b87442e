import { Decimal } from "decimal.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GaugeId, RoomGauge } from "../../shared/contract/room-gauge.ts";
import type { RiskLimits } from "../../shared/model/risk.ts";
import { type RoomFacts, roomGauges } from "./risk-room.ts";

const limits: RiskLimits = { priceBandAtr: "3", atrPeriod: 14, maxOrdersPerSecond: 5, staleAfterMs: 5000 };
const facts: RoomFacts = {
  equity: new Decimal(99_000),
  equityPeak: new Decimal(102_000),
  dayPnl: new Decimal(-1000),
  buyingPower: new Decimal(198_000),
  exposure: { gross: new Decimal(50_000), net: new Decimal(10_000), margin: new Decimal(48_000) },
  ordersLastSecond: 2,
};
const gaugeOf = (id: GaugeId, change: Partial<RoomFacts> = {}, set: Partial<RiskLimits> = {}): RoomGauge | undefined =>
  roomGauges({ ...facts, ...change }, { ...limits, ...set }).find((gauge) => gauge.id === id);

describe("the room to each limit", () => {
  it("counts the day's loss from the equity at its start, in money", () => {
    expect(gaugeOf("daily-loss", {}, { maxDailyLoss: "2500" })).toEqual({
      id: "daily-loss",
      code: "RISK-029",
      used: "1000",
      limit: "2500",
      room: "1500",
      roomPct: "60.00",
      anchor: "100000",
      setting: "risk.maxDailyLoss",
    });
  });

  it("shows of a limit in money and one in percent the one that leaves less", () => {
    const both = { maxDailyLoss: "2500", maxDailyLossPercent: "2" };
    expect(gaugeOf("daily-loss", {}, both)).toMatchObject({ code: "RISK-030", limit: "2000", room: "1000" });
    expect(gaugeOf("drawdown", {}, { maxDrawdown: "4000", maxDrawdownPercent: "10" })).toMatchObject({
      setting: "risk.maxDrawdown",
      used: "3000",
      room: "1000",
      anchor: "102000",
    });
  });

  it("goes below zero where a limit is passed, and gains room with a gain", () => {
    expect(gaugeOf("daily-loss", {}, { maxDailyLoss: "600" })).toMatchObject({ room: "-400" });
    expect(gaugeOf("daily-loss", { dayPnl: new Decimal(500) }, { maxDailyLoss: "600" })).toMatchObject({
      used: "-500",
      room: "1100",
    });
  });

  it("says what is used where no limit is set, and knows no room where a price is missing", () => {
    expect(gaugeOf("gross-exposure")).toMatchObject({ used: "50000", limit: null, room: null });
    expect(gaugeOf("buying-power", { exposure: null })).toMatchObject({ used: null, limit: "198000", room: null });
    expect(gaugeOf("net-exposure", { exposure: null }, { maxNetExposure: "9" })).toMatchObject({ room: null });
  });

  it("takes what the worst case may use from buying power and the last second's orders from the rate", () => {
    expect(gaugeOf("buying-power")).toMatchObject({ room: "150000", setting: null });
    expect(gaugeOf("order-rate")).toMatchObject({ used: "2", limit: "5", room: "3", roomPct: "60.00" });
  });

  it("always adds up: what is used and the room are the limit", () => {
    const cents = fc.integer({ min: 0, max: 1e9 }).map((units) => new Decimal(units).div(100));
    fc.assert(
      fc.property(cents, cents, cents, (equity, lost, limit) => {
        const set = limit.gt(0) ? { maxDailyLoss: limit.toFixed() } : {};
        const gauge = gaugeOf("daily-loss", { equity, dayPnl: lost.neg() }, set);
        if (!gauge?.room || gauge.used === null || gauge.limit === null) return limit.lte(0);
        return new Decimal(gauge.used).add(gauge.room).eq(gauge.limit);
      }),
    );
  });
});
