import { act, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { GaugeId, RoomGauge } from "../../../shared/contract/room-gauge.ts";
import { renderWithDesk, type WithDesk } from "../../../tests/fixtures/render-with-desk.tsx";
import { ScriptedDesk } from "../../../tests/fixtures/scripted-desk.ts";
import { useSelection } from "../../stores/selection.ts";
import { RiskPanel } from "./risk-panel.tsx";
import { RiskRoom } from "./risk-room.tsx";

vi.setConfig({ testTimeout: 20_000 });

let page: WithDesk;
let desk: ScriptedDesk;
beforeEach(() => {
  desk = new ScriptedDesk();
});
afterEach(() => page.leave());

const gauges = (): HTMLElement => screen.getByRole("list", { name: "Room left" });
const change = (id: GaugeId, part: Partial<RoomGauge>): void =>
  act(() => desk.setRisk({ gauges: desk.risk.gauges.map((one) => (one.id === id ? { ...one, ...part } : one)) }));
const verdictRow = {
  code: "RISK-002",
  rule: "notional per order",
  outcome: "fail" as const,
  observed: "60000",
  limit: "50000",
  headroom: "-10000",
  maxPassingSize: "0.8",
  setting: "risk.maxNotionalPerOrder",
  text: "Worth 60000 of at most 50000",
};

describe("the risk panel", () => {
  beforeEach(async () => {
    page = await renderWithDesk(<RiskPanel />, desk);
    await screen.findByRole("list", { name: "Room left" });
  });

  it("shows the room in money first, then in percent, the limit and what it is measured from", () => {
    const meter = within(gauges()).getByRole("meter", { name: "Daily loss" });
    expect(meter.getAttribute("aria-valuetext")).toBe("2,000.00 USDT left (100.0%)");
    expect(gauges().textContent).toContain(
      "0.00 USDT below 100,000.00 USDT at the start of the trading day, open result included; limit 2,000.00 USDT",
    );
    expect(within(gauges()).getByRole("meter", { name: "Orders per second" }).getAttribute("aria-valuetext")).toBe(
      "5 orders left (100.0%)",
    );
  });

  it("says it when a limit is passed, when a day gains, and when the room is not known", async () => {
    change("daily-loss", { used: "2100", room: "-100", roomPct: "-5.00" });
    expect(await screen.findByText("over by 100.00 USDT (−5.0%)")).toBeTruthy();
    change("daily-loss", { used: "-300", room: "2300", roomPct: "115.00" });
    expect(await screen.findByText(/^300.00 USDT above 100,000.00 USDT at the start/)).toBeTruthy();
    change("buying-power", { used: null, room: null, roomPct: null });
    expect(await screen.findByText("not known: a price or a rate is missing")).toBeTruthy();
  });

  it("says what is left to each loss limit if every stop hits, and what no stop limits", async () => {
    expect(screen.getByText("nothing is lost: nothing with a stop is open")).toBeTruthy();
    act(() => desk.setRisk({ stopsHit: { loss: "500", unstopped: 0, slippagePercent: "0.1" } }));
    const words = await screen.findByText(/^500.00 USDT is lost, with fees and 0.1% slippage/);
    expect(words.textContent).toContain("1,500.00 USDT would be left to daily loss");
    act(() => desk.setRisk({ stopsHit: { loss: "2100", unstopped: 2, slippagePercent: "0.1" } }));
    expect((await screen.findByText(/that passes daily loss by 100.00 USDT/)).textContent).toContain(
      "2 positions or orders have no stop",
    );
    act(() => desk.setRisk({ stopsHit: { loss: null, unstopped: 0, slippagePercent: "0.1" } }));
    expect(await screen.findByText("not known: a price or a rate is missing")).toBeTruthy();
  });

  it("opens the setting of a limit that is not set", () => {
    fireEvent.click(screen.getByRole("button", { name: "Set a limit for Drawdown" }));
    expect(useSelection.getState()).toMatchObject({ room: "settings", settingPath: "risk.maxDrawdown" });
  });

  it("says whether trading is on, why not, and leads to the whole room", async () => {
    expect(screen.getByText("Orders pass as the rules allow.")).toBeTruthy();
    act(() => desk.setRisk({ state: "reducing", reason: "news" }));
    expect(await screen.findByText(/Only orders that shrink a position pass. Reason: news/)).toBeTruthy();
    act(() => desk.setRisk({ state: "halted", killSwitch: true, reason: "lunch" }));
    expect(await screen.findByText("Kill switch engaged")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "All rules, breakers and the firm" }));
    expect(useSelection.getState().room).toBe("risk");
  });
});

describe("the risk room", () => {
  beforeEach(async () => {
    page = await renderWithDesk(<RiskRoom />, desk);
    await screen.findByRole("table", { name: "Rules of the gate" });
  });
  const table = (): HTMLElement => screen.getByRole("table", { name: "Rules of the gate" });
  const ruleRow = (name: RegExp): HTMLElement => within(table()).getByRole("row", { name });

  it("lists every rule with its state, its setting and its words before any order was judged", () => {
    expect(within(table()).getAllByRole("row")).toHaveLength(desk.risk.rules.length + 1);
    expect(ruleRow(/RISK-001/).textContent).toContain("Always");
    expect(ruleRow(/RISK-002/).textContent).toContain("An order's notional stays within the limit.");
    expect(screen.getByText(/No order was judged lately/)).toBeTruthy();
  });

  it("shows the numbers of the latest verdict and filters the rules that refuse", async () => {
    act(() => {
      desk.record("risk.judged", { kind: "desk", id: "gate" }, "pd-1", "refused", {
        orderId: "pd-1",
        outcome: "rejected",
        maxPassingSize: "0.8",
        rows: [verdictRow],
      });
    });
    await screen.findByText(/Latest verdict: order pd-1/);
    expect(ruleRow(/RISK-002/).textContent).toContain("Refuses");
    expect(ruleRow(/RISK-002/).textContent).toContain("60,000");
    expect(ruleRow(/RISK-002/).textContent).toContain("−10,000");
    fireEvent.click(screen.getByRole("radio", { name: "Refusing" }));
    expect(within(table()).getAllByRole("row")).toHaveLength(2);
    fireEvent.click(within(table()).getByRole("button", { name: /change risk.maxNotionalPerOrder/ }));
    expect(useSelection.getState().settingPath).toBe("risk.maxNotionalPerOrder");
  });

  it("leaves out what is not set when only rules in force are shown", async () => {
    act(() =>
      desk.setRisk({
        rules: desk.risk.rules.map((rule) => (rule.code === "RISK-002" ? { ...rule, value: null } : rule)),
      }),
    );
    expect((await within(table()).findByText("Not set")).textContent).toBe("Not set");
    fireEvent.click(screen.getByRole("radio", { name: "In force" }));
    expect(within(table()).queryByRole("row", { name: /RISK-002/ })).toBeNull();
    fireEvent.click(screen.getByRole("radio", { name: "Refusing" }));
    expect(screen.getByText("No rule of this kind.")).toBeTruthy();
  });
});
