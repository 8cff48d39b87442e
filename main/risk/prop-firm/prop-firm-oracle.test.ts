import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MONEY_DIGITS, tenTo } from "../../../shared/model/fixed.ts";
import type { PropFirmPreset } from "../../../shared/model/prop-firm.ts";
import { presetIds, presetOf } from "../../../tests/fixtures/prop-firm-presets.ts";
import type { AccountEvent, EquitySeen } from "./account-event.ts";
import { GuardState } from "./guard-state.ts";
import { forecastReset, lossRows } from "./loss-rows.ts";
import { progressOf } from "./progress.ts";
import { PropFirmGuard } from "./prop-firm-guard.ts";

/** The oracle counts in hundred-thousandths as plain whole numbers, so that 5 % of a cent is one. */
const unit = tenTo(MONEY_DIGITS - 5);
const perUsd = 100_000;

interface Tick {
  readonly at: number;
  readonly balance: number;
  readonly open: number;
  readonly owed: number;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** The date of the firm's day, read off a wall clock. */
function label({ day }: PropFirmPreset, at: number): string {
  let clock = clocks.get(day.zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat("sv-SE", { timeZone: day.zone, dateStyle: "short", timeStyle: "short" });
    clocks.set(day.zone, clock);
  }
  const [date = "", time = ""] = clock.format(at).split(" ");
  if (day.resetAt === "00:00" || time < day.resetAt) return date;
  return new Date(Date.parse(`${date}T00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

const usd = (text: string): number => Math.round(Number(text) * perUsd);
const sum = (tick: Tick, includes: readonly string[]): number =>
  tick.balance + (includes.includes("open_pnl") ? tick.open : 0) - (includes.includes("commissions") ? tick.owed : 0);

interface Judged {
  readonly daily: number | null;
  readonly max: number;
  readonly broken: string[];
}

/** The limits at the last of these ticks, from the raw path alone: `carried` looks at the tick before with the day of this one. */
function judge(preset: PropFirmPreset, path: readonly Tick[], at: number, carried: boolean): Judged {
  const { dailyLoss, maxLoss } = preset;
  const start = usd(preset.startingBalance);
  const today = label(preset, at);
  const before = path.filter((tick) => label(preset, tick.at) < today);
  const last = before.at(-1);
  const ends = before.filter(
    (tick, i) => i + 1 === before.length || label(preset, before[i + 1]?.at ?? 0) > label(preset, tick.at),
  );
  const seen = carried ? before : path;
  const now = seen.at(-1);

  const target = preset.profitTarget ? start + usd(preset.profitTarget.amount) : null;
  const peaks = {
    static: [],
    trailing_eod_balance: ends.map((tick) => tick.balance),
    trailing_intraday_equity: [] as number[],
  };
  peaks.trailing_intraday_equity = seen.map((tick) => sum(tick, maxLoss.includes));
  let max = Math.max(start, ...peaks[maxLoss.mode]) - usd(maxLoss.amount);
  const base = maxLoss.lock?.at === "start" ? start : target;
  if (maxLoss.lock && base !== null) max = Math.min(max, base + usd(maxLoss.lock.offset));

  let daily: number | null = null;
  if (dailyLoss && dailyLoss.limit.of !== "unknown") {
    const equity = last && sum(last, dailyLoss.includes);
    const anchor = !last ? start : dailyLoss.anchor === "balance" ? last.balance : Math.max(last.balance, equity ?? 0);
    daily =
      anchor -
      (dailyLoss.limit.of === "initial" ? usd(dailyLoss.limit.amount) : (anchor * Number(dailyLoss.limit.pct)) / 100);
  }
  const broken: string[] = [];
  const under = (equity: number, floor: number, boundary: string): boolean =>
    boundary === "<" ? equity < floor : equity <= floor;
  if (now && under(sum(now, maxLoss.includes), max, maxLoss.boundary)) broken.push("max_loss");
  if (
    now &&
    dailyLoss &&
    !dailyLoss.optional &&
    daily !== null &&
    under(sum(now, dailyLoss.includes), daily, dailyLoss.boundary)
  ) {
    broken.push("daily_loss");
  }
  return { daily, max, broken };
}

const event = (tick: Tick): EquitySeen => ({
  kind: "equity",
  at: tick.at,
  balance: BigInt(tick.balance) * unit,
  openPnl: BigInt(tick.open) * unit,
  commissions: BigInt(tick.owed) * unit,
  swaps: 0n,
});

/** Steps of a path: time passed, what was closed and what is open, in a share of the account's drawdown and to the boundary's cent. */
const step = fc.record({
  passed: fc.oneof(fc.integer({ min: 0, max: 240 }), fc.integer({ min: 240, max: 3_000 })),
  closed: fc.integer({ min: -40, max: 60 }),
  open: fc.integer({ min: -80, max: 80 }),
  cent: fc.integer({ min: -1, max: 1 }),
  owed: fc.integer({ min: 0, max: 3 }),
  /** Now and then the equity comes to a floor, or to a cent beside it. */
  aim: fc.option(fc.constantFrom("daily" as const, "max" as const), { freq: 6 }),
});
/** Starts before the days on which Europe's and America's clocks change. */
const begin = fc.constantFrom("2026-10-23T10:00Z", "2026-10-30T10:00Z", "2027-03-12T10:00Z", "2027-03-26T10:00Z");

function pathOf(
  preset: PropFirmPreset,
  from: string,
  steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[],
): Tick[] {
  const scale = usd(preset.maxLoss.amount) / 100;
  let balance = usd(preset.startingBalance);
  let at = Date.parse(from);
  const path: Tick[] = [];
  for (const { passed, closed, open, cent, owed, aim } of steps) {
    at += passed * 60_000;
    balance += Math.round(scale * closed);
    const tick = { at, balance, open: Math.round(scale * open) + cent * 1_000, owed: owed * 1_000 };
    const floor = aim && judge(preset, [...path, tick], at, false)[aim];
    path.push(
      floor === null ? tick : { ...tick, open: Math.ceil(floor / 1_000) * 1_000 - balance + cent * 1_000, owed: 0 },
    );
  }
  return path;
}

describe("the guard against a calculation from the raw path", () => {
  test("has the same floors and finds the same breaches, at every tick and at every reset, over every preset", () => {
    let ticks = 0;
    let breaches = 0;
    let carriedBreaches = 0;
    let touches = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...presetIds),
        begin,
        fc.array(step, { minLength: 1, maxLength: 30 }),
        (id, from, steps) => {
          const preset = { ...presetOf(id), timeLimitDays: null };
          const path = pathOf(preset, from, steps);
          const guard = PropFirmGuard.open(preset, { at: Date.parse(from) });
          let failed = false;
          let pausedOn: string | null = null;
          path.forEach((tick, i) => {
            ticks++;
            const upTo = path.slice(0, i + 1);
            const today = label(preset, tick.at);
            const rolled = label(preset, path[i - 1]?.at ?? Date.parse(from)) < today;
            const wanted: string[] = [];
            const take = (broken: readonly string[], atReset: boolean): void => {
              for (const rule of broken) {
                const pauses =
                  (rule === "daily_loss" ? preset.dailyLoss?.effect : preset.maxLoss.effect) === "pause_until_reset";
                if (failed || (pauses && pausedOn === today)) continue;
                if (pauses) pausedOn = today;
                else failed = true;
                wanted.push(atReset ? `${rule} at the reset` : rule);
              }
            };
            const forecast = forecastReset(guard);
            const carried = rolled && i > 0 ? judge(preset, path.slice(0, i), tick.at, true) : null;
            if (carried) {
              // What the forecast said a moment before is what the reset does.
              expect(
                forecast.rows
                  .filter((row) => row.binds && row.breached)
                  .map(({ rule }) => rule)
                  .sort(),
              ).toEqual(carried.broken.sort());
              take(carried.broken.sort().reverse(), true);
            }
            const found = guard.apply(event(tick));
            const right = judge(preset, upTo, tick.at, false);
            take(right.broken, false);
            expect(found.map(({ rule, atReset }) => (atReset ? `${rule} at the reset` : rule))).toEqual(wanted);
            expect(guard.floors).toEqual({
              daily: right.daily === null ? null : BigInt(right.daily) * unit,
              max: BigInt(right.max) * unit,
            });
            expect(
              lossRows(guard)
                .filter((row) => row.binds && row.breached)
                .map(({ rule }) => rule)
                .sort(),
            ).toEqual(right.broken.sort());
            touches += lossRows(guard).filter(({ binds, room }) => binds && room === 0n).length;
            breaches += found.length;
            carriedBreaches += found.filter(({ atReset }) => atReset).length;
          });
        },
      ),
      { numRuns: 900, seed: 5 },
    );
    expect(ticks).toBeGreaterThan(5_000);
    expect(breaches).toBeGreaterThan(200);
    expect(carriedBreaches).toBeGreaterThan(20);
    expect(touches).toBeGreaterThan(20);
    console.log(
      `compared ${ticks} ticks over ${presetIds.length} presets: ${breaches} breaches, ${carriedBreaches} of them at a reset, ${touches} floors touched`,
    );
  });

  test("counts days, results and the best day's share as a table of the raw path does", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...presetIds),
        begin,
        fc.array(fc.tuple(step, fc.boolean()), { minLength: 1, maxLength: 25 }),
        (id, from, steps) => {
          const preset = presetOf(id);
          const path = pathOf(
            preset,
            from,
            steps.map(([one]) => one),
          );
          const guard = PropFirmGuard.open(preset, { at: Date.parse(from) });
          const traded = new Set<string>();
          const ends = new Map<string, number>();
          path.forEach((tick, i) => {
            guard.apply(event(tick));
            ends.set(label(preset, tick.at), tick.balance);
            if (!steps[i]?.[1]) return;
            guard.apply({ kind: "traded", at: tick.at, opened: true });
            traded.add(label(preset, tick.at));
          });
          let before = usd(preset.startingBalance);
          const results = [...ends.values()].map((balance) => {
            const result = balance - before;
            before = balance;
            return result;
          });
          const progress = progressOf(guard);
          expect(progress.tradingDays.done).toBe(traded.size);
          expect(progress.profit).toBe(BigInt(before - usd(preset.startingBalance)) * unit);
          const { profitable } = preset.requiredDays;
          if (profitable)
            expect(progress.profitableDays?.done).toBe(
              results.filter((result) => result >= usd(profitable.minProfit)).length,
            );
          if (!preset.consistency || !progress.consistency) return;
          const best = Math.max(0, ...results);
          const total = results.reduce((all, result) => all + result, 0);
          expect(progress.consistency.bestDay).toBe(BigInt(best) * unit);
          expect(progress.consistency.shareBps).toBe(total > 0 ? Math.floor((best * 10_000) / total) : null);
          expect(progress.consistency.holds).toBe(
            best * 100 <= Number(preset.consistency.maxSharePct) * Math.max(0, total),
          );
        },
      ),
      { numRuns: 400, seed: 6 },
    );
  });

  test("says the same again when the events are replayed, whole or from any state written on the way", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...presetIds),
        begin,
        fc.array(step, { minLength: 2, maxLength: 20 }),
        fc.nat(),
        (id, from, steps, cut) => {
          const preset = presetOf(id);
          const events: AccountEvent[] = pathOf(preset, from, steps).flatMap((tick, i) => [
            event(tick),
            ...(i % 3 === 0 ? [{ kind: "traded", at: tick.at, opened: i % 2 === 0 } as const] : []),
            ...(i % 7 === 6 ? [{ kind: "paid", at: tick.at, amount: unit } as const] : []),
          ]);
          const told = (guard: PropFirmGuard, some: readonly AccountEvent[]): string[] =>
            some.map((one) => {
              const breaches = guard.apply(one);
              return [guard.floors.daily, guard.floors.max, ...breaches.map(({ rule, at }) => `${rule}@${at}`)].join(
                " ",
              );
            });
          const first = PropFirmGuard.open(preset, { at: Date.parse(from) });
          const whole = told(first, events);
          const second = PropFirmGuard.open(preset, { at: Date.parse(from) });
          const at = cut % events.length;
          const head = told(second, events.slice(0, at));
          const written = JSON.stringify(GuardState.encode(second.snapshot()));
          const third = PropFirmGuard.resume(preset, GuardState.decode(JSON.parse(written)));
          expect([...head, ...told(third, events.slice(at))]).toEqual(whole);
          expect(third.state).toEqual(first.state);
        },
      ),
      { numRuns: 300, seed: 7 },
    );
  });
});
