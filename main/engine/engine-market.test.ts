import { expect, test } from "vitest";
import { btc, engineRig, instrumentNamed, limit, market, person } from "../../tests/fixtures/engine-rig.ts";
import { createGate } from "../risk/gate.ts";
import type { BarEvent, TickEvent } from "./agent.ts";
import { createEngine } from "./engine.ts";
import type { EngineListener } from "./engine-face.ts";

test("a tick between two milliseconds counts as of the earlier, so that what it brings about can be written down", () => {
  const rig = engineRig();
  const at = rig.clock.now + 0.25;
  expect(rig.engine.tick(0, at, 99, 101, 100, 1)).toBe(true);
  // Later in the same millisecond.
  expect(rig.engine.tick(0, at + 0.5, 99, 101, 100, 1)).toBe(true);
  rig.engine.pump(10);
  const columns = (time: number) => Float64Array.of(time);
  const ticks = { length: 1, at: columns(at + 0.6), bid: columns(99), ask: columns(101), last: columns(100) };
  rig.engine.playTicks(0, { ...ticks, size: columns(1) }, 0, 1);
  expect([rig.engine.now(), rig.engine.metrics().inputs]).toEqual([Math.floor(at), 3]);
});

test("nor does a bar that opens between two milliseconds bring fractions into the record", () => {
  const rig = engineRig();
  const openTime = rig.clock.now - 180_000 + 0.5;
  expect(rig.engine.bar(0, openTime, 60_000, 100, 101, 99, 100, 1)).toBe(true);
  rig.engine.pump(10);
  const times: number[] = [rig.engine.now()];
  const column = (value: number) => Float64Array.of(value);
  const prices = { open: column(100), high: column(101), low: column(99), close: column(100), volume: column(1) };
  rig.engine.play(0, { length: 1, openTime: column(openTime + 60_000), ...prices }, 60_000, 0, 1);
  times.push(rig.engine.now());
  expect(times).toEqual([Math.floor(openTime) + 60_000, Math.floor(openTime) + 120_000]);
});

test("a full queue refuses, counts it, and tells when it is half empty again", () => {
  const rig = engineRig({ queueCapacity: 6 });
  const { engine } = rig;
  let spaces = 0;
  const stop = engine.onSpace(() => spaces++);
  const offer = () => engine.tick(0, rig.clock.now, 99, 101, 100, 1);
  for (let i = 0; i < 6; i++) expect(offer()).toBe(true);
  expect(offer()).toBe(false);
  expect(engine.bar(0, 0, 60_000, 1, 1, 1, 1, 1)).toBe(false);
  expect(engine.metrics()).toMatchObject({
    queueDepth: 6,
    queueCapacity: 6,
    backPressure: 2,
    inputs: 0,
    lastInputAt: null,
  });
  expect(engine.pump(2)).toBe(2);
  expect(spaces).toBe(0);
  expect(engine.pump(1)).toBe(1);
  expect(spaces).toBe(1);
  engine.pump(10);
  expect(spaces).toBe(1);
  stop();
  for (let i = 0; i < 8; i++) offer();
  engine.pump(10);
  expect(spaces).toBe(1);
  expect(engine.metrics()).toMatchObject({ queueDepth: 0, inputs: 12, lastInputAt: rig.clock.now });
});

test("inputs keep their order and values through the ring, however often it wraps", () => {
  const rig = engineRig({ queueCapacity: 5 });
  const seen: number[][] = [];
  const copy = (tick: TickEvent) => seen.push([tick.instrument, tick.at, tick.bid, tick.ask, tick.last, tick.size]);
  const bars: BarEvent[] = [];
  rig.engine.subscribe({ onTick: copy, onBar: (bar) => bars.push({ ...bar }) });
  const sent: number[][] = [];
  for (let i = 0; i < 23; i++) {
    const tick = [i % 2, rig.clock.now + i, i, i + 2, i + 1, i / 7] as const;
    sent.push([...tick]);
    rig.engine.tick(...tick);
    if (i % 3 === 0) rig.engine.pump(10);
  }
  rig.engine.pump(10);
  expect(seen).toEqual(sent);
  rig.engine.bar(1, 7, 60_000, 1, 4, 0.5, 2, 9);
  rig.engine.pump(1);
  expect(bars).toEqual([
    { instrument: 1, openTime: 7, intervalMs: 60_000, open: 1, high: 4, low: 0.5, close: 2, volume: 9 },
  ]);
});

test("the engine's time is that of the input and never goes back", () => {
  const rig = engineRig();
  const { engine } = rig;
  engine.tick(0, 5000, 1, 1, 1, 1);
  engine.pump(1);
  expect(engine.now()).toBe(5000);
  engine.bar(0, 1000, 3000, 1, 1, 1, 1, 1);
  engine.pump(2);
  expect(engine.now()).toBe(5000);
  engine.bar(1, 5000, 60_000, 1, 1, 1, 1, 1);
  engine.pump(1);
  expect(engine.now()).toBe(65_000);
});

test("the venue is fed before any agent decides, and lets time pass before a person's order", () => {
  const seen: string[] = [];
  const rig = engineRig({
    route: {
      onBar: ({ openTime }) => void seen.push(`venue bar ${openTime}`),
      onTick: ({ at }) => void seen.push(`venue tick ${at}`),
      onTime: (at) => void seen.push(`venue time ${at}`),
    },
  });
  rig.engine.register({
    id: "a",
    actor: person,
    instruments: [0, 1],
    onBar: (bar) => void seen.push(`agent bar ${bar.openTime}`),
    onTick: (tick) => void seen.push(`agent tick ${tick.at}`),
  });
  rig.clock.now = 0;
  rig.engine.startAgent("a");
  rig.engine.bar(0, 0, 60_000, 1, 1, 1, 1, 1);
  rig.engine.tick(1, 60_001, 1, 1, 1, 1);
  rig.engine.pump(5);
  rig.clock.now = 70_000;
  rig.engine.preview(market("buy", "1"), person);
  expect(seen).toEqual(["venue bar 0", "agent bar 0", "venue tick 60001", "agent tick 60001", "venue time 70000"]);
});

test("once an instrument ticks, its bars are its past: they fill nothing and move no price", () => {
  const bars: number[] = [];
  const rig = engineRig({ route: { onBar: ({ instrument }) => void bars.push(instrument) } });
  rig.bar(90);
  rig.price(100);
  rig.bar(95);
  rig.bar(50, 1, 1);
  // The venue hears of it, as of the time that has passed.
  expect(bars).toEqual([0, 0, 1]);
  const { orderId } = rig.engine.submit(market("buy", "1"), person, "");
  rig.fill(orderId, "1", "100");
  expect(rig.engine.positions()[0]?.markPrice).toBe("100");
});

test("a bar's close is as old as the bar, however late it comes: history opens nothing", () => {
  const rig = engineRig();
  rig.price(50, 1);
  rig.engine.bar(0, rig.clock.now - 600_000, 60_000, 100, 101, 99, 100, 10);
  rig.engine.pump(1);
  const fresh = () => rig.engine.preview(market("buy", "1"), person).rows.find((row) => row.code === "RISK-006");
  expect(fresh()).toMatchObject({ outcome: "fail", observed: "540000" });
  rig.bar(100);
  expect(fresh()).toMatchObject({ outcome: "pass", observed: "0" });
});

test("a tick without a last price is marked in the middle of its quote", () => {
  const rig = engineRig();
  rig.engine.tick(0, rig.clock.now, 99, 102, 0, 0);
  rig.engine.pump(1);
  rig.engine.submit(market("buy", "1"), person, "");
  expect(rig.events[0]?.data["decisionPrice"]).toBe("100.5");
});

test("a tick with neither a last price nor both sides of a quote leaves the price as it was, to grow stale", () => {
  const rig = engineRig();
  rig.price(100);
  rig.clock.now += rig.limits.staleAfterMs + 1;
  for (const [bid, ask] of [
    [100, 0],
    [0, 100],
    [0, 0],
  ] as const) {
    rig.engine.tick(0, rig.clock.now, bid, ask, 0, 1);
  }
  rig.engine.pump(9);
  expect(rig.engine.preview(market("buy", "1"), person).rows.find((row) => row.code === "RISK-006")).toMatchObject({
    outcome: "fail",
    text: "The last price 100 is 5001 ms old; older than 5000 ms is stale",
  });
});

test("a new trading day starts from the equity at midnight's prices", () => {
  const rig = engineRig();
  rig.bar(100);
  const { orderId } = rig.engine.submit(market("buy", "10"), person, "");
  rig.fill(orderId, "10", "100");
  rig.clock.now = Date.UTC(2026, 0, 6);
  rig.bar(103);
  expect(rig.engine.account().dayPnl).toBe("30");
  rig.clock.now += 60_000;
  rig.bar(105);
  expect(rig.engine.account()).toMatchObject({ dayPnl: "20", equity: "100050" });
  expect(rig.events.at(-1)).toMatchObject({
    type: "account.day_rolled",
    at: Date.UTC(2026, 0, 6),
    data: { day: 20_459, equity: "100030" },
  });
  const again = engineRig();
  for (const event of rig.stored()) again.engine.restore(event);
  again.clock.now = rig.clock.now;
  again.bar(105);
  expect(again.engine.account().dayPnl).toBe("20");
});

test("an instrument whose numbers do not fit into money is refused at the start", () => {
  const build = (change: Parameters<typeof instrumentNamed>[1]) => () =>
    createEngine({
      instruments: [instrumentNamed("X", change)],
      account: { id: "a", currency: "USD", cash: "0", leverage: "1" },
      takerFeeBps: "0",
      gate: createGate({ limits: () => engineRig().limits }),
      route: { submit() {}, cancel() {}, replace() {} },
      record: () => 0,
      journalOpen: () => true,
      now: () => 0,
      sha256: (text) => text,
      idSeed: "",
    });
  expect(build({ priceIncrement: "0.0000000001", sizeIncrement: "0.00000001" })).not.toThrow();
  expect(build({ priceIncrement: "0.0000000001", sizeIncrement: "0.000000001" })).toThrow(
    expect.objectContaining({ code: "ENGINE-DIGITS" }),
  );
  for (const change of [{ priceIncrement: "0" }, { sizeIncrement: "0" }, { multiplier: "-1" }]) {
    expect(build(change)).toThrow(expect.objectContaining({ code: "ENGINE-INCREMENT" }));
  }
});

test("an input for an instrument that is not listed is refused at the door", () => {
  const { engine } = engineRig();
  for (const instrument of [-1, 2, 0.5]) {
    expect(() => engine.tick(instrument, 0, 1, 1, 1, 1)).toThrow(
      expect.objectContaining({ code: "ENGINE-INSTRUMENT" }),
    );
    expect(() => engine.bar(instrument, 0, 1, 1, 1, 1, 1, 1)).toThrow(
      expect.objectContaining({ code: "ENGINE-INSTRUMENT" }),
    );
  }
});

test("a listener that throws is left behind, the others and the feed go on", () => {
  const failures: unknown[] = [];
  const rig = engineRig({ onListenerFailure: (error) => failures.push(error) });
  const heard: string[] = [];
  const broken: EngineListener = {
    onTick() {
      throw new Error("page gone");
    },
  };
  rig.engine.subscribe(broken);
  const stop = rig.engine.subscribe({
    onTick: () => heard.push("tick"),
    onOrder: (order) => heard.push(order.status),
    onFill: (fill) => heard.push(fill.price),
    onPosition: (instrumentId) => heard.push(instrumentId),
  });
  rig.price(100);
  rig.price(100);
  const { orderId } = rig.engine.submit(market("buy", "1"), person, "");
  rig.fill(orderId, "1", "100");
  stop();
  rig.price(100);
  expect(failures).toEqual([new Error("page gone")]);
  expect(heard).toEqual(["tick", "tick", "initialized", "submitted", "filled", "100", btc.id]);
});

test("the price band goes by a changed period of the average true range from the next bar on", () => {
  const rig = engineRig();
  const band = () =>
    rig.engine.preview(limit("buy", "1", "100"), person).rows.find((row) => row.code === "RISK-002")?.limit;
  for (const range of [1, 1, 1]) rig.bar(100, range);
  expect(band()).toBe("103");
  rig.limits = { ...rig.limits, atrPeriod: 1 };
  expect(band()).toBe("103");
  rig.bar(100, 2);
  expect(band()).toBe("106");
});
