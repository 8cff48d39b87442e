import { expect, test } from "vitest";
import type { NewJournalEvent } from "../../shared/model/journal-event.ts";
import type { RiskLimits } from "../../shared/model/risk.ts";
import { DeskSettings } from "../../shared/model/settings.ts";
import { defaultLimits, person } from "../../tests/fixtures/engine-rig.ts";
import type { SettingsStore } from "../ports/settings-store.ts";
import { LimitKeeper } from "./limit-keeper.ts";

const monday = Date.UTC(2026, 0, 5, 12);
const hourMs = 3_600_000;

/** A profile whose settings, record and clock are in the test's hands. */
function profile(risk: RiskLimits) {
  let saved = DeskSettings.parse({ risk });
  const settings: SettingsStore = {
    get: () => saved,
    update(change) {
      saved = DeskSettings.parse({ ...saved, ...change });
      return saved;
    },
  };
  const events: NewJournalEvent[] = [];
  const state = { now: monday, failing: false, sure: true, measured: true };
  const journal = {
    append(event: NewJournalEvent) {
      if (state.failing) throw new Error("disk full");
      return events.push(event) - 1;
    },
    readTrace: (trace: string) =>
      events.flatMap((event, seq) => (event.trace === trace ? [{ seq, text: JSON.stringify(event) }] : [])),
  };
  const now = (): number => state.now;
  const open = (): LimitKeeper =>
    new LimitKeeper({
      settings,
      journal,
      terms: { dayZone: "America/New_York", dayStartsAt: "17:00" },
      now,
      lockNow: now,
      mayLoosen: () => state.sure,
      isTimeMeasured: () => state.measured,
    });
  /** What somebody does with an editor while no desk runs. */
  const edit = (change: Partial<DeskSettings>): void => void settings.update(change);
  return { open, events, state, edit };
}

const held: RiskLimits = { ...defaultLimits, maxDailyLoss: "100", locked: ["maxDailyLoss"] };
const told = (events: readonly NewJournalEvent[]) =>
  events.map(({ actor, data: { limits: _, ...data } }) => [actor.id, data]);

test("a locked limit is loosened with the next trading day, also after a restart, and not by a clock set back", () => {
  const { open, events, state } = profile(held);
  const wanted: RiskLimits = { ...held, maxDailyLoss: "500", maxOpenPositions: 2 };
  expect(open().change(wanted, person)).toEqual({ ...held, maxOpenPositions: 2 });
  // New York's day begins at 17:00, which is 22:00 UTC in winter.
  const at = Date.UTC(2026, 0, 5, 22);
  expect(open().waiting()).toEqual({ limits: wanted, at, settings: ["maxDailyLoss"], isDateSure: true });
  state.now = at - 1;
  expect(open().limits().maxDailyLoss).toBe("100");
  state.now = monday - 100 * hourMs;
  expect(open().limits().maxDailyLoss).toBe("100");
  state.now = at;
  // A time that nothing has confirmed yet, where something could, loosens nothing.
  state.sure = false;
  expect(open().limits().maxDailyLoss).toBe("100");
  state.sure = true;
  expect(open().limits()).toEqual(wanted);
  expect(open().waiting()).toBeNull();
  expect(told(events)).toEqual([
    ["ada", { path: "risk.maxOpenPositions", from: null, to: "2" }],
    ["ada", { path: "waitingLimits.maxDailyLoss", from: "100", to: "500", takesEffectAt: "2026-01-05T22:00:00.000Z" }],
    ["limits", { path: "risk.maxDailyLoss", from: "100", to: "500" }],
  ]);
});

test("tightening holds at once, and a later change replaces what waits", () => {
  const { open, events } = profile(held);
  open().change({ ...held, maxDailyLoss: "500" }, person);
  expect(open().change({ ...held, maxDailyLoss: "50" }, person).maxDailyLoss).toBe("50");
  expect(open().waiting()).toBeNull();
  expect(told(events).slice(-2)).toEqual([
    ["ada", { path: "risk.maxDailyLoss", from: "100", to: "50" }],
    ["ada", { path: "waitingLimits", from: "waiting", to: "not set" }],
  ]);
});

test("what waits keeps its time while other limits change, and begins anew where it is loosened further", () => {
  const { open, state } = profile(held);
  open().change({ ...held, maxDailyLoss: "500" }, person);
  const at = open().waiting()?.at ?? 0;
  // The day is over, and nothing has confirmed the time yet.
  state.now = at + hourMs;
  [state.sure, state.measured] = [false, false];
  open().change({ ...open().wanted(), maxOpenPositions: 2, maxDailyLoss: "400" }, person);
  expect(open().waiting()).toMatchObject({ at, limits: { maxDailyLoss: "400", maxOpenPositions: 2 } });
  expect(open().limits()).toEqual({ ...held, maxOpenPositions: 2 });
  open().change({ ...open().wanted(), maxDailyLoss: "600" }, person);
  expect(open().waiting()).toMatchObject({ at: at + 24 * hourMs, isDateSure: false });
  [state.sure, state.measured] = [true, true];
  expect(open().limits().maxDailyLoss).toBe("100");
  expect(open().wanted().maxDailyLoss).toBe("600");
});

test("what is loosened before the time is known waits from when it is, whatever the machine's clock said", () => {
  const { open, events, state } = profile(held);
  // The clock is set back by two days, and no time server has answered yet.
  state.now = monday - 48 * hourMs;
  [state.sure, state.measured] = [false, false];
  open().change({ ...held, maxDailyLoss: "500" }, person);
  expect(open().waiting()).toMatchObject({ at: Date.UTC(2026, 0, 3, 22), isDateSure: false });
  [state.now, state.sure, state.measured] = [monday, true, true];
  expect(open().limits()).toEqual(held);
  const at = Date.UTC(2026, 0, 5, 22);
  expect(open().waiting()).toMatchObject({ at, isDateSure: true, limits: { maxDailyLoss: "500" } });
  const takesEffectAt = "2026-01-05T22:00:00.000Z";
  expect(told(events).at(-1)).toEqual([
    "limits",
    { path: "waitingLimits.maxDailyLoss", from: "100", to: "500", takesEffectAt },
  ]);
  expect(open().limits()).toEqual(held);
  state.now = at;
  expect(open().limits().maxDailyLoss).toBe("500");
});

test("without anything that measures the time the machine's clock counts, and until something does", () => {
  const { open, state } = profile(held);
  const at = Date.UTC(2026, 0, 5, 22);
  state.measured = false;
  open().change({ ...held, maxDailyLoss: "500" }, person);
  expect(open().waiting()).toMatchObject({ at, isDateSure: false });
  state.now = at - 1;
  expect(open().limits()).toEqual(held);
  // Somebody took the servers out, set the clock back, and puts both back: the wait begins anew.
  [state.now, state.measured] = [at + hourMs, true];
  expect(open().limits()).toEqual(held);
  expect(open().waiting()).toMatchObject({ at: at + 24 * hourMs, isDateSure: true });
  state.measured = false;
  state.now = at + 24 * hourMs;
  expect(open().limits().maxDailyLoss).toBe("500");
});

test("a change that cannot be written down is none, and what waits goes on waiting", () => {
  const { open, state } = profile(held);
  open().change({ ...held, maxDailyLoss: "500" }, person);
  state.failing = true;
  expect(() => open().change({ ...held, maxDailyLoss: "50" }, person)).toThrow("disk full");
  expect(open().limits()).toEqual(held);
  expect(open().waiting()).not.toBeNull();
  state.now = monday + 24 * hourMs;
  expect(open().limits()).toEqual(held);
  state.failing = false;
  expect(open().limits().maxDailyLoss).toBe("500");
});

test("limits are written down once as they stand, and again only where something has changed them", () => {
  const { open, events } = profile(held);
  for (let starts = 0; starts < 3; starts++) open().begin();
  expect(events.map(({ data }) => data)).toEqual([
    { path: "risk", limits: JSON.stringify({ risk: held, waitingLimits: null }) },
  ]);
  open().change({ ...held, maxDailyLoss: "50" }, person);
  open().begin();
  expect(events).toHaveLength(2);
});

test("limits that an editor has changed are journaled at the next start, and locked ones are not loosened by it", () => {
  const { open, events, state, edit } = profile(held);
  open().begin();
  edit({ risk: { ...held, maxDailyLoss: "900", locked: [], maxOpenPositions: 9 } });
  const keeper = open();
  keeper.begin();
  expect(keeper.limits()).toEqual({ ...held, maxOpenPositions: 9 });
  expect(told(events).slice(1)).toEqual([
    ["settings-file", { path: "risk.maxOpenPositions", from: null, to: "9" }],
    [
      "settings-file",
      { path: "waitingLimits.maxDailyLoss", from: "100", to: "900", takesEffectAt: "2026-01-05T22:00:00.000Z" },
    ],
    [
      "settings-file",
      { path: "waitingLimits.locked", from: '["maxDailyLoss"]', to: "[]", takesEffectAt: "2026-01-05T22:00:00.000Z" },
    ],
  ]);
  state.now = Date.UTC(2026, 0, 5, 22);
  expect(keeper.limits()).toEqual({ ...held, maxDailyLoss: "900", locked: [], maxOpenPositions: 9 });
});

test("an editor brings what waits no closer, and may take it back", () => {
  const { open, events, edit } = profile(held);
  open().begin();
  open().change({ ...held, maxDailyLoss: "500" }, person);
  const waiting = open().waiting();
  if (waiting === null) throw new Error("nothing waits");
  edit({ waitingLimits: { ...waiting, at: monday - hourMs } });
  open().begin();
  expect(open().waiting()).toEqual(waiting);
  expect(open().limits()).toEqual(held);
  edit({ waitingLimits: null });
  open().begin();
  expect(open().waiting()).toBeNull();
  expect(told(events).at(-1)).toEqual(["settings-file", { path: "waitingLimits", from: "waiting", to: "not set" }]);
});

test("settings that are gone leave locked limits as they were", () => {
  const { open, edit } = profile(held);
  open().begin();
  edit({ risk: DeskSettings.parse({}).risk, waitingLimits: null });
  const keeper = open();
  keeper.begin();
  expect(keeper.limits().maxDailyLoss).toBe("100");
});

test("an edited file stays as it is where the record cannot be written", () => {
  const { open, state, edit, events } = profile(held);
  open().begin();
  edit({ risk: { ...held, maxDailyLoss: "900" } });
  state.failing = true;
  expect(() => open().begin()).toThrow("disk full");
  state.failing = false;
  const keeper = open();
  keeper.begin();
  expect(keeper.limits()).toEqual(held);
  expect(events).toHaveLength(2);
});
