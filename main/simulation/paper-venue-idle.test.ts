import { expect, test, vi } from "vitest";
import { btc, venueDesk } from "../../tests/fixtures/venue-desk.ts";

/** Few enough that what they leave does not fill the young generation, whose collection would hide it. */
const rounds = 4_000;
/** One boxed double. */
const smallest = 12;

/** Bytes that `run` leaves on the heap per call; the median of several rounds, as a collection may fall into one of them. */
function bytesPerCall(run: (index: number) => void): number {
  for (let i = 0; i < 5 * rounds; i++) run(i);
  const grown = Array.from({ length: 9 }, () => {
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < rounds; i++) run(i);
    return (process.memoryUsage().heapUsed - before) / rounds;
  }).sort((a, b) => a - b);
  return grown[4] ?? Number.POSITIVE_INFINITY;
}

/** The compiler works beside us, and on a loaded machine behind us: what it has not compiled yet does leave something. */
async function leavesNothing(run: (index: number) => void): Promise<void> {
  await vi.waitFor(() => expect(bytesPerCall(run)).toBeLessThan(smallest), { timeout: 30_000, interval: 10 });
}

/** A desk with a bracket and far orders of every waiting kind, none of which the market reaches. */
function crowded() {
  const d = venueDesk({ participation: "0.5" });
  d.venue.restorePosition(btc.id, "1");
  d.order({ side: "sell", type: "stop", triggerPrice: "50", reduceOnly: true });
  d.order({ side: "sell", limitPrice: "150", reduceOnly: true });
  d.order({ side: "buy", type: "market-if-touched", triggerPrice: "40" });
  d.order({ side: "sell", type: "trailing-stop", trailingOffset: "60", reduceOnly: true });
  for (let i = 0; i < 1000; i++) d.order({ limitPrice: (30 + (i % 100) / 100).toFixed(2) });
  return d;
}

test("a bar that reaches no order leaves nothing on the heap", async () => {
  const d = crowded();
  const bar = {
    instrument: 0,
    openTime: 0,
    intervalMs: 60_000,
    open: 100,
    high: 101.5,
    low: 99.5,
    close: 100,
    volume: 7,
  };
  const run = (index: number): void => {
    bar.openTime += 60_000;
    bar.close = 100 + (index % 100) / 100;
    d.venue.onBar(bar);
  };
  await leavesNothing(run);
  expect(d.fills()).toEqual([]);
});

test("nor does a tick, and what does reach an order is seen to leave something", async () => {
  const d = crowded();
  const tick = { instrument: 0, at: 0, bid: 0, ask: 0, last: 0, size: 1 };
  const run = (index: number): void => {
    tick.at++;
    tick.last = 100 + (index % 100) / 100;
    tick.bid = tick.last - 0.01;
    tick.ask = tick.last + 0.005;
    d.venue.onTick(tick, tick.at);
  };
  await leavesNothing(run);
  expect(d.fills()).toEqual([]);
  let next = 0;
  const trade = (index: number): void => {
    run(index);
    d.reports.length = 0;
    d.order({ orderId: `t${next++}`, size: "0.4" });
  };
  expect(bytesPerCall((index) => index % 50 === 0 && trade(index))).toBeGreaterThan(smallest);
});
