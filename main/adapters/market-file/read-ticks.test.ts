import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { describeInstrument } from "./describe-instrument.ts";
import { symbolOfFile } from "./file-symbol.ts";
import { readTicks } from "./read-ticks.ts";

const dir = mkdtempSync(join(tmpdir(), "proofdesk-ticks-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const file = (content: string): string => {
  const path = join(dir, "BTC-USD_ticks.csv");
  writeFileSync(path, content);
  return path;
};
const t0 = Date.UTC(2024, 0, 1);

describe("readTicks", () => {
  it("reads trades; several may share a millisecond", async () => {
    const { ticks, kind, symbol } = await readTicks(file(`Qty,Price,Time\n2,10,${t0}\n3,11,${t0}\n`));
    expect([kind, symbol, ticks.length]).toEqual(["trades", "BTC/USD", 2]);
    expect([ticks.at[1], ticks.bid[1], ticks.ask[1], ticks.last[1], ticks.size[1]]).toEqual([t0, 11, 11, 11, 3]);
  });

  it("reads quotes with the mid price as last, and rows that carry both", async () => {
    const quotes = await readTicks(file(`timestamp,bid,ask\n${t0},10,11\n`), { symbol: "X" });
    expect([quotes.kind, quotes.symbol, quotes.ticks.last[0], quotes.ticks.size[0]]).toEqual(["quotes", "X", 10.5, 0]);
    expect((await readTicks(file(`timestamp,bid,ask\n${t0},99.95,99.97\n`))).ticks.last[0]).toBe(99.96);
    const both = await readTicks(file(`timestamp,bid,ask,price,size\n${t0},10,11,11,4\n`));
    expect([both.kind, both.ticks.bid[0], both.ticks.last[0], both.ticks.size[0]]).toEqual(["both", 10, 11, 4]);
  });

  it.each([
    [`timestamp,bid,ask\n${t0},12,11\n`, "DATA-CROSSED", "bid 12 is above ask 11"],
    [`timestamp,bid,ask\n${t0},0,11\n`, "DATA-PRICE", "price 0 is not above zero"],
    [`timestamp,price,size\n${t0},x,1\n`, "DATA-NAN", "bid is not a number"],
    [`timestamp,price,size\n${t0},1,-1\n`, "DATA-VOLUME", "size -1 is negative"],
    [`timestamp,price,size\n${t0},1,1\n${t0 - 1},1,1\n`, "DATA-TIME-BACK", "time goes backwards"],
  ])("refuses %j", async (text, code, reason) => {
    await expect(readTicks(file(text))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(reason),
    });
  });

  it("refuses a header without prices and a file without a good row", async () => {
    await expect(readTicks(file("timestamp,size\n1,1"))).rejects.toMatchObject({ code: "DATA-HEADER" });
    await expect(readTicks(file("timestamp,price,size\nx,1,1"), { skipBad: true })).rejects.toMatchObject({
      code: "DATA-EMPTY",
    });
  });

  const real = "../shared/data/ticks";
  it.skipIf(!existsSync(real))("reads recorded trades and quotes (needs ../shared/data)", async () => {
    const trades = await readTicks(`${real}/nautilus_binance_btcusdt-trades.csv`);
    expect([trades.kind, trades.rows, trades.ticks.last[0], trades.ticks.size[0]]).toEqual([
      "trades",
      2001,
      39_432.48,
      0.000263,
    ]);
    expect(trades.ticks.at[0]).toBe(Date.UTC(2021, 0, 8, 0, 0, 0, 278));
    const quotes = await readTicks(`${real}/nautilus_binance_btcusdt-quotes.csv`);
    expect([quotes.kind, quotes.rows, quotes.ticks.bid[0], quotes.ticks.ask[0]]).toEqual([
      "quotes",
      451,
      39_432.99,
      39_433.62,
    ]);
    const spot = await readTicks(`${real}/positive_binance_trade_stream_spot_trxusdt_04-03-2025.csv.gz`);
    expect([spot.rows, spot.ticks.at[0]]).toEqual([10_000, 1_741_046_401_271]);
  });
});

describe("symbolOfFile", () => {
  it.each([
    ["/x/BTCUSDT_1m_binance_2024.csv.gz", "BTC/USDT"],
    ["AAPL_1d_2019_2025_yahoo_adjusted.csv", "AAPL"],
    ["EURUSD_1h.csv", "EUR/USD"],
    ["eth-usd.csv", "ETH/USD"],
    ["ETH_BTC_1m.csv", "ETH/BTC"],
    ["GOOGL.csv", "GOOGL"],
    ["AAPL_vs_BTCUSDT.csv", "AAPL"],
    ["nautilus_binance_btcusdt-trades.csv", "BTC/USDT"],
    ["recorder_of_days.csv", "RECORDER"],
    ["USD_USD.csv", "USD"],
    ["___.csv", "UNKNOWN"],
  ])("%s holds %s", (name, symbol) => expect(symbolOfFile(name)).toBe(symbol));
});

describe("describeInstrument", () => {
  it("gives each class its defaults", () => {
    expect(describeInstrument("BTC/USDT")).toMatchObject({
      id: "paper:BTC/USDT",
      assetClass: "crypto-spot",
      priceIncrement: "0.01",
      sizeIncrement: "0.00000001",
      baseCurrency: "BTC",
      quoteCurrency: "USDT",
    });
    expect(describeInstrument("AAPL")).toMatchObject({
      assetClass: "equity",
      sizeIncrement: "1",
      quoteCurrency: "USD",
    });
    expect(describeInstrument("EUR/USD").assetClass).toBe("fx");
  });

  it("takes what it is told", () => {
    const options = { assetClass: "future", priceIncrement: "0.5", sizeIncrement: "10", venue: "v" } as const;
    expect(describeInstrument("6EH4", options)).toMatchObject({ id: "v:6EH4", ...options });
  });
});
