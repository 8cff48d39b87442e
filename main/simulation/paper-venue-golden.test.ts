import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { btc, venueDesk } from "../../tests/fixtures/venue-desk.ts";
import { sha256Hex } from "../adapters/proof-node/node-primitives.ts";
import { canonicalize } from "../audit/canonical.ts";

const bars = "../shared/data/ohlcv/crypto-1m/ETHUSDT_1m_binance_2022.csv.gz";
const prints = "../shared/data/ticks/nautilus_binance_btcusdt-trades.csv";

/** The rows of a file of market data, by the names in its header. */
function* rowsOf(file: string, limit: number): Generator<Record<string, string>> {
  const raw = readFileSync(file);
  const lines = (file.endsWith(".gz") ? gunzipSync(raw) : raw).toString("utf8").split("\n");
  const names = (lines[0] ?? "").trim().toLowerCase().split(",");
  for (const line of lines.slice(1, limit + 1)) {
    if (line.trim() === "") continue;
    const values = line.trim().split(",");
    yield Object.fromEntries(names.map((name, i) => [name, values[i] ?? ""]));
  }
}

const told = (d: ReturnType<typeof venueDesk>): { kinds: Record<string, number>; sha256: string } => {
  const all = [...d.reports, ...d.accountReports];
  const kinds: Record<string, number> = {};
  for (const { kind } of all) kinds[kind] = (kinds[kind] ?? 0) + 1;
  return { kinds, sha256: sha256Hex(all.map((report) => canonicalize(report as never)).join("\n")) };
};

it.skipIf(!existsSync(bars))(
  "60 days of ether minutes with every bar effect, the same to the byte (needs ../shared/data)",
  () => {
    const perp = { ...btc, assetClass: "crypto-perp" as const, maintenanceMarginRate: "0.01" };
    const d = venueDesk(
      {
        seed: 9,
        latencyMs: 300,
        latencySigma: 0.6,
        spreadBps: "2",
        slippageBps: "0.5",
        impactBps: "30",
        takerFeeBps: "4",
        makerFeeBps: "2",
        participation: "0.02",
        rejectRate: 0.02,
        rejectReasons: ["busy", "margin"],
        rateLimit: { orders: 6, perMs: 60_000 },
        limitMove: { percent: "6", haltMs: 900_000 },
        fundingRate: "0.0001",
        liquidation: true,
      },
      [perp],
      { cash: "20000", leverage: "60", marginMode: "isolated" },
    );
    let index = 0;
    let close = Number.NaN;
    for (const row of rowsOf(bars, 86_400)) {
      const at = Date.parse(row["timestamp"] ?? row["open_time"] ?? "") || Number(row["timestamp"] ?? row["open_time"]);
      const value = (name: string): number => Number(row[name]);
      d.venue.onBar({
        instrument: 0,
        openTime: at,
        intervalMs: 60_000,
        open: value("open"),
        high: value("high"),
        low: value("low"),
        close: value("close"),
        volume: value("volume"),
      });
      close = value("close");
      if (index++ % 240 !== 0) continue;
      const away = (share: number): string => (close * (1 + share)).toFixed(2);
      const side = index % 480 === 1 ? "buy" : "sell";
      const other = side === "buy" ? "sell" : "buy";
      const sign = side === "buy" ? 1 : -1;
      d.order({ side, size: "3" });
      const stop = d.order({
        side: other,
        type: "stop",
        triggerPrice: away(-0.01 * sign),
        size: "3",
        reduceOnly: true,
      });
      d.order({ side: other, limitPrice: away(0.012 * sign), size: "3", reduceOnly: true, timeInForce: "DAY" });
      d.order({ side, type: "trailing-stop", trailingOffset: "1.5", trailingOffsetType: "percent", size: "1" });
      d.order({
        side: other,
        type: "limit-if-touched",
        triggerPrice: away(0.02 * sign),
        limitPrice: away(0.021 * sign),
        timeInForce: "GTD",
        expireAt: at + 7_200_000,
        size: "1",
      });
      d.venue.replace(stop, { triggerPrice: away(-0.015 * sign) });
    }
    expect(told(d)).toEqual({
      kinds: {
        accepted: 1033,
        canceled: 493,
        expired: 249,
        fill: 498,
        funding: 64,
        liquidation: 70,
        rejected: 12,
        "replace-rejected": 3,
        replaced: 206,
        triggered: 87,
      },
      sha256: "2607f4bf84ad583173f079cfa1d4a70e2598f6e5dc15f9dc5e72732dd6af373a",
    });
  },
);

it.skipIf(!existsSync(prints))(
  "recorded bitcoin prints with a queue, the same to the byte (needs ../shared/data)",
  () => {
    const d = venueDesk({
      queue: true,
      queueAhead: "0.05",
      participation: "1",
      latencyTable: [
        { percentile: 0, ms: 1 },
        { percentile: 100, ms: 80 },
      ],
    });
    let index = 0;
    for (const row of rowsOf(prints, 50_000)) {
      const last = Number(row["price"]);
      const at = index * 10;
      d.tick(at, last - 0.01, last + 0.01, last, Number(row["size"] ?? row["quantity"]));
      if (index++ % 25 !== 0) continue;
      const id = d.order({ side: index % 2 ? "buy" : "sell", limitPrice: last.toFixed(2), size: "0.02" });
      if (index % 3 === 0) d.venue.cancel(id);
    }
    expect(index).toBeGreaterThan(100);
    expect(told(d)).toEqual({
      kinds: {
        accepted: 80,
        "cancel-rejected": 4,
        canceled: 22,
        fill: 127,
      },
      sha256: "9bb5944e485e6e368622583ea17e30e844c935bc388635c9759d4036161af8be",
    });
  },
);
