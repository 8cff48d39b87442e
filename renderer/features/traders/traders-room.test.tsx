import { act, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Fault } from "../../../shared/model/fault.ts";
import type { TraderView } from "../../../shared/model/trader.ts";
import { renderWithDesk, type WithDesk } from "../../../tests/fixtures/render-with-desk.tsx";
import { ScriptedDesk } from "../../../tests/fixtures/scripted-desk.ts";
import { inOrder } from "./trader-order.ts";
import { TradersRoom } from "./traders-room.tsx";

vi.setConfig({ testTimeout: 20_000 });

const trader = (change: Partial<TraderView> = {}): TraderView => ({
  traderId: "t-1",
  name: "Trend BTC",
  strategy: "sma",
  params: { fast: 10, slow: 30, side: "long" },
  instrumentIds: ["paper:BTC/USDT"],
  status: "running",
  statusReason: "",
  startedAt: Date.now() - 60_000,
  heartbeatAt: Date.now() - 5000,
  lastDecision: "long: fast average crossed over slow",
  lastDecisionAt: Date.now(),
  realizedPnl: "125.5",
  orders: 4,
  fills: 3,
  ...change,
});

describe("the traders room", () => {
  let page: WithDesk;
  let desk: ScriptedDesk;
  beforeEach(() => {
    desk = new ScriptedDesk();
  });
  afterEach(() => page.leave());
  const open = async (): Promise<void> => {
    page = await renderWithDesk(<TradersRoom />, desk);
    await screen.findAllByRole("button", { name: "New trader" });
  };
  const card = async (name: string): Promise<HTMLElement> => await screen.findByRole("article", { name });

  it("shows a trader's state in a word, its pulse, its result and its last decision with the reason", async () => {
    desk.traders.set("t-1", trader());
    await open();
    const shown = await card("Trend BTC");
    expect(shown.textContent).toContain("Running");
    expect(shown.textContent).toContain("sma · BTC/USDT");
    expect(shown.textContent).toContain("+125.50 USDT");
    expect(shown.textContent).toContain("long: fast average crossed over slow");
    expect(within(shown).getByText(/ago$/)).toBeTruthy();
  });

  it("shows a failure with its error as soon as the desk says so", async () => {
    desk.traders.set("t-1", trader());
    await open();
    await card("Trend BTC");
    act(() => desk.putTrader(trader({ status: "failed", statusReason: "division by zero" })));
    expect((await screen.findByRole("alert")).textContent).toContain("It stopped itself: division by zero");
    expect(screen.getByText("Failed")).toBeTruthy();
  });

  it("stops after one question that says what stays", async () => {
    desk.traders.set("t-1", trader());
    await open();
    fireEvent.click(await screen.findByRole("button", { name: "Stop Trend BTC" }));
    const dialog = await screen.findByRole("dialog", { name: "Stop Trend BTC?" });
    expect(dialog.textContent).toContain("orders that open or enlarge a position are canceled");
    fireEvent.click(within(dialog).getByRole("button", { name: "Stop Trend BTC" }));
    expect(await screen.findByText("Stopped")).toBeTruthy();
    expect((await card("Trend BTC")).textContent).toContain("stopped by hand");
  });

  it("says beside running traders that the gate is shut", async () => {
    desk.traders.set("t-1", trader());
    await open();
    await card("Trend BTC");
    expect(screen.queryByText(/traders go on deciding/)).toBeNull();
    act(() => desk.setRisk({ killSwitch: true, state: "halted", reason: "lunch" }));
    expect(await screen.findByText(/^Kill switch engaged: traders go on deciding/)).toBeTruthy();
    act(() => desk.setRisk({ killSwitch: false, state: "reducing", reason: "" }));
    expect(await screen.findByText(/^Trading only reduces: traders go on deciding/)).toBeTruthy();
  });

  it("restarts a stopped trader", async () => {
    desk.traders.set("t-1", trader({ status: "stopped", statusReason: "desk restarted" }));
    await open();
    fireEvent.click(await screen.findByRole("button", { name: "Restart Trend BTC" }));
    expect(await screen.findByText("Running")).toBeTruthy();
  });

  it("says it when stopping or restarting fails", async () => {
    desk.traders.set("t-1", trader({ status: "stopped" }));
    desk.trouble.set("restartTrader", new Fault("TRADER-003", "validation", "It is gone.", "Start a new one."));
    await open();
    fireEvent.click(await screen.findByRole("button", { name: "Restart Trend BTC" }));
    expect((await screen.findAllByText("Trend BTC could not be restarted")).length).toBeGreaterThan(0);
  });

  it("starts a trader from the strategy's own form", async () => {
    await open();
    fireEvent.click(screen.getAllByRole("button", { name: "New trader" })[0]!);
    const dialog = await screen.findByRole("dialog", { name: "New trader" });
    const name = await within(dialog).findByLabelText("Name");
    fireEvent.change(name, { target: { value: "My trend" } });
    expect(dialog.textContent).toContain("it closes what you or another trader bought there, too");
    fireEvent.change(within(dialog).getByLabelText("fast"), { target: { value: "12" } });
    fireEvent.click(within(dialog).getByRole("checkbox", { name: "ETH/USDT" }));
    fireEvent.click(within(dialog).getByRole("button", { name: "Start My trend" }));
    await card("My trend");
    expect(desk.requests.find((request) => request.name === "startTrader")?.input).toEqual({
      name: "My trend",
      strategy: "sma",
      params: { fast: "12", slow: "30", side: "long", sizing: "equity:0.1" },
      instrumentIds: ["paper:BTC/USDT", "paper:ETH/USDT"],
    });
  });

  it("does not start with a value that cannot be read, and says which", async () => {
    await open();
    fireEvent.click(screen.getAllByRole("button", { name: "New trader" })[0]!);
    const dialog = await screen.findByRole("dialog", { name: "New trader" });
    fireEvent.change(await within(dialog).findByLabelText("fast"), { target: { value: "ten" } });
    fireEvent.click(within(dialog).getByRole("checkbox", { name: "BTC/USDT" }));
    expect(within(dialog).getByText("Enter a whole number")).toBeTruthy();
    expect(within(dialog).getByText("Choose at least one instrument")).toBeTruthy();
    expect(within(dialog).getByRole<HTMLButtonElement>("button", { name: /^Start/ }).disabled).toBe(true);
    fireEvent.submit(within(dialog).getByRole("form", { name: "New trader" }));
    expect(desk.requests.some((request) => request.name === "startTrader")).toBe(false);
  });

  it("keeps the form and says why when the desk refuses", async () => {
    desk.trouble.set("startTrader", new Fault("STRATEGY-002", "validation", "fast must be below slow.", "Change it."));
    await open();
    fireEvent.click(screen.getAllByRole("button", { name: "New trader" })[0]!);
    const dialog = await screen.findByRole("dialog", { name: "New trader" });
    fireEvent.click(await within(dialog).findByRole("button", { name: "Start Moving-average cross" }));
    expect((await within(dialog).findByRole("alert")).textContent).toContain("fast must be below slow.");
    expect(within(dialog).getByLabelText("fast")).toBeTruthy();
  });

  it("says it when the strategies cannot be read", async () => {
    desk.trouble.set("listStrategies", new Fault("RPC-X", "storage", "Nothing there.", "Reload."));
    await open();
    fireEvent.click(screen.getAllByRole("button", { name: "New trader" })[0]!);
    expect((await screen.findByRole("alert")).textContent).toContain("Nothing there.");
  });

  it("lets a viewer start and stop nothing", async () => {
    desk.traders.set("t-1", trader());
    desk.info = { ...desk.info, role: "viewer" };
    await open();
    expect((await screen.findByRole<HTMLButtonElement>("button", { name: "Stop Trend BTC" })).disabled).toBe(true);
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "New trader" }).disabled).toBe(true);
  });
});

describe("the order of the cards", () => {
  it("puts failed traders first because they want a person", () => {
    const cards = [
      trader({ traderId: "a", status: "stopped" }),
      trader({ traderId: "b", status: "running", name: "Z" }),
      trader({ traderId: "c", status: "running", name: "A" }),
      trader({ traderId: "d", status: "failed" }),
    ];
    expect(inOrder(cards).map(({ traderId }) => traderId)).toEqual(["d", "c", "b", "a"]);
  });
});
