import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Fault } from "../../shared/model/fault.ts";
import { renderWithDesk, type WithDesk } from "../../tests/fixtures/render-with-desk.tsx";
import { ScriptedDesk } from "../../tests/fixtures/scripted-desk.ts";
import { seatTicket } from "../features/ticket/ticket-sight.ts";
import { useTicket } from "../features/ticket/ticket-store.ts";
import { idleAfterMs, useArmedKeys } from "../hotkeys/armed-keys.ts";
import { useHotkeyDispatch } from "../hotkeys/use-hotkey.ts";
import { useQuotes } from "../stores/quotes.ts";
import { openRoom, selectInstrument } from "../stores/selection.ts";
import { TradingKeys } from "./trading-keys.tsx";

vi.setConfig({ testTimeout: 20_000 });
const btc = "paper:BTC/USDT";

function Keys() {
  useHotkeyDispatch();
  return (
    <>
      <TradingKeys />
      <form ref={seatTicket} aria-label="ticket" />
      <input aria-label="some text" />
    </>
  );
}

describe("the trading keys", () => {
  let page: WithDesk;
  let desk: ScriptedDesk;
  beforeEach(async () => {
    useArmedKeys.setState(useArmedKeys.getInitialState(), true);
    useTicket.setState(useTicket.getInitialState(), true);
    desk = new ScriptedDesk();
    desk.market.setPrice(btc, 61_000);
    page = await renderWithDesk(<Keys />, desk);
    act(() => {
      openRoom("desk");
      selectInstrument(btc);
      useTicket.getState().turnTo(btc);
      useTicket.getState().edit({ amount: "0.5" });
    });
    await waitFor(() => expect(useQuotes.getState().byId[btc]).toBeTruthy());
  });
  afterEach(() => {
    vi.useRealTimers();
    page.leave();
  });
  const sent = (): unknown[] =>
    desk.requests
      .filter(({ name }) => ["submitOrder", "cancelAllOrders", "flatten"].includes(name))
      .map(({ name, input }) => (name === "submitOrder" ? (input as { side: string }).side : name));
  const press = (letter: string, more: KeyboardEventInit = {}, target: EventTarget = window): void => {
    fireEvent.keyDown(target as Window, { code: `Key${letter}`, altKey: true, ...more });
  };
  const isArmed = (): boolean => useArmedKeys.getState().armed;
  const switchOf = () => screen.getByRole("button", { name: /^(Keys off|KEYS ARMED)$/ });

  it("do nothing until they are armed, and then what they say at once", async () => {
    for (const letter of ["B", "S", "X", "F"]) press(letter);
    expect(sent()).toEqual([]);
    fireEvent.click(switchOf());
    expect(switchOf().getAttribute("aria-pressed")).toBe("true");
    expect(screen.getByRole("status").textContent).toBe("Trading keys armed");
    press("B");
    await waitFor(() => expect(useTicket.getState().submission.phase).toBe("accepted"));
    expect(desk.requests.findLast(({ name }) => name === "submitOrder")?.input).toMatchObject({
      instrumentId: btc,
      side: "buy",
      type: "market",
      size: "0.5",
    });
    press("S");
    await waitFor(() => expect(useTicket.getState().submission.phase).toBe("accepted"));
    press("X");
    press("F");
    await waitFor(() => expect(sent()).toEqual(["buy", "sell", "cancelAllOrders", "flatten"]));
    expect(useTicket.getState().draft).toMatchObject({ amount: "0.5", side: "buy" });
  });

  it("answer to the place of a key, once per press, and not while somebody writes or is asked", async () => {
    press("A");
    expect(isArmed()).toBe(true);
    press("B", { repeat: true });
    press("B", {}, screen.getByLabelText("some text"));
    fireEvent.keyDown(window, { code: "KeyN", key: "b", altKey: true });
    fireEvent.keyDown(window, { code: "KeyB" });
    const dialog = document.createElement("div");
    dialog.setAttribute("role", "dialog");
    document.body.append(dialog);
    press("B");
    dialog.remove();
    expect(sent()).toEqual([]);
    press("B");
    await waitFor(() => expect(sent()).toEqual(["buy"]));
    press("A");
    expect(isArmed()).toBe(false);
  });

  it("say why nothing was sent where the ticket has no size, or an answer is missing", async () => {
    press("A");
    act(() => useTicket.getState().edit({ amount: "" }));
    press("S");
    expect((await screen.findAllByText("Sell at market was not sent")).length).toBeGreaterThan(0);
    expect(screen.getAllByText("Enter a size").length).toBeGreaterThan(0);
    act(() => {
      useTicket.getState().edit({ amount: "0.5" });
      desk.trouble.set(
        "submitOrder",
        new Fault("RPC-TIMEOUT", "network", "The desk did not answer.", "Look at the orders."),
      );
    });
    press("B");
    await waitFor(() => expect(useTicket.getState().submission.phase).toBe("unconfirmed"));
    press("B");
    expect((await screen.findAllByText(/answer to the last order is still missing/)).length).toBeGreaterThan(0);
    expect(sent()).toEqual(["buy"]);
  });

  it("send nothing at a size that nobody sees, and still take back and close", async () => {
    press("A");
    vi.spyOn(screen.getByRole("form", { name: "ticket" }), "checkVisibility").mockReturnValue(false);
    press("B");
    expect((await screen.findAllByText("Buy at market was not sent")).length).toBeGreaterThan(0);
    expect(screen.getAllByText(/The ticket is out of sight/).length).toBeGreaterThan(0);
    press("X");
    press("F");
    await waitFor(() => expect(sent()).toEqual(["cancelAllOrders", "flatten"]));
  });

  it("go off when the window loses the focus, the page is hidden, or the desk leaves the sight", () => {
    press("A");
    act(() => void window.dispatchEvent(new Event("blur")));
    expect(isArmed()).toBe(false);
    expect(screen.getByRole("status").textContent).toContain("lost the focus");
    press("A");
    Object.defineProperty(document, "hidden", { configurable: true, value: true });
    act(() => void document.dispatchEvent(new Event("visibilitychange")));
    Reflect.deleteProperty(document, "hidden");
    expect(isArmed()).toBe(false);
    press("A");
    act(() => openRoom("risk"));
    expect(isArmed()).toBe(false);
    press("A");
    expect(isArmed()).toBe(false);
  });

  it("go off when nobody touches the desk", () => {
    vi.useFakeTimers();
    press("A");
    act(() => void vi.advanceTimersByTime(idleAfterMs - 1000));
    fireEvent.pointerMove(window);
    act(() => void vi.advanceTimersByTime(idleAfterMs - 1000));
    expect(isArmed()).toBe(true);
    act(() => void vi.advanceTimersByTime(1000));
    expect(isArmed()).toBe(false);
    expect(screen.getByRole("status").textContent).toContain("five minutes");
  });
});
