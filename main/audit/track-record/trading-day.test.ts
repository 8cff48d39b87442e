import { describe, expect, it } from "vitest";
import type { JournalEvent } from "../../../shared/model/journal-event.ts";
import { engineRig, market, person } from "../../../tests/fixtures/engine-rig.ts";
import { firmRig, traded } from "../../../tests/fixtures/firm-rig.ts";
import { csvOf } from "./csv-layouts.ts";
import { inPeriod } from "./track-record.ts";
import { readTradeHistory } from "./trade-history.ts";

const chicago = { dayZone: "America/Chicago", dayStartsAt: "17:00" };

const funded = (terms: object) => ({
  type: "account.funded" as const,
  actor: { kind: "desk" as const, id: "account" },
  trace: "account",
  cause: null,
  data: { accountId: "paper", currency: "USDT", amount: "100000", terms: { ...terms } },
});

const cells = (events: readonly JournalEvent[], ...names: string[]): (string | undefined)[][] => {
  const [head = "", ...rows] = csvOf(readTradeHistory(events), "daily", (seq) => `leaf-${seq}`)
    .trim()
    .split("\r\n");
  const places = names.map((name) => head.split(",").indexOf(name));
  return rows.map((row) => places.map((place) => row.split(",")[place]));
};

function roundTrip(rig: ReturnType<typeof engineRig>): void {
  for (const side of ["buy", "sell"] as const) {
    const { orderId } = rig.engine.submit(market(side, "1"), person, "");
    rig.fill(orderId, "1", "100");
  }
}

describe("the account's trading days", () => {
  it("go by its own zone from the first event on, so that two of them are never one row", () => {
    const rig = engineRig({ terms: chicago });
    rig.limits = { ...rig.limits, maxOrdersPerSecond: 1000 };
    rig.clock.now = Date.UTC(2026, 0, 5, 22);
    rig.events.push({ ...funded(chicago), at: rig.clock.now });
    rig.bar(100);
    rig.price(100);
    roundTrip(rig);
    rig.clock.now = Date.UTC(2026, 0, 5, 23, 30);
    rig.price(100);
    roundTrip(rig);
    expect(cells(rig.stored(), "trade_day", "tz", "trades")).toEqual([
      ["2026-01-04", "America/Chicago", "1"],
      ["2026-01-05", "America/Chicago", "1"],
    ]);
  });

  it("begin when their hour comes, also while no price has told of it", () => {
    const rig = engineRig({ terms: chicago });
    rig.limits = { ...rig.limits, maxOrdersPerSecond: 1000, staleAfterMs: 86_400_000 };
    rig.clock.now = Date.UTC(2026, 0, 5, 22, 59);
    rig.events.push({ ...funded(chicago), at: rig.clock.now });
    rig.bar(100);
    rig.price(100);
    const { orderId } = rig.engine.submit(market("buy", "1"), person, "");
    rig.fill(orderId, "0.5", "100");
    rig.clock.now += 120_000;
    rig.fill(orderId, "0.5", "100");
    expect(cells(rig.stored(), "trade_day")).toEqual([["2026-01-04"], ["2026-01-05"]]);
  });

  it("belong to a period that touches them", () => {
    const rig = engineRig({ terms: chicago });
    rig.clock.now = Date.UTC(2026, 0, 6, 1);
    rig.events.push({ ...funded(chicago), at: rig.clock.now });
    rig.bar(100);
    rig.price(100);
    roundTrip(rig);
    const history = readTradeHistory(rig.stored());
    const days = (from: string, to: string) => inPeriod(history, from, to).days.map(({ date }) => date);
    expect(days("2026-01-06T00:00:00.000Z", "2026-01-06T12:00:00.000Z")).toEqual(["2026-01-05"]);
    expect(days("2026-01-06T23:00:00.000Z", "2026-01-07T12:00:00.000Z")).toEqual([]);
    expect(days("2026-01-05T12:00:00.000Z", "2026-01-05T23:00:00.000Z")).toEqual([]);
  });
});

describe("the floors of a firm", () => {
  const asked = ["daily_floor", "max_loss_floor", "min_headroom_daily", "min_headroom_max", "breach"];
  const twoStep = "ftmo.2step.challenge.100k";

  it("stand in the row of the day, with the least room that was left to them", () => {
    const { rig } = firmRig(twoStep);
    traded(rig, "buy", "1", 100_000);
    rig.price(98_000);
    traded(rig, "sell", "1", 98_000);
    expect(cells(rig.stored(), ...asked)).toEqual([["95000", "90000", "3000", "8000", ""]]);
  });

  it("tell of a breach, and how far equity went below the floor", () => {
    const { rig } = firmRig(twoStep);
    traded(rig, "buy", "1", 100_000);
    rig.price(94_000);
    const seq = rig.events.findIndex(({ type }) => type === "risk.breached");
    expect(cells(rig.stored(), ...asked)).toEqual([
      ["95000", "90000", "-1000", "4000", `daily_loss fail (event ${seq})`],
    ]);
  });

  it("count from the firm's own starting balance, whatever the account holds", () => {
    const { rig } = firmRig(twoStep, { cash: "250000" });
    traded(rig, "buy", "1", 100_000);
    rig.price(98_000);
    traded(rig, "sell", "1", 98_000);
    expect(cells(rig.stored(), ...asked)).toEqual([["95000", "90000", "3000", "8000", ""]]);
  });

  it("are left open without a firm's rules", () => {
    const rig = engineRig();
    rig.events.push({ ...funded({}), at: rig.clock.now });
    rig.bar(100);
    rig.price(100);
    roundTrip(rig);
    expect(cells(rig.stored(), ...asked)).toEqual([["", "", "", "", ""]]);
  });
});
