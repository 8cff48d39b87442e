import { describe, expect, test } from "vitest";
import { formatFixed, MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import { presetOf, seen, usd } from "../../../tests/fixtures/prop-firm-presets.ts";
import { GuardState } from "./guard-state.ts";
import { forecastReset, lossRows } from "./loss-rows.ts";
import { PropFirmGuard } from "./prop-firm-guard.ts";

const text = (units: bigint | null): string | null => (units === null ? null : formatFixed(units, MONEY_DIGITS));

/** A step of a worked example: time, balance, open result, then the floors (daily, drawdown) and the rule that it breaks. */
type Step = [at: string, balance: number, open: number, daily: string | null, max: string, breaks?: string];

/** Each example is computed by hand from the firm's rule, as the preset's sources state it. */
const examples: [name: string, preset: string, steps: Step[]][] = [
  [
    "FTMO 2-Step: the daily floor is the balance at midnight in Prague less 5 % of the initial balance, the other stays at 90 %",
    "ftmo.2step.challenge.100k",
    [
      ["2026-10-05T08:00Z", 100_000, 0, "95000", "90000"],
      ["2026-10-05T20:00Z", 102_000, 0, "95000", "90000"],
      // 21:59 UTC is 23:59 in Prague.
      ["2026-10-05T21:59Z", 102_000, -7_000, "95000", "90000"],
      ["2026-10-05T22:00Z", 102_000, 0, "97000", "90000", "daily_loss at the reset"],
    ],
  ],
  [
    "FTMO 2-Step: touching the daily floor survives, one cent below does not",
    "ftmo.2step.verification.10k",
    [
      ["2026-10-05T08:00Z", 10_000, -500, "9500", "9000"],
      ["2026-10-05T08:01Z", 10_000, -500.01, "9500", "9000", "daily_loss"],
    ],
  ],
  [
    "FTMO 2-Step: touching 90 % survives, one cent below does not, when several days lost a little",
    "ftmo.2step.funded_standard.200k",
    [
      ["2026-10-05T08:00Z", 191_000, 0, "190000", "180000"],
      ["2026-10-06T08:00Z", 182_000, 0, "181000", "180000", "-"],
      ["2026-10-07T08:00Z", 182_000, -2_000, "172000", "180000", "-"],
      ["2026-10-07T08:01Z", 182_000, -2_000.01, "172000", "180000", "max_loss"],
    ],
  ],
  [
    "FTMO 1-Step: 3 % a day, and a floor 10 % below the highest balance at a day's end that never falls",
    "ftmo.1step.challenge.100k",
    [
      ["2026-10-05T08:00Z", 104_000, 0, "97000", "90000"],
      ["2026-10-06T08:00Z", 104_000, 3_000, "101000", "94000"],
      ["2026-10-07T08:00Z", 102_000, 0, "101000", "94000"],
      ["2026-10-08T08:00Z", 102_000, -3_000, "99000", "94000"],
      ["2026-10-08T08:01Z", 102_000, -3_000.01, "99000", "94000", "daily_loss"],
    ],
  ],
  [
    "Topstep Combine: the limit trails the balance at the day's end, is checked on open results and stops at the start",
    "topstep.combine.50k",
    [
      ["2026-10-05T15:00Z", 51_000, 500, "49000", "48000"],
      ["2026-10-06T15:00Z", 51_000, 0, "50000", "49000"],
      ["2026-10-06T16:00Z", 52_500, 0, "50000", "49000"],
      ["2026-10-07T15:00Z", 52_500, 1_000, "51500", "50000"],
      ["2026-10-08T15:00Z", 55_000, -5_000, "51500", "50000"],
      ["2026-10-08T15:01Z", 55_000, -5_000.01, "51500", "50000", "max_loss"],
    ],
  ],
  [
    "Topstep Express Funded: from zero, 2,000 below the highest day's end, up to zero",
    "topstep.xfa.50k",
    [
      ["2026-10-05T15:00Z", 1_500, 0, null, "-2000"],
      ["2026-10-06T15:00Z", 1_000, 0, null, "-500"],
      ["2026-10-07T15:00Z", 2_900, 0, null, "-500"],
      ["2026-10-08T15:00Z", 2_900, 0, null, "0"],
      ["2026-10-08T15:01Z", 2_900, -2_900, null, "0"],
      ["2026-10-08T15:02Z", 2_900, -2_901, null, "0", "max_loss"],
    ],
  ],
  [
    "Apex end of day: touching the daily limit pauses until 18:00 in New York, touching the threshold fails",
    "apex.eod.eval.50k",
    [
      ["2026-10-05T15:00Z", 50_000, -999.99, "49000", "48000"],
      ["2026-10-05T15:01Z", 50_000, -1_000, "49000", "48000", "daily_loss"],
      ["2026-10-05T21:59Z", 49_000, 0, "49000", "48000"],
      ["2026-10-05T22:00Z", 49_000, 0, "48000", "48000"],
      ["2026-10-06T15:00Z", 49_000, -1_000, "48000", "48000", "max_loss"],
    ],
  ],
  [
    "Apex intraday on Rithmic: the threshold trails open profit and stops at the target's balance",
    "apex.intraday.eval_rithmic.50k",
    [
      ["2026-10-05T15:00Z", 50_000, 1_500, null, "49500"],
      ["2026-10-05T15:01Z", 50_000, 0, null, "49500"],
      ["2026-10-05T15:02Z", 50_000, 6_000, null, "53000"],
      ["2026-10-05T15:03Z", 50_000, 3_000, null, "53000", "max_loss"],
    ],
  ],
  [
    "Apex intraday on Tradovate: the threshold never stops",
    "apex.intraday.eval_tradovate.50k",
    [
      ["2026-10-05T15:00Z", 50_000, 6_000, null, "54000"],
      ["2026-10-05T15:03Z", 50_000, 4_000, null, "54000", "max_loss"],
    ],
  ],
  [
    "Apex legacy: the threshold stops 100 above the start",
    "apex.legacy.pa.50k",
    [
      ["2026-10-05T15:00Z", 50_000, 2_000, null, "49500"],
      ["2026-10-05T15:01Z", 50_000, 4_000, null, "50100"],
      ["2026-10-05T15:02Z", 50_101, 0, null, "50100"],
      ["2026-10-05T15:03Z", 50_100, 0, null, "50100", "max_loss"],
    ],
  ],
  [
    "Earn2Trade: reaching the daily limit is a violation, the drawdown follows the day's end up to the start",
    "earn2trade.tcp25",
    [
      ["2026-10-05T15:00Z", 25_900, 0, "24450", "23500"],
      ["2026-10-06T15:00Z", 25_900, -549.99, "25350", "24400"],
      ["2026-10-07T15:00Z", 27_000, 0, "25350", "24400"],
      ["2026-10-08T15:00Z", 27_000, 0, "26450", "25000"],
      ["2026-10-08T15:01Z", 27_000, -550, "26450", "25000", "daily_loss"],
    ],
  ],
  [
    "The5ers: 5 % of the greater of balance and equity at the server's midnight, and room that grows with the account",
    "the5ers.high_stakes.step1.100000",
    [
      ["2026-10-05T08:00Z", 102_000, 0, "95000", "90000"],
      ["2026-10-06T08:00Z", 102_000, 2_000, "96900", "90000"],
      ["2026-10-07T08:00Z", 102_000, 0, "98800", "90000"],
      ["2026-10-07T08:01Z", 102_000, -3_200, "98800", "90000"],
      ["2026-10-07T08:02Z", 102_000, -3_200.01, "98800", "90000", "daily_loss"],
    ],
  ],
  [
    "FundedNext: profit banked today adds to the day's room",
    "fundednext.stellar_2step.step1.100k",
    [
      ["2026-10-05T08:00Z", 102_000, 0, "95000", "90000"],
      ["2026-10-05T09:00Z", 102_000, -7_000, "95000", "90000"],
      ["2026-10-05T09:01Z", 102_000, -7_000.01, "95000", "90000", "daily_loss"],
    ],
  ],
  [
    "MyFundedFutures Core: 2,000 below the highest day's end, up to 100 above the start",
    "mffu.core.eval.50k",
    [
      ["2026-10-05T15:00Z", 53_000, 0, null, "48000"],
      ["2026-10-06T15:00Z", 53_000, -2_900, null, "50100"],
      ["2026-10-06T15:01Z", 53_000, -2_900.01, null, "50100", "max_loss"],
    ],
  ],
];

describe("worked examples", () => {
  test.each(examples)("%s", (_, id, steps) => {
    const guard = PropFirmGuard.open(presetOf(id), { at: Date.parse("2026-10-05T07:00Z") });
    for (const [at, balance, open, daily, max, breaks = "-"] of steps) {
      const found = guard.apply(seen(at, balance, open));
      expect([at, text(guard.floors.daily), text(guard.floors.max)]).toEqual([at, daily, max]);
      expect(found.map(({ rule, atReset }) => (atReset ? `${rule} at the reset` : rule)).join() || "-").toBe(breaks);
    }
  });
});

describe("the guard", () => {
  const opening = { at: Date.parse("2026-10-05T07:00Z") };

  test("announces the breach that a loss carried over the reset would be, before it happens", () => {
    const guard = PropFirmGuard.open(presetOf("ftmo.2step.challenge.100k"), opening);
    guard.apply(seen("2026-10-05T20:00Z", 103_000, -5_000));
    expect(forecastReset(guard).breaks).toEqual([]);
    expect(guard.apply(seen("2026-10-05T21:00Z", 103_000, -5_000.01))).toEqual([]);
    const forecast = forecastReset(guard);
    expect(forecast.at).toBe(Date.parse("2026-10-05T22:00Z"));
    expect(forecast.breaks).toMatchObject([{ rule: "daily_loss", floor: usd(98_000), room: usd("-0.01") }]);
    expect(guard.apply({ kind: "clock", at: Date.parse("2026-10-05T22:00Z") })).toEqual([
      {
        rule: "daily_loss",
        effect: "fail",
        at: forecast.at,
        equity: usd("97999.99"),
        floor: usd(98_000),
        atReset: true,
      },
    ]);
  });

  test("finds an account alive by the day's end and lost by the tick, on one path of equity", () => {
    const path = [0, 1_500, 2_400, 300].map((open, i) => seen(`2026-10-05T15:0${i}Z`, 50_000, open));
    const eod = PropFirmGuard.open(presetOf("apex.eod.eval.50k"), opening);
    const tick = PropFirmGuard.open(presetOf("apex.intraday.eval_tradovate.50k"), opening);
    expect(path.flatMap((one) => eod.apply(one))).toEqual([]);
    expect(path.flatMap((one) => tick.apply(one))).toMatchObject([{ rule: "max_loss", floor: usd(50_400) }]);
    expect([text(eod.floors.max), text(tick.floors.max)]).toEqual(["48000", "50400"]);
  });

  test("shows what the sources that contradict the preset would make of the rule, without letting it decide", () => {
    const guard = PropFirmGuard.open(presetOf("ftmo.2step.challenge.100k"), opening);
    guard.apply(seen("2026-10-05T15:00Z", 106_000));
    guard.apply(seen("2026-10-06T15:00Z", 101_000, -5_500));
    expect(lossRows(guard).map(({ rule, binds, floor, breached }) => [rule, binds, text(floor), breached])).toEqual([
      ["daily_loss", true, "101000", true],
      ["max_loss", true, "90000", false],
      ["max_loss", false, "96000", true],
    ]);
  });

  test("tells room in money and in hundredths of a percent of what the rule allows", () => {
    const guard = PropFirmGuard.open(presetOf("ftmo.2step.challenge.100k"), opening);
    guard.apply(seen("2026-10-05T15:00Z", 100_000, -1_250));
    expect(lossRows(guard).map(({ room, roomBps }) => [text(room), roomBps])).toEqual([
      ["3750", 7500],
      ["8750", 8750],
      ["8750", 8750],
    ]);
  });

  test("counts commissions and swaps that are owed where the firm does, and leaves them out where it does not", () => {
    const owed = { ...seen("2026-10-05T15:00Z", 100_000, -4_990), commissions: usd(7), swaps: usd(4) };
    const ftmo = PropFirmGuard.open(presetOf("ftmo.2step.challenge.100k"), opening);
    expect(ftmo.apply(owed)).toMatchObject([{ rule: "daily_loss", equity: usd(94_999) }]);
    const preset = presetOf("ftmo.2step.challenge.100k");
    if (preset.dailyLoss === null) throw new Error("the preset has a daily limit");
    const bare = { ...preset, dailyLoss: { ...preset.dailyLoss, includes: [] } };
    const guard = PropFirmGuard.open(bare, opening);
    expect(guard.apply(owed)).toEqual([]);
    expect(guard.state.dailyEquity).toBe(usd(100_000));
  });

  test("lets an optional daily limit bind only where the trader took it", () => {
    const preset = presetOf("topstep.combine.50k");
    const tick = seen("2026-10-05T15:00Z", 50_000, -1_000);
    expect(PropFirmGuard.open(preset, opening).apply(tick)).toEqual([]);
    const taken = PropFirmGuard.open(preset, { ...opening, optionalDailyLoss: true });
    expect(taken.apply(tick)).toMatchObject([{ rule: "daily_loss", effect: "pause_until_reset" }]);
    expect(taken.state.pausedUntil).toBe(Date.parse("2026-10-05T22:00Z"));
    expect(taken.apply(seen("2026-10-05T15:01Z", 50_000, -1_100))).toEqual([]);
    taken.apply(seen("2026-10-05T15:02Z", 48_950));
    taken.apply(seen("2026-10-05T22:00Z", 48_950));
    expect(taken.state.pausedUntil).toBeNull();
  });

  test("keeps a pause that the reset itself brings, for as many days as the loss is carried", () => {
    const preset = presetOf("apex.eod.eval.50k");
    const guard = PropFirmGuard.open(preset, opening);
    guard.apply(seen("2026-10-05T15:00Z", 51_500, -1_200));
    expect(guard.apply({ kind: "clock", at: Date.parse("2026-10-07T15:00Z") })).toMatchObject([
      { rule: "daily_loss", effect: "pause_until_reset", atReset: true, at: Date.parse("2026-10-05T22:00Z") },
    ]);
    expect(guard.state.pausedUntil).toBe(Date.parse("2026-10-07T22:00Z"));
  });

  test("shows a daily limit whose number is in no source as unknown, never as absent", () => {
    const guard = PropFirmGuard.open(presetOf("apex.eod.pa.50k"), opening);
    expect(lossRows(guard)[0]).toMatchObject({
      rule: "daily_loss",
      binds: true,
      floor: null,
      room: null,
      breached: false,
    });
  });

  test("ends an evaluation whose time runs out below the target, and not one that reached it", () => {
    const preset = presetOf("apex.eod.eval.50k");
    const late = PropFirmGuard.open(preset, opening);
    expect(late.expiresAt).toBe(Date.parse("2026-11-03T23:00Z"));
    expect(late.apply({ kind: "clock", at: late.expiresAt - 1 })).toEqual([]);
    expect(late.apply({ kind: "clock", at: late.expiresAt })).toMatchObject([{ rule: "time_limit", effect: "fail" }]);
    const done = PropFirmGuard.open(preset, opening);
    done.apply(seen("2026-10-06T15:00Z", 53_000));
    expect(done.apply({ kind: "clock", at: late.expiresAt + 1 })).toEqual([]);
  });

  test("fails a position that is too large for the tier that live equity fell back to", () => {
    const preset = presetOf("earn2trade.tcp25");
    // The older ladder of 25K: two contracts, the third from a profit of 1,501.
    const tiers = [
      { profitFrom: "0", minis: 2 },
      { profitFrom: "1501", minis: 3 },
    ];
    const guard = PropFirmGuard.open(
      { ...preset, positionLimit: { ...preset.positionLimit, known: "stated", tiers } },
      opening,
    );
    guard.apply(seen("2026-10-05T15:00Z", 25_000, 1_501));
    expect(guard.apply({ kind: "held", at: Date.parse("2026-10-05T15:01Z"), micros: 30 })).toEqual([]);
    expect(guard.apply(seen("2026-10-05T15:02Z", 25_000, 1_500.99))).toMatchObject([
      { rule: "contracts", effect: "fail" },
    ]);
  });

  test("does not take a payout for a loss, and sets the floor of a funded Topstep account to zero with the first", () => {
    const ftmo = PropFirmGuard.open(presetOf("ftmo.2step.funded_swing.100k"), opening);
    ftmo.apply(seen("2026-10-05T15:00Z", 108_000));
    ftmo.apply(seen("2026-10-06T15:00Z", 108_000));
    expect(ftmo.apply({ kind: "paid", at: Date.parse("2026-10-06T16:00Z"), amount: usd(8_000) })).toEqual([]);
    expect([text(ftmo.floors.daily), text(ftmo.state.balance)]).toEqual(["95000", "100000"]);
    const xfa = PropFirmGuard.open(presetOf("topstep.xfa.50k"), opening);
    xfa.apply(seen("2026-10-05T15:00Z", 1_000));
    xfa.apply({ kind: "paid", at: Date.parse("2026-10-05T16:00Z"), amount: usd(500) });
    expect(text(xfa.floors.max)).toBe("0");
  });

  test("goes on from its state written as JSON, and with another preset keeps the history and judges afresh", () => {
    const preset = presetOf("apex.intraday.eval_tradovate.50k");
    const guard = PropFirmGuard.open(preset, opening);
    guard.apply({ kind: "traded", at: Date.parse("2026-10-05T14:00Z"), opened: true });
    guard.apply(seen("2026-10-05T15:00Z", 50_000, 2_400));
    guard.apply(seen("2026-10-06T15:00Z", 50_100, 0));
    expect(guard.state.failure).toMatchObject({ rule: "max_loss" });
    const written = JSON.stringify(GuardState.encode(guard.snapshot()));
    const again = PropFirmGuard.resume(preset, GuardState.decode(JSON.parse(written)));
    expect(again.state).toEqual(guard.state);
    expect([again.floors, again.resetAt]).toEqual([guard.floors, guard.resetAt]);
    const other = PropFirmGuard.resume(presetOf("apex.eod.eval.50k"), again.snapshot());
    expect(other.state).toMatchObject({ failure: null, breaches: [{ rule: "max_loss" }], peakEquity: usd(52_400) });
    expect(other.state.days).toEqual(guard.state.days);
    expect(text(other.floors.max)).toBe("48000");
    other.apply(seen("2026-10-06T15:01Z", 50_050));
    expect(guard.state.balance).toBe(usd(50_100));
  });

  test("takes up an account in the middle of its life with what its dashboard shows", () => {
    const guard = PropFirmGuard.open(presetOf("topstep.combine.50k"), {
      ...opening,
      balance: usd(51_200),
      dayAnchor: usd(51_000),
      highestDayEndBalance: usd(51_700),
    });
    expect([text(guard.floors.daily), text(guard.floors.max)]).toEqual(["50000", "49700"]);
    guard.apply({ ...seen("2026-10-05T06:00Z", 51_300) });
    expect(guard.state.at).toBe(opening.at);
  });
});
