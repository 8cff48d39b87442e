import { act, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { orderRequest } from "../../../tests/fixtures/order-request.ts";
import { renderWithDesk, type WithDesk } from "../../../tests/fixtures/render-with-desk.tsx";
import { ScriptedDesk } from "../../../tests/fixtures/scripted-desk.ts";
import { useSelection } from "../../stores/selection.ts";
import { ActivityPanel } from "./activity-panel.tsx";

vi.setConfig({ testTimeout: 20_000 });

describe("the activity panel", () => {
  let page: WithDesk;
  let desk: ScriptedDesk;
  beforeEach(async () => {
    desk = new ScriptedDesk();
    desk.market.setPrice("paper:BTC/USDT", 61_000);
    desk.place(orderRequest());
    desk.record("trader.failed", { kind: "trader", id: "trend" }, "t", "Trader trend failed: division by zero");
    page = await renderWithDesk(<ActivityPanel />, desk);
    await screen.findByText("Filled 0.5 at 61,000.");
  });
  afterEach(() => page.leave());
  const lines = (): string[] => screen.getAllByRole("listitem").map((item) => item.textContent ?? "");

  it("is newest first and says how serious each line is in a word", () => {
    expect(lines()[0]).toContain("Trouble");
    expect(lines()[0]).toContain("Trader trend failed: division by zero");
    expect(lines().at(-1)).toContain("The desk opened a session.");
  });

  it("puts a new event on top as it happens", async () => {
    act(() => {
      desk.record("kill_switch.engaged", { kind: "person", id: "desk" }, "k", "Kill switch engaged: lunch");
    });
    await screen.findByText("Kill switch engaged: lunch");
    expect(lines()[0]).toContain("Kill switch engaged");
  });

  it("narrows by topic, by text, and says when nothing is left", () => {
    fireEvent.click(screen.getByRole("radio", { name: "Traders" }));
    expect(lines()).toHaveLength(1);
    fireEvent.click(screen.getByRole("radio", { name: "All" }));
    fireEvent.change(screen.getByLabelText("Filter activity"), { target: { value: "filled" } });
    expect(lines()).toHaveLength(1);
    fireEvent.change(screen.getByLabelText("Filter activity"), { target: { value: "no such words" } });
    expect(screen.getByText("Nothing matches the filter.")).toBeTruthy();
  });

  it("opens the record of the order a line is about, and only for such lines", () => {
    fireEvent.click(screen.getByText("Filled 0.5 at 61,000."));
    expect(useSelection.getState()).toMatchObject({ room: "audit", auditOrderId: [...desk.orders.keys()][0] });
    expect(screen.getByText("The desk opened a session.").closest("button")).toBeNull();
  });
});
