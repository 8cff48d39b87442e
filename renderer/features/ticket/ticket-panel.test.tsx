import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Fault } from "../../../shared/model/fault.ts";
import { RpcFault, rpcFailure } from "../../../shared/rpc/failure.ts";
import { orderRequest } from "../../../tests/fixtures/order-request.ts";
import { renderWithDesk, type WithDesk } from "../../../tests/fixtures/render-with-desk.tsx";
import { ScriptedDesk } from "../../../tests/fixtures/scripted-desk.ts";
import { useQuotes } from "../../stores/quotes.ts";
import { selectInstrument, useSelection, wishTicket } from "../../stores/selection.ts";
import { TicketPanel } from "./ticket-panel.tsx";
import { useTicket } from "./ticket-store.ts";

vi.setConfig({ testTimeout: 20_000 });

const type = (label: string, value: string): void => {
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
};
const market = {
  instrumentId: "paper:BTC/USDT",
  side: "buy",
  type: "market",
  timeInForce: "GTC",
  postOnly: false,
  reduceOnly: false,
} as const;
const submitButton = (): HTMLButtonElement => screen.getByRole("button", { name: /^(Buy|Sell) / });

describe("the order ticket", () => {
  let page: WithDesk;
  let desk: ScriptedDesk;
  beforeEach(async () => {
    useTicket.setState(useTicket.getInitialState(), true);
    desk = new ScriptedDesk();
    desk.appearance = { ...desk.appearance, confirmOrders: false };
    desk.market.setPrice("paper:BTC/USDT", 50_000);
  });
  afterEach(() => page.leave());
  const open = async (): Promise<void> => {
    page = await renderWithDesk(<TicketPanel />, desk);
    await screen.findByText("BTC/USDT");
  };
  const sent = (): unknown[] => desk.requests.filter(({ name }) => name === "submitOrder").map(({ input }) => input);

  it("says on its button what it does, and sends exactly that", async () => {
    await open();
    fireEvent.click(screen.getByRole("radio", { name: "Limit" }));
    type("Limit price", "61000");
    type("Quantity", "0.25");
    const button = await screen.findByRole("button", { name: "Buy 0.25 BTC limit 61,000.0" });
    fireEvent.click(button);
    await screen.findByText("Sent: the gate approved it");
    expect(sent()).toEqual([
      {
        instrumentId: "paper:BTC/USDT",
        side: "buy",
        type: "limit",
        size: "0.25",
        limitPrice: "61000",
        timeInForce: "GTC",
        postOnly: false,
        reduceOnly: false,
      },
    ]);
  });

  it("previews while typing: figures, verdict and every rule", async () => {
    await open();
    type("Quantity", "0.1");
    const preview = await screen.findByRole("region", { name: "Preview" });
    expect(within(preview).getByText("Would pass all 4 rules")).toBeTruthy();
    expect(within(preview).getByText("RISK-002")).toBeTruthy();
    expect(within(preview).getByText("Position after")).toBeTruthy();
  });

  it("offers the largest size that passes and takes it over on a click", async () => {
    await open();
    type("Quantity", "10");
    const preview = await screen.findByRole("region", { name: "Preview" });
    await within(preview).findByText("1 rule refuses this order");
    fireEvent.click(within(preview).getByRole("button", { name: "Use 1 BTC" }));
    expect(useTicket.getState().draft.amount).toBe("1");
    await within(preview).findByText("Would pass all 4 rules");
  });

  it("shows a denial with every failing rule and how to fix it", async () => {
    await open();
    type("Quantity", "10");
    fireEvent.click(submitButton());
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("Denied by the risk gate: nothing was sent");
    expect(alert.textContent).toContain("RISK-002");
    expect(alert.textContent).toContain("Send at most 1 BTC.");
    fireEvent.click(within(alert).getByRole("button", { name: /^Use/ }));
    expect(useTicket.getState().draft.sizeBy).toBe("quantity");
    fireEvent.click(within(alert).getByRole("button", { name: "Show its record" }));
    expect(useSelection.getState().room).toBe("audit");
  });

  it("asks before an opening order when told to, and sends the very order it asked about", async () => {
    desk.appearance = { ...desk.appearance, confirmOrders: true };
    await open();
    type("Quantity", "0.2");
    fireEvent.click(submitButton());
    const dialog = await screen.findByRole("dialog", { name: "Send this order?" });
    expect(sent()).toEqual([]);
    fireEvent.click(within(dialog).getByRole("button", { name: "Buy 0.2 BTC market" }));
    await screen.findByText("Sent: the gate approved it");
    expect(sent()).toMatchObject([{ size: "0.2" }]);
  });

  it("sends nothing when the question is cancelled", async () => {
    desk.appearance = { ...desk.appearance, confirmOrders: true };
    await open();
    type("Quantity", "0.2");
    fireEvent.click(submitButton());
    const dialog = await screen.findByRole("dialog", { name: "Send this order?" });
    fireEvent.click(within(dialog).getByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(sent()).toEqual([]);
    expect(useTicket.getState().submission.phase).toBe("idle");
  });

  it("does not ask before an order that shrinks the position", async () => {
    desk.place(orderRequest());
    desk.appearance = { ...desk.appearance, confirmOrders: true };
    await open();
    fireEvent.click(screen.getByRole("radio", { name: "Sell" }));
    await screen.findByText("Never opens or flips");
    type("Quantity", "0.5");
    fireEvent.click(submitButton());
    await screen.findByText("Sent: the gate approved it");
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("reads unconfirmed when the connection is lost, and neither success nor failure", async () => {
    await open();
    type("Quantity", "0.3");
    desk.trouble.set("submitOrder", "hang");
    fireEvent.click(submitButton());
    await screen.findByText("Sending…", { selector: "p" });
    act(() => desk.drop());
    await screen.findByText("Unconfirmed, checking");
    expect(screen.queryByText("Sent: the gate approved it")).toBeNull();
    // Esc clears the draft, never the only sign of an order whose answer is missing.
    fireEvent.keyDown(screen.getByRole("form", { name: "Order ticket" }), { key: "Escape" });
    expect(screen.getByText("Unconfirmed, checking")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "I have checked, clear" }));
    expect(screen.queryByText("Unconfirmed, checking")).toBeNull();
  });

  it("finds the order on the desk when its answer was lost", async () => {
    await open();
    type("Quantity", "0.3");
    desk.trouble.set("submitOrder", new RpcFault(rpcFailure("RPC-TIMEOUT", "not answered")) as unknown as Fault);
    fireEvent.click(submitButton());
    await screen.findByText("Unconfirmed, checking");
    act(() => {
      desk.place({
        instrumentId: "paper:BTC/USDT",
        side: "buy",
        type: "market",
        size: "0.3",
        timeInForce: "GTC",
        postOnly: false,
        reduceOnly: false,
      });
    });
    await screen.findByText("Sent: the gate approved it");
  });

  it("names the error and the remedy when the desk refuses to take the order at all", async () => {
    await open();
    type("Quantity", "0.3");
    desk.trouble.set("submitOrder", new Fault("ORDER-007", "validation", "That will not do.", "Do it otherwise."));
    fireEvent.click(submitButton());
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("Not sent: That will not do.");
    expect(alert.textContent).toContain("Do it otherwise. (ORDER-007)");
    fireEvent.click(within(alert).getByRole("button", { name: "Dismiss" }));
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("sizes by risk to a stop-loss, and sends it with the order", async () => {
    await open();
    fireEvent.click(screen.getByRole("radio", { name: "Limit" }));
    type("Limit price", "60000");
    fireEvent.click(screen.getByRole("radio", { name: "Risk" }));
    type("Loss at the stop", "100");
    type("Stop-loss", "59000");
    await screen.findByRole("button", { name: "Buy 0.1 BTC limit 60,000.0, with a stop" });
    expect(await screen.findByText("Loss at stop, with fees")).toBeTruthy();
    expect(await screen.findByText(/^−105\.95/)).toBeTruthy();
    expect(screen.getByText("0.11%")).toBeTruthy();
    type("Take-profit", "62000");
    expect(await screen.findByText(/^\+193\.90/)).toBeTruthy();
    expect(screen.getByText("1.83 to 1")).toBeTruthy();
    fireEvent.click(await screen.findByRole("button", { name: "Buy 0.1 BTC limit 60,000.0, with stop and target" }));
    await screen.findByText("Sent: the gate approved it");
    expect(sent().at(-1)).toMatchObject({
      bracket: {
        stopLoss: { type: "stop", triggerPrice: "59000" },
        takeProfit: { type: "limit", limitPrice: "62000" },
      },
    });
    type("Stop-loss", "61000");
    expect(await screen.findByText("A buy’s stop lies below its entry")).toBeTruthy();
    expect(submitButton().disabled).toBe(true);
  });

  it("sends nothing while a stop-loss cannot be read", async () => {
    await open();
    type("Quantity", "0.1");
    type("Stop-loss", "49.500,0x");
    fireEvent.submit(screen.getByRole("form", { name: "Order ticket" }));
    expect(submitButton().disabled).toBe(true);
    expect(sent()).toEqual([]);
  });

  it("offers every type with the prices it has, and says in words what it waits for", async () => {
    await open();
    type("Quantity", "0.25");
    fireEvent.click(screen.getByRole("radio", { name: "At a price" }));
    type("Trigger price", "61000");
    await screen.findByRole("button", { name: "Buy 0.25 BTC stop 61,000.0" });
    useTicket.getState().edit({ type: "stop-limit", limitPrice: "61100" });
    await screen.findByRole("button", { name: "Buy 0.25 BTC stop 61,000.0 limit 61,100.0" });
    useTicket.getState().edit({ type: "trailing-stop" });
    fireEvent.click(await screen.findByRole("radio", { name: "Percent" }));
    type("Distance", "1.5");
    await screen.findByRole("button", { name: "Buy 0.25 BTC trailing by 1.5 %" });
    type("Distance", "0");
    expect(await screen.findByText("The price must be a number above zero")).toBeTruthy();
  });

  it("names one of two positions, closes no more than it holds and says so on its button", async () => {
    desk.info = { ...desk.info, terms: { ...desk.info.terms, positionMode: "hedging" } };
    desk.place({ ...market, size: "0.5" });
    desk.appearance = { ...desk.appearance, confirmOrders: true };
    await open();
    const choice = screen.getByRole("radiogroup", { name: "Position" });
    expect(screen.getByText("Opens or adds to the long position")).toBeTruthy();
    fireEvent.click(screen.getByRole("radio", { name: "Sell" }));
    expect(screen.getByText("Opens or adds to the short position")).toBeTruthy();
    type("Quantity", "0.5");
    expect(await screen.findByText("Short position after")).toBeTruthy();
    fireEvent.click(within(choice).getByRole("radio", { name: "Long" }));
    expect(screen.getByText("Closes, at most, the long position")).toBeTruthy();
    expect(screen.getByText("Follows from the position you name")).toBeTruthy();
    expect(await screen.findByText("Long position after")).toBeTruthy();
    fireEvent.click(await screen.findByRole("button", { name: "Sell 0.5 BTC market, closing the long" }));
    await screen.findByText("Sent: the gate approved it");
    expect(sent()).toMatchObject([{ side: "sell", positionSide: "long", reduceOnly: true }]);
  });

  it("asks for no position where the account nets", async () => {
    await open();
    expect(screen.queryByRole("radiogroup", { name: "Position" })).toBeNull();
  });

  it("takes the end of a GTD order on the display zone's clock and leaves the past to the desk's word", async () => {
    await open();
    act(() => useTicket.getState().edit({ type: "limit", limitPrice: "49000", amount: "0.1", timeInForce: "GTD" }));
    expect(await screen.findByText("Enter the day and time it works until")).toBeTruthy();
    expect(submitButton().disabled).toBe(true);
    type("Works until", "2030-03-01T12:00");
    expect(screen.getByText("On the clock of UTC")).toBeTruthy();
    desk.trouble.set(
      "previewOrder",
      new Fault("ORDER-EXPIRY", "validation", "It needs an end in the future.", "Later."),
    );
    type("Works until", "2020-03-01T12:00");
    expect(await screen.findByText(/It needs an end in the future\./)).toBeTruthy();
    type("Works until", "2030-03-01T12:00");
    fireEvent.click(submitButton());
    await screen.findByText("Sent: the gate approved it");
    expect(sent()).toMatchObject([{ timeInForce: "GTD", expireAt: Date.UTC(2030, 2, 1, 12) }]);
  });

  it("sends a pair of which one cancels the other, after asking about both", async () => {
    desk.appearance = { ...desk.appearance, confirmOrders: true };
    await open();
    expect(screen.queryByRole("checkbox", { name: "One cancels the other" })).toBeNull();
    fireEvent.click(screen.getByRole("radio", { name: "Limit" }));
    type("Limit price", "49000");
    type("Quantity", "0.1");
    fireEvent.click(screen.getByRole("checkbox", { name: "One cancels the other" }));
    expect(screen.queryByLabelText("Stop-loss")).toBeNull();
    type("Its price", "51000");
    const words = "Buy 0.1 BTC limit 49,000.0, or stop 51,000.0";
    expect(await screen.findByText("The other order", { selector: "p" })).toBeTruthy();
    fireEvent.click(await screen.findByRole("button", { name: words }));
    const dialog = await screen.findByRole("dialog", { name: "Send this order?" });
    fireEvent.click(within(dialog).getByRole("button", { name: words }));
    await screen.findByText("Sent: the gate approved it");
    const groups = desk.requests.filter(({ name }) => name === "submitGroup");
    expect(groups[0]?.input).toMatchObject({
      kind: "oco",
      orders: [
        { type: "limit", limitPrice: "49000" },
        { type: "stop", triggerPrice: "51000", size: "0.1" },
      ],
    });
  });

  it("steps the price by one tick with the arrows and by ten with Shift", async () => {
    await open();
    fireEvent.click(screen.getByRole("radio", { name: "Limit" }));
    type("Limit price", "61000");
    const field = screen.getByLabelText("Limit price");
    fireEvent.keyDown(field, { key: "ArrowUp" });
    expect(useTicket.getState().draft.limitPrice).toBe("61000.1");
    fireEvent.keyDown(field, { key: "ArrowDown", shiftKey: true });
    expect(useTicket.getState().draft.limitPrice).toBe("60999.1");
  });

  it("takes a click on the bid as the limit price", async () => {
    await open();
    fireEvent.click(await screen.findByRole("button", { name: /^Bid/ }));
    expect(useTicket.getState().draft).toMatchObject({ type: "limit" });
    expect(useTicket.getState().draft.limitPrice).toMatch(/^\d+\.\d$/);
  });

  it("clears with Escape and keeps the side", async () => {
    await open();
    fireEvent.click(screen.getByRole("radio", { name: "Sell" }));
    type("Quantity", "3");
    fireEvent.keyDown(screen.getByLabelText("Quantity"), { key: "Escape" });
    expect(useTicket.getState().draft).toMatchObject({ side: "sell", amount: "" });
  });

  it("says before anybody types that the account is locked out, and until when", async () => {
    const until = Date.UTC(2099, 0, 31, 17, 30);
    desk.setRisk({ lockout: { until, reason: "done for today", since: until - 3_600_000 } });
    await open();
    expect(await screen.findByText(/^Locked out until 2099-01-31 17:30:00: only orders that shrink/)).toBeTruthy();
  });

  it.each([
    [{ state: "reducing" as const }, "Reducing: only orders that shrink a position pass."],
    [{ state: "halted" as const }, "Halted: only orders that shrink a position pass."],
    [{ state: "halted" as const, killSwitch: true }, "Kill switch engaged: only orders that shrink a position pass."],
  ])("says on its face that trading is %j", async (change, words) => {
    desk.setRisk({ ...change, reason: "lunch" });
    await open();
    expect(await screen.findByText(new RegExp(words))).toBeTruthy();
    expect(screen.getByText(/Reason: lunch/)).toBeTruthy();
  });

  it("lets a viewer look and send nothing", async () => {
    desk.info = { ...desk.info, role: "viewer" };
    await open();
    type("Quantity", "1");
    expect(screen.getByText(/may look but not trade/)).toBeTruthy();
    expect(submitButton().disabled).toBe(true);
    fireEvent.submit(screen.getByRole("form", { name: "Order ticket" }));
    expect(sent()).toEqual([]);
  });

  it("drops amounts when the instrument changes and takes over what another panel wishes", async () => {
    await open();
    type("Quantity", "3");
    act(() => selectInstrument("paper:ETH/USDT"));
    await screen.findByText("ETH/USDT");
    expect(useTicket.getState().draft.amount).toBe("");
    act(() =>
      wishTicket({
        instrumentId: "paper:AAPL",
        side: "sell",
        type: "limit",
        size: "5",
        limitPrice: "230",
        reduceOnly: false,
      }),
    );
    await screen.findByRole("button", { name: "Sell 5 AAPL limit 230.00" });
  });

  it("says that the price is old before an opening order is refused for it", async () => {
    await open();
    expect(screen.queryByText(/The last price is/)).toBeNull();
    act(() => useQuotes.setState({ receivedAt: { "paper:BTC/USDT": Date.now() - 9000 } }));
    expect(screen.getByText(/The last price is \d+ s old/)).toBeTruthy();
  });

  it("says why flags cannot be chosen", async () => {
    await open();
    expect(screen.getByText("Only for limit orders")).toBeTruthy();
    expect(screen.getByText("No position to reduce")).toBeTruthy();
  });

  it("says why there is no preview when the desk has none", async () => {
    desk.trouble.set("previewOrder", new Fault("MARKET-001", "validation", "No price yet.", "Wait for one."));
    await open();
    type("Quantity", "1");
    expect(await screen.findByText(/No preview: No price yet\. Wait for one\. \(MARKET-001\)/)).toBeTruthy();
  });
});
