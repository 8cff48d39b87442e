import { act, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Fault } from "../../../shared/model/fault.ts";
import { honestWords } from "../../../shared/model/honest-words.ts";
import { orderRequest } from "../../../tests/fixtures/order-request.ts";
import { renderWithDesk, type WithDesk } from "../../../tests/fixtures/render-with-desk.tsx";
import { ScriptedDesk } from "../../../tests/fixtures/scripted-desk.ts";
import { openAudit } from "../../stores/selection.ts";
import { AuditRoom } from "./audit-room.tsx";

vi.setConfig({ testTimeout: 20_000 });

describe("the audit room", () => {
  let page: WithDesk;
  let desk: ScriptedDesk;
  beforeEach(() => {
    desk = new ScriptedDesk();
    desk.market.setPrice("paper:BTC/USDT", 61_000);
  });
  afterEach(() => page.leave());
  const open = async (): Promise<void> => {
    page = await renderWithDesk(<AuditRoom />, desk);
  };

  it("finds orders by what is typed and shows the life of the one that is chosen", async () => {
    desk.place(orderRequest());
    desk.place(
      orderRequest({ instrumentId: "paper:ETH/USDT", size: "1" }),
      { kind: "trader", id: "trend" },
      "fast over slow",
    );
    await open();
    await screen.findByText("2 orders");
    fireEvent.change(screen.getByLabelText("Search orders"), { target: { value: "trend" } });
    await screen.findByText("1 order");
    fireEvent.click(within(screen.getByRole("list", { name: "Orders found" })).getByRole("button"));
    const timeline = await screen.findByRole("list", { name: "Timeline" });
    const steps = within(timeline).getAllByRole("listitem");
    expect(steps.map((step) => step.querySelector("p")?.textContent?.match(/(order|risk)\.[a-z_]+/)?.[0])).toEqual([
      "order.intended",
      "risk.judged",
      "order.accepted",
      "order.filled",
    ]);
    expect(steps[1]?.textContent).toContain("because of");
    expect(steps[0]?.textContent).toMatch(/leaf [0-9a-f]{10}/);
  });

  it("shows the rules of the verdict as recorded, and the position a fill left", async () => {
    const { orderId, verdict } = desk.place(orderRequest());
    const judged = desk.events.find(({ type }) => type === "risk.judged");
    if (judged) judged.data = { ...judged.data, rows: verdict.rows };
    const filled = desk.events.find(({ type }) => type === "order.filled");
    if (filled) filled.data = { ...filled.data, position: { size: "0.5", averagePrice: "61000" } };
    await open();
    act(() => openAudit(orderId));
    expect(await screen.findByRole("table", { name: "Rules as recorded" })).toBeTruthy();
    expect(screen.getByText("Position after: 0.5 BTC at 61,000")).toBeTruthy();
  });

  it("says what the hashes prove and what they do not", async () => {
    const { orderId } = desk.place(orderRequest());
    await open();
    act(() => openAudit(orderId));
    await screen.findByText(/tamper-evident from the last outside anchor on, not tamper-proof/);
    for (const sentence of honestWords) expect(screen.getByText(sentence)).toBeTruthy();
  });

  it("opens the bytes of an event and copies its hash", async () => {
    const writeText = vi.fn(async () => undefined);
    vi.stubGlobal("navigator", Object.assign(Object.create(navigator), { clipboard: { writeText } }));
    const { orderId } = desk.place(orderRequest());
    await open();
    act(() => openAudit(orderId));
    const [first] = await screen.findAllByText("Event as recorded");
    fireEvent.click(first!);
    expect(screen.getAllByText(/"type": "order\.intended"/)[0]).toBeTruthy();
    fireEvent.click(screen.getAllByTitle(/Copy leaf hash/)[0]!);
    expect(await screen.findByText("Copied")).toBeTruthy();
    fireEvent.click(screen.getAllByRole("button", { name: "Copy event" })[0]!);
    fireEvent.click(screen.getByRole("button", { name: "Copy order id" }));
    expect(writeText).toHaveBeenCalledTimes(3);
    vi.unstubAllGlobals();
  });

  it("hands out the life as a file", async () => {
    const { orderId } = desk.place(orderRequest());
    const urls: Blob[] = [];
    URL.createObjectURL = (blob) => {
      urls.push(blob as Blob);
      return "blob:x";
    };
    URL.revokeObjectURL = () => undefined;
    const click = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => undefined);
    await open();
    act(() => openAudit(orderId));
    fireEvent.click(await screen.findByRole("button", { name: "Export JSON" }));
    expect(click).toHaveBeenCalledTimes(1);
    expect(await urls[0]?.text()).toContain(orderId);
    click.mockRestore();
  });

  it("reads the record again when the order moves on", async () => {
    const { orderId } = desk.place(orderRequest({ type: "limit", limitPrice: "60000", size: "0.1" }));
    await open();
    act(() => openAudit(orderId));
    await screen.findByText("order.accepted");
    act(() => {
      desk.record("order.canceled", { kind: "person", id: "desk" }, orderId, "Cancelled by hand.", { orderId });
      desk.putOrder({ ...desk.orders.get(orderId)!, status: "canceled" });
    });
    expect(await screen.findByText("order.canceled")).toBeTruthy();
  });

  it("says so when the journal holds no such order, and when nothing is chosen or found", async () => {
    await open();
    expect(await screen.findByText("Choose an order on the left to see its life.")).toBeTruthy();
    expect(await screen.findByText("No order has been intended yet.")).toBeTruthy();
    fireEvent.change(screen.getByLabelText("Search orders"), { target: { value: "zzz" } });
    expect(await screen.findByText(/No order matches/)).toBeTruthy();
    act(() => openAudit("pd-missing"));
    expect(await screen.findByText("The journal holds no order pd-missing.")).toBeTruthy();
  });

  it("offers another try when reading or searching fails", async () => {
    const { orderId } = desk.place(orderRequest());
    desk.trouble.set("searchOrders", new Fault("JOURNAL-002", "storage", "The disk is slow.", "Try again."));
    desk.trouble.set("getOrderLife", new Fault("JOURNAL-002", "storage", "The disk is slow.", "Try again."));
    await open();
    expect(await screen.findByText(/The search failed: The disk is slow/)).toBeTruthy();
    act(() => openAudit(orderId));
    expect(await screen.findByText(/The record could not be read: The disk is slow/)).toBeTruthy();
    for (const again of screen.getAllByRole("button", { name: "Try again" })) fireEvent.click(again);
    expect(await screen.findByRole("list", { name: "Timeline" })).toBeTruthy();
    expect(await screen.findByText("1 order")).toBeTruthy();
  });

  it("searches all events by words, type, actor and day, and opens what one is part of", async () => {
    const { orderId } = desk.place(orderRequest());
    desk.record("key.rotated", { kind: "person", id: "desk" }, "key-1", "The key was rotated", { keyId: "ab" });
    await open();
    fireEvent.click(screen.getByRole("radio", { name: "Events" }));
    const found = await screen.findByRole("list", { name: "Events found" });
    fireEvent.change(screen.getByLabelText("Search events"), { target: { value: "rotated" } });
    await screen.findByText("1 event, newest first");
    fireEvent.click(
      within(found.isConnected ? found : screen.getByRole("list", { name: "Events found" })).getByRole("button"),
    );
    expect(await screen.findByRole("heading", { name: "Decision" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Export with its proof" })).toBeNull();
    fireEvent.change(screen.getByLabelText("Search events"), { target: { value: orderId } });
    fireEvent.change(screen.getByLabelText("Who acted"), { target: { value: "person" } });
    fireEvent.change(screen.getByLabelText("From (UTC day)"), { target: { value: "2020-01-01" } });
    fireEvent.change(screen.getByLabelText("To (UTC day)"), { target: { value: "2090-01-01" } });
    await screen.findByText(/^\d event/);
    await screen.findByText("order.intended");
    fireEvent.click(within(screen.getByRole("list", { name: "Events found" })).getAllByRole("button")[0]!);
    expect(await screen.findByRole("heading", { name: "Life of the order" })).toBeTruthy();
    fireEvent.change(screen.getByLabelText("To (UTC day)"), { target: { value: "2020-01-02" } });
    expect(await screen.findByText("No event matches.")).toBeTruthy();
  });

  it("goes on where a long search stopped", async () => {
    for (let i = 0; i < 60; i++) desk.record("note.added", { kind: "person", id: "desk" }, `n-${i}`, `Note ${i}`);
    await open();
    fireEvent.click(screen.getByRole("radio", { name: "Events" }));
    await screen.findByText("50 events, newest first");
    fireEvent.click(screen.getByRole("button", { name: "Search further back" }));
    await screen.findByText("61 events, newest first");
    expect(screen.queryByRole("button", { name: "Search further back" })).toBeNull();
  });

  it("says why a search of events failed, and tries again", async () => {
    desk.trouble.set("searchEvents", new Fault("STORAGE-IO", "storage", "The disk is slow.", "Try again."));
    await open();
    fireEvent.click(screen.getByRole("radio", { name: "Events" }));
    expect(await screen.findByText(/The search failed: The disk is slow/)).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("1 event, newest first")).toBeTruthy();
  });

  it("exports an order with its proof, says where it is and how to check it, and why it failed", async () => {
    const { orderId } = desk.place(orderRequest());
    desk.trouble.set("exportOrder", new Fault("EXPORT-FILE", "storage", "No space left.", "Free some."));
    await open();
    act(() => openAudit(orderId));
    fireEvent.click(await screen.findByRole("button", { name: "Export with its proof" }));
    expect((await screen.findByRole("alert")).textContent).toContain("No space left.");
    fireEvent.click(screen.getByRole("button", { name: "Export with its proof" }));
    expect(await screen.findByText(/events 3 to 11 with a proof of each, 5 of them/)).toBeTruthy();
    expect(screen.getByText(new RegExp(`verify ".*order-${orderId}.json"`))).toBeTruthy();
  });

  it("shows an order that the desk holds no longer from the journal, other orders of its decision, and what was taken back", async () => {
    const { orderId } = desk.place(orderRequest());
    const venue = { kind: "desk", id: "paper" } as const;
    desk.record("fill.busted", venue, orderId, "The venue takes a fill back", { orderId, fillId: "f-1" });
    desk.record("order.accepted", venue, orderId, "Accepted", { orderId: "pd-stop" });
    for (const event of desk.events) {
      if (event.type === "order.filled")
        event.data = { ...event.data, fillId: "f-1", fee: "3", feeCurrency: "USD", account: { cash: "9" } };
      if (event.data["orderId"] === "pd-stop") event.own = false;
    }
    desk.orders.delete(orderId);
    await open();
    act(() => openAudit(orderId));
    expect(await screen.findByText(/The desk holds this order no longer/)).toBeTruthy();
    expect(screen.getByText("Correction")).toBeTruthy();
    expect(screen.getByText(/^Taken back by event \d+; it stays in the record/)).toBeTruthy();
    expect(screen.getByText("Fee 3 USD; cash after: 9")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "pd-stop" }));
    expect(await screen.findByText("The journal holds no order pd-stop.")).toBeTruthy();
  });

  it("draws a long life in parts", async () => {
    const { orderId } = desk.place(orderRequest());
    for (let i = 0; i < 250; i++)
      desk.record("order.replaced", { kind: "desk", id: "paper" }, orderId, "Changed", { orderId });
    await open();
    act(() => openAudit(orderId));
    fireEvent.click(await screen.findByRole("button", { name: /^Show \d+ more of/ }));
    expect(screen.queryByRole("button", { name: /^Show \d+ more of/ })).toBeNull();
  });
});
