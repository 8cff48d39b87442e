import fc from "fast-check";
import { expect, test } from "vitest";
import { btc, engineRig, eth, limit, market, person } from "../../tests/fixtures/engine-rig.ts";

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
