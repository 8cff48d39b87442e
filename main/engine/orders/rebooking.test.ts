import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { type EngineRig, engineRig, limit, market, person, readyRig } from "../../../tests/fixtures/engine-rig.ts";
import type { FillTexts } from "../facts.ts";

interface Fill {
  readonly side: "buy" | "sell";
  readonly size: string;
  readonly price: string;
  readonly fee: string;
  readonly feeCurrency: string;
}

/** Sends one order per fill; every order is ten times as large as what fills of it. */
function trade(rig: EngineRig, fills: readonly Fill[]): string[] {
  return fills.map(({ side, size, price, fee, feeCurrency }, index) => {
    const { orderId } = rig.engine.submit(limit(side, "40", "100"), person, "");
    rig.fill(orderId, size, price, { fillId: `f${index}`, fee, feeCurrency });
    return orderId;
  });
}

const books = ({ engine }: EngineRig) => {
  const { cash, balances, realizedPnl, fees } = engine.account();
  const positions = engine.positions().filter(({ size, realizedPnl: realized }) => size !== "0" || realized !== "0");
  return {
    cash,
    // Of another currency nothing is told before there is some.
    other: balances?.slice(1).filter(({ amount }) => amount !== "0") ?? [],
    realizedPnl,
    fees,
    positions: positions.map(({ size, averagePrice, realizedPnl: realized, fees: paid }) => [
      size,
      averagePrice,
      realized,
      paid,
    ]),
    fills: engine.fills().map(({ size, price, fee, side }) => [size, price, fee, side]),
  };
};

const fill = fc.record({
  side: fc.constantFrom("buy" as const, "sell" as const),
  size: fc.constantFrom("0.5", "1", "3.25", "4"),
  price: fc.integer({ min: 9000, max: 11_000 }).map((cents) => (cents / 100).toFixed(2)),
  fee: fc.constantFrom("0", "0.07", "-0.01"),
  feeCurrency: fc.constantFrom("USDT", "BTC", "BNB"),
});
const change = fc.record({
  at: fc.nat(11),
  bust: fc.boolean(),
  size: fc.option(fc.constantFrom("0.25", "2", "5"), { nil: undefined }),
  price: fc.option(fc.constantFrom("95.5", "104"), { nil: undefined }),
  fee: fc.option(fc.constantFrom("0", "1.5"), { nil: undefined }),
});

test("after busts and corrections the books are those of a desk that saw the right fills from the start", () => {
  fc.assert(
    fc.property(
      fc.array(fill, { minLength: 1, maxLength: 12 }),
      fc.array(change, { maxLength: 6 }),
      fc.constantFrom("average" as const, "fifo" as const),
      (fills, changes, costBasis) => {
        const conversions = [{ from: "BNB", to: "USDT", rate: "300" }];
        const options = { leverage: "50", terms: { costBasis, conversions } };
        const rig = readyRig(options);
        const ids = trade(rig, fills);
        const right: (Fill | null)[] = [...fills];
        for (const { at, bust, size, price, fee } of changes) {
          const index = at % fills.length;
          const before = right[index];
          const named = { orderId: ids[index] ?? "", fillId: `f${index}`, reason: "the venue says so" };
          const fields = {
            ...(size === undefined ? {} : { size }),
            ...(price === undefined ? {} : { price }),
            ...(fee === undefined ? {} : { fee }),
          };
          rig.say(bust ? { kind: "fill-busted", ...named } : { kind: "fill-corrected", ...named, ...fields });
          if (before === null || before === undefined) continue;
          right[index] = bust ? null : { ...before, ...fields };
        }
        const scratch = readyRig(options);
        trade(
          scratch,
          right.filter((one): one is Fill => one !== null),
        );
        expect(books(rig)).toEqual(books(scratch));
        const again = engineRig(options);
        for (const event of rig.stored()) again.engine.restore(event);
        expect(books(again)).toEqual(books(rig));
      },
    ),
    { numRuns: 60 },
  );
});

describe("a fill that the venue takes back", () => {
  it("leaves a working order to fill again, and is written down with what is held after it", () => {
    const rig = readyRig({ leverage: "50" });
    const { orderId } = rig.engine.submit(limit("buy", "4", "100"), person, "");
    rig.say({ kind: "accepted", orderId, venueOrderId: "v" });
    rig.fill(orderId, "3", "100", { fillId: "f" });
    rig.say({ kind: "fill-busted", orderId, fillId: "f", reason: "clearly erroneous" });
    expect(rig.dataOf("fill.busted")).toEqual([
      {
        orderId,
        fillId: "f",
        was: { size: "3", price: "100", fee: "0" },
        reason: "clearly erroneous",
        filledSize: "0",
        position: { size: "0", averagePrice: null, realizedPnl: "0" },
        account: { cash: "100000" },
      },
    ]);
    expect(rig.engine.order(orderId)).toMatchObject({
      status: "accepted",
      filledSize: "0",
      statusReason: "clearly erroneous",
    });
    rig.fill(orderId, "4", "99", { fillId: "g" });
    expect(rig.engine.order(orderId)).toMatchObject({ status: "filled", averagePrice: "99" });
  });

  it("ends a filled order as canceled, and a canceled one as it was; late fills still count", () => {
    const rig = readyRig({ leverage: "50" });
    const whole = rig.engine.submit(market("buy", "2"), person, "").orderId;
    rig.fill(whole, "2", "100", { fillId: "a" });
    rig.say({ kind: "fill-busted", orderId: whole, fillId: "a", reason: "no" });
    expect(rig.engine.order(whole)).toMatchObject({ status: "canceled", filledSize: "0" });
    rig.fill(whole, "2", "101", { fillId: "b" });
    expect(rig.engine.order(whole)).toMatchObject({ status: "filled", filledSize: "2" });
    const part = rig.engine.submit(market("buy", "2"), person, "").orderId;
    rig.fill(part, "1", "100", { fillId: "c" });
    rig.say({ kind: "canceled", orderId: part, reason: "IOC" });
    rig.say({ kind: "fill-corrected", orderId: part, fillId: "c", price: "98", reason: "mispriced" });
    expect(rig.engine.order(part)).toMatchObject({ status: "canceled", averagePrice: "98" });
  });

  it.each(["pending_cancel", "pending_replace", "unknown"] as const)("leaves a %s order as it is", (status) => {
    const rig = readyRig({ leverage: "50" });
    const { orderId } = rig.engine.submit(limit("buy", "4", "100"), person, "");
    rig.say({ kind: "accepted", orderId, venueOrderId: "v" });
    rig.fill(orderId, "1", "100", { fillId: "f" });
    if (status === "pending_cancel") rig.engine.cancel(orderId, person, "");
    if (status === "pending_replace") rig.engine.amend(orderId, { size: "3" }, person, "");
    if (status === "unknown") rig.say({ kind: "unknown", orderId, reason: "timeout" });
    rig.say({ kind: "fill-corrected", orderId, fillId: "f", size: "2", reason: "" });
    expect(rig.engine.order(orderId)).toMatchObject({ status, filledSize: "2" });
    rig.say({ kind: "fill-busted", orderId, fillId: "f", reason: "" });
    expect(rig.engine.order(orderId)).toMatchObject({ status, filledSize: "0" });
  });

  it("is taken back once, cannot come again, and shrinks what its bracket protects", () => {
    const rig = readyRig({ leverage: "50" });
    const bracket = { stopLoss: { type: "stop", triggerPrice: "95" } } as const;
    const { orderId } = rig.engine.submit(market("buy", "2", { bracket }), person, "");
    rig.fill(orderId, "2", "100", { fillId: "f" });
    const stop = rig.engine.orders().find((order) => order.link?.parent === orderId)?.orderId ?? "";
    rig.say({ kind: "accepted", orderId: stop, venueOrderId: "v" });
    rig.say({ kind: "fill-corrected", orderId, fillId: "f", size: "1.5", reason: "" });
    expect(rig.asked.at(-1)).toBe(`replace ${stop} {"size":"1.5"}`);
    rig.say({ kind: "replaced", orderId: stop, size: "1.5" });
    rig.say({ kind: "fill-busted", orderId, fillId: "f", reason: "" });
    expect(rig.asked.at(-1)).toBe(`cancel ${stop}`);
    const count = rig.engine.fills().length;
    rig.say({ kind: "fill-busted", orderId, fillId: "f", reason: "" });
    rig.fill(orderId, "2", "100", { fillId: "f" });
    rig.say({ kind: "fill-busted", orderId, fillId: "stranger", reason: "" });
    rig.say({ kind: "fill-corrected", orderId, fillId: "f", size: "0", reason: "" });
    expect(rig.dataOf("order.reconciled").map((data) => data["outcome"])).toEqual([
      "busted_already",
      "duplicate_fill",
      "unknown_fill",
      "busted_already",
    ]);
    expect(rig.engine.fills()).toHaveLength(count);
  });

  describe("corrected more than once", () => {
    const start = 1_767_600_000_000;
    const rigged = (): { rig: EngineRig; correct(change: Partial<FillTexts>, at: number): void; texts(): string[] } => {
      const rig = readyRig({ leverage: "50" });
      rig.clock.now = start;
      const { orderId } = rig.engine.submit(market("buy", "2"), person, "");
      rig.fill(orderId, "2", "100", { fillId: "f", fee: "0.1" });
      rig.clock.now += 60_000;
      return {
        rig,
        correct: (change, at) =>
          rig.engine.report({ kind: "fill-corrected", orderId, fillId: "f", at, reason: "", ...change }),
        texts: () => rig.engine.fills().flatMap(({ size, price, fee }) => [size, price, fee]),
      };
    };
    const refused = (rig: EngineRig) => rig.dataOf("order.reconciled").map((data) => data["outcome"]);

    it("takes a correction that is said again for no news", () => {
      const { rig, correct, texts } = rigged();
      for (let times = 0; times < 3; times++) correct({ price: "99" }, start + 10);
      expect(texts()).toEqual(["2", "99", "0.1"]);
      expect(rig.dataOf("fill.corrected")).toHaveLength(1);
      expect(refused(rig)).toEqual(["corrected_already", "corrected_already"]);
    });

    it("stands as the venue said last, in whatever order its words come", () => {
      const { rig, correct, texts } = rigged();
      correct({ size: "1" }, start + 30);
      correct({ size: "1.5", price: "98" }, start + 20);
      expect(texts()).toEqual(["1", "98", "0.1"]);
      correct({ size: "1.8", fee: "0.2" }, start + 10);
      correct({ size: "1.5", price: "98" }, start + 20);
      expect(texts()).toEqual(["1", "98", "0.2"]);
      expect(refused(rig)).toEqual(["corrected_already"]);
      const again = engineRig({ leverage: "50" });
      for (const event of rig.stored()) again.engine.restore(event);
      again.clock.now = rig.clock.now;
      const orderId = again.engine.orders()[0]?.orderId ?? "";
      again.engine.report({ kind: "fill-corrected", orderId, fillId: "f", at: start + 20, size: "1.5", reason: "" });
      expect(again.engine.fills()[0]).toMatchObject({ size: "1", price: "98", fee: "0.2" });
    });

    it("takes a word whose time cannot be told as it comes, and goes on by the times that can", () => {
      const { correct, texts } = rigged();
      correct({ price: "97" }, Number.NaN);
      correct({ price: "98" }, start + 20);
      expect(texts()).toEqual(["2", "98", "0.1"]);
      correct({ price: "97" }, start * 1000);
      expect(texts()).toEqual(["2", "97", "0.1"]);
      correct({ price: "96" }, start + 10);
      expect(texts()).toEqual(["2", "97", "0.1"]);
      correct({ price: "98" }, start + 20);
      expect(texts()).toEqual(["2", "98", "0.1"]);
    });
  });

  it("counts anew for an order that had been let go of, each time", () => {
    const rig = readyRig({ leverage: "50", keepFinished: 4 });
    const { orderId } = rig.engine.submit(market("buy", "2"), person, "");
    rig.fill(orderId, "2", "100", { fillId: "f" });
    const say = (change: object): void => {
      rig.clock.now += 1000;
      rig.say({ kind: "fill-corrected", orderId, fillId: "f", reason: "", ...change });
    };
    for (let n = 0; n < 8; n++) {
      const other = rig.engine.submit(limit("buy", "1", "99"), person, "").orderId;
      rig.say({ kind: "rejected", orderId: other, code: "VENUE-BUSY", reason: "no" });
    }
    expect(rig.engine.orders().some((order) => order.orderId === orderId)).toBe(false);
    say({ size: "1" });
    expect(rig.engine.order(orderId)?.filledSize).toBe("1");
    say({ price: "99" });
    expect(rig.engine.order(orderId)).toMatchObject({ filledSize: "1", averagePrice: "99" });
    expect(rig.dataOf("fill.corrected").map((data) => data["filledSize"])).toEqual(["1", "1"]);
  });

  it("stays taken back when another is, also where its books are closed", () => {
    const rig = readyRig({ leverage: "50", keepFinished: 2 });
    const turns = (["buy", "sell", "buy", "sell", "buy", "sell", "buy", "buy"] as const).map((side) => ({
      side,
      size: "1",
      price: "100",
      fee: "0",
      feeCurrency: "USDT",
    }));
    const [old = "", ...others] = trade(rig, [
      { side: "buy", size: "3", price: "90", fee: "0.3", feeCurrency: "USDT" },
      ...turns,
    ]);
    for (const orderId of [old, ...others]) rig.say({ kind: "canceled", orderId, reason: "enough" });
    expect(rig.engine.fills().some(({ orderId }) => orderId === old)).toBe(false);
    rig.say({ kind: "fill-corrected", orderId: old, fillId: "f0", size: "1", reason: "" });
    expect(rig.engine.positions()[0]?.size).toBe("3");
    const equity = rig.engine.account().equity;
    rig.say({ kind: "fill-busted", orderId: others.at(-1) ?? "", fillId: "f8", reason: "" });
    expect(rig.engine.positions()[0]?.size).toBe("2");
    expect(rig.engine.account().equity).toBe(equity);
    const eventsOf = (orderId: string, before: number) =>
      rig.stored().filter(({ seq, data }) => seq < before && data["orderId"] === orderId);
    const again = engineRig({ leverage: "50", history: { keep: 2, eventsOf } });
    for (const event of rig.stored()) again.engine.restore(event);
    expect(books(again)).toEqual(books(rig));
  });

  it("cannot be corrected to nothing: a venue busts what has no size", () => {
    const rig = readyRig({ leverage: "50" });
    const { orderId } = rig.engine.submit(market("buy", "2"), person, "");
    rig.fill(orderId, "1", "100", { fillId: "f" });
    for (const size of ["0", "-1", "much"]) rig.say({ kind: "fill-corrected", orderId, fillId: "f", size, reason: "" });
    expect(rig.dataOf("order.reconciled").map((data) => data["outcome"])).toEqual(Array(3).fill("malformed_report"));
    expect(rig.engine.order(orderId)?.filledSize).toBe("1");
  });
});
