import { Decimal } from "decimal.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { engineRig, instrumentNamed, market, person } from "../../../tests/fixtures/engine-rig.ts";
import { type CsvLayout, csvLayouts, csvOf } from "./csv-layouts.ts";
import { recordMetrics } from "./record-metrics.ts";
import { inPeriod } from "./track-record.ts";
import { readTradeHistory } from "./trade-history.ts";

const Exact = Decimal.clone({ precision: 60 });

const opening = {
  type: "account.funded" as const,
  actor: { kind: "desk" as const, id: "account" },
  trace: "account",
  cause: null,
  data: { accountId: "paper", currency: "USDT", amount: "100000" },
};

function rigged(options: Parameters<typeof engineRig>[0] = {}) {
  const rig = engineRig(options);
  rig.limits = { ...rig.limits, maxOrdersPerSecond: 1000 };
  rig.events.push({ ...opening, at: rig.clock.now });
  rig.bar(100);
  rig.price(100);
  return rig;
}

function trade(rig: ReturnType<typeof engineRig>, side: "buy" | "sell", size: string, price: string, change = {}) {
  const { fee = "0", ...request } = change as { fee?: string };
  const { orderId } = rig.engine.submit(market(side, size, request), person, "");
  rig.fill(orderId, size, price, { fee });
  return orderId;
}

const historyOf = (rig: ReturnType<typeof engineRig>) => readTradeHistory(rig.stored());

describe("the trades of a journal", () => {
  it("go from flat to flat, with what they cost and the events they were made of", () => {
    const rig = rigged();
    const bracket = { stopLoss: { type: "stop", triggerPrice: "90" } };
    trade(rig, "buy", "2", "100", { fee: "1", bracket });
    rig.price(95);
    trade(rig, "buy", "1", "103", { fee: "1" });
    rig.clock.now += 90_000;
    rig.price(110);
    trade(rig, "sell", "3", "110", { fee: "1" });
    const [only, ...others] = historyOf(rig).trades;
    expect(others).toEqual([]);
    expect(only).toMatchObject({
      side: "long",
      size: "3",
      entryPrice: "101",
      exitPrice: "110",
      pnl: "27",
      fees: "3",
      net: "24",
      stopLoss: "90",
      adverse: "6",
      favorable: "9",
    });
    const types = [only?.openSeq, only?.closeSeq].map((seq) => rig.events[seq ?? -1]?.type);
    expect(types).toEqual(["order.filled", "order.filled"]);
  });

  it("split a fill that turns the position, its fee by size", () => {
    const rig = rigged();
    trade(rig, "buy", "1", "100");
    trade(rig, "sell", "3", "104", { fee: "3" });
    expect(historyOf(rig).trades).toMatchObject([
      { side: "long", pnl: "4", fees: "1", exitPrice: "104" },
      { side: "short", size: "2", entryPrice: "104", fees: "2", exitAt: null },
    ]);
  });

  it("show a bust and a correction on the trade they change", () => {
    const rig = rigged();
    trade(rig, "buy", "2", "100");
    const exit = trade(rig, "sell", "2", "110", { fee: "1" });
    const [fill] = rig.engine.fills(1);
    const about = { orderId: exit, fillId: String(fill?.fillId), reason: "error" };
    rig.say({ kind: "fill-corrected", ...about, price: "108" });
    expect(historyOf(rig).trades).toMatchObject([{ pnl: "16", corrections: [{ kind: "corrected", pnl: "-4" }] }]);
    rig.say({ kind: "fill-busted", ...about });
    const [trade0] = historyOf(rig).trades;
    expect(trade0).toMatchObject({ exitAt: null, pnl: "0", fees: "0" });
    expect(trade0?.corrections).toHaveLength(2);
  });

  it("give funding that is told late to the trade that was open when it was paid", () => {
    const perp = instrumentNamed("BTC/USDT", { assetClass: "crypto-perp" });
    const rig = rigged({ instruments: [perp] });
    trade(rig, "buy", "2", "100");
    rig.clock.now += 1000;
    const at = rig.clock.now;
    rig.clock.now += 1000;
    trade(rig, "sell", "2", "100");
    const paid = (reportId: string, when: number): void =>
      rig.engine.accountReport({
        reportId,
        at: when,
        kind: "funding",
        instrumentId: perp.id,
        rate: "0.001",
        amount: "-0.2",
        currency: "USDT",
      });
    paid("closed", at);
    rig.clock.now += 1000;
    trade(rig, "buy", "1", "100");
    paid("reopened", at);
    rig.clock.now += 1000;
    paid("own", rig.clock.now);
    expect(historyOf(rig).trades.map(({ funding }) => funding)).toEqual(["-0.4", "-0.2"]);
  });

  it("carry funding, and end with a liquidation", () => {
    const perp = instrumentNamed("BTC/USDT", { assetClass: "crypto-perp" });
    const rig = rigged({ instruments: [perp] });
    trade(rig, "buy", "2", "100");
    const at = rig.clock.now;
    const funding = {
      kind: "funding",
      instrumentId: perp.id,
      rate: "0.001",
      amount: "-0.2",
      currency: "USDT",
    } as const;
    rig.engine.accountReport({ reportId: "f", at, ...funding });
    const what = { side: "sell", size: "2", price: "90", fee: "1", feeCurrency: "USDT", reason: "margin" } as const;
    rig.engine.accountReport({ reportId: "l", at, kind: "liquidation", instrumentId: perp.id, ...what });
    rig.engine.accountReport({ reportId: "t", at, kind: "transfer", amount: "50", currency: "USDT", reason: "" });
    const { trades, days } = historyOf(rig);
    expect(trades).toMatchObject([{ pnl: "-20", fees: "1", funding: "-0.2", net: "-21.2", exitOrderId: "l" }]);
    expect(days).toMatchObject([{ openBalance: "100000", closeBalance: "100028.8", net: "-21.2", transfers: "50" }]);
  });

  it("make together what the account has made, whatever was traded", () => {
    const fill = fc.record({
      sell: fc.boolean(),
      size: fc.integer({ min: 1, max: 9 }),
      price: fc.integer({ min: 5000, max: 15_000 }),
      fee: fc.integer({ min: 0, max: 300 }),
      hours: fc.integer({ min: 0, max: 20 }),
    });
    fc.assert(
      fc.property(fc.array(fill, { maxLength: 25 }), fc.boolean(), (fills, isHedged) => {
        const rig = rigged({ leverage: "5", ...(isHedged ? { terms: { positionMode: "hedging" } } : {}) });
        for (const { sell, size, price, fee, hours } of fills) {
          rig.clock.now += hours * 3_600_000;
          rig.price(price / 100);
          const side = sell ? "sell" : "buy";
          const { orderId, verdict } = rig.engine.submit(market(side, String(size)), person, "");
          if (verdict.outcome === "approved")
            rig.fill(orderId, String(size), String(price / 100), { fee: String(fee / 100) });
        }
        const { trades, days } = historyOf(rig);
        const { realizedPnl, fees, cash, unrealizedPnl, equity } = rig.engine.account();
        const sum = (values: readonly string[]) => values.reduce((all, each) => all.add(each), new Exact(0)).toFixed();
        expect(sum(trades.map(({ pnl }) => pnl))).toBe(realizedPnl);
        expect(sum(trades.map((each) => each.fees))).toBe(fees);
        const balance = new Exact(equity).sub(unrealizedPnl).toFixed();
        expect(days.at(-1)?.closeBalance ?? cash).toBe(days.length === 0 ? cash : balance);
        expect(days.map(({ openBalance }) => openBalance).slice(1)).toEqual(
          days.map(({ closeBalance }) => closeBalance).slice(0, -1),
        );
      }),
      { numRuns: 100 },
    );
  });
});

describe("the tables", () => {
  const rig = rigged();
  trade(rig, "buy", "2", "100", { fee: "1" });
  rig.clock.now += 3_723_000;
  rig.price(110);
  trade(rig, "sell", "2", "110", { fee: "1" });
  rig.engine.submit(market("buy", "9000"), person, "");
  const history = historyOf(rig);
  const leaf = (seq: number): string => `leaf-${seq}`;
  const table = (layout: CsvLayout) => csvOf(history, layout, leaf).split("\r\n");

  it("have the very headers of the firms' own", () => {
    expect(table("ftmo")[0]).toBe(
      'Ticket;Open;Type;Volume;Symbol;Price;SL;TP;Close;Price;Swap;Commissions;Profit;Pips;"Trade duration in seconds"',
    );
    expect(table("topstepx")[0]).toBe(
      "Id,ContractName,EnteredAt,ExitedAt,EntryPrice,ExitPrice,Fees,PnL,Size,Type,TradeDay,TradeDuration,Commissions",
    );
    expect(table("topstepx-orders")[0]).toBe(
      "Id,AccountName,ContractName,Status,Type,Size,Side,CreatedAt,TradeDay,FilledAt,CancelledAt,TriggeredAt,StopPrice,LimitPrice,ExecutePrice,TriggeredPrice,PositionDisposition,CreationDisposition,RejectionReason,ExchangeOrderId,PlatformOrderId",
    );
    for (const layout of csvLayouts) {
      const [header = "", ...rows] = table(layout);
      const separator = layout === "ftmo" ? ";" : ",";
      for (const row of rows.filter((each) => each !== "")) {
        if (!row.includes('"'))
          expect([layout, row.split(separator).length]).toEqual([layout, header.split(separator).length]);
      }
    }
  });

  it("hold the trade as each firm writes it", () => {
    expect(table("topstepx")[1]).toBe(
      "1,BTC/USDT,01/05/2026 12:00:00 +00:00,01/05/2026 13:02:03 +00:00,100,110,2,20,2,Long,01/05/2026,01:02:03,0",
    );
    expect(table("ftmo")[1]).toBe(
      "1;2026-01-05 12:00:00;buy;2;BTC/USDT;100;0;0;2026-01-05 13:02:03;110;0;-2;20;10;3723",
    );
    expect(table("topstepx-orders")[3]).toContain(",Rejected,Market,9000,Bid,");
    expect(table("trades")[1]).toMatch(/,leaf-\d+,\d+,leaf-\d+,USDT,,18$/);
  });

  it("name the first and the last event of every order, refused ones too, each with its leaf", () => {
    const [header = "", ...rows] = table("orders");
    const { orders } = history;
    expect(orders.map(({ status }) => status)).toEqual(["filled", "filled", "denied"]);
    expect(header).toMatch(/,journal_seq_first,leaf_first,journal_seq_last,leaf_last$/);
    expect(rows.map((row) => row.match(/(?:,\d+,leaf-\d+){2}$/)?.[0] ?? "")).toEqual([
      ...orders.map(({ openSeq, lastSeq }) => `,${openSeq},leaf-${openSeq},${lastSeq},leaf-${lastSeq}`),
      "",
    ]);
    expect(rows[0]).toContain(
      `${orders[0]?.orderId},paper:BTC/USDT,buy,market,2,,,,no,filled,2026-01-05T12:00:00.000Z,`,
    );
    expect(rows[2]).toContain(",denied,");
  });

  it("name the firm's trade day by the date it ends on, at its own midnight", () => {
    const told = (changes: Partial<typeof history>): string[] => {
      const own = { ...history, ...changes };
      const cellsOf = (layout: CsvLayout): string[] => csvOf(own, layout, leaf).split("\r\n")[1]?.split(",") ?? [];
      return [cellsOf("topstepx")[10] ?? "", cellsOf("topstepx-orders")[8] ?? ""];
    };
    expect(told({})).toEqual(["01/05/2026", "01/05/2026 00:00:00 +00:00"]);
    // A day of Chicago's futures begins at five in the afternoon, and is that of the date on which it ends.
    const chicago = { dayZone: "America/Chicago", dayStartsAt: "17:00" };
    expect(told(chicago)).toEqual(["01/05/2026", "01/05/2026 00:00:00 -06:00"]);
    const late = "2026-01-05T23:30:00.000Z";
    const [trade] = history.trades.map((each) => ({ ...each, exitAt: late }));
    const [order] = history.orders.map((each) => ({ ...each, filledAt: late }));
    expect(told({ ...chicago, trades: [trade!], orders: [order!] })).toEqual([
      "01/06/2026",
      "01/06/2026 00:00:00 -06:00",
    ]);
    const eve = { ...chicago, trades: [{ ...trade!, exitAt: "2026-01-05T23:00:00.000Z" }] };
    expect(told(eve)[0]).toBe("01/05/2026");
    expect(told({ dayZone: "Asia/Kolkata", dayStartsAt: "00:00", orders: [order!] })[1]).toBe(
      "01/06/2026 00:00:00 +05:30",
    );
  });

  it("run in no spreadsheet", () => {
    const [only] = history.trades;
    const evil = {
      ...history,
      trades: only === undefined ? [] : [{ ...only, instrumentId: 'paper:=HYPERLINK("x";"y")' }],
    };
    expect(csvOf(evil, "topstepx", leaf)).toContain(`"'=HYPERLINK(""x"";""y"")"`);
    expect(csvOf(evil, "ftmo", leaf)).toContain(`;"'=HYPERLINK(""x"";""y"")";`);
  });

  it("keep to a period", () => {
    const later = inPeriod(history, "2026-01-06T00:00:00.000Z", "2026-02-01T00:00:00.000Z");
    expect([later.trades, later.orders, later.days].map((rows) => rows.length)).toEqual([0, 0, 0]);
    expect(inPeriod(history, "2026-01-05T00:00:00.000Z", "2026-01-05T23:59:59.999Z").trades).toHaveLength(1);
  });
});

describe("the figures", () => {
  const day = (net: string, openBalance = "1000") => ({ net, openBalance, leftOut: [] }) as never;
  const closed = (net: string) => ({ account: { net, fees: "1" }, leftOut: [], exitAt: "x", busted: false }) as never;
  const value = (metrics: ReturnType<typeof recordMetrics>, name: string) =>
    metrics.find((metric) => metric.name === name)?.value;

  it("say how they are made, and nothing where they are not defined", () => {
    const metrics = recordMetrics([closed("30"), closed("-10"), closed("0")], [day("30"), day("-10")], "USD");
    expect(value(metrics, "netPnl")).toBe("20");
    expect(value(metrics, "winRatePct")).toBe("33.333333");
    expect(value(metrics, "profitFactor")).toBe("3");
    expect(value(metrics, "payoffRatio")).toBe("3");
    expect(value(metrics, "bestDaySharePct")).toBe("150");
    expect(value(metrics, "consistencyPct")).toBe("25");
    expect(value(metrics, "maxDrawdown")).toBe("10");
    expect(value(metrics, "sharpe")).toBeNull();
    expect(metrics.every(({ basis, n }) => basis.length > 10 && n >= 0)).toBe(true);
    const none = recordMetrics([], [], "USD");
    expect(value(none, "profitFactor")).toBeNull();
    expect(value(none, "expectancy")).toBeNull();
  });

  it("give a Sharpe ratio from twenty days on", () => {
    const days = Array.from({ length: 20 }, (_, index) => day(index % 2 === 0 ? "20" : "-10"));
    // Mean 0.5 %, deviation 1.5389675… %, times the root of 252.
    expect(Number(value(recordMetrics([], days, "USD"), "sharpe"))).toBeCloseTo(5.157519, 5);
  });
});
