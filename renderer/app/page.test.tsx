import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RoomGauge } from "../../shared/contract/room-gauge.ts";
import { Fault } from "../../shared/model/fault.ts";
import { usualFirmTerms } from "../../shared/model/firm-terms.ts";
import type { FirmLimit } from "../../shared/model/prop-firm-report.ts";
import { ScriptedDesk } from "../../tests/fixtures/scripted-desk.ts";
import { ScriptedFirm } from "../../tests/fixtures/scripted-firm.ts";
import { scriptedGauges } from "../../tests/fixtures/scripted-views.ts";
import { useAppearance } from "../stores/appearance.ts";
import { useConnection } from "../stores/connection.ts";
import { useDeskState } from "../stores/desk.ts";
import { type DeskSession, openDeskSession } from "../stores/desk-session.ts";
import { resetStores } from "../stores/reset-stores.ts";
import { openRoom, useSelection } from "../stores/selection.ts";
import { defaultLayout, readLayout, resetLayout, toggleLayoutLock, useDeskLayout } from "./desk-layout.ts";
import { useKillSwitch } from "./kill-switch-store.ts";
import { messages } from "./messages.ts";
import { Page } from "./page.tsx";
import { smallestRoom } from "./smallest-room.ts";

let session: DeskSession | undefined;
const order = {
  instrumentId: "paper:BTC/USDT",
  side: "buy",
  type: "market",
  size: "0.1",
  timeInForce: "GTC",
  postOnly: false,
  reduceOnly: false,
} as const;

async function openPage(desk = new ScriptedDesk()): Promise<ScriptedDesk> {
  desk.layouts.set("tour", { name: "tour", version: 1, layout: "{}" });
  resetStores();
  // The chart needs a real browser; every other room is drawn here.
  openRoom("settings");
  session = openDeskSession(desk.open);
  render(<Page client={session.client} />);
  await waitFor(() => expect(useConnection.getState().ready).toBe(true));
  return desk;
}
const press = (init: KeyboardEventInit) => fireEvent.keyDown(window, init);
const killKeys = { code: "KeyK", ctrlKey: true, shiftKey: true };

beforeEach(() => {
  localStorage.clear();
  useKillSwitch.setState(useKillSwitch.getInitialState(), true);
});
afterEach(() => act(() => session?.close()));

describe("the frame", () => {
  it("says PAPER, shows the account and the desk's health", async () => {
    await openPage();
    expect(screen.getByRole("region", { name: "Mode of the account" }).textContent).toBe(
      "PAPERSimulated money. Nothing leaves this machine.",
    );
    const header = screen.getByRole("banner");
    await waitFor(() => expect(header.textContent).toContain("100,000.00 USDT"));
    for (const words of ["Feed live", "Clock unknown", "Trading Active", "Session key"])
      expect(
        within(header).getByText((_, node) => node?.textContent?.trim() === words && node.tagName === "SPAN"),
      ).toBeTruthy();
  });

  it("never says that trading is active while something keeps orders from opening", async () => {
    const desk = await openPage();
    const header = screen.getByRole("banner");
    const chip = () => within(header).getByRole("button", { name: /^Trading/ });
    const since = Date.now();
    const trip = { rule: "order-denials", reason: "9 orders", observed: "9", limit: "9", basis: null, at: since };
    const says = async (words: RegExp) => await waitFor(() => expect(chip().textContent).toMatch(words));
    await says(/^Trading Active$/);
    act(() => desk.setRisk({ breakers: [{ ...trip, action: "warn" }] }));
    await says(/^Trading Active$/);
    act(() => desk.setRisk({ breakers: [{ ...trip, action: "block_entries" }] }));
    await says(/^Trading Entries blocked$/);
    act(() => desk.setRisk({ state: "reducing" }));
    await says(/^Trading Reducing only$/);
    act(() => desk.setRisk({ state: "halted" }));
    await says(/^Trading Halted$/);
    act(() => desk.setRisk({ killSwitch: true }));
    await says(/^Trading Halted by the kill switch$/);
    act(() => desk.setRisk({ lockout: { since, until: since + 3_600_000, reason: "enough" } }));
    await says(/^Trading Locked out (01:00:00|00:59:5\d)$/);
    act(() => desk.setRisk({ lockout: { since, until: since - 1000, reason: "enough" } }));
    await says(/^Trading Halted by the kill switch$/);
  });

  it("shows the whole account: its peak, its margin, its cash by currency and how its books are kept", async () => {
    const desk = await openPage();
    act(() =>
      desk.sayAccount({
        equityPeak: "125000",
        initialMargin: "20000",
        maintenanceMargin: "800",
        freeMargin: "80000",
        balances: [
          { currency: "USDT", amount: "99000" },
          { currency: "EUR", amount: "900" },
        ],
      }),
    );
    const header = screen.getByRole("banner");
    await waitFor(() => expect(header.textContent).toContain("100,000.00"));
    fireEvent.click(within(header).getByRole("button", { name: "Account paper-1: show all of it" }));
    const dialog = await screen.findByRole("dialog", { name: "Account paper-1" });
    const worth = within(dialog).getByRole("region", { name: "Worth" });
    expect(worth.textContent).toContain("Highest equity125,000.00");
    expect(worth.textContent).toContain("−25,000.00 −20.00%");
    expect(within(dialog).getByRole("region", { name: "Margin" }).textContent).toContain("Maintenance margin800.00");
    expect(within(dialog).getByRole("region", { name: "Cash by currency" }).textContent).toContain("900.00 EUR");
    expect(within(dialog).getByRole("region", { name: "Books" }).textContent).toContain("Netting: one per instrument");
    expect(screen.queryByText(/No declared rate/)).toBeNull();
  });

  it("says on every room that cash without a rate stops all opening", async () => {
    const desk = await openPage();
    const unconverted = [{ currency: "GBP", amount: "12.5" }];
    act(() => desk.sayAccount({ unconverted, balances: [{ currency: "USDT", amount: "1" }, ...unconverted] }));
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain(
      "No declared rate values 12.5 GBP: it is left out of equity, and nothing opens",
    );
    fireEvent.click(screen.getByRole("button", { name: /show all of it/ }));
    expect((await screen.findByRole("region", { name: "Cash by currency" })).textContent).toContain("GBP no rate");
    act(() => desk.sayAccount({}));
    await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
  });

  it("goes from room to room by rail and by keys", async () => {
    await openPage();
    expect(screen.getByRole("button", { name: "Settings" }).getAttribute("aria-current")).toBe("page");
    fireEvent.click(screen.getByRole("button", { name: "Traders" }));
    expect(screen.getByRole("main", { name: "Traders" })).toBeTruthy();
    press({ code: "Digit4", altKey: true });
    await waitFor(() => expect(screen.getByRole("main", { name: "Audit" })).toBeTruthy());
  });

  it("lists every shortcut behind the question mark", async () => {
    await openPage();
    press({ code: "Slash", shiftKey: true });
    const dialog = await screen.findByRole("dialog", { name: "Keyboard shortcuts" });
    expect(dialog.textContent).toMatch(/Kill switchCtrlShiftK/);
    fireEvent.click(within(dialog).getByRole("button", { name: "Close" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("says on every room that a flatten left something open, and flattens again", async () => {
    const desk = await openPage();
    const left = ["paper:BTC/USDT: 1 held, 0 orders working"];
    act(() => desk.setRisk({ unfinishedFlat: { reason: "enough", left } }));
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("The account is not flat. Left: paper:BTC/USDT: 1 held, 0 orders working.");
    fireEvent.click(within(alert).getByRole("button", { name: "Flatten again" }));
    expect(desk.requests.some(({ name }) => name === "flatten")).toBe(false);
    const dialog = await screen.findByRole("dialog", { name: "Flatten the whole account again?" });
    fireEvent.click(within(dialog).getByRole("button", { name: "Flatten again" }));
    await waitFor(() => expect(desk.requests.some(({ name }) => name === "flatten")).toBe(true));
    act(() => desk.setRisk({ unfinishedFlat: null }));
    await waitFor(() => expect(screen.queryByText(/The account is not flat/)).toBeNull());
  });

  it("says so when the connection is lost, and when it comes back stops saying it", async () => {
    const desk = await openPage();
    act(() => desk.drop());
    expect((await screen.findByText(/Connection lost/)).getAttribute("role")).toBe("alert");
    await waitFor(() => expect(screen.queryByText(/Connection lost/)).toBeNull());
  });

  it("lets a well journal give way in a narrow window, never one that failed", async () => {
    await openPage();
    await waitFor(() => expect(useDeskState.getState().health).not.toBeNull());
    const chip = () => within(screen.getByRole("banner")).getByRole("button", { name: /^Journal/ });
    expect(chip().className).toMatch(/wider/);
    act(() =>
      useDeskState.setState(({ health }) => ({
        health: health && { ...health, journal: { ...health.journal, state: "failed", failure: "disk full" } },
      })),
    );
    expect(chip().className).not.toMatch(/wider/);
  });

  it("marks the feed as stale when the desk's pulse stops", async () => {
    await openPage();
    await waitFor(() => expect(useDeskState.getState().health).not.toBeNull());
    act(() => useDeskState.setState({ healthReceivedAt: Date.now() - 10_000 }));
    await waitFor(() => expect(screen.getByRole("banner").textContent).toContain("Feed stale"));
    const journal = () => screen.getByRole("button", { name: /^Journal/ }).className;
    expect(journal()).not.toMatch(/ok/);
    act(() => useDeskState.setState({ healthReceivedAt: Date.now() }));
    await waitFor(() => expect(journal()).toMatch(/ok/));
  });
});

describe("the palette of the frame", () => {
  it("changes the theme, which the profile keeps", async () => {
    const desk = await openPage();
    press({ code: "KeyK", ctrlKey: true });
    fireEvent.change(await screen.findByRole("combobox", { name: /Search/ }), { target: { value: "theme light" } });
    fireEvent.click(await screen.findByRole("option", { name: "Theme: light" }));
    await waitFor(() => expect(document.documentElement.dataset["theme"]).toBe("light"));
    await waitFor(() => expect(desk.appearance.theme).toBe("light"));
  });

  it("says when the profile would not keep it", async () => {
    const desk = await openPage();
    desk.trouble.set("setAppearance", new Fault("DISK-FULL", "storage", "The disk is full.", "Free some space."));
    press({ code: "KeyK", ctrlKey: true });
    fireEvent.change(await screen.findByRole("combobox", { name: /Search/ }), { target: { value: "orange" } });
    fireEvent.click(await screen.findByRole("option", { name: /blue up/ }));
    expect((await screen.findAllByText("Not saved")).length).toBeGreaterThan(0);
    expect(useAppearance.getState().palette).toBe("blue-orange");
  });

  it("runs every kind of command", async () => {
    const desk = await openPage();
    for (const [search, option, done] of [
      ["audit", /^Audit/, () => useSelection.getState().room === "audit"],
      ["shortcuts", /Keyboard/, () => screen.queryByRole("dialog", { name: "Keyboard shortcuts" }) !== null],
      ["kill", /Kill/, () => desk.risk.killSwitch],
    ] as const) {
      press({ code: "KeyK", ctrlKey: true });
      fireEvent.change(await screen.findByRole("combobox", { name: /Search/ }), { target: { value: search } });
      fireEvent.click(await screen.findByRole("option", { name: option }));
      await waitFor(() => expect(done()).toBe(true));
    }
  });
});

describe("the kill switch", () => {
  it("halts at one press of its keys and then offers to flatten and to release", async () => {
    const desk = await openPage();
    await session?.client.call.submitOrder(order);
    press(killKeys);
    await waitFor(() => expect(desk.risk.killSwitch).toBe(true));
    const dialog = await screen.findByRole("dialog", { name: "Kill switch" });
    await waitFor(() => expect(dialog.textContent).toContain("The gate shut in 0.2 ms; no order was working."));
    await waitFor(() => expect(dialog.textContent).toContain("1 open position."));
    fireEvent.click(within(dialog).getByRole("button", { name: "Flatten all positions" }));
    await waitFor(() => expect(desk.positions.get(order.instrumentId)?.size).toBe("0"));
    const release = within(dialog).getByRole<HTMLButtonElement>("button", { name: "Release with this reason" });
    expect(release.disabled).toBe(true);
    fireEvent.change(within(dialog).getByLabelText("Reason to release"), { target: { value: "false alarm" } });
    await waitFor(() => expect(release.disabled).toBe(false));
    fireEvent.click(release);
    await waitFor(() => expect(desk.risk.killSwitch).toBe(false));
    await waitFor(() => expect(screen.queryByRole("dialog", { name: "Kill switch" })).toBeNull());
  });

  it("does not call it flattening while it is released", async () => {
    const desk = await openPage();
    press(killKeys);
    await waitFor(() => expect(desk.risk.killSwitch).toBe(true));
    desk.trouble.set("releaseKillSwitch", "hang");
    const dialog = await screen.findByRole("dialog", { name: "Kill switch" });
    const release = await within(dialog).findByRole<HTMLButtonElement>("button", { name: "Release with this reason" });
    fireEvent.change(within(dialog).getByLabelText("Reason to release"), { target: { value: "false alarm" } });
    await waitFor(() => expect(release.disabled).toBe(false));
    fireEvent.click(release);
    await waitFor(() => expect(release.disabled).toBe(true));
    expect(dialog.textContent).not.toContain("then closing");
  });

  it("reads unconfirmed, never success, when nobody answers", async () => {
    const desk = await openPage();
    desk.trouble.set("engageKillSwitch", "hang");
    fireEvent.click(screen.getByRole("button", { name: "Kill switch" }));
    const dialog = await screen.findByRole("dialog", { name: "Kill switch" });
    expect(dialog.textContent).toContain("Shutting the gate…");
    act(() => desk.drop());
    await waitFor(() => expect(dialog.textContent).toContain("Unconfirmed, checking"));
    await waitFor(() => expect(useConnection.getState().state).toBe("open"));
    fireEvent.click(within(dialog).getByRole("button", { name: "Press again" }));
    await waitFor(() => expect(desk.risk.killSwitch).toBe(true));
  });

  it("says why when the desk refuses, and what could not be flattened", async () => {
    const desk = await openPage();
    desk.trouble.set("engageKillSwitch", new Fault("NO", "bug", "The gate is broken.", "Stop the desk."));
    fireEvent.click(screen.getByRole("button", { name: "Kill switch" }));
    const dialog = await screen.findByRole("dialog", { name: "Kill switch" });
    await waitFor(() => expect(dialog.textContent).toContain("The desk refused: The gate is broken."));
    await session?.client.call.submitOrder(order);
    await waitFor(() => expect(dialog.textContent).toContain("1 open position."));
    desk.trouble.set("flatten", new Fault("VENUE-DOWN", "venue", "The venue is down.", "Try again."));
    fireEvent.click(within(dialog).getByRole("button", { name: "Flatten all positions" }));
    expect((await screen.findAllByText("The venue is down.")).length).toBeGreaterThan(0);
  });

  it("lets a viewer halt but not release", async () => {
    const desk = new ScriptedDesk();
    desk.info = { ...desk.info, role: "viewer" };
    await openPage(desk);
    expect(screen.getByRole("region", { name: "Mode of the account" }).textContent).toContain("VIEW ONLY");
    press(killKeys);
    await waitFor(() => expect(desk.risk.killSwitch).toBe(true));
    const dialog = await screen.findByRole("dialog", { name: "Kill switch" });
    await waitFor(() => expect(dialog.textContent).toContain("only a trader may release it"));
    expect(within(dialog).queryByRole("button", { name: /Release/ })).toBeNull();
    act(() => useKillSwitch.setState({ open: false }));
    press(killKeys);
    await waitFor(() => expect(useKillSwitch.getState().open).toBe(true));
  });
});

describe("the desk's layout", () => {
  it("is read back as it was saved, and only then", () => {
    const saved = JSON.stringify({ json: defaultLayout, locked: true });
    expect(readLayout(1, saved)).toEqual({ json: defaultLayout, locked: true });
    for (const [version, text] of [
      [2, saved],
      [1, "{"],
      [1, "null"],
      [1, '{"json":null}'],
      [1, '{"json":{}}'],
      [1, "{}"],
    ] as const)
      expect(readLayout(version, text)).toBeNull();
  });
  it("can be locked and reset", () => {
    toggleLayoutLock();
    expect(useDeskLayout.getState().locked).toBe(true);
    const { generation } = useDeskLayout.getState();
    resetLayout();
    expect(useDeskLayout.getState()).toMatchObject({ locked: false, generation: generation + 1, json: defaultLayout });
  });
});

describe("the room to trade", () => {
  const [dayLoss, ...others] = scriptedGauges(100_000);
  const gauge = dayLoss as RoomGauge;
  const floors = new ScriptedFirm().reportOf("sample.evaluation.100k", usualFirmTerms, 0).limits;
  it("is the least that any limit in money, or a firm's floor that binds, leaves", () => {
    expect(smallestRoom([...others, gauge], [])?.textId).toBe("risk.gauge.daily-loss");
    expect(smallestRoom([gauge, { ...gauge, id: "drawdown", room: "-5" }], floors)?.room).toBe("-5");
    expect(smallestRoom([{ ...gauge, room: "4000.5" }], floors)).toEqual({
      textId: "risk.firm.floor.daily_loss",
      room: "4000",
      share: 0.8,
    });
    expect(smallestRoom([], [{ ...(floors[0] as FirmLimit), binds: false }])).toBeNull();
  });
  it("is not known where no limit in money is set or known", () => {
    expect(
      smallestRoom(
        [
          { ...gauge, room: null },
          { ...gauge, id: "order-rate", room: "1" },
        ],
        [],
      ),
    ).toBeNull();
  });
  it("stands in the top bar and opens all limits", async () => {
    await openPage();
    const header = screen.getByRole("banner");
    await waitFor(() => expect(header.textContent).toContain("Room: Daily loss2,000.00"));
    fireEvent.click(within(header).getByRole("button", { name: /the smallest room/ }));
    expect(useSelection.getState().room).toBe("risk");
  });
});

describe("the catalogue", () => {
  it("has a text for every id a component asks for, and every text is readable ICU", () => {
    const sources = import.meta.glob("../**/*.{ts,tsx}", { eager: true, query: "?raw", import: "default" });
    const used = new Set<string>();
    for (const [file, text] of Object.entries(sources)) {
      if (/\.test\.tsx?$/.test(file)) continue;
      for (const [, id] of String(text).matchAll(/\bt\(\s*"([^"]+)"/g)) if (id) used.add(id);
    }
    expect(used.size).toBeGreaterThan(100);
    expect([...used].filter((id) => !Object.hasOwn(messages, id))).toEqual([]);
    // A straight quote before a brace starts quoted text in ICU: it would swallow the value.
    expect(Object.entries(messages).filter(([, text]) => /'[{}]/.test(text))).toEqual([]);
  });
});

describe("a panel that fails to draw", () => {
  it("leaves the others alone and can be tried again", async () => {
    const { PanelBoundary } = await import("./panel-boundary.tsx");
    vi.spyOn(console, "error").mockImplementation(() => {});
    let broken = true;
    function Fragile() {
      if (broken) throw new Error("no");
      return <p>drawn</p>;
    }
    render(
      <PanelBoundary>
        <Fragile />
      </PanelBoundary>,
    );
    broken = false;
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(screen.getByText("drawn")).toBeTruthy();
    vi.restoreAllMocks();
  });
});
