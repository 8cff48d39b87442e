import { act, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { LatchedBreaker } from "../../../shared/model/breaker.ts";
import { Fault } from "../../../shared/model/fault.ts";
import { renderWithDesk, type WithDesk } from "../../../tests/fixtures/render-with-desk.tsx";
import { ScriptedDesk } from "../../../tests/fixtures/scripted-desk.ts";
import { timeLeft } from "../../ui/format/time-left.ts";
import { RiskRoom } from "./risk-room.tsx";

vi.setConfig({ testTimeout: 20_000 });

const tripped: LatchedBreaker = {
  rule: "daily-loss",
  action: "halt",
  reason: "equity is more than 500 below the start of the trading day",
  observed: "512.5",
  limit: "500",
  basis: "the equity at the day's start, 100000",
  at: Date.UTC(2026, 0, 5, 12),
};

describe("breakers and lockout", () => {
  let page: WithDesk;
  let desk: ScriptedDesk;
  beforeEach(async () => {
    desk = new ScriptedDesk();
    page = await renderWithDesk(<RiskRoom />, desk);
    await screen.findByRole("region", { name: "Circuit breakers" });
  });
  afterEach(() => page.leave());
  const asked = (name: string): unknown[] =>
    desk.requests.filter((each) => each.name === name).map(({ input }) => input);

  it("show what has tripped with its number, and re-arm only with a reason", async () => {
    expect(screen.getByText("No breaker has tripped.")).toBeTruthy();
    act(() => desk.setRisk({ breakers: [tripped] }));
    const list = await screen.findByRole("list", { name: "Tripped and latched" });
    expect(list.textContent).toContain("saw 512.5, limit 500, counted from the equity at the day's start, 100,000");
    fireEvent.click(within(list).getByRole("button", { name: "Re-arm daily-loss" }));
    const dialog = await screen.findByRole("dialog", { name: "Re-arm daily-loss?" });
    const confirm = within(dialog).getByRole<HTMLButtonElement>("button", { name: "Re-arm" });
    expect(confirm.disabled).toBe(true);
    fireEvent.change(within(dialog).getByLabelText("Reason"), { target: { value: "looked at it" } });
    fireEvent.click(confirm);
    expect(await screen.findByText("No breaker has tripped.")).toBeTruthy();
    expect(asked("rearmBreaker")).toEqual([{ rule: "daily-loss", reason: "looked at it" }]);
    const log = screen.getByRole("list", { name: "Breaker log" });
    expect(log.textContent).toContain("daily-loss re-armed by you: looked at it");
  });

  it("say spans of time in words, and a unit only once", async () => {
    const counted = { ...tripped, rule: "order-denials", observed: "1", limit: "1", basis: "3600000 ms" };
    const aged = { ...tripped, rule: "stale-data", observed: "61000", limit: "60000", basis: "ms" };
    act(() =>
      desk.setRisk({ breakers: [{ ...counted, reason: "1 order was denied by the gate within 3600000 ms" }, aged] }),
    );
    const list = await screen.findByRole("list", { name: "Tripped and latched" });
    const [first, second] = within(list).getAllByRole("listitem");
    expect(first?.textContent).toContain("denied by the gate within 1 h");
    expect(first?.textContent).toContain("saw 1, limit 1, within 1 h");
    expect(second?.textContent).toMatch(/saw 1 min 1 s, limit 1 min$/);
  });

  it("tell every kind of their events in the log, and pass over what is none", async () => {
    const { rule, action, reason, observed, limit, basis } = tripped;
    const trip = { rule, action, reason, observed, limit, basis };
    const actor = { kind: "desk", id: "breaker" } as const;
    act(() => {
      desk.record("risk.breaker_tripped", actor, "b", "", trip);
      desk.record("risk.breaker_tripped", actor, "b", "", { rule: "no action" });
      desk.record("risk.locked_out", actor, "b", "", { until: Date.UTC(2026, 0, 6), reason: "enough" });
      desk.record("risk.state_changed", actor, "b", "", { reason: "stop", left: [] });
      desk.record("risk.state_changed", actor, "b", "", { reason: "stop", left: ["paper:BTC/USDT: 1 held"] });
    });
    const log = await screen.findByRole("list", { name: "Breaker log" });
    expect(within(log).getAllByRole("listitem")).toHaveLength(4);
    expect(log.textContent).toContain("daily-loss tripped (halts): equity is more than 500 below");
    expect(log.textContent).toContain("Locked out until 2026-01-06 00:00:00 by the desk: enough");
    expect(log.textContent).toContain("Flattened: stop");
    expect(log.textContent).toContain("Not flat, left: paper:BTC/USDT: 1 held: stop");
  });

  it("are looked up in the journal beyond the latest events", async () => {
    page.leave();
    desk = new ScriptedDesk();
    const actor = { kind: "person", id: "desk" } as const;
    desk.record("risk.state_changed", actor, "b", "", { rule: "spread", reason: "long ago", rearmed: true });
    for (let each = 0; each < 250; each++) desk.record("order.accepted", actor, "o", "", {});
    page = await renderWithDesk(<RiskRoom />, desk);
    const log = await screen.findByRole("list", { name: "Breaker log" });
    expect(log.textContent).toContain("spread re-armed by you: long ago");
  });

  it("say it when a breaker could not be re-armed", async () => {
    desk.trouble.set("rearmBreaker", new Fault("RISK-BREAKER-UNKNOWN", "validation", "None has tripped.", "Look."));
    act(() => desk.setRisk({ breakers: [tripped] }));
    fireEvent.click(await screen.findByRole("button", { name: "Re-arm daily-loss" }));
    const dialog = await screen.findByRole("dialog");
    fireEvent.change(within(dialog).getByLabelText("Reason"), { target: { value: "x" } });
    fireEvent.click(within(dialog).getByRole("button", { name: "Re-arm" }));
    expect((await screen.findAllByText("The breaker was not re-armed")).length).toBeGreaterThan(0);
  });

  it("lock out after a reason and a typed word, count down, and say what a lockout cannot bind", async () => {
    expect(screen.getByText(/cannot bind the broker’s own site/)).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Lock me out" }));
    const dialog = await screen.findByRole("dialog", { name: "Lock this account out for 1 hour?" });
    fireEvent.change(within(dialog).getByLabelText("Reason"), { target: { value: "tilted" } });
    const confirm = within(dialog).getByRole<HTMLButtonElement>("button", { name: "Lock me out" });
    expect(confirm.disabled).toBe(true);
    fireEvent.change(within(dialog).getByLabelText("Type LOCK to confirm"), { target: { value: "LOCK" } });
    fireEvent.click(confirm);
    expect((await screen.findByRole("timer")).textContent).toMatch(/^Locked out: (01:00|00:5\d):\d\d left$/);
    expect(asked("lockOut")).toEqual([{ minutes: 60, reason: "tilted" }]);
  });

  it("can only be watched by a viewer", async () => {
    page.leave();
    desk = new ScriptedDesk();
    desk.info = { ...desk.info, role: "viewer" };
    page = await renderWithDesk(<RiskRoom />, desk);
    const buttons = await screen.findAllByRole<HTMLButtonElement>("button", { name: "Lock me out" });
    expect(buttons.at(-1)?.disabled).toBe(true);
  });
});

describe("a countdown", () => {
  it("shows days and a clock, and never less than nothing", () => {
    expect(timeLeft(90_061_000, 0)).toBe("1 d 01:01:01");
    expect(timeLeft(500, 0)).toBe("00:00:01");
    expect(timeLeft(0, 9000)).toBe("00:00:00");
  });
});
