import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { presetIds, presetOf, seen, usd } from "../../../tests/fixtures/prop-firm-presets.ts";
import { lossRoom } from "./loss-room.ts";
import { type OpeningWish, openingAnswers } from "./opening-answers.ts";
import { PropFirmGuard } from "./prop-firm-guard.ts";

const at = Date.parse("2026-10-05T15:00Z");
const open = (id: string): PropFirmGuard => PropFirmGuard.open(presetOf(id), { at });
const wish = (change: Partial<OpeningWish> = {}): OpeningWish => ({
  at,
  automated: false,
  automationConfirmed: false,
  micros: null,
  releases: [],
  losses: [],
  carried: true,
  ...change,
});
const refused = (guard: PropFirmGuard, change: Partial<OpeningWish> = {}): string[] =>
  openingAnswers(guard, wish(change)).flatMap(({ rule, passes, text }) => (passes ? [] : [`${rule}: ${text}`]));

describe("the firm's answers to an order that opens risk", () => {
  test("come from every rule, also when nothing stands in the way", () => {
    const answers = openingAnswers(open("topstep.combine.50k"), wish({ micros: 50, losses: [usd(500)] }));
    expect(answers.map(({ rule, passes }) => [rule, passes])).toEqual(
      ["account", "automation", "news", "holding", "contracts", "worst_case"].map((rule) => [rule, true]),
    );
    expect(answers.at(-1)?.text).toBe("If every stop hits, 500 is lost and 1500 is left");
  });

  test("refuse an account that failed, and one that pauses until its reset", () => {
    const failed = open("ftmo.2step.challenge.100k");
    failed.apply(seen("2026-10-05T15:01Z", 94_000));
    expect(refused(failed)[0]).toBe("account: The account failed its daily loss rule at 2026-10-05T15:01:00.000Z");
    const paused = open("apex.eod.eval.50k");
    paused.apply(seen("2026-10-05T15:01Z", 49_000));
    expect(refused(paused)).toContain("account: The daily loss limit pauses trading until 2026-10-05T22:00:00.000Z");
  });

  test("let a machine trade only where the firm does, or the trader confirmed its conditions", () => {
    const automated = { automated: true };
    expect(refused(open("ftmo.2step.challenge.100k"), automated)).toEqual([]);
    expect(refused(open("topstep.combine.50k"), automated)[0]).toContain("own device only");
    expect(refused(open("topstep.combine.50k"), { automated: true, automationConfirmed: true })).toEqual([]);
    expect(refused(open("earn2trade.tcp25"), automated)[0]).toContain("no source says");
    expect(refused(open("apex.eod.eval.50k"), { automated: true, automationConfirmed: true })[0]).toContain(
      "does not let a machine",
    );
  });

  test("keep to news windows, to the hour by which all is closed and to the contracts allowed", () => {
    expect(refused(open("ftmo.2step.funded_standard.100k"), { releases: [at + 60_000] })).toEqual([
      "news: A release is near: nothing is executed until 2026-10-05T15:03:00.000Z",
    ]);
    const told = (id: string): string | undefined => openingAnswers(open(id), wish())[2]?.text;
    expect(
      ["ftmo.2step.challenge.100k", "the5ers.high_stakes.step1.10000", "fundednext.stellar_lite.step1.6k"].map(told),
    ).toEqual([
      "The firm lets news be traded",
      "No release of the calendar is near",
      "No source says whether the firm restricts news",
    ]);
    const late = Date.parse("2026-10-05T20:10Z");
    expect(refused(open("topstep.combine.50k"), { at: late })[0]).toContain(
      "had to be closed by 2026-10-05T20:10:00.000Z",
    );
    expect(refused(open("topstep.xfa.50k"), { micros: 21 })).toEqual([
      "contracts: 21 micro contracts held, at most 20 allowed",
    ]);
    expect(openingAnswers(open("earn2trade.tcp25"), wish({ micros: 9 }))[4]?.text).toBe(
      "The firm's limit of contracts is not known",
    );
    expect(openingAnswers(open("ftmo.2step.challenge.100k"), wish({ micros: 9 }))[4]?.text).toBe("No limit is stated");
  });

  test("name the limit that all stops together would cross, a stop that is missing and a limit without a number", () => {
    expect(refused(open("ftmo.2step.challenge.100k"), { losses: [usd(3_000), usd(2_001)] })).toEqual([
      "worst_case: If every stop hits, 5001 is lost, which crosses the daily loss limit, whose floor is 95000",
    ]);
    expect(refused(open("topstep.combine.50k"), { losses: [usd(2_001)] })[0]).toContain(
      "the largest loss, whose floor is 48000",
    );
    expect(refused(open("topstep.combine.50k"), { losses: [null] })[0]).toContain("has no stop");
    expect(refused(open("apex.eod.pa.50k"))).toEqual([
      "worst_case: The number of the daily loss limit is not known: enter it in a copy of the preset",
    ]);
  });

  test("warn of the reset where the position will be closed before it, and refuse where it may be carried over", () => {
    const guard = open("ftmo.2step.challenge.100k");
    guard.apply(seen("2026-10-05T15:01Z", 104_000));
    const change = { losses: [usd(5_500)] };
    expect(refused(guard, change)).toEqual([
      "worst_case: If every stop hits, 5500 is lost, which crosses the daily loss limit, whose floor is 99000",
    ]);
    expect(openingAnswers(guard, wish({ ...change, carried: false })).at(-1)).toEqual({
      rule: "worst_case",
      passes: true,
      text: "If every stop hits, 5500 is lost and 3500 is left; carried over the reset at 2026-10-05T22:00:00.000Z it would cross the daily loss limit, whose floor is 99000",
    });
  });

  test("leave room to the last unit of money: one more crosses a limit, now or at the reset", () => {
    let tried = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...presetIds),
        fc.integer({ min: -60, max: 60 }),
        fc.integer({ min: -60, max: 90 }),
        fc.integer({ min: 0, max: 50 }),
        fc.boolean(),
        (id, closed, openPct, other, carried) => {
          const guard = open(id);
          const part = Number(presetOf(id).maxLoss.amount) / 100;
          const start = Number(presetOf(id).startingBalance);
          guard.apply(seen("2026-10-05T15:00Z", start + closed * part, openPct * part));
          const others = [usd(other * part)];
          const room = lossRoom(guard, others, carried);
          if (room === null || room < 0n) {
            expect(openingAnswers(guard, wish({ losses: [...others, 0n], carried })).at(-1)?.passes).toBe(false);
            return;
          }
          tried++;
          const passes = (loss: bigint): boolean | undefined =>
            openingAnswers(guard, wish({ losses: [...others, loss], carried })).at(-1)?.passes;
          expect([passes(room), passes(room + 1n)]).toEqual([true, false]);
        },
      ),
      { numRuns: 600, seed: 9 },
    );
    expect(tried).toBeGreaterThan(200);
    expect(lossRoom(open("ftmo.2step.challenge.100k"), [null], false)).toBeNull();
    expect(lossRoom(open("apex.eod.pa.50k"), [], false)).toBeNull();
  });
});
