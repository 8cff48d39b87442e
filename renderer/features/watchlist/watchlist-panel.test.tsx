import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { renderWithDesk, type WithDesk } from "../../../tests/fixtures/render-with-desk.tsx";
import { useQuotes } from "../../stores/quotes.ts";
import { useSelection } from "../../stores/selection.ts";
import { sparkPoints } from "./sparkline.tsx";
import { WatchlistPanel } from "./watchlist-panel.tsx";

let page: WithDesk | undefined;
afterEach(() => page?.leave());

describe("the watchlist", () => {
  it("shows every instrument with its price and selects by click and by keys", async () => {
    page = await renderWithDesk(<WatchlistPanel />);
    const eth = await screen.findByRole("row", { name: "ETH/USDT, Ether" });
    await waitFor(() => expect(eth.textContent).toMatch(/[\d,]+\.\d\d/));
    fireEvent.click(eth);
    expect(useSelection.getState().instrumentId).toBe("paper:ETH/USDT");
    fireEvent.keyDown(eth, { key: "ArrowDown" });
    expect(useSelection.getState().instrumentId).toBe("paper:AAPL");
    expect(document.activeElement).toBe(screen.getByRole("row", { name: "AAPL, Apple Inc." }));
    fireEvent.keyDown(eth, { key: "Home" });
    fireEvent.keyDown(eth, { key: "ArrowUp" });
    fireEvent.keyDown(eth, { key: "x" });
    expect(useSelection.getState().instrumentId).toBe("paper:BTC/USDT");
  });

  it("follows the market", async () => {
    page = await renderWithDesk(<WatchlistPanel />);
    const { desk } = page;
    const row = await screen.findByRole("row", { name: "AAPL, Apple Inc." });
    desk.market.setPrice("paper:AAPL", 300);
    act(() => desk.tick());
    await waitFor(() => expect(row.textContent).toMatch(/(299|300)\.\d\d/));
  });

  it("says that its prices are old when none has come for three seconds", async () => {
    page = await renderWithDesk(<WatchlistPanel />);
    await screen.findByRole("table", { name: "Watchlist" });
    const old = Object.fromEntries(Object.keys(useQuotes.getState().byId).map((id) => [id, Date.now() - 9000]));
    act(() => useQuotes.setState({ receivedAt: old }));
    await waitFor(() => expect(screen.getByRole("status").textContent).toMatch(/Stale: last update \d+ s ago/));
  });

  it("says that the desk is gone", async () => {
    page = await renderWithDesk(<WatchlistPanel />);
    const { client } = page;
    await screen.findByRole("table", { name: "Watchlist" });
    vi.spyOn(console, "error").mockImplementation(() => {});
    act(() => client.close());
    await waitFor(() => expect(screen.getByRole("status").textContent).toMatch(/Offline/));
  });
});

describe("a sparkline", () => {
  it("fits its box, and runs flat through the middle when nothing moves", () => {
    expect(sparkPoints([1, 3, 2], 40, 16)).toBe("0.0,15.0 20.0,1.0 40.0,8.0");
    expect(sparkPoints([2, 2], 40, 16)).toBe("0.0,8.0 40.0,8.0");
    expect(sparkPoints([2], 40, 16)).toBe("");
  });
});
