import { act, cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { renderWithDesk, type WithDesk } from "../../../tests/fixtures/render-with-desk.tsx";
import { ScriptedDesk } from "../../../tests/fixtures/scripted-desk.ts";
import "../../theme/tokens.css";
import "../../theme/base.css";
import { Fault } from "../../../shared/model/fault.ts";
import { messages } from "../../app/messages.ts";
import { loadMessages } from "../../i18n/t.ts";
import { usePalette } from "../../stores/palette.ts";
import { useSelection } from "../../stores/selection.ts";
import { ChartPanel } from "./chart-panel.tsx";
import { useOrderMoves } from "./order-moves.ts";

loadMessages(messages);
const btc = "paper:BTC/USDT";
const limit = { instrumentId: btc, type: "limit", timeInForce: "GTC", postOnly: false, reduceOnly: false } as const;

let page: WithDesk | undefined;
beforeEach(() => localStorage.clear());
afterEach(() => {
  cleanup();
  page?.leave();
  useOrderMoves.setState({ byId: {} });
});

async function openChart(desk = new ScriptedDesk()): Promise<ScriptedDesk> {
  page = await renderWithDesk(
    <div style={{ width: 900, height: 500 }}>
      <ChartPanel />
    </div>,
    desk,
  );
  await waitFor(() => expect(document.querySelector("canvas")).not.toBeNull());
  return desk;
}
const surface = () => screen.getByRole("application");

describe("the chart in a real browser", () => {
  it("draws candles of more than one colour and names itself", async () => {
    await openChart();
    expect(surface().getAttribute("aria-label")).toMatch(/^BTC\/USDT, 1m bars, last price [\d,]+\.\d\./);
    await waitFor(() => {
      const colours = new Set<string>();
      for (const canvas of document.querySelectorAll("canvas")) {
        const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
        for (let i = 0; i < pixels.length; i += 4 * 37) colours.add(`${pixels[i]},${pixels[i + 1]},${pixels[i + 2]}`);
      }
      expect(colours.size).toBeGreaterThan(8);
    });
  });

  it("follows the live bar", async () => {
    const desk = await openChart();
    desk.market.setPrice(btc, 70_000);
    act(() => desk.tick());
    await waitFor(() => expect(surface().getAttribute("aria-label")).toMatch(/last price (69|70),\d/));
  });

  it("changes the interval by typed digits and opens the search by a letter", async () => {
    await openChart();
    surface().focus();
    fireEvent.keyDown(surface(), { key: "6" });
    expect(screen.getByText("Interval 6")).toBeTruthy();
    fireEvent.keyDown(surface(), { key: "0" });
    await waitFor(() => expect(useSelection.getState().interval).toBe("1h"));
    await waitFor(() => expect(surface().getAttribute("aria-label")).toContain("1h bars"));
    fireEvent.keyDown(surface(), { key: "1" });
    fireEvent.keyDown(surface(), { key: "Enter" });
    expect(useSelection.getState().interval).toBe("1m");
    fireEvent.keyDown(surface(), { key: "4" });
    fireEvent.keyDown(surface(), { key: "Escape" });
    fireEvent.keyDown(surface(), { key: "e" });
    expect(usePalette.getState()).toEqual({ open: true, search: "e" });
  });

  it("scrolls back into older bars and fetches them", async () => {
    const desk = await openChart();
    const asked = () =>
      desk.requests.filter(({ name, input }) => name === "getBars" && "before" in (input as object)).length;
    for (let i = 0; i < 40 && asked() === 0; i++) {
      fireEvent.keyDown(surface(), { key: "-" });
      for (let k = 0; k < 30; k++) fireEvent.keyDown(surface(), { key: "ArrowLeft" });
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    expect(asked()).toBeGreaterThan(0);
    fireEvent.keyDown(surface(), { key: "End" });
    fireEvent.keyDown(surface(), { key: "+" });
    fireEvent.keyDown(surface(), { key: "ArrowRight" });
  });

  it("turns indicators on in their own pane and off, and follows the theme", async () => {
    await openChart();
    const rows = () => document.querySelectorAll("table tr").length;
    const before = rows();
    fireEvent.click(screen.getByRole("button", { name: "RSI 14" }));
    await waitFor(() => expect(rows()).toBeGreaterThan(before));
    act(() => {
      document.documentElement.dataset["theme"] = "light";
    });
    fireEvent.click(screen.getByRole("button", { name: "RSI 14" }));
    await waitFor(() => expect(rows()).toBe(before));
    fireEvent.click(screen.getByRole("button", { name: "Volume" }));
    fireEvent.click(screen.getByRole("button", { name: "Back to the newest bar" }));
    act(() => {
      document.documentElement.dataset["theme"] = "dark";
    });
  });

  it("shows the visible bars as a table", async () => {
    await openChart();
    fireEvent.click(screen.getByRole("button", { name: "Show the visible bars as a table" }));
    const table = await screen.findByRole("table", { name: "Visible bars" });
    await waitFor(() => expect(within(table).getAllByRole("row").length).toBeGreaterThan(20));
  });

  it("carries the notice and the link of the charting library", async () => {
    await openChart();
    const link = screen.getByRole<HTMLAnchorElement>("link", { name: /TradingView Lightweight Charts™/ });
    expect(link.href).toBe("https://www.tradingview.com/");
    expect(link.title).toContain("Copyright (с) 2025 TradingView, Inc.");
    expect(document.querySelectorAll("style[data-lwc], #tv-attr-logo")).toHaveLength(0);
  });

  it("says why bars are missing and loads them again", async () => {
    const desk = new ScriptedDesk();
    desk.trouble.set("getBars", new Fault("DATA-GONE", "storage", "The history is gone.", "Import it again."));
    page = await renderWithDesk(<ChartPanel />, desk);
    expect(await screen.findByText(/The history is gone/)).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(screen.queryByText(/The history is gone/)).toBeNull());
  });
});

describe("an order's line", () => {
  const handle = () => screen.getByRole<HTMLButtonElement>("slider");
  const placed = async (side: "buy" | "sell", factor: number) => {
    const desk = await openChart();
    const price = (desk.market.price(btc) * factor).toFixed(1);
    const { orderId } = desk.place({ ...limit, side, size: "0.1", limitPrice: price });
    await waitFor(() => expect(handle()).toBeTruthy());
    await waitFor(() => expect(getComputedStyle(handle()).visibility).toBe("visible"));
    const scale = [...document.querySelectorAll("tr:first-child > td:last-child")].at(-1);
    const end = handle().parentElement?.getBoundingClientRect().right;
    // The label on the price scale is the line's price: nothing may lie over it.
    await waitFor(() => expect(end).toBeLessThan(scale?.getBoundingClientRect().left ?? 0));
    return { desk, orderId, price: Number(price) };
  };

  it("moves by arrow keys, and away from the market without asking", async () => {
    const { desk, orderId, price } = await placed("buy", 0.999);
    handle().focus();
    fireEvent.keyDown(handle(), { key: "ArrowDown", shiftKey: true });
    fireEvent.keyDown(handle(), { key: "Enter" });
    await waitFor(() => expect(Number(desk.orders.get(orderId)?.limitPrice)).toBeCloseTo(price - 1, 5));
    await waitFor(() => expect(handle().disabled).toBe(false));
  });

  it("shows the exits of a position by their names, and asks before its stop is moved further away", async () => {
    const desk = await openChart();
    const at = desk.market.price(btc);
    desk.place({ ...limit, type: "market", side: "buy", size: "0.1" });
    const trigger = (at * 0.998).toFixed(1);
    const exit = { ...limit, side: "sell", size: "0.1", reduceOnly: true } as const;
    const group = "pd-000001";
    const stop = desk.place({ ...exit, type: "stop", triggerPrice: trigger }, undefined, "", {
      role: "stop-loss",
      group,
    });
    const limitPrice = (at * 1.002).toFixed(1);
    desk.place({ ...exit, limitPrice }, undefined, "", { role: "take-profit", group });
    act(() => desk.say(btc, { liquidationPrice: (at * 0.997).toFixed(1) }));
    const line = await screen.findByRole("slider", { name: /^Trigger price of the order to Sell 0\.1/ });
    expect(line.textContent).toMatch(/^SL Sell 0\.1 at/);
    expect(screen.getByRole("slider", { name: /^Limit price/ }).textContent).toMatch(/^TP Sell 0\.1 at/);
    fireEvent.keyDown(line, { key: "ArrowDown" });
    fireEvent.keyDown(line, { key: "Enter" });
    const dialog = await screen.findByRole("dialog", { name: "Move the order?" });
    expect(dialog.textContent).toContain("more is lost when it is reached");
    fireEvent.click(within(dialog).getByRole("button", { name: /^Move to/ }));
    const moved = () => Number(desk.orders.get(stop.orderId)?.triggerPrice);
    await waitFor(() => expect(moved()).toBeCloseTo(Number(trigger) - 0.1, 5));
    await waitFor(() => expect(line).toHaveProperty("disabled", false));
    fireEvent.keyDown(line, { key: "ArrowUp", shiftKey: true });
    fireEvent.keyDown(line, { key: "Enter" });
    await waitFor(() => expect(moved()).toBeCloseTo(Number(trigger) + 0.9, 5));
  });

  it("asks before it moves towards the market, and goes back when the answer is no", async () => {
    const { desk, orderId, price } = await placed("buy", 0.999);
    fireEvent.keyDown(handle(), { key: "ArrowUp" });
    fireEvent.keyDown(handle(), { key: "Escape" });
    expect(Number(handle().getAttribute("aria-valuenow"))).toBe(price);
    fireEvent.keyDown(handle(), { key: "ArrowUp" });
    fireEvent.keyDown(handle(), { key: "Enter" });
    const dialog = await screen.findByRole("dialog", { name: "Move the order?" });
    fireEvent.click(within(dialog).getByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(Number(handle().getAttribute("aria-valuenow"))).toBe(price));
    fireEvent.keyDown(handle(), { key: "ArrowUp" });
    fireEvent.keyDown(handle(), { key: "Enter" });
    fireEvent.click(await screen.findByRole("button", { name: /^Move to/ }));
    await waitFor(() => expect(Number(desk.orders.get(orderId)?.limitPrice)).toBeCloseTo(price + 0.1, 5));
  });

  it("is dragged by the pointer and sent where it is let go", async () => {
    const { desk, orderId, price } = await placed("buy", 0.999);
    const { left, top } = handle().getBoundingClientRect();
    const at = (y: number) => ({ pointerId: 1, clientX: left + 5, clientY: top + y, button: 0, isPrimary: true });
    handle().setPointerCapture = () => {};
    handle().releasePointerCapture = () => {};
    fireEvent.pointerDown(handle(), at(8));
    fireEvent.pointerMove(handle(), at(40));
    await waitFor(() => expect(Number(handle().getAttribute("aria-valuenow"))).toBeLessThan(price));
    const aim = Number(handle().getAttribute("aria-valuenow"));
    fireEvent.pointerUp(handle(), at(40));
    await waitFor(() => expect(Number(desk.orders.get(orderId)?.limitPrice)).toBe(aim));
  });

  it("neither moves nor cancels for a session that may only look", async () => {
    const desk = new ScriptedDesk();
    desk.info = { ...desk.info, role: "viewer" };
    desk.place({ ...limit, side: "buy", size: "0.1", limitPrice: (desk.market.price(btc) * 0.999).toFixed(1) });
    await openChart(desk);
    const line = await screen.findByRole<HTMLButtonElement>("slider", { name: /^Limit price/ });
    expect(line.disabled).toBe(true);
    expect(screen.queryByRole("button", { name: /^Cancel the order/ })).toBeNull();
  });

  it("cancels its order", async () => {
    const { desk, orderId } = await placed("sell", 1.001);
    fireEvent.click(screen.getByRole("button", { name: /^Cancel the order to Sell 0.1/ }));
    await waitFor(() => expect(desk.orders.get(orderId)?.status).toBe("canceled"));
    await waitFor(() => expect(screen.queryByRole("slider")).toBeNull());
  });
});
