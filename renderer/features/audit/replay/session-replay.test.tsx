import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Fault } from "../../../../shared/model/fault.ts";
import type { OrderRequest } from "../../../../shared/model/order.ts";
import { orderRequest } from "../../../../tests/fixtures/order-request.ts";
import { renderWithDesk, type WithDesk } from "../../../../tests/fixtures/render-with-desk.tsx";
import { ScriptedDesk } from "../../../../tests/fixtures/scripted-desk.ts";
import { useConnection } from "../../../stores/connection.ts";
import { useDeskState } from "../../../stores/desk.ts";
import { openAudit } from "../../../stores/selection.ts";
import { AuditRoom } from "../audit-room.tsx";

vi.setConfig({ testTimeout: 20_000 });

const system = { kind: "desk", id: "desk" } as const;

describe("going through a session", () => {
  let page: WithDesk;
  let desk: ScriptedDesk;
  beforeEach(() => {
    desk = new ScriptedDesk();
    desk.market.setPrice("paper:BTC/USDT", 61_000);
  });
  afterEach(() => page.leave());

  /** One session that was closed, with an order among other events, and the one that runs. */
  async function open(): Promise<void> {
    desk.place(orderRequest());
    desk.record("heartbeat.lost", system, "sma", "No heartbeat");
    desk.record("session.closed", system, "session", "The session closes");
    desk.record("session.opened", system, "session-2", "A session opens");
    page = await renderWithDesk(<AuditRoom />, desk);
    fireEvent.click(screen.getByRole("radio", { name: "Sessions" }));
    await screen.findByText("2 sessions, newest first");
  }
  const list = () => within(screen.getByRole("list", { name: "Sessions found" })).getAllByRole("button");
  const chooseFirstSession = async (): Promise<void> => {
    await open();
    fireEvent.click(list()[1]!);
    await screen.findByRole("region", { name: "The event" });
  };
  const event = () => screen.getByRole("region", { name: "The event" });
  const theEvent = (type: string) => waitFor(() => expect(event().textContent).toContain(type));

  it("lists sessions with how they ended", async () => {
    await open();
    expect(screen.getByText(/Choose a session on the left/)).toBeTruthy();
    expect(list().map(({ textContent }) => textContent)).toEqual([
      expect.stringMatching(/running.*1 event.*seq 7/),
      expect.stringMatching(/closed.*7 events.*seq 0/),
    ]);
  });

  it("shows an event, those around it, and the desk after it", async () => {
    await chooseFirstSession();
    await theEvent("session.opened");
    expect(screen.getByRole("slider", { name: "Event of the session" }).getAttribute("aria-valuetext")).toBe(
      "event 1 of 7, seq 0",
    );
    fireEvent.change(screen.getByRole("slider"), { target: { value: "4" } });
    await theEvent("order.filled");
    const after = screen.getByRole("region", { name: "The desk after it" });
    expect(after.textContent).toContain("Cash4.00 USDT");
    expect(within(after).getByRole("table", { name: "Open positions" }).textContent).toContain("+0.5");
    expect(within(after).getByText("No order is open.")).toBeTruthy();
    const around = within(screen.getByRole("region", { name: "Events around it" }));
    expect(around.getAllByRole("button").find((one) => one.getAttribute("aria-current"))?.textContent).toContain(
      "order.filled",
    );
    fireEvent.click(around.getByRole("button", { name: /risk\.judged/ }));
    await theEvent("risk.judged");
  });

  it("shows what an order waits for: its level, its limit, and the distance of a trailing stop", async () => {
    const waiting: [Partial<OrderRequest>, string][] = [
      [{ type: "limit", limitPrice: "60000" }, "60,000.0"],
      [{ type: "stop-limit", triggerPrice: "62000", limitPrice: "62100" }, "62,000.0 → 62,100.0"],
      [{ type: "trailing-stop", trailingOffset: "1.5", trailingOffsetType: "percent" }, "± 1.5 %"],
      [{ type: "trailing-stop", trailingOffset: "2044.5" }, "± 2,044.5"],
      [{ type: "market" }, "–"],
    ];
    for (const [change] of waiting) {
      const { orderId } = desk.place(orderRequest({ type: "limit", limitPrice: "60000" }));
      const { limitPrice: _, ...placed } = desk.orders.get(orderId)!;
      desk.orders.set(orderId, { ...placed, ...change });
    }
    await chooseFirstSession();
    const rows = within(screen.getByRole("table", { name: "Open orders" }))
      .getAllByRole("row")
      .slice(1);
    const prices = rows.map((row) => within(row).getAllByRole("cell")[3]?.textContent);
    expect(prices).toEqual(waiting.map(([, price]) => price));
  });

  it("steps over what is not about trading, or from event to event", async () => {
    await chooseFirstSession();
    const on = () => fireEvent.click(screen.getByRole("button", { name: "Step forward" }));
    on();
    await theEvent("order.intended");
    fireEvent.change(screen.getByRole("slider"), { target: { value: "4" } });
    await theEvent("order.filled");
    on();
    // Nothing about trading follows: the end of the session.
    await theEvent("session.closed");
    expect(screen.getByRole("button", { name: "Step forward" }).getAttribute("aria-disabled")).toBe("true");
    fireEvent.click(screen.getByRole("checkbox", { name: "Only what is about trading" }));
    fireEvent.click(screen.getByRole("button", { name: "Step back" }));
    await theEvent("heartbeat.lost");
    fireEvent.click(screen.getByRole("button", { name: "First event" }));
    await theEvent("session.opened");
    fireEvent.click(screen.getByRole("button", { name: "Last event" }));
    await theEvent("session.closed");
  });

  it("plays to the end by itself and stops when somebody steps", async () => {
    await chooseFirstSession();
    fireEvent.click(screen.getByRole("radio", { name: "20/s" }));
    fireEvent.click(screen.getByRole("button", { name: "Play" }));
    await theEvent("session.closed");
    await screen.findByRole("button", { name: "Play" });
    fireEvent.click(screen.getByRole("button", { name: "First event" }));
    fireEvent.click(screen.getByRole("radio", { name: "1/s" }));
    fireEvent.click(screen.getByRole("button", { name: "Play" }));
    fireEvent.click(screen.getByRole("button", { name: "Step forward" }));
    expect(await screen.findByRole("button", { name: "Play" })).toBeTruthy();
  });

  it("leaves the keyboard on the button that has nothing more to do", async () => {
    await chooseFirstSession();
    const last = screen.getByRole("button", { name: "Last event" });
    last.focus();
    fireEvent.click(last);
    await theEvent("session.closed");
    expect(document.activeElement).toBe(last);
    expect(last.getAttribute("aria-disabled")).toBe("true");
    // A disabled button is left by the focus in a browser, and the next key goes nowhere.
    for (const button of within(screen.getByRole("region", { name: "Session" })).getAllByRole("button"))
      expect(button.hasAttribute("disabled")).toBe(false);
    fireEvent.click(last);
    await theEvent("session.closed");
  });

  it("opens the life of an order of the session", async () => {
    await chooseFirstSession();
    fireEvent.change(screen.getByRole("slider"), { target: { value: "4" } });
    await theEvent("order.filled");
    fireEvent.click(screen.getByRole("button", { name: "Life of this order" }));
    expect(await screen.findByRole("list", { name: "Timeline" })).toBeTruthy();
    expect(screen.getByRole("radio", { name: "Orders" }).getAttribute("aria-checked")).toBe("true");
  });

  it("gives way to an order that is opened from elsewhere", async () => {
    await chooseFirstSession();
    act(() => openAudit([...desk.orders.keys()][0]!));
    expect(await screen.findByRole("heading", { name: "Life of the order" })).toBeTruthy();
  });

  it("says why it cannot show the desk, and tries again", async () => {
    await chooseFirstSession();
    desk.trouble.set("getDeskAt", new Fault("REPLAY-FAILED", "storage", "The disk is gone.", "Mount it."));
    fireEvent.change(screen.getByRole("slider"), { target: { value: "2" } });
    expect((await screen.findByRole("alert")).textContent).toContain("The disk is gone.");
    screen.getByRole("button", { name: "Try again" }).focus();
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    await theEvent("risk.judged");
    expect(screen.queryByRole("alert")).toBeNull();
    expect(screen.getByRole("region", { name: "Session" }).contains(document.activeElement)).toBe(true);
  });

  it("forgets a failure that was of an event nobody looks at any more", async () => {
    await chooseFirstSession();
    desk.trouble.set("getDeskAt", new Fault("REPLAY-FAILED", "storage", "The disk is gone.", "Mount it."));
    fireEvent.change(screen.getByRole("slider"), { target: { value: "2" } });
    fireEvent.change(screen.getByRole("slider"), { target: { value: "4" } });
    await theEvent("order.filled");
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("shows by itself what a lost connection kept from it", async () => {
    await chooseFirstSession();
    desk.trouble.set("getDeskAt", new Fault("RPC-CLOSED", "network", "There is no connection.", "Wait."));
    fireEvent.change(screen.getByRole("slider"), { target: { value: "2" } });
    await screen.findByRole("alert");
    act(() => useConnection.setState({ ready: false }));
    act(() => useConnection.setState({ ready: true }));
    await theEvent("risk.judged");
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("goes on with a session that is written on while it is looked at", async () => {
    await open();
    fireEvent.click(list()[0]!);
    await theEvent("session.opened");
    desk.place(orderRequest());
    const durableSeq = desk.events.length - 1;
    act(() =>
      useDeskState.setState(({ health }) => ({
        health: health && { ...health, journal: { ...health.journal, durableSeq } },
      })),
    );
    expect(list()[0]?.textContent).toContain(`${durableSeq - 6} events`);
    fireEvent.click(screen.getByRole("button", { name: "Step forward" }));
    await theEvent("order.intended");
    fireEvent.click(screen.getByRole("button", { name: "Last event" }));
    await theEvent("order.filled");
    expect(screen.getByRole("slider").getAttribute("max")).toBe(String(durableSeq));
  });

  it("says why sessions cannot be listed, and lists them at the next try", async () => {
    desk.trouble.set("listSessions", new Fault("STORAGE-IO", "storage", "The disk is slow.", "Try again."));
    page = await renderWithDesk(<AuditRoom />, desk);
    fireEvent.click(screen.getByRole("radio", { name: "Sessions" }));
    expect((await screen.findByRole("alert")).textContent).toContain("The disk is slow.");
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByText("1 session, newest first")).toBeTruthy();
  });

  it("looks further back for older sessions", async () => {
    for (let n = 0; n < 25; n++) desk.record("session.opened", system, `s-${n}`, "A session opens");
    page = await renderWithDesk(<AuditRoom />, desk);
    fireEvent.click(screen.getByRole("radio", { name: "Sessions" }));
    await screen.findByText("20 sessions, newest first");
    fireEvent.click(screen.getByRole("button", { name: "Look further back" }));
    expect(await screen.findByText("26 sessions, newest first")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Look further back" })).toBeNull();
  });
});
