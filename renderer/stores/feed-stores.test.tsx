import { act, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { renderWithDesk, type WithDesk } from "../../tests/fixtures/render-with-desk.tsx";
import { useAccount } from "./account.ts";
import { useActivity } from "./activity.ts";
import { useAppearance } from "./appearance.ts";
import { useConnection } from "./connection.ts";
import { useDeskState } from "./desk.ts";
import { useFills } from "./fills.ts";
import { isWorking, useOrders } from "./orders.ts";
import { isOpen, usePositions } from "./positions.ts";
import { useQuotes } from "./quotes.ts";
import { useRisk } from "./risk.ts";
import { useSelection } from "./selection.ts";
import { useTraders } from "./traders.ts";

const btc = "paper:BTC/USDT";
const order = {
  instrumentId: btc,
  side: "buy",
  type: "market",
  size: "0.1",
  timeInForce: "GTC",
  postOnly: false,
  reduceOnly: false,
} as const;

let page: WithDesk | undefined;
afterEach(() => page?.leave());

describe("the stores of a connected page", () => {
  it("hold what the desk said first", async () => {
    page = await renderWithDesk(null);
    await waitFor(() => expect(Object.keys(useQuotes.getState().byId)).toHaveLength(4));
    await waitFor(() => expect(useAccount.getState().account?.equity).toBe("100000"));
    expect(useDeskState.getState().info?.mode).toBe("paper");
    expect(useRisk.getState().risk?.state).toBe("active");
    expect(useAppearance.getState().theme).toBe("dark");
    expect(useActivity.getState().events[0]?.type).toBe("session.opened");
  });

  it("select the first instrument when none is selected", async () => {
    page = await renderWithDesk(null);
    expect(useSelection.getState().instrumentId).toBe(btc);
  });

  it("follow an order from its submission to its fill, position and reason", async () => {
    page = await renderWithDesk(null);
    const { orderId } = await page.client.call.submitOrder(order);
    await waitFor(() => expect(useOrders.getState().byId.get(orderId)?.status).toBe("filled"));
    await waitFor(() => expect(useFills.getState().list.at(-1)?.orderId).toBe(orderId));
    await waitFor(() => expect(usePositions.getState().byId[btc]?.size).toBe("0.1"));
    const position = usePositions.getState().byId[btc];
    expect(position && isOpen(position)).toBe(true);
    const filled = useOrders.getState().byId.get(orderId);
    expect(filled && isWorking(filled)).toBe(false);
    await waitFor(() => expect(useActivity.getState().events[0]?.type).toBe("order.filled"));
    const seqs = useActivity.getState().events.map(({ seq }) => seq);
    expect(seqs).toEqual([...seqs].sort((a, b) => b - a));
  });

  it("follow a trader through its life", async () => {
    page = await renderWithDesk(null);
    const { traderId } = await page.client.call.startTrader({
      name: "Cross",
      strategy: "sma",
      params: {},
      instrumentIds: [btc],
    });
    await waitFor(() => expect(useTraders.getState().byId[traderId]?.status).toBe("running"));
    await page.client.call.stopTrader({ traderId });
    await waitFor(() => expect(useTraders.getState().byId[traderId]?.status).toBe("stopped"));
  });

  it("ask for the instruments again when the record tells of a new symbol", async () => {
    page = await renderWithDesk(null);
    const { desk } = page;
    const [first, ...others] = desk.info.instruments;
    if (!first) throw new Error("no instrument");
    desk.info = { ...desk.info, instruments: [{ ...first, symbol: "XBT/USDT" }, ...others] };
    act(() => void desk.record("config.changed", { kind: "desk", id: "paper" }, "t", "Renamed.", { kind: "renamed" }));
    await waitFor(() => expect(useDeskState.getState().info?.instruments[0]?.symbol).toBe("XBT/USDT"));
  });

  it("come back after a lost connection without showing what is gone", async () => {
    page = await renderWithDesk(null);
    const { desk } = page;
    await page.client.call.submitOrder({ ...order, type: "limit", limitPrice: "50000" });
    await waitFor(() => expect(useOrders.getState().byId.size).toBe(1));
    act(() => desk.drop());
    await waitFor(() => expect(useConnection.getState().state).toBe("reconnecting"));
    expect(useConnection.getState().ready).toBe(false);
    desk.orders.clear();
    desk.place({ ...order, type: "limit", limitPrice: "49000" });
    await waitFor(() => expect(useConnection.getState().ready).toBe(true));
    await waitFor(() =>
      expect([...useOrders.getState().byId.values()].map(({ limitPrice }) => limitPrice)).toEqual(["49000"]),
    );
  });
});
