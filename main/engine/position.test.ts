import { Decimal } from "decimal.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatFixed, MONEY_DIGITS, parseFixed } from "../../shared/model/fixed.ts";
import { engineRig, instrumentNamed, market, person } from "../../tests/fixtures/engine-rig.ts";
import { scaleOf } from "./instrument-scale.ts";
import { Ledger } from "./ledger.ts";
import { Marks } from "./marks.ts";
import { averagePrice, notionalOf } from "./notional.ts";
import { accountView, positionViews } from "./portfolio/portfolio-views.ts";
import { bookFill, flat } from "./position.ts";

const Exact = Decimal.clone({ precision: 120, rounding: Decimal.ROUND_HALF_EVEN });
const money = (units: bigint) => new Exact(formatFixed(units, MONEY_DIGITS));

const scales = [
  scaleOf(instrumentNamed("BTC/USDT", { sizeIncrement: "0.00000001" }), 0),
  scaleOf(instrumentNamed("ES", { priceIncrement: "0.25", sizeIncrement: "1", multiplier: "12.5" }), 1),
];

/** Signed size units, price units and fee units of fills in one of the instruments. */
const fills = fc.array(
  fc.record({
    instrument: fc.integer({ min: 0, max: 1 }),
    size: fc.bigInt({ min: -(10n ** 11n), max: 10n ** 11n }).filter((size) => size !== 0n),
    price: fc.bigInt({ min: 1n, max: 10n ** 9n }),
    fee: fc.bigInt({ min: -(10n ** 20n), max: 10n ** 26n }),
    close: fc.boolean(),
  }),
  { maxLength: 40 },
);

test("positions, realised PnL and cash equal a decimal.js oracle, whatever is traded in whatever order", () => {
  fc.assert(
    fc.property(fills, (script) => {
      const marks = new Marks(scales, () => 14);
      const ledger = new Ledger({ id: "a", currency: "USDT", cash: "1000", leverage: "1" }, scales, marks);
      const oracle = scales.map(() => ({ size: new Exact(0), cost: new Exact(0), realized: new Exact(0) }));
      let cash = new Exact(1000);
      let fees = new Exact(0);
      for (const { instrument, size: wanted, price, fee, close } of script) {
        const scale = scales[instrument]!;
        const held = ledger.position(instrument).size;
        const size = close && held !== 0n ? -held : wanted;
        const notional = notionalOf(scale, formatFixed(price, scale.priceDigits), size < 0n ? -size : size);
        const fill = { size, notional, fee, foreignFee: null };
        ledger.book(instrument, ledger.booking(instrument, fill, 0), Number(formatFixed(price, scale.priceDigits)));
        const o = oracle[instrument]!;
        const q = new Exact(formatFixed(size, scale.sizeDigits));
        const unit = new Exact(formatFixed(price, scale.priceDigits)).mul(scale.instrument.multiplier);
        cash = cash.sub(q.mul(unit)).sub(money(fee));
        fees = fees.add(money(fee));
        if (o.size.isZero() || o.size.isNegative() === q.isNegative()) {
          o.cost = o.cost.add(q.mul(unit));
        } else {
          const closed = Exact.min(o.size.abs(), q.abs());
          const released = closed.eq(o.size.abs())
            ? o.cost
            : o.cost.mul(closed).div(o.size.abs()).toDecimalPlaces(MONEY_DIGITS, Decimal.ROUND_HALF_EVEN);
          const signed = q.isNegative() ? closed.neg() : closed;
          o.realized = o.realized.sub(signed.mul(unit)).sub(released);
          o.cost = o.cost.sub(released).add(q.sub(signed).mul(unit));
        }
        o.size = o.size.add(q);
        marks.set(instrument, Number(formatFixed(price, scale.priceDigits)), 0);
      }
      scales.forEach((scale, instrument) => {
        const position = ledger.position(instrument);
        const o = oracle[instrument]!;
        expect(formatFixed(position.size, scale.sizeDigits)).toBe(o.size.toFixed());
        expect(money(position.cost).toFixed()).toBe(o.cost.toFixed());
        expect(money(position.realized).toFixed()).toBe(o.realized.toFixed());
      });
      expect(money(ledger.cash).toFixed()).toBe(cash.toFixed());
      const account = accountView(ledger);
      const positions = positionViews(ledger, marks);
      const value = positions.reduce((sum, view) => sum.add(view.notional), new Exact(0));
      const realized = positions.reduce((sum, view) => sum.add(view.realizedPnl), new Exact(0));
      const open = positions.reduce((sum, view) => sum.add(view.unrealizedPnl), new Exact(0));
      expect(account.equity).toBe(cash.add(value).toFixed());
      expect(account.fees).toBe(fees.toFixed());
      expect(account.equity).toBe(new Exact(1000).add(realized).add(open).sub(fees).toFixed());
      const gross = positions.reduce(
        (sum, view) => sum + Math.abs(Number(view.notional)),
        Math.abs(Number(account.cash)),
      );
      expect(Math.abs(ledger.equityNumber() - Number(account.equity))).toBeLessThanOrEqual(gross * 1e-12);
    }),
    { numRuns: 300 },
  );
});

test("a full close leaves no residue, and a flip is one close and one opening", () => {
  const one = bookFill(flat, 3n, 10n, 0n, 1);
  const reduced = bookFill(one, -1n, 4n, 0n, 2);
  expect(reduced).toMatchObject({ size: 2n, cost: 7n, realized: 1n, openedAt: 1 });
  expect(bookFill(reduced, -2n, 8n, 5n, 3)).toMatchObject({
    size: 0n,
    cost: 0n,
    realized: 2n,
    fees: 5n,
    openedAt: null,
  });
  expect(bookFill(reduced, -5n, 20n, 0n, 4)).toMatchObject({
    size: -3n,
    cost: -12n,
    realized: 2n,
    fees: 0n,
    openedAt: 4,
  });
});

test("an average price is rounded half to even", () => {
  const scale = scales[1]!;
  const unit = scale.notionalFactor;
  expect(averagePrice(scale, 10n * unit, 3n)).toBe(333_333_333n);
  expect(averagePrice(scale, 20n * unit, 3n)).toBe(666_666_667n);
});

test.each([
  ["buy", "2", "-5", { adverse: "2", favorable: "105" }],
  ["sell", "-2", "-5", { adverse: "105", favorable: "2" }],
] as const)("a %s that a venue filled below zero is told of at that price", (side, size, price, excursion) => {
  const rig = engineRig({ cash: "1000", leverage: "10" });
  rig.bar(100);
  rig.price(100);
  const { orderId } = rig.engine.submit(market(side, "2"), person, "");
  rig.fill(orderId, "1", "-4");
  rig.fill(orderId, "1", "-6");
  expect(rig.engine.order(orderId)?.averagePrice).toBe(price);
  expect(rig.engine.positions()).toMatchObject([{ size, averagePrice: price }]);
  expect(rig.dataOf("order.filled")).toMatchObject([{ averagePrice: price, position: { averagePrice: price } }]);
  const exit = rig.engine.submit(market(side === "buy" ? "sell" : "buy", "2"), person, "").orderId;
  rig.price(100);
  rig.fill(exit, "2", "-7");
  expect(rig.engine.fills(1)).toMatchObject([{ excursion }]);
});

test("equity counts a position without a price at its cost and says that it is not priced", () => {
  const marks = new Marks(scales, () => 14);
  const ledger = new Ledger({ id: "a", currency: "USDT", cash: "1000", leverage: "2.5" }, scales, marks);
  const fill = { size: 10n ** 8n, notional: parseFixed("250", MONEY_DIGITS), fee: 0n, foreignFee: null };
  ledger.book(0, ledger.booking(0, fill, 0), 250);
  expect(ledger.gap()).toBe("paper:BTC/USDT has no price and is held");
  expect(accountView(ledger)).toMatchObject({ cash: "750", equity: "1000", buyingPower: "2500", unrealizedPnl: "0" });
  expect(ledger.equityNumber()).toBe(1000);
  expect(positionViews(ledger, marks)[0]).not.toHaveProperty("markPrice");
  marks.set(0, 260, 1);
  expect(ledger.gap()).toBe("");
  expect(accountView(ledger).equity).toBe("1010");
});

test("a price too fine for money is refused, not rounded", () => {
  expect(() => notionalOf(scales[0]!, "0.000000000000000001", 1n)).toThrow(RangeError);
});

test("first in, first out: what is realised is the cost of the oldest, and cost and PnL never lose a unit", () => {
  const fill = fc.record({
    size: fc.bigInt({ min: -50n, max: 50n }).filter((size) => size !== 0n),
    price: fc.bigInt({ min: 1n, max: 1000n }),
  });
  fc.assert(
    fc.property(fc.array(fill, { maxLength: 40 }), (fills) => {
      let position = flat;
      let lots: { size: bigint; price: bigint }[] = [];
      let realized = 0n;
      for (const { size, price } of fills) {
        const notional = (size < 0n ? -size : size) * price;
        position = bookFill(position, size, notional, 0n, 0, "fifo");
        let left = size;
        while (left !== 0n && lots[0] !== undefined && lots[0].size > 0n !== left > 0n) {
          const [oldest] = lots;
          const held = oldest.size < 0n ? -oldest.size : oldest.size;
          const wanted = left < 0n ? -left : left;
          const closed = held < wanted ? held : wanted;
          const long = oldest.size > 0n;
          realized += (long ? price - oldest.price : oldest.price - price) * closed;
          oldest.size -= long ? closed : -closed;
          left += long ? closed : -closed;
          if (oldest.size === 0n) lots = lots.slice(1);
        }
        if (left !== 0n) lots.push({ size: left, price });
      }
      expect(position.realized).toBe(realized);
      expect(position.size).toBe(lots.reduce((sum, lot) => sum + lot.size, 0n));
      expect(position.cost).toBe(lots.reduce((sum, lot) => sum + lot.size * lot.price, 0n));
      expect(position.lots ?? []).toHaveLength(lots.length);
    }),
    { numRuns: 300 },
  );
});

test("an account with first-in cost tells other PnL than one at average cost, and the same equity", () => {
  const account = (costBasis: "average" | "fifo") => {
    const rig = engineRig({ cash: "1000", terms: { costBasis } });
    for (const [side, price] of [
      ["buy", 100],
      ["buy", 110],
      ["sell", 120],
    ] as const) {
      rig.price(price);
      const { orderId } = rig.engine.submit(market(side, "1"), person, "");
      rig.fill(orderId, "1", String(price));
    }
    return rig.engine.account();
  };
  expect(account("average")).toMatchObject({ realizedPnl: "15", unrealizedPnl: "15", equity: "1030" });
  expect(account("fifo")).toMatchObject({ realizedPnl: "20", unrealizedPnl: "10", equity: "1030" });
});
