import { afterEach, describe, expect, it } from "vitest";
import type { FirmStanding } from "../../shared/contract/prop-firm.ts";
import type { RiskView } from "../../shared/contract/risk.ts";
import { usualFirmTerms } from "../../shared/model/firm-terms.ts";
import { eventually, openDesk, removeProfile, type TestDesk, wideLimits } from "./open-desk.ts";

let desk: TestDesk | undefined;
const stops: (() => void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) stop();
  if (desk === undefined) return;
  await desk.close();
  removeProfile(desk.profileDir);
  desk = undefined;
});

/** The newest word of a stream. */
function follow<T>(page: ReturnType<TestDesk["page"]>, name: "risk" | "firm"): () => T | undefined {
  let newest: T | undefined;
  const stop = page.subscribe(
    name,
    {},
    {
      onItems: async (items) => {
        newest = items.at(-1) as T;
      },
      onResync() {},
      onError: (error) => {
        throw error;
      },
    },
  );
  stops.push(stop);
  return () => newest;
}
const order = {
  instrumentId: "paper:BTC/USDT",
  side: "buy",
  type: "market",
  timeInForce: "GTC",
  postOnly: false,
  reduceOnly: false,
} as const;

describe("the risk screen of a running desk", () => {
  it("takes the news of a calendar over, adds to what waits, and says so in the record", async () => {
    desk = await openDesk();
    const page = desk.page();
    const risk = follow<RiskView>(page, "risk");
    await page.call.setRiskLimits({ ...wideLimits, maxDailyLoss: "1500", locked: ["maxDailyLoss"] });
    await page.call.setRiskLimits({ ...wideLimits, maxDailyLoss: "2000", locked: ["maxDailyLoss"] });
    const day = new Date(desk.workstation.context.clock.now() + 86_400_000).toISOString().slice(0, 10);
    const start = `${day.replaceAll("-", "")}T120000Z`;
    const event = `BEGIN:VEVENT\nUID:1\nSUMMARY:CPI\nDTSTART:${start}\nEND:VEVENT`;
    const text = `BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n${event}\nEND:VCALENDAR\n`;
    const wish = { beforeMinutes: 5, afterMinutes: 10, days: 30, zone: "UTC" };
    expect(await page.call.importNews({ text, ...wish })).toEqual({
      events: 1,
      windows: 1,
      zone: "UTC",
      takesEffectAt: null,
      lastAt: Date.parse(`${day}T12:00:00Z`),
      dayLong: 0,
      untitled: 0,
    });
    const window = { from: "11:55", to: "12:10", date: day, title: "CPI" };
    await eventually("the window", () => risk()?.limits.newsWindows?.windows.length === 1);
    expect(risk()?.limits).toMatchObject({ maxDailyLoss: "1500", newsWindows: { zone: "UTC", windows: [window] } });
    expect(risk()?.waitingLimits?.limits).toMatchObject({ maxDailyLoss: "2000", newsWindows: { windows: [window] } });
    await expect(page.call.importNews({ text: "x", ...wish })).rejects.toMatchObject({ code: "CALENDAR-UNREADABLE" });
    const empty = text.replace(event, "");
    await expect(page.call.importNews({ text: empty, ...wish })).rejects.toMatchObject({ code: "CALENDAR-EMPTY" });
    expect(risk()?.limits.newsWindows?.windows).toEqual([window]);
    // A whole day without a title: what the zone decides, and what nobody can tell, is counted.
    const wholeDay = `BEGIN:VEVENT\nUID:2\nDTSTART;VALUE=DATE:${start.slice(0, 8)}\nEND:VEVENT`;
    const doubtful = await page.call.importNews({ text: text.replace(event, `${event}\n${wholeDay}`), ...wish });
    expect(doubtful).toMatchObject({ events: 2, dayLong: 1, untitled: 1 });
  });

  it("shows the room to each limit as positions and settings change", async () => {
    desk = await openDesk();
    const page = desk.page();
    const risk = follow<RiskView>(page, "risk");
    const gauge = (id: string) => risk()?.gauges.find((one) => one.id === id);
    await eventually("the first gauges", () => gauge("buying-power")?.room === "100000");
    expect(gauge("daily-loss")).toMatchObject({ used: "0", limit: null, room: null, anchor: "100000" });
    await page.call.setRiskLimits({ ...wideLimits, maxDailyLoss: "1500", maxGrossExposure: "50000" });
    await eventually("the new limit", () => gauge("daily-loss")?.room === "1500");
    await page.call.submitOrder({ ...order, size: "0.1" });
    await eventually("the exposure of the position", () => Number(gauge("gross-exposure")?.used) > 1000);
    const { used, room } = gauge("gross-exposure") ?? {};
    expect(Number(used) + Number(room)).toBeCloseTo(50_000, 6);
    expect(Number(gauge("buying-power")?.room)).toBeLessThan(100_000);
    const rule = risk()?.rules.find(({ setting }) => setting === "risk.maxDailyLoss");
    expect(rule).toMatchObject({
      code: "RISK-029",
      value: "1500",
      text: expect.stringContaining("start of the trading day"),
    });
  });

  it("trips a breaker, is re-armed with a reason, and is locked out until a time", async () => {
    desk = await openDesk();
    const page = desk.page();
    const risk = follow<RiskView>(page, "risk");
    const breakers = [{ rule: "order-denials", limit: "1", action: "block_entries", windowMs: 60_000 }] as const;
    await page.call.setRiskLimits({ ...wideLimits, breakers: [...breakers] });
    await page.call.submitOrder({ ...order, size: "50" });
    const tripped = await eventually("the breaker", () => risk()?.breakers[0]);
    expect(tripped).toMatchObject({ rule: "order-denials", action: "block_entries" });
    await page.call.rearmBreaker({ rule: "order-denials", reason: "a slip of the finger" });
    await eventually("the re-armed breaker", () => risk()?.breakers.length === 0);
    await expect(page.call.rearmBreaker({ rule: "order-denials", reason: "again" })).rejects.toMatchObject({
      code: "RISK-BREAKER-UNKNOWN",
    });
    await expect(desk.page("viewer").call.lockOut({ minutes: 5, reason: "x" })).rejects.toThrow();
    const { until } = await page.call.lockOut({ minutes: 5, reason: "enough" });
    expect(until).toBeGreaterThan(Date.now() + 200_000);
    await eventually("the lockout", () => risk()?.lockout?.until === until);
    expect((await page.call.submitOrder({ ...order, size: "0.01" })).verdict.outcome).toBe("rejected");
  });

  it("lists every preset, keeps an edited copy, and puts the account under it", async () => {
    desk = await openDesk();
    const page = desk.page();
    const firm = follow<FirmStanding>(page, "firm");
    const { presets } = await page.call.listPresets({});
    expect(presets.length).toBeGreaterThan(100);
    const preset = await page.call.getPreset({ id: "ftmo.2step.challenge.100k" });
    await expect(page.call.getPreset({ id: "nobody.knows" })).rejects.toMatchObject({ code: "FIRM-PRESET" });
    const copy = { ...preset, id: "own.ftmo.100k", as_of: "2026-11-01" };
    expect(await page.call.savePreset(copy)).toEqual({ id: copy.id });
    await expect(page.call.savePreset(preset)).rejects.toMatchObject({ code: expect.stringMatching(/^FIRM-/) });
    expect((await page.call.listPresets({})).presets[0]).toMatchObject({ id: copy.id, own: true });
    await page.call.applyPreset({ id: copy.id, terms: usualFirmTerms, fresh: false });
    const report = await eventually("the firm's report", () => firm()?.report);
    expect(report.preset).toMatchObject({ id: copy.id, as_of: "2026-11-01" });
    expect(report.limits.find(({ rule, binds }) => rule === "daily_loss" && binds)).toMatchObject({ floor: "95000" });
  });
});
