import { Decimal } from "decimal.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { engineRig, instrumentNamed, market, person } from "../../../tests/fixtures/engine-rig.ts";
import { recordMetrics } from "./record-metrics.ts";
import { readTradeHistory } from "./trade-history.ts";

const Exact = Decimal.clone({ precision: 80 });

function rigged(options: Parameters<typeof engineRig>[0] = {}) {
  const rig = engineRig(options);
  rig.limits = { ...rig.limits, maxOrdersPerSecond: 1000, priceBandAtr: "100000" };
  rig.events.push({
    type: "account.funded",
    actor: { kind: "desk", id: "account" },
    trace: "account",
    cause: null,
    data: {
      accountId: "paper",
      currency: "USDT",
      amount: "100000",
      terms: JSON.parse(JSON.stringify(options.terms ?? {})),
    },
    at: rig.clock.now,
  });
  rig.bar(100);
  rig.price(100);
  return rig;
}

type Rig = ReturnType<typeof rigged>;

function trade(rig: Rig, side: "buy" | "sell", size: string, price: string, change = {}): string {
  const { orderId } = rig.engine.submit(market(side, size, change), person, "");
  rig.fill(orderId, size, price, {});
  return orderId;
}

const fillOf = (rig: Rig, orderId: string): string =>
  String(rig.engine.fills(100).find((fill) => fill.orderId === orderId)?.fillId);

function bust(rig: Rig, orderId: string): void {
  rig.say({ kind: "fill-busted", orderId, fillId: fillOf(rig, orderId), reason: "error" });
}

const historyOf = (rig: Rig) => readTradeHistory(rig.stored());

describe("a row says what its fills say", () => {
  it("at the venue's own time, though the desk hears of a fill later", () => {
    const rig = rigged();
    trade(rig, "buy", "1", "100");
    rig.clock.now += 3_600_000;
    rig.price(100);
    trade(rig, "sell", "1", "100");
    // Over daily bars the desk writes a fill down when its bar has closed.
    const written = rig.stored().map((event) => ({ ...event, at: "2026-01-06T00:00:00.000Z" }));
    const { trades, orders } = readTradeHistory(written);
    expect(trades).toMatchObject([{ entryAt: "2026-01-05T12:00:00.000Z", exitAt: "2026-01-05T13:00:00.000Z" }]);
    expect(orders.map(({ filledAt }) => filledAt)).toEqual(["2026-01-05T12:00:00.000Z", "2026-01-05T13:00:00.000Z"]);
  });

  it("after a split in the new units: size, entry and result belong together", () => {
    const stock = instrumentNamed("AAPL", { assetClass: "equity", sizeIncrement: "1" });
    const rig = rigged({ instruments: [stock] });
    const instrumentId = stock.id;
    trade(rig, "buy", "10", "100", { instrumentId });
    rig.engine.accountReport({ reportId: "s", at: rig.clock.now, kind: "split", instrumentId, ratio: "4" });
    rig.clock.now += 60_000;
    rig.price(26);
    trade(rig, "sell", "40", "26", { instrumentId });
    expect(historyOf(rig).trades).toMatchObject([{ size: "40", entryPrice: "25", exitPrice: "26", pnl: "40" }]);
  });

  it("ends with a split that leaves less than one unit, and tells what that cost", () => {
    const stock = instrumentNamed("AAPL", { assetClass: "equity", sizeIncrement: "1" });
    const rig = rigged({ instruments: [stock] });
    const instrumentId = stock.id;
    trade(rig, "buy", "3", "100", { instrumentId });
    rig.engine.accountReport({ reportId: "s", at: rig.clock.now, kind: "split", instrumentId, ratio: "0.1" });
    const { trades, days } = historyOf(rig);
    expect(trades).toMatchObject([{ pnl: "-300", exitOrderId: "s", exitPrice: "0" }]);
    expect(days.at(-1)?.closeBalance).toBe("99700");
  });

  it("with a corrected entry at the corrected price", () => {
    const rig = rigged();
    const entry = trade(rig, "buy", "2", "100");
    rig.price(110);
    trade(rig, "sell", "2", "110");
    rig.say({ kind: "fill-corrected", orderId: entry, fillId: fillOf(rig, entry), reason: "error", price: "105" });
    const { trades, orders } = historyOf(rig);
    expect(trades).toMatchObject([{ entryPrice: "105", exitPrice: "110", pnl: "10" }]);
    expect(orders[0]).toMatchObject({ status: "filled", averagePrice: "105" });
  });

  it("of which every fill was taken back counts for nothing, and its order is canceled", () => {
    const rig = rigged();
    const only = trade(rig, "buy", "2", "100");
    rig.clock.now += 1000;
    bust(rig, only);
    const { trades, orders, days, currency } = historyOf(rig);
    expect(rig.engine.order(only)?.status).toBe("canceled");
    expect(orders).toMatchObject([{ status: "canceled", filledSize: "0", filledAt: null, averagePrice: null }]);
    expect(trades).toMatchObject([{ busted: true, size: "0", exitAt: "2026-01-05T12:00:01.000Z", pnl: "0" }]);
    expect(trades[0]?.corrections).toMatchObject([{ kind: "busted" }]);
    expect(days.at(-1)?.trades).toBe(0);
    expect(recordMetrics(trades, days, currency)[0]).toMatchObject({ name: "trades", value: "0" });
  });

  it("where an entry was taken back: what closed it opens the other way", () => {
    const rig = rigged({ leverage: "5" });
    const entry = trade(rig, "buy", "2", "100");
    rig.price(110);
    trade(rig, "sell", "2", "110");
    bust(rig, entry);
    const { trades } = historyOf(rig);
    expect(trades).toMatchObject([
      { side: "short", size: "2", entryPrice: "110", exitAt: null, pnl: "0", corrections: [{ pnl: "-20" }] },
    ]);
  });

  it("whatever was taken back or changed: together they make what the account made", () => {
    const step = fc.record({
      what: fc.constantFrom("buy", "sell", "buy", "sell", "bust", "correct", "split"),
      size: fc.integer({ min: 1, max: 9 }),
      price: fc.integer({ min: 5000, max: 15_000 }),
      pick: fc.nat(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), fc.constantFrom("average", "fifo"), (steps, costBasis) => {
        const coin = instrumentNamed("BTC/USDT", { sizeIncrement: "1" });
        const rig = rigged({ instruments: [coin], leverage: "50", terms: { costBasis } });
        const fills: string[] = [];
        for (const { what, size, price, pick } of steps) {
          rig.clock.now += 1000;
          rig.price(price / 100);
          const chosen = fills[pick % Math.max(1, fills.length)];
          if (what === "buy" || what === "sell") {
            const { orderId, verdict } = rig.engine.submit(market(what, String(size)), person, "");
            if (verdict.outcome !== "approved") continue;
            rig.fill(orderId, String(size), String(price / 100), { fee: "1" });
            fills.push(orderId);
          } else if (what === "split") {
            const split = {
              kind: "split",
              instrumentId: "paper:BTC/USDT",
              ratio: pick % 2 === 0 ? "2" : "0.5",
            } as const;
            rig.engine.accountReport({ reportId: `s-${rig.events.length}`, at: rig.clock.now, ...split });
          } else if (chosen !== undefined && what === "bust") {
            bust(rig, chosen);
            fills.splice(fills.indexOf(chosen), 1);
          } else if (chosen !== undefined) {
            const change = { price: String(price / 100), size: String(size) };
            rig.say({ kind: "fill-corrected", orderId: chosen, fillId: fillOf(rig, chosen), reason: "", ...change });
          }
        }
        const { trades, days } = historyOf(rig);
        const { realizedPnl, fees, equity, unrealizedPnl } = rig.engine.account();
        const sum = (values: readonly string[]) => values.reduce((all, each) => all.add(each), new Exact(0)).toFixed();
        expect(sum(trades.map(({ pnl }) => pnl))).toBe(realizedPnl);
        expect(sum(trades.map((each) => each.fees))).toBe(fees);
        if (days.length > 0) expect(days.at(-1)?.closeBalance).toBe(new Exact(equity).sub(unrealizedPnl).toFixed());
        const open = trades.filter(({ exitAt }) => exitAt === null);
        const held = rig.engine.positions().filter(({ size }) => Number(size) !== 0);
        expect(open.map(({ side }) => side)).toEqual(held.map(({ size }) => (Number(size) > 0 ? "long" : "short")));
        for (const { exitAt, busted, side, size, entryPrice, exitPrice, pnl } of trades) {
          if (exitAt === null || busted) continue;
          const moved = new Exact(exitPrice ?? "0").sub(entryPrice).mul(side === "long" ? 1 : -1);
          expect(moved.mul(size).sub(pnl).abs().toNumber()).toBeLessThan(1e-9);
        }
      }),
      { numRuns: 150 },
    );
  });
});
