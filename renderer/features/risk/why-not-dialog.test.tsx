import { act, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Fault } from "../../../shared/model/fault.ts";
import { renderWithDesk, type WithDesk } from "../../../tests/fixtures/render-with-desk.tsx";
import { ScriptedDesk } from "../../../tests/fixtures/scripted-desk.ts";
import { openWhyNot, useSelection } from "../../stores/selection.ts";
import { WhyNotDialog } from "./why-not-dialog.tsx";

vi.setConfig({ testTimeout: 20_000 });

const order = {
  instrumentId: "paper:BTC/USDT",
  side: "buy",
  type: "market",
  size: "10",
  timeInForce: "GTC",
  postOnly: false,
  reduceOnly: false,
} as const;

describe("why an order was refused", () => {
  let page: WithDesk;
  let desk: ScriptedDesk;
  beforeEach(async () => {
    desk = new ScriptedDesk();
    page = await renderWithDesk(<WhyNotDialog />, desk);
  });
  afterEach(() => page.leave());
  const explain = async (orderId: string): Promise<HTMLElement> => {
    act(() => openWhyNot(orderId));
    return await screen.findByRole("dialog", { name: `Why not? ${orderId}` });
  };

  it("is told from the record: the rules with their numbers, the setting, and the size that would pass", async () => {
    const { orderId } = desk.place(order);
    const dialog = await explain(orderId);
    const rules = await within(dialog).findByRole("list", { name: "Rules that refuse" });
    expect(rules.textContent).toContain("RISK-002");
    expect(rules.textContent).toMatch(/observed [\d,.]+, limit 50,000, over by/);
    expect(dialog.textContent).toContain("buy 10 BTC BTC/USDT");
    fireEvent.click(within(rules).getByRole("button", { name: "Change risk.maxNotionalPerOrder" }));
    expect(useSelection.getState()).toMatchObject({
      room: "settings",
      settingPath: "risk.maxNotionalPerOrder",
      whyNotOrderId: null,
    });
  });

  it("puts the size that would pass into the ticket, with the order's limit", async () => {
    const { orderId } = desk.place({ ...order, type: "limit", limitPrice: "50000" });
    const dialog = await explain(orderId);
    fireEvent.click(await within(dialog).findByRole("button", { name: "Use 1 BTC" }));
    expect(useSelection.getState()).toMatchObject({
      room: "desk",
      whyNotOrderId: null,
      ticketWish: { instrumentId: "paper:BTC/USDT", side: "buy", type: "limit", size: "1", limitPrice: "50000" },
    });
  });

  it("says it when the record holds no refusal, and leads to what it does hold", async () => {
    const { orderId } = desk.place({ ...order, size: "0.01" });
    const dialog = await explain(orderId);
    expect(await within(dialog).findByText(/holds no refusal of this order/)).toBeTruthy();
    fireEvent.click(within(dialog).getByRole("button", { name: "Show its record" }));
    expect(useSelection.getState()).toMatchObject({ room: "audit", auditOrderId: orderId, whyNotOrderId: null });
  });

  it("says it when the record cannot be read", async () => {
    desk.trouble.set("getOrderLife", new Fault("JOURNAL-CLOSED", "storage", "The journal is closed.", "Open it."));
    const dialog = await explain("pd-9");
    expect((await within(dialog).findByRole("alert")).textContent).toContain("The journal is closed.");
  });
});
