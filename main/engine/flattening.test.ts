import fc from "fast-check";
import { expect, test } from "vitest";
import type { JournalEvent } from "../../shared/model/journal-event.ts";
import type { OrderRequest } from "../../shared/model/order.ts";
import { btc, engineRig, eth, limit, market, person } from "../../tests/fixtures/engine-rig.ts";
import type { RiskWatch } from "./risk-watch.ts";

const venueActs = ["fill", "part", "reject", "confirm", "refuse", "late", "wait"] as const;
const actions = fc.array(fc.constantFrom(...venueActs), { minLength: 1, maxLength: 40 });
const books = fc.record({
  mode: fc.constantFrom("netting" as const, "hedging" as const),
  positions: fc.array(fc.record({ eth: fc.boolean(), short: fc.boolean(), size: fc.integer({ min: 1, max: 9 }) }), {
    minLength: 1,
    maxLength: 6,
  }),
  resting: fc.array(fc.record({ eth: fc.boolean(), short: fc.boolean(), sell: fc.boolean() }), { maxLength: 3 }),
});

/** A desk with positions and resting orders, on a venue that a test answers for. */
function deskWith({ mode, positions, resting }: typeof books extends fc.Arbitrary<infer T> ? T : never) {
  const instruments = [
    { ...btc, maxSize: "10" },
    { ...eth, maxSize: "9", minSize: "0.5" },
  ];
  const rig = engineRig({ instruments, cash: "1000000", leverage: "10", terms: { positionMode: mode } });
  rig.limits = { ...rig.limits, maxOrdersPerSecond: 1000, priceBandAtr: "1000", staleAfterMs: 86_400_000 };
  rig.bar(100);
  rig.bar(100, 1, 1);
  const sideOf = (short: boolean) => (mode === "hedging" ? ({ positionSide: short ? "short" : "long" } as const) : {});
  for (const { eth: second, short, size } of positions) {
    const request = market(short ? "sell" : "buy", `${size}`, {
      instrumentId: second ? eth.id : btc.id,
      ...sideOf(short),
    });
    const { orderId } = rig.engine.submit(request, person, "");
    rig.fill(orderId, `${size}`, "100");
  }
  for (const { eth: second, short, sell } of resting) {
    const price = sell ? "110.00" : "90.00";
    const request = limit(sell ? "sell" : "buy", "2", price, {
      instrumentId: second ? eth.id : btc.id,
      ...sideOf(short),
    });
    const { orderId, verdict } = rig.engine.submit(request, person, "");
    if (verdict.outcome === "approved") rig.say({ orderId, kind: "accepted", venueOrderId: orderId });
  }
  return rig;
}

test("whatever the venue answers first, the account is flat once it answers at all", () => {
  let offsets = 0;
  let latest = 0;
  fc.assert(
    fc.property(books, actions, (book, acts) => {
      const rig = deskWith(book);
      const { engine } = rig;
      const act = (what: (typeof venueActs)[number]): void => {
        const [order] = engine.openOrders();
        rig.clock.now += 100;
        engine.passTime();
        if (order === undefined || what === "wait") return;
        const { orderId, type, status, size, filledSize } = order;
        const rest = `${Number(size) - Number(filledSize)}`;
        const isExit = type === "market";
        if (what === "refuse" && status === "pending_cancel")
          rig.say({ orderId, kind: "cancel-rejected", reason: "busy" });
        else if (what === "late" && status === "pending_cancel") rig.fill(orderId, rest, "100");
        else if (what === "reject" && isExit)
          rig.say({ orderId, kind: "rejected", code: "VENUE-BUSY", reason: "busy" });
        else if (what === "part" && isExit && Number(rest) > 0.5) rig.fill(orderId, "0.5", "100");
        else if (what === "fill" && isExit) rig.fill(orderId, rest, "100");
        else if (what === "confirm" && status === "pending_cancel") {
          rig.say({ orderId, kind: "canceled", reason: "asked for" });
        }
      };
      // Two opposite positions of one instrument may be none.
      if (engine.openOrders().length === 0 && engine.positions().every(({ size }) => size === "0")) return;
      engine.flatten(person, "enough");
      for (const what of acts) act(what);
      // Time enough for every pause between two attempts, on a venue that now does what it is asked.
      for (let round = 0; round < 40 && engine.flattening() !== null; round++) {
        rig.clock.now += 100;
        for (const order of engine.openOrders()) {
          const { orderId, type, size, filledSize } = order;
          if (type === "market") rig.fill(orderId, `${Number(size) - Number(filledSize)}`, "100");
          else if (order.status === "pending_cancel") rig.say({ orderId, kind: "canceled", reason: "asked for" });
        }
        engine.passTime();
      }
      latest = Math.max(latest, acts.length);
      offsets += rig.sent.filter(({ type, reduceOnly }) => type === "market" && reduceOnly).length;
      const left = engine.positions().filter(({ size }) => size !== "0");
      // A person's flatten ends after eight seconds and says so; every other one ends flat.
      const told = rig.events.findLast(({ data }) => Array.isArray(data["left"]))?.data["left"] as string[] | undefined;
      expect(engine.flattening()).toBeNull();
      expect(told).toBeDefined();
      if (told?.length === 0) expect([left, engine.openOrders()]).toEqual([[], []]);
      else expect(left.length + engine.openOrders().length).toBeGreaterThan(0);
    }),
    { numRuns: 150 },
  );
  expect(offsets).toBeGreaterThan(120);
  console.log(`150 books flattened with ${offsets} offsets against up to ${latest} answers of a venue`);
});

test("exits ask for what is held and never more, and none is sent while another order could still fill", () => {
  let sliced = 0;
  fc.assert(
    fc.property(books, (book) => {
      const rig = deskWith(book);
      rig.engine.flatten(person, "enough");
      const held = new Map(
        rig.engine.positions().map((one) => [`${one.instrumentId} ${one.positionSide ?? ""}`, one.size]),
      );
      const asked = new Map<string, number>();
      for (const { instrumentId, positionSide, type, size, side } of rig.engine.openOrders()) {
        if (type !== "market") continue;
        const name = `${instrumentId} ${positionSide ?? ""}`;
        const position = held.get(name) ?? "0";
        asked.set(name, (asked.get(name) ?? 0) + Number(size));
        expect(Number(size)).toBeLessThanOrEqual(instrumentId === btc.id ? 10 : 9);
        expect(side).toBe(position.startsWith("-") ? "buy" : "sell");
        const others = rig.engine
          .openOrders(instrumentId)
          .filter((order) => order.type !== "market" && order.positionSide === positionSide);
        expect(others).toEqual([]);
      }
      for (const [name, size] of asked) expect(`${size}`).toBe(held.get(name)?.replace("-", ""));
      sliced += rig.engine.openOrders().filter(({ type }) => type === "market").length - asked.size;
    }),
    { numRuns: 100 },
  );
  expect(sliced).toBeGreaterThan(2);
});

test("flattening a flat account with nothing working is done at once and writes nothing", () => {
  const rig = engineRig();
  rig.bar(100);
  const before = rig.events.length;
  rig.engine.flatten(person, "enough");
  expect(rig.engine.flattening()).toBeNull();
  expect(rig.events).toHaveLength(before);
});

test("the exits of a flatten are of its decision, whoever made it", () => {
  const floor: RiskWatch = {
    id: "floor",
    observe: (facts) =>
      facts.equityNumber() < 99_950
        ? [{ rule: "floor", action: "flatten_and_halt", reason: "low", observed: null, limit: null, basis: null }]
        : null,
  };
  for (const by of ["person", "breaker"] as const) {
    const rig = engineRig({ instruments: [{ ...btc, maxSize: "6" }, eth], leverage: "10", watches: [floor] });
    rig.limits = { ...rig.limits, maxOrdersPerSecond: 1000, priceBandAtr: "1000" };
    rig.bar(100);
    for (let i = 0; i < 2; i++) rig.fill(rig.engine.submit(market("buy", "5"), person, "").orderId, "5", "100");
    if (by === "person") rig.engine.flatten(person, "enough");
    else rig.price(94);
    const began = rig.events.findIndex(({ type, data }) => data["flattening"] || type === "risk.breaker_tripped");
    const intents = rig.events.slice(began).filter(({ type }) => type === "order.intended");
    const { trace } = rig.events[began] as { trace: string };
    expect(intents.map((event) => [event.trace, event.cause])).toEqual([
      [trace, began],
      [trace, began],
    ]);
    for (const { orderId, size } of rig.engine.openOrders()) rig.fill(orderId, size, by === "person" ? "100" : "94");
    const told = rig.events.findLast(({ data }) => Array.isArray(data["left"]));
    expect([told?.trace, told?.cause]).toEqual([trace, began]);
  }
});

test("without a journal the way to flat is the same", () => {
  const rig = engineRig();
  rig.bar(100);
  const { orderId } = rig.engine.submit(market("buy", "1"), person, "");
  rig.fill(orderId, "1", "100");
  rig.journal.open = false;
  rig.engine.flatten(person, "no journal");
  const [exit] = rig.engine.openOrders();
  expect(exit).toMatchObject({ reduceOnly: true, size: "1" });
  rig.fill(exit?.orderId ?? "", "1", "99");
  expect(rig.engine.flattening()).toBeNull();
});

test("a position above the instrument's largest order is closed by several, and goes on where it was cut off", () => {
  const rig = engineRig({ instruments: [{ ...btc, maxSize: "10" }, eth], leverage: "10" });
  rig.limits = { ...rig.limits, maxOrdersPerSecond: 1000, priceBandAtr: "1000" };
  rig.bar(100);
  for (let i = 0; i < 3; i++) rig.fill(rig.engine.submit(market("buy", "8.5"), person, "").orderId, "8.5", "100");
  rig.engine.flatten(person, "enough");
  const exits = rig.engine.openOrders().toReversed();
  expect(exits.map(({ size }) => size).sort()).toEqual(["10", "10", "5.5"]);
  rig.fill(exits[0]?.orderId ?? "", exits[0]?.size ?? "", "100");
  // One that the venue gives up half filled does not slow the rest down.
  rig.fill(exits[1]?.orderId ?? "", "1", "100");
  for (const { orderId } of exits.slice(1)) rig.say({ orderId, kind: "canceled", reason: "no liquidity" });
  const held = Number(rig.engine.positions()[0]?.size);
  expect(rig.engine.openOrders().reduce((sum, { size }) => sum + Number(size), 0)).toBe(held);
  for (const { orderId, size } of rig.engine.openOrders()) rig.fill(orderId, size, "100");
  expect(rig.engine.flattening()).toBeNull();
  expect(rig.engine.positions()).toMatchObject([{ size: "0" }]);
});

/** A desk that holds 10 and has one more order working, on a venue that never says what became of its cancel. */
function silentVenue(resting: OrderRequest, silent = true) {
  const queries: string[] = [];
  const rig = engineRig({
    leverage: "10",
    ...(silent ? { route: { query: (orderId: string) => void queries.push(orderId) } } : {}),
  });
  rig.limits = { ...rig.limits, maxOrdersPerSecond: 1000, priceBandAtr: "1000", staleAfterMs: 86_400_000 };
  rig.bar(100);
  rig.fill(rig.engine.submit(market("buy", "10"), person, "").orderId, "10", "100");
  const { orderId } = rig.engine.submit(resting, person, "");
  rig.say({ orderId, kind: "accepted", venueOrderId: "v" });
  const start = rig.clock.now;
  const passTo = (ms: number): void => {
    while (rig.clock.now < start + ms) {
      rig.clock.now = Math.min(start + ms, rig.clock.now + 100);
      rig.engine.passTime();
    }
  };
  const exits = () => rig.engine.openOrders().filter(({ type }) => type === "market");
  const told = () => rig.events.findLast(({ data }) => Array.isArray(data["left"]))?.data["left"];
  return { rig, orderId, queries, passTo, exits, told };
}

test("after five seconds without an answer the venue is asked, and what its order cannot close is offset beside it", () => {
  const { rig, orderId, queries, passTo, exits, told } = silentVenue(limit("sell", "4", "110.00"));
  rig.engine.flatten(person, "enough");
  passTo(4_999);
  expect([queries, exits()]).toEqual([[], []]);
  passTo(5_000);
  expect([queries, exits()]).toEqual([[orderId], []]);
  passTo(6_000);
  expect(exits()).toMatchObject([{ side: "sell", size: "6", reduceOnly: true }]);
  rig.fill(exits()[0]?.orderId ?? "", "6", "99");
  passTo(8_000);
  expect(rig.engine.flattening()).toBeNull();
  expect(told()).toEqual([
    `paper:BTC/USDT: 4 held, 1 order working; the cancel of order ${orderId} is not confirmed; nothing can be offset beside what may still close it`,
  ]);
});

test("an order that can only open leaves all of the position to be offset, and a venue that cannot be asked is not", () => {
  const { rig, orderId, passTo, exits, told } = silentVenue(limit("buy", "4", "90.00"), false);
  rig.engine.flatten(person, "enough");
  passTo(6_000);
  expect(exits()).toMatchObject([{ side: "sell", size: "10" }]);
  passTo(8_000);
  expect(told()).toEqual([
    `paper:BTC/USDT: 10 held, 2 orders working; the cancel of order ${orderId} is not confirmed; exit ${exits()[0]?.orderId} has not filled`,
  ]);
});

test("what a breaker wants flat goes on when the answer comes after all, and a late fill counts", () => {
  const floor: RiskWatch = {
    id: "floor",
    observe: (facts) =>
      facts.equityNumber() < 99_950
        ? [{ rule: "floor", action: "flatten_and_halt", reason: "low", observed: null, limit: null, basis: null }]
        : null,
  };
  for (const answer of ["canceled", "filled"] as const) {
    const rig = engineRig({ leverage: "10", watches: [floor], route: { query: () => undefined } });
    rig.limits = { ...rig.limits, maxOrdersPerSecond: 1000, priceBandAtr: "1000", staleAfterMs: 86_400_000 };
    rig.bar(100);
    rig.fill(rig.engine.submit(market("buy", "10"), person, "").orderId, "10", "100");
    const { orderId } = rig.engine.submit(limit("sell", "4", "110.00"), person, "");
    rig.say({ orderId, kind: "accepted", venueOrderId: "v" });
    rig.price(94);
    const exits = () => rig.engine.openOrders().filter(({ type }) => type === "market");
    for (let i = 0; i < 61; i++) {
      rig.clock.now += 100;
      rig.engine.passTime();
    }
    rig.fill(exits()[0]?.orderId ?? "", "6", "94");
    if (answer === "canceled") rig.say({ orderId, kind: "canceled", reason: "asked for" });
    else rig.fill(orderId, "4", "110");
    expect(exits().map(({ size }) => size)).toEqual(answer === "canceled" ? ["4"] : []);
    for (const { orderId: exit, size } of exits()) rig.fill(exit, size, "94");
    expect([rig.engine.positions()[0]?.size, rig.engine.flattening()]).toEqual(["0", null]);
  }
});

test("beside orders whose cancel nobody answers exits never ask for what those may close", () => {
  let offsets = 0;
  fc.assert(
    fc.property(
      fc.array(fc.record({ sell: fc.boolean(), size: fc.integer({ min: 1, max: 6 }), reduceOnly: fc.boolean() }), {
        minLength: 1,
        maxLength: 4,
      }),
      fc.array(fc.constantFrom("fill", "late", "wait" as const), { maxLength: 12 }),
      (resting, acts) => {
        const rig = engineRig({ leverage: "10", cash: "1000000" });
        rig.limits = { ...rig.limits, maxOrdersPerSecond: 1000, priceBandAtr: "1000", staleAfterMs: 86_400_000 };
        rig.bar(100);
        rig.fill(rig.engine.submit(market("buy", "10"), person, "").orderId, "10", "100");
        for (const { sell, size, reduceOnly } of resting) {
          const request = limit(sell ? "sell" : "buy", `${size}`, sell ? "110.00" : "90.00", {
            reduceOnly: sell && reduceOnly,
          });
          const { orderId, verdict } = rig.engine.submit(request, person, "");
          if (verdict.outcome === "approved") rig.say({ orderId, kind: "accepted", venueOrderId: orderId });
        }
        rig.engine.flatten(person, "enough");
        for (const act of [...Array<"wait">(7).fill("wait"), ...acts]) {
          rig.clock.now += 1_000;
          rig.engine.passTime();
          if (rig.engine.flattening() === null) rig.engine.flatten(person, "again");
          const open = rig.engine.openOrders();
          const held = Number(rig.engine.positions()[0]?.size ?? 0);
          const closing = open.filter(({ side }) => side === (held > 0 ? "sell" : "buy"));
          const sum = closing.reduce((all, { size, filledSize }) => all + Number(size) - Number(filledSize), 0);
          const exits = open.filter(({ type }) => type === "market");
          offsets += exits.length;
          if (exits.length > 0) expect(sum).toBeLessThanOrEqual(Math.abs(held));
          const [order] = open.filter(({ type }) => (type === "market") === (act === "fill"));
          if (act !== "wait" && order !== undefined) rig.fill(order.orderId, order.size, "100");
        }
      },
    ),
    { numRuns: 100 },
  );
  expect(offsets).toBeGreaterThan(50);
});

test("a person's flatten that a restart interrupts is told with what is left, and sends nothing until it is asked for again", () => {
  const rig = engineRig({ leverage: "10" });
  rig.limits = { ...rig.limits, priceBandAtr: "1000", maxOrdersPerSecond: 1000 };
  rig.bar(100);
  rig.fill(rig.engine.submit(market("buy", "5"), person, "").orderId, "5", "100");
  rig.engine.flatten(person, "enough");
  const [exit] = rig.engine.openOrders();
  rig.say({ orderId: exit?.orderId ?? "", kind: "canceled", reason: "no liquidity" });
  const restart = (events: readonly JournalEvent[]) => {
    const again = engineRig({ leverage: "10" });
    again.clock.now = rig.clock.now + 3_600_000;
    for (const event of events) again.engine.restore(event);
    again.engine.resume();
    return again;
  };
  const cut = rig.stored().filter(({ data }) => !Array.isArray(data["left"]));
  const again = restart(cut.slice(0, -2));
  const said = 'a restart interrupted the flatten "enough", flatten again to go on';
  expect(again.dataOf("risk.state_changed")).toEqual([
    { from: "active", to: "active", reason: said, left: [expect.stringContaining("5 held")] },
  ]);
  expect([again.sent, again.engine.flattening()]).toEqual([[], null]);
  const open = { reason: said, left: [expect.stringContaining("5 held")] };
  expect(again.engine.unfinishedFlat()).toEqual(open);
  const stored = [...cut.slice(0, -2), ...again.stored().map((event, i) => ({ ...event, seq: cut.length + i }))];
  const third = restart(stored);
  expect(third.dataOf("risk.state_changed")).toEqual([]);
  expect(third.engine.unfinishedFlat()).toEqual(open);
  const loaded = engineRig({ leverage: "10" });
  loaded.engine.load(third.engine.save());
  expect(loaded.engine.unfinishedFlat()).toEqual(open);
  again.bar(100);
  again.engine.flatten(person, "again");
  expect(again.engine.unfinishedFlat()).toBeNull();
  expect(again.engine.openOrders().some(({ status, type }) => type === "market" && status !== "canceled")).toBe(true);
});

test("an account that did not get flat is shown until nothing is held, however it is closed, and not for what is bought later", () => {
  const rig = engineRig({ leverage: "10" });
  rig.limits = { ...rig.limits, priceBandAtr: "1000", maxOrdersPerSecond: 1000 };
  rig.bar(100);
  const buy = (): void => rig.fill(rig.engine.submit(market("buy", "5"), person, "").orderId, "5", "100");
  buy();
  rig.engine.flatten(person, "enough");
  expect(rig.engine.unfinishedFlat()).toBeNull();
  for (let second = 0; second < 12 && rig.engine.flattening() !== null; second++) {
    for (const { orderId } of rig.engine.openOrders()) rig.say({ orderId, kind: "canceled", reason: "no liquidity" });
    rig.clock.now += 1000;
    rig.engine.passTime();
  }
  expect(rig.engine.flattening()).toBeNull();
  expect(rig.engine.unfinishedFlat()).toMatchObject({ reason: "enough", left: [expect.stringContaining("5 held")] });
  rig.bar(100);
  for (const { orderId } of rig.engine.openOrders()) rig.say({ orderId, kind: "canceled", reason: "no liquidity" });
  rig.fill(rig.engine.submit(market("sell", "5"), person, "").orderId, "5", "100");
  expect(rig.engine.unfinishedFlat()).toBeNull();
  buy();
  expect(rig.engine.unfinishedFlat()).toBeNull();
});

test("only what a flatten has left is told of: an order that may still fill counts, what is bought later does not", () => {
  const rig = engineRig({ leverage: "10" });
  rig.limits = { ...rig.limits, priceBandAtr: "1000", maxOrdersPerSecond: 1000 };
  for (const at of [0, 1]) rig.bar(100, at);
  const { orderId } = rig.engine.submit(limit("buy", "2", "90"), person, "");
  rig.say({ orderId, kind: "accepted", venueOrderId: "v" });
  rig.engine.flatten(person, "enough");
  for (let second = 0; second < 12 && rig.engine.flattening() !== null; second++) {
    rig.clock.now += 1000;
    rig.engine.passTime();
  }
  expect(rig.engine.flattening()).toBeNull();
  expect(rig.engine.unfinishedFlat()?.left).toEqual([expect.stringContaining("0 held, 1 order working")]);
  rig.fill(orderId, "2", "90");
  expect(rig.engine.unfinishedFlat()?.left).toEqual([expect.stringContaining("2 held")]);
  const other = rig.engine.submit(market("buy", "1", { instrumentId: eth.id }), person, "");
  rig.fill(other.orderId, "1", "100");
  expect(rig.engine.unfinishedFlat()?.left).toEqual([expect.stringContaining(btc.id)]);
  const again = engineRig({ leverage: "10" });
  again.engine.load(rig.engine.save());
  expect(again.engine.unfinishedFlat()).toEqual(rig.engine.unfinishedFlat());
  rig.fill(rig.engine.submit(market("sell", "2"), person, "").orderId, "2", "100");
  expect(rig.engine.unfinishedFlat()).toBeNull();
});

test("a flatten that ended before the restart, or that a breaker demands, is not told of again", () => {
  const rig = engineRig({ leverage: "10" });
  rig.limits = { ...rig.limits, priceBandAtr: "1000", maxOrdersPerSecond: 1000 };
  rig.bar(100);
  rig.fill(rig.engine.submit(market("buy", "5"), person, "").orderId, "5", "100");
  rig.engine.flatten(person, "enough");
  rig.fill(rig.engine.openOrders()[0]?.orderId ?? "", "5", "100");
  expect(rig.dataOf("risk.state_changed")).toEqual([
    { from: "active", to: "active", reason: "enough", flattening: true },
    { from: "active", to: "active", reason: "enough", left: [] },
  ]);
  const again = engineRig({ leverage: "10" });
  again.engine.load(rig.engine.save());
  again.engine.resume();
  expect(again.dataOf("risk.state_changed")).toEqual([]);
});
