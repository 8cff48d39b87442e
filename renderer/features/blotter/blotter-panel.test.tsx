import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Fault } from "../../../shared/model/fault.ts";
import type { OrderRequest } from "../../../shared/model/order.ts";
import { orderRequest } from "../../../tests/fixtures/order-request.ts";
import { renderWithDesk, type WithDesk } from "../../../tests/fixtures/render-with-desk.tsx";
import { ScriptedDesk } from "../../../tests/fixtures/scripted-desk.ts";
import { useSelection } from "../../stores/selection.ts";
import { BlotterPanel } from "./blotter-panel.tsx";

vi.setConfig({ testTimeout: 20_000 });

const resting = (change: Partial<OrderRequest> = {}): OrderRequest =>
  orderRequest({ type: "limit", size: "0.1", limitPrice: "60000", ...change });

describe("the blotter", () => {
  let page: WithDesk;
  let desk: ScriptedDesk;
  beforeEach(() => {
    localStorage.clear();
    desk = new ScriptedDesk();
    desk.market.setPrice("paper:BTC/USDT", 61_000);
  });
  afterEach(() => page.leave());
  const open = async (tab?: string): Promise<void> => {
    page = await renderWithDesk(<BlotterPanel />, desk);
    if (tab) fireEvent.click(await screen.findByRole("tab", { name: new RegExp(`^${tab}`) }));
  };
  const asked = (name: string): unknown[] =>
    desk.requests.filter((each) => each.name === name).map(({ input }) => input);

  it("shows a position with its side in a word, its prices and its result", async () => {
    desk.place(orderRequest());
    await open();
    const row = await screen.findByRole("row", { name: /BTC\/USDT/ });
    expect(row.textContent).toContain("Long");
    expect(row.textContent).toContain("+0.5");
    expect(row.textContent).toContain("61,000.0");
  });

  it("closes a position on one press and says what was done first", async () => {
    desk.place(orderRequest());
    await open();
    fireEvent.click(await screen.findByRole("button", { name: "Close BTC/USDT" }));
    expect(await screen.findByText("Closing BTC/USDT")).toBeTruthy();
    expect(asked("closePosition")).toEqual([{ instrumentId: "paper:BTC/USDT" }]);
  });

  it("moves the stop of a position to break-even and says what became of it, or why not", async () => {
    desk.place(orderRequest());
    await open();
    const press = async (): Promise<void> => {
      fireEvent.click(await screen.findByRole("button", { name: "B/E: stop of BTC/USDT to break-even" }));
    };
    await press();
    expect((await screen.findAllByText("BTC/USDT: stop at break-even, 61,000.0")).length).toBeGreaterThan(0);
    expect(screen.getAllByText("A stop was sent for what none covered.").length).toBeGreaterThan(0);
    expect(asked("moveToBreakEven")).toEqual([{ instrumentId: "paper:BTC/USDT" }]);
    const why = "BTC/USDT trades at 60000, which is not above its break-even price 61000.";
    desk.trouble.set("moveToBreakEven", new Fault("DESK-BREAK-EVEN-PASSED", "validation", why, "Wait."));
    await press();
    expect((await screen.findAllByText("BTC/USDT: the stop was not moved")).length).toBeGreaterThan(0);
    expect(screen.getAllByText(/not above its break-even price/).length).toBeGreaterThan(0);
  });

  it("says it when a close fails", async () => {
    desk.place(orderRequest());
    desk.trouble.set("closePosition", new Fault("VENUE-TIMEOUT", "venue", "No answer.", "Look at Orders."));
    await open();
    fireEvent.click(await screen.findByRole("button", { name: "Close BTC/USDT" }));
    expect((await screen.findAllByText("BTC/USDT could not be closed")).length).toBeGreaterThan(0);
    expect(screen.getAllByText(/No answer\. Look at Orders\. \(VENUE-TIMEOUT\)/).length).toBeGreaterThan(0);
  });

  it("reverses with two orders after saying so", async () => {
    desk.place(orderRequest());
    await open();
    fireEvent.click(await screen.findByRole("button", { name: "Reverse BTC/USDT" }));
    const dialog = await screen.findByRole("dialog", { name: "Reverse BTC/USDT?" });
    expect(dialog.textContent).toContain("Two orders at market");
    fireEvent.click(within(dialog).getByRole("button", { name: "Close, then sell 0.5 BTC/USDT" }));
    expect(await screen.findByText("BTC/USDT reversed")).toBeTruthy();
    expect(asked("closePosition")).toHaveLength(1);
    expect(asked("submitOrder")).toMatchObject([{ side: "sell", size: "0.5" }]);
  });

  it("keeps a long and a short position apart: a row, a close and a reverse for each", async () => {
    desk.info = { ...desk.info, terms: { ...desk.info.terms, positionMode: "hedging" } };
    desk.place(orderRequest());
    desk.place(orderRequest({ side: "sell", size: "0.2" }));
    desk.say("paper:BTC/USDT short", { liquidationPrice: "74000", funding: "3.5" });
    await open();
    const long = await screen.findByRole("row", { name: /Long/ });
    const short = screen.getByRole("row", { name: /Short/ });
    expect(long.textContent).toContain("+0.5");
    expect(short.textContent).toContain("−0.2");
    expect(short.textContent).toContain("74,000.0");
    expect(screen.getByRole("columnheader", { name: /Liq\. price/ })).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Close long BTC/USDT" }));
    expect(await screen.findByText("Closing long BTC/USDT")).toBeTruthy();
    expect(asked("closePosition")).toEqual([{ instrumentId: "paper:BTC/USDT", positionSide: "long" }]);
    expect(screen.getByRole("button", { name: "Close short BTC/USDT" })).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Reverse short BTC/USDT" }));
    fireEvent.click(
      within(await screen.findByRole("dialog", { name: "Reverse short BTC/USDT?" })).getByRole("button", {
        name: /Close, then buy/,
      }),
    );
    expect(await screen.findByText("short BTC/USDT reversed")).toBeTruthy();
    expect(asked("submitOrder")).toMatchObject([{ side: "buy", size: "0.2", positionSide: "long" }]);
  });

  it("shows an order's status with its reason, its source and its distance to the market", async () => {
    desk.place(resting(), { kind: "trader", id: "t-9" }, "fast over slow");
    desk.place(orderRequest({ size: "900" }));
    await open("Orders");
    const working = await screen.findByRole("row", { name: /fast over slow/ });
    expect(working.textContent).toContain("Working");
    expect(working.textContent).toContain("Trader t-9");
    expect(await within(working).findByText("+1.64%")).toBeTruthy();
    const denied = screen.getByRole("row", { name: /Denied/ });
    expect(denied.textContent).toContain("notional per order: over the limit");
    expect(denied.textContent).toContain("You");
  });

  it("shows an intent of an earlier session as never sent, and an unanswered order as unconfirmed", async () => {
    desk.place(resting());
    const [id, placed] = [...desk.orders][0]!;
    desk.orders.set(id, { ...placed, status: "initialized", createdAt: 1000 });
    desk.place(resting({ limitPrice: "59000" }));
    const [other, second] = [...desk.orders][1]!;
    desk.orders.set(other, { ...second, status: "unknown" });
    await open("Orders");
    expect(await screen.findByText("Never sent")).toBeTruthy();
    expect(screen.getByText("Unconfirmed, checking")).toBeTruthy();
  });

  it("narrows to working orders and by text", async () => {
    desk.place(resting());
    desk.place(orderRequest());
    desk.place(resting({ instrumentId: "paper:ETH/USDT", limitPrice: "3000" }));
    await open("Orders");
    await screen.findByRole("row", { name: /Market/ });
    fireEvent.click(screen.getByRole("radio", { name: "Working" }));
    expect(screen.queryByRole("row", { name: /Market/ })).toBeNull();
    fireEvent.change(screen.getByLabelText("Filter"), { target: { value: "eth" } });
    expect(screen.queryByRole("row", { name: /BTC\/USDT/ })).toBeNull();
    expect(screen.getByRole("row", { name: /ETH\/USDT/ })).toBeTruthy();
    fireEvent.change(screen.getByLabelText("Filter"), { target: { value: "nothing like it" } });
    expect(screen.getByText("Nothing matches the filter.")).toBeTruthy();
  });

  it("cancels an order from its row", async () => {
    const { orderId } = desk.place(resting());
    await open("Orders");
    fireEvent.click(await screen.findByRole("button", { name: `Cancel order ${orderId}` }));
    await screen.findByText("Canceled");
    expect(screen.queryByRole("button", { name: `Cancel order ${orderId}` })).toBeNull();
  });

  it("says it when a cancel fails", async () => {
    const { orderId } = desk.place(resting());
    desk.trouble.set("cancelOrder", new Fault("ORDER-009", "validation", "Too late.", "It is filled."));
    await open("Orders");
    fireEvent.click(await screen.findByRole("button", { name: `Cancel order ${orderId}` }));
    expect((await screen.findAllByText("The order could not be canceled")).length).toBeGreaterThan(0);
  });

  it("amends only what differs", async () => {
    const { orderId } = desk.place(resting());
    await open("Orders");
    fireEvent.click(await screen.findByRole("button", { name: `Amend order ${orderId}` }));
    const dialog = await screen.findByRole("dialog", { name: "Amend Buy BTC/USDT" });
    const send = within(dialog).getByRole<HTMLButtonElement>("button", { name: "Send amendment" });
    expect(send.disabled).toBe(true);
    fireEvent.change(within(dialog).getByLabelText("Limit price"), { target: { value: "60500" } });
    fireEvent.click(send);
    await waitFor(() => expect(screen.queryByRole("dialog", { name: "Amend Buy BTC/USDT" })).toBeNull());
    expect(asked("amendOrder")).toEqual([{ orderId, limitPrice: "60500" }]);
  });

  it("sends nothing that was not typed: what the order becomes meanwhile stays", async () => {
    const { orderId } = desk.place(resting());
    await open("Orders");
    fireEvent.click(await screen.findByRole("button", { name: `Amend order ${orderId}` }));
    const dialog = await screen.findByRole("dialog", { name: "Amend Buy BTC/USDT" });
    const size = within(dialog).getByLabelText<HTMLInputElement>("Size");
    act(() => desk.putOrder({ ...desk.orderOf(orderId), size: "0.3" }));
    await waitFor(() => expect(size.value).toBe("0.3"));
    fireEvent.change(within(dialog).getByLabelText("Limit price"), { target: { value: "60500" } });
    act(() => desk.putOrder({ ...desk.orderOf(orderId), size: "0.4" }));
    await waitFor(() => expect(size.value).toBe("0.4"));
    fireEvent.click(within(dialog).getByRole("button", { name: "Send amendment" }));
    await waitFor(() => expect(asked("amendOrder")).toEqual([{ orderId, limitPrice: "60500" }]));
  });

  it("shows the gate's rules when it denies an amendment, and keeps the dialog", async () => {
    const { orderId } = desk.place(resting());
    await open("Orders");
    fireEvent.click(await screen.findByRole("button", { name: `Amend order ${orderId}` }));
    const dialog = await screen.findByRole("dialog", { name: "Amend Buy BTC/USDT" });
    fireEvent.change(within(dialog).getByLabelText("Size"), { target: { value: "50" } });
    fireEvent.click(within(dialog).getByRole("button", { name: "Send amendment" }));
    const alert = await within(dialog).findByRole("alert");
    expect(alert.textContent).toContain("The risk gate denied this change");
    fireEvent.click(within(alert).getByRole("button", { name: /0\.83/ }));
    expect(within(dialog).getByLabelText<HTMLInputElement>("Size").value).toMatch(/^0\.83/);
  });

  it("says that an amendment is not confirmed when its answer is an error", async () => {
    const { orderId } = desk.place(resting());
    desk.trouble.set("amendOrder", new Fault("VENUE-TIMEOUT", "venue", "No answer.", "Wait."));
    await open("Orders");
    fireEvent.click(await screen.findByRole("button", { name: `Amend order ${orderId}` }));
    const dialog = await screen.findByRole("dialog", { name: "Amend Buy BTC/USDT" });
    fireEvent.change(within(dialog).getByLabelText("Size"), { target: { value: "0.2" } });
    fireEvent.keyDown(within(dialog).getByLabelText("Size"), { key: "Enter" });
    expect((await within(dialog).findByRole("alert")).textContent).toContain("The amendment was not confirmed");
  });

  it("opens the record of an order that is clicked", async () => {
    const { orderId } = desk.place(resting());
    await open("Orders");
    fireEvent.click(await screen.findByText("Working", { selector: "span" }));
    expect(useSelection.getState()).toMatchObject({ room: "audit", auditOrderId: orderId });
  });

  it("lists fills with fee, side of the book and slippage", async () => {
    desk.place(orderRequest());
    await open("Fills");
    const row = await screen.findByRole("row", { name: /BTC\/USDT/ });
    expect(row.textContent).toContain("Taker");
    expect(row.textContent).toContain("15.2500 USDT");
    expect(row.textContent).toContain("+2.4");
    fireEvent.click(row);
    expect(useSelection.getState().room).toBe("audit");
  });

  it("cancels all working orders after one question that counts them", async () => {
    desk.place(resting());
    desk.place(resting({ limitPrice: "59000" }));
    await open();
    const button = await screen.findByRole<HTMLButtonElement>("button", { name: "Cancel all" });
    await waitFor(() => expect(button.disabled).toBe(false));
    fireEvent.click(button);
    fireEvent.click(await screen.findByRole("button", { name: "Cancel 2 orders" }));
    expect(await screen.findByText("2 cancels requested")).toBeTruthy();
  });

  it("flattens after one question and says what is still open", async () => {
    desk.place(orderRequest());
    await open();
    await screen.findByRole("button", { name: "Close BTC/USDT" });
    fireEvent.click(screen.getByRole("button", { name: "Flatten" }));
    const dialog = await screen.findByRole("dialog", { name: "Flatten everything?" });
    expect(dialog.textContent).toContain("Traders keep running");
    fireEvent.click(within(dialog).getByRole("button", { name: "Flatten 1 position" }));
    expect(await screen.findByText("1 position closed")).toBeTruthy();
  });

  it("says it when flatten was not confirmed", async () => {
    desk.place(orderRequest());
    desk.trouble.set("flatten", new Fault("VENUE-TIMEOUT", "venue", "No answer.", "Look at Positions."));
    await open();
    await screen.findByRole("button", { name: "Close BTC/USDT" });
    fireEvent.click(screen.getByRole("button", { name: "Flatten" }));
    fireEvent.click(await screen.findByRole("button", { name: "Flatten 1 position" }));
    expect((await screen.findAllByText("Flatten was not confirmed")).length).toBeGreaterThan(0);
  });

  it("says it when flatten never left the page", async () => {
    desk.place(orderRequest());
    const unsent = "flatten was not sent: there is no connection to the desk.";
    desk.trouble.set("flatten", new Fault("RPC-CLOSED", "network", unsent, "Open its address."));
    await open();
    await screen.findByRole("button", { name: "Close BTC/USDT" });
    fireEvent.click(screen.getByRole("button", { name: "Flatten" }));
    fireEvent.click(await screen.findByRole("button", { name: "Flatten 1 position" }));
    expect((await screen.findAllByText("Flatten was not sent")).length).toBeGreaterThan(0);
  });

  it("lets a viewer act on nothing", async () => {
    desk.place(orderRequest());
    desk.info = { ...desk.info, role: "viewer" };
    await open();
    expect((await screen.findByRole<HTMLButtonElement>("button", { name: "Close BTC/USDT" })).disabled).toBe(true);
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Flatten" }).disabled).toBe(true);
  });

  it("says what to do when there is nothing yet", async () => {
    await open();
    expect(await screen.findByText(/No open position\. Send an order from the ticket/)).toBeTruthy();
    fireEvent.click(screen.getByRole("tab", { name: /^Orders/ }));
    expect(await screen.findByText(/No order yet/)).toBeTruthy();
    fireEvent.click(screen.getByRole("radio", { name: "Working" }));
    expect(screen.getByText(/No order is working/)).toBeTruthy();
    fireEvent.click(screen.getByRole("tab", { name: /^Fills/ }));
    expect(await screen.findByText("No fill yet.")).toBeTruthy();
  });

  it("dims what it shows while the connection is lost", async () => {
    desk.place(orderRequest());
    await open();
    await screen.findByRole("row", { name: /BTC\/USDT/ });
    act(() => desk.drop());
    expect(await screen.findByText(/Reconnecting/)).toBeTruthy();
  });
});
