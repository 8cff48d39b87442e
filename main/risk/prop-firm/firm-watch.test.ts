import { deserialize, serialize } from "node:v8";
import { describe, expect, test } from "vitest";
import type { JournalEvent } from "../../../shared/model/journal-event.ts";
import { type EngineRig, engineRig, instrumentNamed, market, person } from "../../../tests/fixtures/engine-rig.ts";
import { appliedPreset, firmRig, traded } from "../../../tests/fixtures/firm-rig.ts";
import { presetOf, usd } from "../../../tests/fixtures/prop-firm-presets.ts";
import { replayFirm } from "./firm-replay.ts";
import { type FirmMemory, FirmWatch } from "./firm-watch.ts";

const twoStep = "ftmo.2step.challenge.100k";
const minute = 60_000;
const failing = (rows: readonly { readonly code: string; readonly outcome: string }[]): string[] =>
  rows.filter(({ outcome }) => outcome === "fail").map(({ code }) => code);

/** Brings money to a rig's account, or takes it away. */
const transfersOn =
  ({ engine, clock }: EngineRig) =>
  (reportId: string, amount: string): void =>
    engine.accountReport({ kind: "transfer", reportId, at: clock.now, currency: "USDT", amount, reason: "test" });

describe("the firm's guard on a desk", () => {
  test("stops the account a margin before the day's floor: it is halted and taken to flat", () => {
    const { rig, watch, trips } = firmRig(twoStep, { firmTerms: { slippagePercent: "0.5" } });
    traded(rig, "buy", "1", 100_000);
    rig.price(96_000);
    expect(trips()).toEqual([]);
    // 95,500 is the floor and a tenth of the 5,000; half a percent goes to slippage.
    rig.price(95_900);
    expect(trips()).toMatchObject([
      { rule: "prop-firm.daily_loss", action: "flatten_and_halt", observed: "95420.5", limit: "95500", basis: "95000" },
    ]);
    expect(rig.engine.tradingState().state).toBe("halted");
    const exit = rig.sent.at(-1);
    expect(exit).toMatchObject({ side: "sell", size: "1", reduceOnly: true });
    rig.fill(exit?.orderId ?? "", "1", "95880");
    rig.price(95_880);
    expect(watch.guard?.state.breaches).toEqual([]);
    expect(watch.report()).toMatchObject({
      standing: "stopped",
      stop: { rule: "daily_loss", cause: "margin", floor: "95000" },
      worstCase: { loss: "0", holds: true },
    });
  });

  test("works with a fee of as many decimals as someone has set", () => {
    const { rig, watch, trips } = firmRig(twoStep, { takerFeeBps: "3.333333333333" });
    traded(rig, "buy", "0.1", 100_000);
    rig.price(99_000);
    expect(trips()).toEqual([]);
    expect(watch.report()?.standing).toBe("trading");
    expect(rig.engine.preview(market("buy", "0.001"), person).outcome).toBe("approved");
  });

  test("a latched stop keeps everything that opens out, and nothing that closes", () => {
    const { rig } = firmRig(twoStep);
    traded(rig, "buy", "1", 100_000);
    rig.price(95_500);
    rig.say({ orderId: rig.sent.at(-1)?.orderId ?? "", kind: "canceled", reason: "by the venue" });
    const preview = (side: "buy" | "sell") => rig.engine.preview(market(side, "0.1"), person);
    expect(preview("buy").outcome).toBe("rejected");
    expect(rig.engine.preview(market("sell", "1", { reduceOnly: true }), person).outcome).toBe("approved");
  });

  test("a gap beyond the floor is a breach: written down, final, and said on every order", () => {
    const { rig, watch, trips } = firmRig(twoStep);
    traded(rig, "buy", "1", 100_000);
    rig.price(94_000);
    expect(rig.dataOf("risk.breached")).toEqual([
      {
        presetId: twoStep,
        rule: "daily_loss",
        effect: "fail",
        at: rig.clock.now,
        equity: "94000",
        floor: "95000",
        atReset: false,
      },
    ]);
    expect(trips()).toMatchObject([{ rule: "prop-firm.daily_loss", action: "flatten_and_halt" }]);
    rig.fill(rig.sent.at(-1)?.orderId ?? "", "1", "94000");
    rig.price(99_000);
    rig.engine.rearm("prop-firm.daily_loss", person, "looked at");
    rig.engine.setTradingState("active", person, "go on");
    expect(failing(rig.engine.preview(market("buy", "0.001"), person).rows)).toContain("RISK-045");
    expect(watch.report()).toMatchObject({ standing: "failed", breaches: [{ rule: "daily_loss", floor: "95000" }] });
  });

  test("a loss that the reset would turn into a breach is told once, and closed before the reset", () => {
    const { rig, trips } = firmRig(twoStep);
    traded(rig, "buy", "1", 100_000);
    traded(rig, "sell", "1", 104_000);
    traded(rig, "buy", "1", 104_000);
    // Legal today, down to 95,000; from midnight on the floor is 99,000.
    rig.clock.now += 1000;
    rig.price(98_600);
    rig.clock.now += 1000;
    rig.price(98_500);
    expect(trips()).toMatchObject([{ rule: "prop-firm.reset.2026-01-05", action: "warn", limit: "99000" }]);
    expect(rig.engine.tradingState().state).toBe("active");
    rig.clock.now = Date.parse("2026-01-05T22:57:00Z");
    rig.price(98_500);
    expect(trips()).toHaveLength(1);
    rig.clock.now = Date.parse("2026-01-05T22:58:00Z");
    rig.price(98_500);
    expect(trips().at(-1)).toMatchObject({ rule: "prop-firm.daily_loss", action: "flatten_and_halt" });
    expect(rig.sent.at(-1)).toMatchObject({ side: "sell", reduceOnly: true });
  });

  test("what a payout takes is no loss, and what is brought is no gain", () => {
    const { rig, watch } = firmRig(twoStep);
    const transfer = transfersOn(rig);
    transfer("in", "500");
    rig.price(100_000);
    expect(watch.guard?.state.balance).toBe(usd(100_000));
    transfer("out", "-1500");
    rig.price(100_000);
    expect(watch.guard?.state).toMatchObject({ balance: usd(98_500), paid: usd(1500), payouts: 1 });
    expect(watch.guard?.floors.daily).toBe(usd(93_500));
  });

  test("a payout in another currency counts as what it is worth in the account's own", () => {
    const terms = { conversions: [{ from: "EUR", to: "USDT", rate: "1.1" }] };
    const { rig, watch } = firmRig(twoStep, { terms });
    const payout = { kind: "transfer", reportId: "out", amount: "-1500", currency: "EUR", reason: "test" } as const;
    rig.engine.accountReport({ ...payout, at: rig.clock.now });
    rig.price(100_000);
    expect(watch.guard?.state).toMatchObject({ balance: usd(98_350), paid: usd(1650), payouts: 1 });
    expect(watch.guard?.floors.daily).toBe(usd(93_350));
  });

  test("another preset keeps the days and breaches of the account, a fresh one begins again", () => {
    const { rig, watch } = firmRig(twoStep);
    traded(rig, "buy", "1", 100_000);
    rig.price(94_000);
    rig.fill(rig.sent.at(-1)?.orderId ?? "", "1", "94000");
    rig.price(94_000);
    rig.clock.now += 86_400_000;
    rig.price(94_000);
    watch.apply(appliedPreset(presetOf("ftmo.2step.verification.100k")), rig.clock.now, person);
    expect(failing(rig.engine.preview(market("buy", "0.001"), person).rows)).toContain("RISK-046");
    rig.price(94_000);
    expect(watch.guard?.state).toMatchObject({ failure: null, balance: usd(94_000), days: [{ traded: true }] });
    expect(watch.guard?.state.breaches).toHaveLength(1);
    watch.apply(appliedPreset(presetOf(twoStep), {}, true), rig.clock.now, person);
    rig.price(94_000);
    expect(watch.guard?.state).toMatchObject({ balance: usd(100_000), breaches: [], days: [] });
  });

  test("an account whose worth is a guess is not judged, and opens nothing", () => {
    const { rig, watch } = firmRig(twoStep);
    const eth = market("buy", "1", { instrumentId: "paper:ETH/USDT" });
    const { orderId } = rig.engine.submit(eth, person, "before its first price");
    expect(rig.engine.order(orderId)?.status).toBe("denied");
    expect(watch.gap).toBe("");
  });

  test("the picture of the day has a moment a minute and begins again with the firm's day", () => {
    const { rig, watch } = firmRig(twoStep);
    traded(rig, "buy", "0.1", 100_000);
    for (let i = 0; i < 10; i++) {
      rig.clock.now += minute / 2;
      rig.price(100_000 + i);
    }
    expect(watch.points.list()).toHaveLength(6);
    rig.clock.now = Date.parse("2026-01-05T23:00:30Z");
    rig.price(100_100);
    expect(watch.points.list()).toMatchObject([{ equity: "100010", daily: "95000", max: "90000" }]);
  });
});

describe("the firm's rules on an order", () => {
  const answerOf = (rig: ReturnType<typeof firmRig>["rig"], code: string, change: object = {}) =>
    rig.engine.preview(market("buy", "0.01", change), person).rows.find((row) => row.code === code);

  test("a firm with a news rule lets nothing open without a calendar, nor near a release of it", () => {
    const funded = "ftmo.2step.funded_standard.100k";
    const none = firmRig(funded, { firmTerms: { releases: null } });
    expect(answerOf(none.rig, "RISK-050")).toMatchObject({
      outcome: "fail",
      text: expect.stringContaining("give a calendar"),
    });
    const near = firmRig(funded, { firmTerms: { releases: ["2026-01-05T12:01:00.000Z"] } });
    expect(answerOf(near.rig, "RISK-050")).toMatchObject({
      outcome: "fail",
      text: expect.stringContaining("A release is near"),
    });
    expect(near.watch.report()?.news.blockedUntil).toBeGreaterThan(near.rig.clock.now);
    const far = firmRig(funded, { firmTerms: { releases: ["2026-01-06T12:00:00.000Z"] } });
    expect(answerOf(far.rig, "RISK-050")).toMatchObject({ outcome: "pass" });
  });

  test("a limit whose number is in no source lets nothing open until a copy of the preset gives it", () => {
    const { rig, watch } = firmRig("apex.eod.pa.50k");
    expect(answerOf(rig, "RISK-047")).toMatchObject({
      outcome: "fail",
      text: expect.stringContaining("is in no source"),
    });
    expect(watch.report()).toMatchObject({
      worstCase: { holds: false },
      payout: expect.arrayContaining([expect.objectContaining({ open: false })]),
    });
  });

  test("where the terms demand a stop an order without one is refused, and so is one beside a position without one", () => {
    const { rig, watch } = firmRig(twoStep, { firmTerms: { withoutStop: "refused" } });
    const stop = (triggerPrice: string) => ({ bracket: { stopLoss: { type: "stop", triggerPrice } } });
    expect(answerOf(rig, "RISK-046")).toMatchObject({
      outcome: "fail",
      text: expect.stringContaining("brings no stop-loss"),
    });
    expect(answerOf(rig, "RISK-046", stop("99000"))).toMatchObject({ outcome: "pass" });
    const { orderId } = rig.engine.submit(market("buy", "0.01", stop("99000") as object), person, "with a stop");
    rig.fill(orderId, "0.01", "100000");
    rig.price(100_000);
    for (const { orderId: exit } of rig.engine.openOrders()) rig.engine.cancel(exit, person, "taken away");
    for (const { orderId: exit } of rig.engine.openOrders()) rig.say({ orderId: exit, kind: "canceled", reason: "" });
    expect(answerOf(rig, "RISK-046", stop("99000"))).toMatchObject({
      outcome: "fail",
      text: expect.stringContaining("has no stop"),
    });
    expect(watch.report()?.worstCase).toMatchObject({ loss: null, holds: false });
  });

  test("before the account was seen under its preset nothing opens", () => {
    const { rig, watch } = firmRig(twoStep);
    watch.apply(appliedPreset(presetOf("ftmo.2step.verification.100k")), rig.clock.now, person);
    expect(watch.report()).toBeNull();
    const { rows } = rig.engine.preview(market("buy", "0.01"), person);
    const unseen = rows.filter(({ text }) => text.includes("has not seen the account yet"));
    expect(failing(unseen)).toEqual([
      "RISK-045",
      "RISK-046",
      "RISK-047",
      "RISK-048",
      "RISK-049",
      "RISK-050",
      "RISK-051",
    ]);
  });

  test("a model may not open where the firm bans automation", () => {
    const { rig } = firmRig("apex.eod.eval.50k");
    const verdict = rig.engine.preview(market("buy", "0.001"), { kind: "model", id: "m" });
    expect(failing(verdict.rows)).toContain("RISK-049");
    expect(failing(rig.engine.preview(market("buy", "0.001"), person).rows)).not.toContain("RISK-049");
  });
});

test("a record that speaks of a preset of another form opens nothing until one is applied again", () => {
  const { rig } = firmRig(twoStep);
  const [first] = rig.stored().filter(({ type }) => type === "preset.applied");
  const watch = new FirmWatch({ record: null });
  watch.restore({ ...(first as JournalEvent), data: { presetId: "x.y", preset: { format: "proofdesk-prop-firm/9" } } });
  const later = engineRig({ watches: [watch], firm: watch });
  later.price(100);
  const refused = later.engine.preview(market("buy", "0.01"), person);
  expect(refused.rows.find(({ code }) => code === "RISK-045")).toMatchObject({
    outcome: "fail",
    text: expect.stringContaining("cannot read; apply the preset again"),
  });
  watch.apply(appliedPreset(presetOf(twoStep)), later.clock.now, person);
  later.price(100);
  expect(failing(later.engine.preview(market("buy", "0.01"), person).rows)).toEqual([]);
});

test("an applied preset with a value that the guard cannot use opens nothing, and its account can still be read", () => {
  const { rig } = firmRig(twoStep);
  const good = presetOf(twoStep);
  const bad = { ...good, holding: { ...good.holding, flatBy: { time: "16:00", zone: "Mars" } } };
  const stored = rig
    .stored()
    .map((event) => (event.type === "preset.applied" ? { ...event, data: { ...event.data, preset: bad } } : event));
  const watch = new FirmWatch({ record: null });
  const later = engineRig({ watches: [watch], firm: watch });
  later.price(100);
  traded(later, "buy", "0.01", 100);
  for (const event of stored) watch.restore(event as JournalEvent);
  expect(failing(later.engine.preview(market("buy", "0.01"), person).rows)).toContain("RISK-045");
  expect(later.engine.preview(market("sell", "0.01", { reduceOnly: true }), person).outcome).toBe("approved");
  expect(replayFirm(stored as JournalEvent[]).report()).toBeNull();
});

test("contracts count by the firm's scale: the gate names how many still fit", () => {
  const es = instrumentNamed("ESZ26", {
    assetClass: "future",
    multiplier: "50",
    sizeIncrement: "1",
    quoteCurrency: "USD",
  });
  const { rig, watch } = firmRig("topstep.combine.50k", {
    instruments: [es],
    currency: "USD",
    firstPrice: 5000,
    cash: "50000",
  });
  const wish = market("buy", "6", {
    instrumentId: es.id,
    bracket: { stopLoss: { type: "stop", triggerPrice: "4998" } },
  });
  const row = rig.engine.preview(wish, person).rows.find(({ code }) => code === "RISK-048");
  expect(row).toMatchObject({ outcome: "fail", maxPassingSize: "5" });
  const { orderId } = rig.engine.submit({ ...wish, size: "2" }, person, "within");
  rig.fill(orderId, "2", "5000");
  rig.price(5000);
  expect(watch.guard?.state.micros).toBe(20);
  expect(rig.engine.preview(wish, person).rows.find(({ code }) => code === "RISK-048")).toMatchObject({
    maxPassingSize: "3",
  });
});

test("the marks of a journal give the guard again, tick for tick, whatever happened between them", () => {
  const { rig, watch } = firmRig("apex.intraday.eval_tradovate.100k", { firmTerms: { slippagePercent: "0.01" } });
  traded(rig, "buy", "1", 100_000);
  for (const [i, price] of [100_200, 100_900, 100_400, 101_500, 101_300, 101_200].entries()) {
    rig.clock.now += i * 300;
    rig.price(price);
  }
  rig.clock.now = Date.parse("2026-01-05T23:30:00Z");
  rig.price(100_800);
  traded(rig, "sell", "1", 100_800);
  watch.flush();
  const { record } = replayFirm(rig.stored());
  expect(record.guard?.snapshot()).toEqual(watch.guard?.snapshot());
  expect(record.guard?.floors).toEqual(watch.guard?.floors);
  const restored = new FirmWatch({ record: null });
  for (const event of rig.stored()) restored.restore(event);
  expect(restored.guard?.snapshot()).toEqual(watch.guard?.snapshot());
  expect(restored.under?.sha256).toBe(watch.under?.sha256);
});

test("what a watch has read can be kept at any event and taken over by another, which then knows the same", () => {
  const breached = firmRig(twoStep);
  traded(breached.rig, "buy", "1", 100_000);
  breached.rig.price(94_000);
  breached.rig.fill(breached.rig.sent.at(-1)?.orderId ?? "", "1", "94000");
  breached.rig.price(99_000);
  breached.rig.engine.rearm("prop-firm.daily_loss", person, "looked at");
  const { rig, watch } = firmRig("apex.intraday.eval_tradovate.100k", { firmTerms: { slippagePercent: "0.01" } });
  const transfer = transfersOn(rig);
  traded(rig, "buy", "1", 100_000);
  transfer("in", "500");
  rig.price(100_900);
  rig.clock.now = Date.parse("2026-01-05T23:30:00Z");
  rig.price(100_800);
  traded(rig, "sell", "1", 100_800);
  transfer("out", "-300");
  rig.price(100_700);
  watch.apply(appliedPreset(presetOf("apex.eod.eval.100k")), rig.clock.now, person);
  rig.price(100_650);
  traded(rig, "buy", "1", 100_650);
  watch.apply(appliedPreset(presetOf(twoStep), {}, true), rig.clock.now, person);
  rig.price(100_500);
  for (const events of [breached.rig.stored(), rig.stored()]) {
    for (let cut = 0; cut <= events.length; cut++) {
      const [first, second] = [new FirmWatch({ record: null }), new FirmWatch({ record: null })];
      for (const event of events.slice(0, cut)) first.restore(event);
      second.load(deserialize(serialize(first.save())) as FirmMemory);
      for (const event of events.slice(cut)) {
        first.restore(event);
        second.restore(event);
      }
      expect(second.save()).toEqual(first.save());
      expect(second.guard?.floors).toEqual(first.guard?.floors);
      expect(second.report()).toEqual(first.report());
    }
  }
  expect(breached.rig.stored().filter(({ type }) => type === "risk.breached")).toHaveLength(1);
});

test("a watch that takes over what another has read goes on as that one would", () => {
  const { rig } = firmRig("apex.intraday.eval_tradovate.100k", { firmTerms: { slippagePercent: "0.01" } });
  traded(rig, "buy", "1", 100_000);
  rig.price(101_300);
  const events = rig.stored();
  const marksOf = (prepare: (watch: FirmWatch) => void): unknown[] => {
    const marks: unknown[] = [];
    const watch = new FirmWatch({ record: ({ type, at, data }) => marks.push({ type, at, data }) });
    prepare(watch);
    const later = engineRig({ watches: [watch], firm: watch, leverage: "100" });
    for (const event of events) later.engine.restore(event);
    later.engine.resume();
    for (const price of [101_200, 101_900, 100_100, 99_000, 97_000]) {
      later.clock.now += 1500;
      later.price(price);
    }
    return [...marks, watch.report(), watch.guard?.floors];
  };
  const read = (watch: FirmWatch): void => {
    for (const event of events) watch.restore(event);
  };
  const takenOver = marksOf((watch) => {
    const other = new FirmWatch({ record: null });
    read(other);
    watch.load(other.save());
  });
  expect(takenOver.length).toBeGreaterThan(4);
  expect(takenOver).toEqual(marksOf(read));
});
