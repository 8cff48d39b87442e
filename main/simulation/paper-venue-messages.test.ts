import { describe, expect, it } from "vitest";
import { btc, minute, venueDesk } from "../../tests/fixtures/venue-desk.ts";

describe("what the venue refuses", () => {
  it("order types and times in force it cannot simulate, by name", () => {
    const d = venueDesk();
    for (const [request, what] of [
      [{ type: "trailing-stop" }, "without an offset"],
      [{ type: "stop" }, "without a trigger"],
      [{ type: "stop", triggerPrice: "1.001" }, "finer than 0.01"],
      [{ timeInForce: "GTD" }, "without an end"],
      [{ type: "stop", triggerPrice: "9", postOnly: true }, "post-only"],
      [{ type: "limit" }, "without a price"],
      [{ type: "market", postOnly: true }, "post-only"],
      [{ size: "0.0001" }, "finer than 0.001"],
      [{ limitPrice: "1.001" }, "finer than 0.01"],
      [{ instrumentId: "paper:DOGE" }, "paper:DOGE"],
    ] as const) {
      const id = d.order(request);
      expect(d.reports.at(-1)).toMatchObject({ orderId: id, kind: "rejected", code: "VENUE-UNSUPPORTED" });
      expect(d.reports.at(-1)).toHaveProperty("reason", expect.stringContaining(what));
    }
  });

  it("an order it knows already", () => {
    const d = venueDesk();
    d.order({ orderId: "same" });
    d.order({ orderId: "same" });
    expect(d.reports.at(-1)).toMatchObject({ kind: "rejected", code: "VENUE-DUPLICATE" });
  });

  it("orders above the rate limit until the window has passed", () => {
    const d = venueDesk({ rateLimit: { orders: 2, perMs: 1000 } });
    d.venue.onTime(5000);
    const ids = [d.order({}), d.order({}), d.order({})];
    expect(ids.map((id) => d.said(id)[0])).toEqual(["accepted", "accepted", "rejected"]);
    expect(d.reports.at(-1)).toMatchObject({ code: "VENUE-RATE-LIMIT" });
    d.venue.replace(ids[0]!, { size: "2" });
    expect(d.reports.at(-1)).toMatchObject({ kind: "replace-rejected" });
    d.venue.onTime(6000);
    expect(d.said(d.order({}))).toEqual(["accepted"]);
  });

  it("a seeded share of orders, the same ones every time", () => {
    const run = (seed: number): string => {
      const d = venueDesk({ rejectRate: 0.3, seed });
      for (let i = 0; i < 200; i++) d.order({});
      return d.reports.map((report) => (report.kind === "rejected" ? report.code : "-")).join();
    };
    const refused = run(7).split("VENUE-REJECTED").length - 1;
    expect(refused).toBeGreaterThan(40);
    expect(refused).toBeLessThan(80);
    expect(run(7)).toBe(run(7));
    expect(run(7)).not.toBe(run(8));
  });
});

describe("cancel and replace", () => {
  it("cancel ends a working order and is refused for any other", () => {
    const d = venueDesk();
    const id = d.order({ limitPrice: "90" });
    d.venue.cancel(id);
    d.venue.cancel(id);
    d.venue.cancel("nobody");
    expect(d.said(id)).toEqual(["accepted", "canceled", "cancel-rejected"]);
    expect(d.reports.at(-1)).toMatchObject({ orderId: "nobody", kind: "cancel-rejected" });
    d.bar(0, 80, 81, 79, 80);
    expect(d.fills()).toEqual([]);
  });

  it("replace changes price and total size", () => {
    const d = venueDesk();
    const id = d.order({ limitPrice: "90", size: "1" });
    d.venue.replace(id, { limitPrice: "95", size: "3" });
    expect(d.reports.at(-1)).toEqual({ orderId: id, at: 0, kind: "replaced", size: "3", limitPrice: "95" });
    d.bar(0, 100, 101, 94, 100);
    expect(d.fills()).toMatchObject([{ size: "3", price: "95" }]);
  });

  it("replace refuses what makes no sense", () => {
    const d = venueDesk({ participation: "1" });
    const partly = d.order({ limitPrice: "100", size: "5" });
    const market = d.order({});
    d.venue.replace(market, { limitPrice: "5" });
    expect(d.reports.at(-1)).toMatchObject({ kind: "replace-rejected" });
    d.bar(0, 101, 101, 99, 100, 3);
    d.venue.replace(partly, { size: "1" });
    expect(d.reports.at(-1)).toMatchObject({ kind: "replace-rejected", reason: "2 is filled already" });
    d.venue.replace(market, { size: "9" });
    expect(d.reports.at(-1)).toMatchObject({ kind: "replace-rejected", reason: "the order is filled" });
    d.venue.replace("nobody", {});
    expect(d.reports.at(-1)).toMatchObject({ kind: "replace-rejected" });
  });

  it("a post-only order is not amended into a trade, a market order may change its size, a smaller size keeps its place", () => {
    const d = venueDesk({ participation: "1" });
    d.bar(0, 100, 100, 100, 100);
    const post = d.order({ limitPrice: "90", postOnly: true });
    d.venue.replace(post, { limitPrice: "101" });
    expect(d.reports.at(-1)).toMatchObject({
      kind: "replace-rejected",
      reason: expect.stringContaining("VENUE-POST-ONLY"),
    });
    const first = d.order({ size: "3" });
    const second = d.order({ size: "3" });
    d.venue.replace(first, { size: "2" });
    expect(d.reports.at(-1)).toEqual({ orderId: first, at: minute, kind: "replaced", size: "2" });
    d.bar(1, 100, 100, 100, 100, 3);
    expect(d.fills().map((fill) => [fill.orderId, fill.size])).toEqual([
      [first, "2"],
      [second, "1"],
    ]);
  });
});

describe("an amendment that changes nothing", () => {
  it.each([
    ["a stop", { type: "stop", triggerPrice: "102" }, { triggerPrice: "102.00" }],
    ["a trailing stop", { type: "trailing-stop", trailingOffset: "2" }, { trailingOffset: "2.00", size: "1" }],
  ] as const)("leaves %s in its place", (_, request, change) => {
    const d = venueDesk({ participation: "1" });
    d.tick(1, 99.9, 100.1, 100, 5);
    const first = d.order({ ...request });
    const second = d.order({ ...request });
    d.venue.replace(first, change);
    d.tick(2, 101.9, 102.1, 102, 1);
    expect(d.said(first)).toEqual(["accepted", "replaced", "triggered", "fill"]);
    expect(d.said(second)).toEqual(["accepted", "triggered"]);
  });
});

describe("a trailing stop that is given a stop of its own", () => {
  it.each([
    ["its distance left as it is", { triggerPrice: "99" }],
    ["the same distance named again", { triggerPrice: "99", trailingOffset: "2" }],
  ])("stands there, %s", (_, change) => {
    const d = venueDesk();
    d.tick(1, 99.9, 100.1, 100, 5);
    const id = d.order({ side: "sell", type: "trailing-stop", trailingOffset: "2" });
    d.tick(2, 99.9, 100.1, 100, 5);
    d.venue.replace(id, change);
    expect(d.reports.at(-1)).toMatchObject({ kind: "replaced", triggerPrice: "99" });
    d.tick(3, 98.9, 99.1, 99, 5);
    expect(d.said(id)).toEqual(["accepted", "replaced", "triggered", "fill"]);
  });
});

describe("a resting limit that is only made smaller", () => {
  it("stays a maker where the price has gone through it on bars, post-only or not", () => {
    const d = venueDesk({ participation: "0.1" });
    d.bar(0, 100, 100, 100, 100);
    const post = d.order({ limitPrice: "99", size: "5", postOnly: true });
    d.bar(1, 98, 98.5, 97, 98, 10);
    d.venue.replace(post, { size: "2" });
    d.bar(2, 98, 98.5, 97, 98, 10);
    expect(d.said(post)).toEqual(["accepted", "fill", "replaced", "fill"]);
    const plain = d.order({ limitPrice: "97", size: "5" });
    d.bar(3, 96, 96, 96, 96, 10);
    d.venue.replace(plain, { size: "2" });
    d.bar(4, 96, 96, 96, 96, 10);
    expect(d.fills().map(({ liquidity }) => liquidity)).toEqual(["maker", "maker", "maker", "maker"]);
  });

  it("takes nothing of the quote that stands at its price", () => {
    const d = venueDesk();
    d.tick(0, 99.9, 100.1);
    const id = d.order({ limitPrice: "100", size: "5" });
    d.tick(1, 99.9, 100, 100);
    d.venue.replace(id, { size: "2" });
    expect(d.said(id)).toEqual(["accepted", "replaced"]);
    d.tick(2, 99.8, 99.9, 99.9);
    expect(d.fills()).toMatchObject([{ size: "2", price: "100", liquidity: "maker" }]);
  });
});

describe("latency", () => {
  it("two cancels on their way to one order have one answer", () => {
    const d = venueDesk({ latencyMs: minute / 2 });
    d.bar(0, 100, 100, 100, 100);
    const id = d.order({ limitPrice: "90" });
    d.bar(1, 100, 100, 100, 100);
    d.venue.cancel(id);
    d.venue.cancel(id);
    d.bar(2, 100, 100, 100, 100);
    expect(d.said(id)).toEqual(["accepted", "canceled"]);
  });

  it("gives an order that arrives inside a bar the price of its path at that time", () => {
    const d = venueDesk({ latencyMs: minute / 2 });
    d.bar(0, 100, 100, 100, 100);
    const id = d.order({});
    expect(d.said(id)).toEqual([]);
    d.bar(1, 100, 110, 90, 105);
    // O-L-H-C: halfway between the low and the high
    expect(d.reports).toMatchObject([
      { kind: "accepted", at: minute * 1.5 },
      { kind: "fill", at: minute * 1.5, price: "100" },
    ]);
  });

  it.each([30_877, 499, 59_999])("of %d ms fills an order when it comes, not a moment before", (latencyMs) => {
    const d = venueDesk({ latencyMs });
    d.bar(0, 100, 100, 100, 100);
    const immediate = d.order({ limitPrice: "90", timeInForce: "IOC" });
    d.order({});
    d.bar(1, 100, 100, 100, 100);
    expect(d.reports.map(({ at }) => at - minute)).toEqual(Array.from({ length: 4 }, () => latencyMs));
    expect(d.said(immediate)).toEqual(["accepted", "canceled"]);
  });

  it("longer than a bar makes an order skip it", () => {
    const d = venueDesk({ latencyMs: minute });
    d.bar(0, 100, 100, 100, 100);
    d.order({});
    d.bar(1, 101, 101, 101, 101);
    d.bar(2, 102, 102, 102, 102);
    expect(d.fills()).toMatchObject([{ price: "102", at: 2 * minute }]);
  });

  it("lets a fill overtake a cancel", () => {
    const d = venueDesk({ latencyMs: 30_000 });
    d.venue.onTime(0);
    const id = d.order({ limitPrice: "95" });
    d.venue.onTime(30_000);
    expect(d.said(id)).toEqual(["accepted"]);
    d.venue.onTime(60_000);
    d.venue.cancel(id);
    d.bar(1, 96, 97, 90, 91);
    expect(d.said(id)).toEqual(["accepted", "fill", "cancel-rejected"]);
  });

  it("with jitter never lets a cancel overtake its order", () => {
    const d = venueDesk({ latencyMs: 1, latencyJitterMs: 500 });
    for (let i = 0; i < 50; i++) {
      const id = d.order({ limitPrice: "10" });
      d.venue.cancel(id);
    }
    d.venue.onTime(10_000);
    const kinds = d.reports.map((report) => report.kind);
    expect(kinds).toEqual(Array.from({ length: 100 }, (_, i) => (i % 2 ? "canceled" : "accepted")));
  });

  it("is not shortened by a bar that opens before the last one closed", () => {
    const d = venueDesk({ latencyMs: 1000 });
    const day = { instrument: 0, intervalMs: 24 * 60 * minute, open: 100, high: 100, low: 100, close: 100, volume: 1 };
    d.venue.onBar({ ...day, openTime: 0 });
    d.order({});
    d.venue.onBar({ ...day, openTime: 23 * 60 * minute });
    expect(d.fills()).toMatchObject([{ at: 23 * 60 * minute + 1000 }]);
  });
});

it("a restored order goes on where it was", () => {
  const d = venueDesk();
  const order = {
    orderId: "old",
    instrumentId: btc.id,
    side: "buy",
    type: "limit",
    size: "3",
    limitPrice: "95",
    timeInForce: "GTC",
    postOnly: false,
    reduceOnly: false,
    reason: "test",
  } as const;
  d.venue.restore(order, { sentAt: 0, filled: "1", triggered: false });
  d.venue.restore(order, { sentAt: 0, filled: "1", triggered: false });
  expect(d.reports).toEqual([]);
  expect(d.venue.findOrder("old")).toEqual({ status: "working", filledSize: "1" });
  d.bar(0, 96, 96, 94, 95);
  expect(d.fills()).toMatchObject([{ size: "2", fillId: "old/3" }]);
  expect(d.venue.findOrder("nobody")).toBeUndefined();
});

it("what arrives after the end of an order's time finds it ended, on ticks as on bars", () => {
  const d = venueDesk({ latencyMs: 100 });
  d.tick(0, 99, 101);
  const [amended, canceled] = [0, 1].map(() => d.order({ limitPrice: "98", timeInForce: "GTD", expireAt: 1000 }));
  d.tick(950, 99, 101);
  d.venue.replace(amended ?? "", { limitPrice: "105" });
  d.venue.cancel(canceled ?? "");
  d.tick(2000, 99, 101);
  expect(d.said(amended ?? "")).toEqual(["accepted", "expired", "replace-rejected"]);
  expect(d.said(canceled ?? "")).toEqual(["accepted", "expired", "cancel-rejected"]);
});
