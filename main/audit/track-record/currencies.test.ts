import { describe, expect, it } from "vitest";
import type { AccountTerms } from "../../../shared/model/account-terms.ts";
import { usualTerms } from "../../../shared/model/account-terms.ts";
import { engineRig, instrumentNamed, market, person } from "../../../tests/fixtures/engine-rig.ts";
import { accountPath } from "./account-path.ts";
import { csvOf } from "./csv-layouts.ts";
import { DeclaredRates } from "./declared-rates.ts";
import { recordMetrics } from "./record-metrics.ts";
import { trackRecord } from "./track-record.ts";
import { readTradeHistory } from "./trade-history.ts";

const stock = instrumentNamed("SPY", { assetClass: "equity", sizeIncrement: "1", quoteCurrency: "USD" });
const yen = instrumentNamed("USD/JPY", { assetClass: "fx", sizeIncrement: "1", quoteCurrency: "JPY" });
const coin = instrumentNamed("BTC/USDT");

function rigged(currency: string, conversions: AccountTerms["conversions"]) {
  const terms = { ...usualTerms, conversions };
  const rig = engineRig({ instruments: [stock, yen, coin], currency, leverage: "10", terms });
  rig.limits = { ...rig.limits, maxOrdersPerSecond: 1000, priceBandAtr: "100000" };
  const data = { accountId: "paper", currency, amount: "100000", terms: JSON.parse(JSON.stringify(terms)) };
  const about = { actor: { kind: "desk", id: "account" }, trace: "account", cause: null } as const;
  rig.events.push({ type: "account.funded", ...about, data, at: rig.clock.now });
  return rig;
}

type Rig = ReturnType<typeof rigged>;

function roundTrip(rig: Rig, index: number, size: string, from: number, to: number, fee = {}): string[] {
  const { id: instrumentId } = [stock, yen, coin][index] as typeof coin;
  return (
    [
      ["buy", from],
      ["sell", to],
    ] as const
  ).map(([side, price]) => {
    rig.clock.now += 1000;
    rig.bar(price, 1, index);
    rig.price(price, index);
    const { orderId } = rig.engine.submit(market(side, size, { instrumentId }), person, "");
    rig.fill(orderId, size, String(price), fee);
    return orderId;
  });
}

const figure = (history: ReturnType<typeof readTradeHistory>, name: string) =>
  recordMetrics(history.trades, history.days, history.currency).find((metric) => metric.name === name);

describe("an account in several currencies", () => {
  it("adds nothing up before it is in one: yen and dollars by the rate that the account declares", () => {
    const rig = rigged("USD", [{ from: "USD", to: "JPY", rate: "125" }]);
    roundTrip(rig, 1, "1000", 150, 151);
    roundTrip(rig, 0, "10", 100, 99);
    const history = readTradeHistory(rig.stored());
    expect(history.trades).toMatchObject([
      { currency: "JPY", net: "1000", account: { net: "8" } },
      { currency: "USD", net: "-10", account: { net: "-10" } },
    ]);
    expect(figure(history, "netPnl")?.value).toBe("-2");
    expect(history.days).toMatchObject([{ net: "-2", closeBalance: "99998", best: "8", worst: "-10", leftOut: [] }]);
    expect(rig.engine.account().equity).toBe("99998");
    expect([...accountPath(rig.stored())].at(-1)?.balance).toBe(99_998n * 10n ** 24n);
  });

  it("counts each result and fee at the rate of its moment where the rate follows a price, as the fill tells it", () => {
    const rig = rigged("USD", [{ from: "USD", to: "JPY", instrumentId: yen.id }]);
    roundTrip(rig, 1, "1000", 200, 250, { fee: "320", feeCurrency: "JPY" });
    const [, lost = ""] = roundTrip(rig, 1, "1000", 250, 125);
    roundTrip(rig, 0, "10", 100, 99);
    const told = rig.dataOf("order.filled").map(({ account }) => (account as Record<string, unknown>)["rates"]);
    const rates = ["0.005", "0.004", "0.004", "0.008"].map((rate) => ({ JPY: rate }));
    expect(told).toEqual([...rates, undefined, undefined]);
    const history = readTradeHistory(rig.stored());
    expect(history.trades).toMatchObject([
      { currency: "JPY", net: "49360", account: { pnl: "200", fees: "2.88", funding: "0", net: "197.12" } },
      { currency: "JPY", net: "-125000", account: { net: "-1000" } },
      { currency: "USD", net: "-10", account: { net: "-10" } },
    ]);
    expect(figure(history, "netPnl")?.value).toBe("-812.88");
    expect(history.days).toMatchObject([{ pnl: "-810", net: "-812.88", closeBalance: "99187.12", leftOut: [] }]);
    expect([...accountPath(rig.stored())].at(-1)?.balance).toBe(9_918_712n * 10n ** 22n);
    const fillId = String(rig.engine.fills(9).find(({ orderId }) => orderId === lost)?.fillId);
    rig.price(250, 1);
    rig.say({ kind: "fill-busted", orderId: lost, fillId, reason: "error" });
    const after = readTradeHistory(rig.stored());
    expect(after.trades.map(({ account }) => account?.pnl)).toEqual(["200", "0", "-10"]);
    // What is taken back was worth what it was worth when it was booked.
    expect(after.days).toMatchObject([{ pnl: "190", net: "187.12" }]);
  });

  it("knows no rate before its instrument has had a price", () => {
    const rig = rigged("USD", [{ from: "EUR", to: "USD", instrumentId: yen.id }]);
    rig.engine.accountReport({
      reportId: "t",
      at: rig.clock.now,
      kind: "transfer",
      amount: "50",
      currency: "EUR",
      reason: "",
    });
    expect(readTradeHistory(rig.stored()).days).toMatchObject([{ transfers: "0", leftOut: [{ currency: "EUR" }] }]);
    rig.price(1.25, 1);
    rig.engine.accountReport({
      reportId: "u",
      at: rig.clock.now,
      kind: "transfer",
      amount: "-50",
      currency: "EUR",
      reason: "",
    });
    // Together they are nothing, but what the first was worth nobody knows.
    expect(readTradeHistory(rig.stored()).days).toMatchObject([{ leftOut: [{ currency: "EUR", transfers: "0" }] }]);
  });

  it("leaves a sum open where the record holds no rate, and says so", () => {
    const rig = rigged("EUR", [
      { from: "USDT", to: "USD", rate: "1" },
      { from: "EUR", to: "USD", instrumentId: "paper:EUR/USD" },
    ]);
    rig.engine.accountReport({
      reportId: "t",
      at: rig.clock.now,
      kind: "transfer",
      amount: "50",
      currency: "USDT",
      reason: "",
    });
    const history = readTradeHistory([
      ...rig.stored(),
      ...filled(rig.stored().length, "100", "0"),
      ...filled(rig.stored().length + 2, "130", "30"),
    ]);
    expect(history.trades).toMatchObject([{ currency: "USDT", net: "30", account: null }]);
    expect(figure(history, "netPnl")).toMatchObject({ value: null, n: 1 });
    expect(figure(history, "netPnl")?.basis).toContain("the record holds no rate of USDT in EUR");
    expect(figure(history, "bestDay")?.value).toBeNull();
    expect(figure(history, "trades")?.value).toBe("1");
    expect(history.days).toMatchObject([
      { net: "0", closeBalance: "100000", leftOut: [{ currency: "USDT", pnl: "30", transfers: "50" }] },
    ]);
    const source = { origin: "o", from: "2026-01-01T00:00:00.000Z", to: "2026-02-01T00:00:00.000Z", checkpoint: null };
    const { limits } = trackRecord(history, { ...source, limits: ["a limit"], leafOf: () => "leaf" });
    expect(limits).toEqual(["a limit", "What was booked in USDT is in no sum: the record holds no rate of it in EUR."]);
    const [, row = ""] = csvOf(history, "topstepx", () => "leaf").split("\r\n");
    expect(row).toContain(",100,130,,,1,Long,");
    expect(csvOf(history, "daily", () => "leaf")).toContain(",USDT 80\r\n");
  });

  it("takes the fee of a third currency back with its fill", () => {
    const rig = rigged("USDT", []);
    const [, exit] = roundTrip(rig, 2, "1", 100, 110, { fee: "0.5", feeCurrency: "BNB" });
    const before = readTradeHistory(rig.stored());
    expect(before.trades).toMatchObject([{ fees: "0", others: [{ currency: "BNB", amount: "-1" }], leftOut: ["BNB"] }]);
    expect(figure(before, "netPnl")).toMatchObject({ value: "10" });
    expect(figure(before, "netPnl")?.basis).toContain("what was paid in BNB has no recorded rate and is left out");
    const fillId = String(rig.engine.fills(9).find(({ orderId }) => orderId === exit)?.fillId);
    rig.say({ kind: "fill-busted", orderId: String(exit), fillId, reason: "error" });
    const after = readTradeHistory(rig.stored());
    expect(after.trades).toMatchObject([{ fees: "0", net: "0", others: [{ currency: "BNB", amount: "-0.5" }] }]);
    expect(after.days.at(-1)?.closeBalance).toBe("100000");
  });

  it("counts such a fee where a rate is declared", () => {
    const rig = rigged("USDT", [{ from: "BNB", to: "USDT", rate: "600" }]);
    roundTrip(rig, 2, "1", 100, 1100, { fee: "0.5", feeCurrency: "BNB" });
    const { trades, days } = readTradeHistory(rig.stored());
    expect(trades).toMatchObject([{ net: "1000", account: { fees: "600", net: "400" }, leftOut: [] }]);
    expect(days).toMatchObject([{ fees: "600", closeBalance: "100400" }]);
  });

  it("values a fee in what is traded at the fill's price, as the desk books it", () => {
    const rig = rigged("USDT", []);
    roundTrip(rig, 2, "1", 100, 110, { fee: "0.01", feeCurrency: "BTC" });
    const { trades, days } = readTradeHistory(rig.stored());
    expect(trades).toMatchObject([{ fees: "2.1", net: "7.9" }]);
    const { equity, fees } = rig.engine.account();
    expect([days.at(-1)?.closeBalance, trades[0]?.fees]).toEqual([equity, fees]);
  });
});

describe("declared rates", () => {
  const rates = new DeclaredRates("USD", usualTerms.conversions);

  it("count what is at par as one currency, and follow no price that the record does not hold", () => {
    expect(rates.nameOf("USDT")).toBe("USD");
    expect([rates.toOwn("USDT", 5n), rates.toOwn("EUR", 5n), rates.toOwn("EUR", 0n)]).toEqual([5n, null, 0n]);
  });

  it("go the shortest declared way, either way round", () => {
    const chain = new DeclaredRates("EUR", [
      { from: "GBP", to: "USD", rate: "1.25" },
      { from: "EUR", to: "USD", rate: "1.1" },
    ]);
    expect(chain.toOwn("GBP", 44n)).toBe(50n);
    expect(chain.toOwn("JPY", 1n)).toBeNull();
  });
});

it("the best of days that all lost is the one that lost least", () => {
  const day = (net: string) => ({ net, openBalance: "1000", leftOut: [] }) as never;
  const best = recordMetrics([], [day("-30"), day("-10")], "USD").find(({ name }) => name === "bestDay");
  expect(best?.value).toBe("-10");
  expect(recordMetrics([], [], "USD").find(({ name }) => name === "bestDay")?.value).toBeNull();
});

/** An order in tether and its fill, as a desk in euros writes them: the balance that changes names the currency. */
function filled(seq: number, price: string, realizedPnl: string) {
  const isEntry = realizedPnl === "0";
  const envelope = {
    v: 1,
    prev: "0".repeat(64),
    at: "2026-01-05T12:00:00.000Z",
    mono: "0",
    session: "rig",
    actor: { kind: "person", id: "ada" },
    trace: "t",
    cause: null,
  } as const;
  const about = { orderId: `o-${seq}`, size: "1" };
  const wish = { ...about, instrumentId: "paper:BTC/USDT", side: isEntry ? "buy" : "sell", type: "market" };
  const fill = {
    ...about,
    fillId: `f-${seq}`,
    price,
    fee: "0",
    feeCurrency: "USDT",
    filledSize: "1",
    averagePrice: price,
    position: { size: isEntry ? "1" : "0", averagePrice: price, realizedPnl },
    account: { balances: { USDT: isEntry ? "-50" : "80" }, cash: "100000" },
  };
  return [
    { ...envelope, seq, type: "order.intended" as const, data: wish },
    { ...envelope, seq: seq + 1, type: "order.filled" as const, data: fill },
  ];
}
