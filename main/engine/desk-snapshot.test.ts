import { deserialize, serialize } from "node:v8";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { JournalEvent } from "../../shared/model/journal-event.ts";
import {
  btc,
  type EngineRig,
  engineRig,
  instrumentNamed,
  limit,
  market,
  person,
  type RigOptions,
} from "../../tests/fixtures/engine-rig.ts";
import { play, scripts, terms, warm } from "../../tests/fixtures/engine-script.ts";
import { plainFields } from "./desk-snapshot.ts";
import { DeskState } from "./desk-state.ts";
import { scaleOf } from "./instrument-scale.ts";
import { Ledger } from "./ledger.ts";
import { Marks } from "./marks.ts";

/** A desk that finds what it let go in `record`, as a desk finds it in its journal. */
function reader(record: readonly JournalEvent[], keep: number): EngineRig {
  const eventsOf = (orderId: string, before: number): JournalEvent[] =>
    record.filter(({ data, seq }) => data["orderId"] === orderId && seq < before);
  const rig = engineRig({ ...terms, history: { keep, eventsOf } });
  rig.engine.durable(Number.MAX_SAFE_INTEGER);
  return rig;
}

test("a snapshot and the events after it make the same desk as all events, wherever it was taken", () => {
  fc.assert(
    fc.property(
      scripts,
      fc.integer({ min: 1, max: 6 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (script, keep, part) => {
        const { rig } = play(script, false, { ...terms, keepFinished: keep });
        const record = rig.stored();
        const cut = Math.round(part * record.length);
        const full = reader(record, keep);
        for (const event of record) full.engine.restore(event);
        const early = reader(record, keep);
        for (const event of record.slice(0, cut)) early.engine.restore(event);
        const late = reader(record, keep);
        late.engine.load(structuredClone(early.engine.save()));
        for (const event of record.slice(cut)) late.engine.restore(event);
        expect(late.engine.save()).toEqual(full.engine.save());
        for (const it of [full, late]) {
          warm(it);
          it.clock.now = rig.clock.now + 2000;
          it.price(101.5, 0);
          it.price(98.25, 1);
          it.engine.resume();
        }
        expect(late.events).toEqual(full.events);
        expect(late.asked).toEqual(full.asked);
        expect(late.engine.orders()).toEqual(full.engine.orders());
        expect(late.engine.account()).toEqual(full.engine.account());
      },
    ),
    { numRuns: 70 },
  );
});

test("a desk that lets old orders go has the same account and positions as one that holds them all", () => {
  fc.assert(
    fc.property(scripts, fc.integer({ min: 1, max: 4 }), (script, keep) => {
      const plain = script.filter((step) => step.do !== "rebook");
      const all = play(plain, false).rig;
      const few = play(plain, false, { ...terms, keepFinished: keep }).rig;
      expect(few.events).toEqual(all.events);
      expect(few.engine.positions()).toEqual(all.engine.positions());
      expect(few.engine.account()).toEqual(all.engine.account());
    }),
    { numRuns: 50 },
  );
});

/** A desk that holds at least one finished order, after `count` fills of 1 at 100, sold and bought in turn. */
function afterFills(count: number): { rig: EngineRig; orders: string[] } {
  const rig = engineRig({ keepFinished: 1, cash: "100000" });
  rig.bar(100, 150);
  const orders: string[] = [];
  for (let n = 0; n < count; n++) {
    rig.clock.now += 2000;
    rig.price(100);
    const { orderId } = rig.engine.submit(market(n % 2 === 0 ? "buy" : "sell", "1"), person, "turn");
    rig.fill(orderId, "1", "100", { fillId: `f${n}`, fee: "0" });
    orders.push(orderId);
  }
  return { rig, orders };
}

test("an order that was let go is still known: a repeated fill is told from a new one, and it is shown when asked for", () => {
  const { rig, orders } = afterFills(9);
  expect(rig.engine.orders().length).toBeLessThan(4);
  expect(rig.engine.metrics().orders).toBe(9);
  const [first = ""] = orders;
  expect(rig.engine.order(first)).toMatchObject({ status: "filled", filledSize: "1" });
  const before = rig.engine.account();
  rig.fill(first, "1", "100", { fillId: "f0", fee: "0" });
  expect(rig.events.at(-1)).toMatchObject({ type: "order.reconciled", data: { outcome: "duplicate_fill" } });
  expect(rig.engine.account()).toEqual(before);
  expect(() => rig.engine.cancel(first, person, "too late")).toThrow("filled");
});

test("a fill that comes late for an order that was let go is booked", () => {
  const rig = engineRig({ keepFinished: 1, cash: "100000" });
  rig.bar(100, 150);
  rig.price(100);
  const { orderId } = rig.engine.submit(limit("buy", "1", "99"), person, "early");
  rig.say({ orderId, kind: "accepted", venueOrderId: "v" });
  rig.say({ orderId, kind: "canceled", reason: "gone" });
  for (let n = 0; n < 8; n++) {
    rig.clock.now += 2000;
    rig.price(100);
    const { orderId: other } = rig.engine.submit(market(n % 2 === 0 ? "buy" : "sell", "1"), person, "turn");
    rig.fill(other, "1", "100", { fillId: `f${n}`, fee: "0" });
  }
  rig.fill(orderId, "1", "99", { fillId: "late", fee: "0" });
  expect(rig.engine.positions()).toMatchObject([{ instrumentId: btc.id, size: "1", averagePrice: "99" }]);
  const again = engineRig({ cash: "100000" });
  for (const event of rig.stored()) again.engine.restore(event);
  expect(again.engine.account().cash).toBe(rig.engine.account().cash);
});

test("a fill whose books are closed is taken back at its own price: cash, size and equity are right", () => {
  const { rig, orders } = afterFills(9);
  const cash = Number(rig.engine.account().cash);
  rig.say({ kind: "fill-busted", orderId: orders[0] ?? "", fillId: "f0", reason: "erroneous trade" });
  expect(rig.events.at(-1)?.type).toBe("fill.busted");
  expect(Number(rig.engine.account().cash)).toBe(cash + 100);
  expect(rig.engine.positions()).toMatchObject([{ size: "0", realizedPnl: "0" }]);
  rig.say({ kind: "fill-busted", orderId: orders[0] ?? "", fillId: "f0", reason: "again" });
  expect(rig.events.at(-1)).toMatchObject({ type: "order.reconciled", data: { outcome: "busted_already" } });
  expect(rig.engine.order(orders[0] ?? "")).toMatchObject({ filledSize: "0" });
});

test("every field of the desk's state is in its snapshot", () => {
  const scales = [scaleOf(btc, 0)];
  const marks = new Marks(scales, () => 14);
  const ledger = new Ledger({ id: "a", currency: "USDT", cash: "1", leverage: "1" }, scales, marks);
  const fromElsewhere = ["marks", "days", "history"];
  // Tells of one desk whether something has changed since it was last looked at.
  const ofTheDeskAlone = ["books"];
  const inItsOwnWay = [
    "orders working finished fills ledger accountReports entries groups trades latches orderTimes decided settled".split(
      " ",
    ),
    plainFields,
  ].flat();
  expect(Object.keys(new DeskState(scales, ledger, marks)).sort()).toEqual(
    [...fromElsewhere, ...ofTheDeskAlone, ...inItsOwnWay].sort(),
  );
});

test("a snapshot of a desk with other instruments is not taken", () => {
  const one = engineRig({ instruments: [btc] });
  expect(() => engineRig().engine.load(one.engine.save())).toThrow("other instruments");
});

test("what was saved stays as it is while the desk goes on, and so does what was loaded", () => {
  const rig = engineRig({ cash: "100000" });
  rig.bar(100, 150);
  rig.price(100);
  const { orderId } = rig.engine.submit(limit("buy", "2", "100"), person, "in parts");
  rig.fill(orderId, "0.5", "100", { fillId: "one", fee: "0" });
  const saved = rig.engine.save();
  const then = structuredClone(saved);
  const other = engineRig({ cash: "100000" });
  other.engine.load(saved);
  for (const it of [rig, other]) {
    it.fill(orderId, "0.5", "100", { fillId: "two", fee: "0" });
    it.engine.accountReport({ kind: "split", reportId: "s", instrumentId: btc.id, ratio: "2", at: it.clock.now });
  }
  expect(rig.engine.save().orders[0]?.fillIds).toEqual(["one", "two"]);
  expect(saved).toEqual(then);
});

/** A desk that has paid a fee in the last of three currencies and holds nothing but dollars and a few contracts. */
function inThreeCurrencies(): { options: RigOptions; rig: EngineRig } {
  const dax = instrumentNamed("DAX/EUR", { quoteCurrency: "EUR" });
  const nikkei = instrumentNamed("N225/JPY", { quoteCurrency: "JPY" });
  const conversions = [
    { from: "EUR", to: "USDT", rate: "1.1" },
    { from: "JPY", to: "USDT", rate: "0.0065" },
  ];
  const options = { instruments: [btc, dax, nikkei], terms: { conversions } };
  const rig = engineRig(options);
  rig.bar(100, 50, 2);
  rig.price(100, 2);
  const { orderId } = rig.engine.submit(market("buy", "1", { instrumentId: nikkei.id }), person, "");
  rig.fill(orderId, "1", "100", { feeCurrency: "JPY" });
  return { options, rig };
}

test("a desk from its snapshot tells the same of its account and positions as the one that was saved", () => {
  const { options, rig } = inThreeCurrencies();
  const again = engineRig(options);
  again.engine.load(deserialize(serialize(rig.engine.save())));
  again.price(100, 2);
  expect(again.engine.positions()).toEqual(rig.engine.positions());
  expect(again.engine.account()).toEqual(rig.engine.account());
});

test("what was traded at no gain and no cost is still listed as closed after a snapshot", () => {
  const { rig } = afterFills(2);
  expect(rig.engine.positions()).toMatchObject([{ size: "0", realizedPnl: "0" }]);
  const again = engineRig({ cash: "100000" });
  again.engine.load(structuredClone(rig.engine.save()));
  again.price(100);
  expect(again.engine.positions()).toEqual(rig.engine.positions());
});

test("a snapshot of before, which says nothing of currencies without a booking and of slots without a trade, is taken", () => {
  const { options, rig } = inThreeCurrencies();
  const { ledger, ...rest } = structuredClone(rig.engine.save());
  const { traded: _traded, ...record } = ledger;
  const balances = Array.from(ledger.balances, (balance) => (balance === 0n ? undefined : balance));
  const again = engineRig(options);
  again.engine.load({ ...rest, ledger: { ...record, balances } });
  again.price(100, 2);
  expect(again.engine.positions()).toEqual(rig.engine.positions());
  expect(again.engine.account()).toEqual(rig.engine.account());
});
