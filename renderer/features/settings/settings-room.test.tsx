import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Fault } from "../../../shared/model/fault.ts";
import { renderWithDesk, type WithDesk } from "../../../tests/fixtures/render-with-desk.tsx";
import { ScriptedDesk } from "../../../tests/fixtures/scripted-desk.ts";
import { addShortcut } from "../../hotkeys/hotkey-manager.ts";
import { useAppearance } from "../../stores/appearance.ts";
import { openSetting, useSelection } from "../../stores/selection.ts";
import { SettingsRoom } from "./settings-room.tsx";
import { timeZones } from "./time-zones.ts";

vi.setConfig({ testTimeout: 20_000 });

describe("the settings room", () => {
  let page: WithDesk;
  let desk: ScriptedDesk;
  beforeEach(() => {
    desk = new ScriptedDesk();
  });
  afterEach(() => page.leave());
  const open = async (): Promise<void> => {
    page = await renderWithDesk(<SettingsRoom />, desk);
    await screen.findByLabelText("Largest order value");
  };
  const asked = (name: string): unknown[] =>
    desk.requests.filter((each) => each.name === name).map(({ input }) => input);
  const save = (): HTMLButtonElement => screen.getByRole("button", { name: "Change limits" });

  it("shows what would change before it is saved, and saves exactly that", async () => {
    await open();
    expect(save().disabled).toBe(true);
    fireEvent.change(screen.getByLabelText("Largest order value"), { target: { value: "" } });
    fireEvent.change(screen.getByLabelText("Orders per second"), { target: { value: "3" } });
    const changes = screen.getByRole("list", { name: "What changes" });
    expect(changes.textContent).toContain("Largest order value: 50000 → no limit");
    expect(changes.textContent).toContain("Orders per second: 5 → 3");
    fireEvent.click(save());
    expect(await screen.findByText("Limits changed and recorded")).toBeTruthy();
    expect(asked("setRiskLimits")).toEqual([
      { priceBandAtr: "3", atrPeriod: 14, maxOrdersPerSecond: 3, staleAfterMs: 3000 },
    ]);
  });

  it("says that a limit names an instrument which the desk does not trade", async () => {
    await open();
    const sizes = screen.getByLabelText("Allowed instruments");
    fireEvent.change(sizes, { target: { value: "btc/usdt" } });
    expect(screen.getByText(/^This desk trades no btc\/usdt: /)).toBeTruthy();
    fireEvent.change(sizes, { target: { value: "paper:BTC/USDT" } });
    expect(screen.queryByText(/^This desk trades no/)).toBeNull();
  });

  it("does not save what the desk would not accept, and reverts", async () => {
    await open();
    fireEvent.change(screen.getByLabelText("ATR period"), { target: { value: "501" } });
    expect(screen.getByText(/^The desk does not accept that: Too big/)).toBeTruthy();
    expect(save().disabled).toBe(true);
    fireEvent.click(screen.getByRole("button", { name: "Revert" }));
    expect(screen.getByLabelText<HTMLInputElement>("ATR period").value).toBe("14");
  });

  it("saves no limit that cannot be read as one that is not set", async () => {
    await open();
    fireEvent.change(screen.getByLabelText("Largest order value"), { target: { value: "5000x" } });
    fireEvent.change(screen.getByLabelText("Orders per second"), { target: { value: "3" } });
    expect(save().disabled).toBe(true);
    fireEvent.click(screen.getByRole("button", { name: "Revert" }));
    expect(screen.getByLabelText<HTMLInputElement>("Largest order value").value).toBe("50000");
  });

  it("brings the setting that was asked for into sight, unfolded and in focus", async () => {
    await open();
    const folded = screen.getByLabelText("Daily loss").closest("details");
    expect(folded?.open).toBe(false);
    act(() => openSetting("risk.maxDailyLoss"));
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Daily loss")));
    expect(folded?.open).toBe(true);
    fireEvent.change(screen.getByLabelText("Daily loss"), { target: { value: "800" } });
    fireEvent.change(screen.getByLabelText("Allowed instruments"), { target: { value: "paper:BTC/USDT" } });
    const changes = screen.getByRole("list", { name: "What changes" });
    expect(changes.textContent).toContain("Daily loss: no limit → 800");
    fireEvent.click(save());
    await screen.findByText("Limits changed and recorded");
    expect(asked("setRiskLimits")).toMatchObject([{ maxDailyLoss: "800", allowedInstruments: ["paper:BTC/USDT"] }]);
    expect(useSelection.getState().settingPath).toBeNull();
    act(() => openSetting("risk.scopes.traders.crossing.maxDailyLoss"));
    const scopes = screen.getByRole("group", { name: "Limits per trader, strategy and model" });
    await waitFor(() => expect(scopes.contains(document.activeElement)).toBe(true));
    expect(scopes.closest("details")?.open).toBe(true);
  });

  it("shows what waits for the next trading day, adds further changes to it, and can drop it", async () => {
    await open();
    const held = { ...desk.risk.limits, maxDailyLoss: "500", locked: ["maxDailyLoss"] };
    const at = Date.now() + 7_200_000;
    const waitingLimits = {
      limits: { ...held, maxDailyLoss: "800" },
      at,
      settings: ["maxDailyLoss"],
      isDateSure: true,
    };
    act(() => desk.setRisk({ limits: held, waitingLimits }));
    const waiting = await screen.findByRole("region", { name: "Waits for the next trading day" });
    expect(waiting.textContent).toContain("Daily loss: 500 → 800");
    expect(waiting.textContent).toMatch(/in 0[12]:\d\d:\d\d/);
    act(() => desk.setRisk({ limits: held, waitingLimits: { ...waitingLimits, isDateSure: false } }));
    await waitFor(() => expect(waiting.textContent).toContain("counted from when it answers"));
    expect(screen.getByText(/^Locked: tightening holds at once/)).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>("Daily loss").value).toBe("800");
    fireEvent.change(screen.getByLabelText("ATR period"), { target: { value: "20" } });
    fireEvent.click(save());
    await screen.findByText("Limits changed and recorded");
    expect(asked("setRiskLimits").at(-1)).toMatchObject({ maxDailyLoss: "800", atrPeriod: 20 });
    act(() => desk.setRisk({ limits: held, waitingLimits }));
    fireEvent.click(within(waiting).getByRole("button", { name: "Drop what waits" }));
    await waitFor(() => expect(asked("setRiskLimits").at(-1)).toMatchObject({ maxDailyLoss: "500", atrPeriod: 14 }));
  });

  it("says it when limits change elsewhere while they are edited", async () => {
    await open();
    fireEvent.change(screen.getByLabelText("Orders per second"), { target: { value: "3" } });
    act(() => desk.setRisk({ limits: { ...desk.risk.limits, atrPeriod: 20 } }));
    expect(await screen.findByText(/changed elsewhere while you typed/)).toBeTruthy();
  });

  it("keeps what was typed and says why when saving fails", async () => {
    desk.trouble.set("setRiskLimits", new Fault("SETTINGS-001", "storage", "The disk is full.", "Free some space."));
    await open();
    fireEvent.change(screen.getByLabelText("Orders per second"), { target: { value: "3" } });
    fireEvent.click(save());
    expect((await screen.findByRole("alert")).textContent).toContain("The disk is full.");
    expect(screen.getByLabelText<HTMLInputElement>("Orders per second").value).toBe("3");
  });

  it("changes the trading state with a reason and not without", async () => {
    await open();
    fireEvent.click(screen.getByRole("button", { name: "Set to Reducing" }));
    const dialog = await screen.findByRole("dialog", { name: "Set trading to Reducing?" });
    const confirm = within(dialog).getByRole<HTMLButtonElement>("button", { name: "Set to Reducing" });
    expect(confirm.disabled).toBe(true);
    fireEvent.change(within(dialog).getByLabelText("Reason"), { target: { value: "news at 14:30" } });
    fireEvent.click(confirm);
    expect(await screen.findByText(/Reason: news at 14:30/)).toBeTruthy();
    expect(asked("setTradingState")).toEqual([{ state: "reducing", reason: "news at 14:30" }]);
  });

  it("sends the person to the kill switch instead of around it", async () => {
    desk.setRisk({ state: "halted", killSwitch: true, reason: "lunch" });
    await open();
    expect(await screen.findByText(/The kill switch is engaged/)).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Set to Active" }).disabled).toBe(true);
  });

  it("says it when the trading state was not changed", async () => {
    desk.trouble.set("setTradingState", new Fault("RISK-X", "risk", "Locked out.", "Wait."));
    await open();
    fireEvent.click(screen.getByRole("button", { name: "Set to Halted" }));
    const dialog = await screen.findByRole("dialog", { name: "Set trading to Halted?" });
    fireEvent.change(within(dialog).getByLabelText("Reason"), { target: { value: "x" } });
    fireEvent.click(within(dialog).getByRole("button", { name: "Set to Halted" }));
    expect((await screen.findAllByText("The trading state was not changed")).length).toBeGreaterThan(0);
  });

  it("changes looks at once and has the profile keep them", async () => {
    await open();
    fireEvent.click(screen.getByRole("radio", { name: "Light" }));
    expect(useAppearance.getState().theme).toBe("light");
    fireEvent.click(screen.getByRole("switch", { name: "Confirm opening orders" }));
    await waitFor(() => expect(desk.appearance).toMatchObject({ theme: "light", confirmOrders: false }));
    expect(await screen.findByText("Off: one click sends.")).toBeTruthy();
  });

  it("says it when looks could not be kept", async () => {
    desk.trouble.set("setAppearance", new Fault("SETTINGS-001", "storage", "The disk is full.", "Free some."));
    await open();
    fireEvent.click(screen.getByRole("radio", { name: "Light" }));
    expect((await screen.findAllByText("Not saved")).length).toBeGreaterThan(0);
  });

  it("makes a profile whose account is opened on other terms, and says that this one keeps its own", async () => {
    await open();
    const form = await screen.findByRole("form", { name: "New profile" });
    expect(screen.getByText(/nothing here changes the one you trade on now/)).toBeTruthy();
    expect(screen.getByText(/trading days begin at 00:00 UTC/)).toBeTruthy();
    const fill = (label: string, value: string) =>
      fireEvent.change(within(form).getByLabelText(label), { target: { value } });
    const make = () => fireEvent.click(within(form).getByRole("button", { name: "Make the profile" }));
    make();
    expect(await within(form).findByText("Letters, digits and hyphens, such as hedged-2")).toBeTruthy();
    fill("Name", "hedged");
    fill("Leverage", "5");
    fill("Trading day begins", "17:00");
    fireEvent.click(within(form).getByRole("combobox", { name: "Positions" }));
    const hedging = await screen.findByRole("option", { name: /^Hedging/ });
    fireEvent.pointerDown(hedging, { pointerType: "mouse" });
    fireEvent.click(hedging);
    fireEvent.click(within(form).getByRole("button", { name: "Remove rate 3" }));
    fireEvent.click(within(form).getByRole("button", { name: "Add a rate" }));
    expect(await within(form).findByText(/Each row needs two currencies/)).toBeTruthy();
    fill("Rate 3: from", "GBP");
    fill("Rate 3: to", "USD");
    fill("Rate 3: rate or instrument", "1.25");
    make();
    expect(await screen.findByText("npm start -- --profile /home/person/.proofdesk-hedged")).toBeTruthy();
    expect(asked("createProfile")).toEqual([
      {
        name: "hedged",
        account: {
          currency: "USD",
          cash: "100000",
          leverage: "5",
          terms: {
            positionMode: "hedging",
            costBasis: "average",
            marginMode: "cross",
            dayZone: "UTC",
            dayStartsAt: "17:00",
            conversions: [
              { from: "USDT", to: "USD", rate: "1" },
              { from: "USDC", to: "USD", rate: "1" },
              { from: "GBP", to: "USD", rate: "1.25" },
            ],
          },
        },
      },
    ]);
    desk.trouble.set(
      "createProfile",
      new Fault("PROFILE-EXISTS", "validation", "It is there.", "Choose another name."),
    );
    make();
    expect(
      (await within(screen.getByRole("region", { name: "New profile" })).findByRole("alert")).textContent,
    ).toContain("No profile was made: It is there.");
  });

  it("lets a viewer change nothing but their own looks", async () => {
    desk.info = { ...desk.info, role: "viewer" };
    await open();
    expect(screen.getByText("This session may look but not change settings.")).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>("ATR period").disabled).toBe(true);
    fireEvent.click(screen.getByRole("radio", { name: "Light" }));
    expect(useAppearance.getState().theme).toBe("light");
    expect(asked("setAppearance")).toEqual([]);
  });

  it("lists the shortcuts that are offered and the keys of the ticket", async () => {
    const remove = addShortcut({ keys: "Ctrl+K", text: "Search and commands", group: "General", run: () => undefined });
    await open();
    const section = screen.getByRole("region", { name: "Keyboard" });
    expect(within(section).getByText("Search and commands")).toBeTruthy();
    expect(within(section).getByText("One tick or one lot")).toBeTruthy();
    act(remove);
  });

  it("gives the charts' maker the notice and the link its licence asks for, byte for byte", async () => {
    await open();
    const about = screen.getByRole("region", { name: "About" });
    expect(about.textContent).toContain("TradingView Lightweight Charts™\nCopyright (с) 2025 TradingView, Inc.");
    expect(within(about).getByRole("link").getAttribute("href")).toBe("https://www.tradingview.com/");
  });
});

describe("the time zones on offer", () => {
  it("keep a zone the profile already uses", () => {
    expect(timeZones("UTC")).not.toContain("Pacific/Auckland");
    expect(timeZones("Pacific/Auckland").at(-1)).toBe("Pacific/Auckland");
  });
});
