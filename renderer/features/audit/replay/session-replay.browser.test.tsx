import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { ScriptedDesk } from "../../../../tests/fixtures/scripted-desk.ts";
import "../../../theme/tokens.css";
import "../../../theme/base.css";
import { messages } from "../../../app/messages.ts";
import { loadMessages } from "../../../i18n/t.ts";
import { useConnection } from "../../../stores/connection.ts";
import { type DeskSession, openDeskSession } from "../../../stores/desk-session.ts";
import { resetStores } from "../../../stores/reset-stores.ts";
import { DeskContext } from "../../../transport/desk-client.ts";
import { SessionReplay } from "./session-replay.tsx";

loadMessages(messages);
let session: DeskSession | undefined;
afterEach(() => {
  cleanup();
  session?.close();
});

test.each([700, 1000, 1500])(
  "in a page %d wide the event stands still while orders come and go, and no type is cut",
  async (width) => {
    await page.viewport(width, 900);
    resetStores();
    const desk = new ScriptedDesk();
    desk.market.setPrice("paper:BTC/USDT", 61_000);
    const rest = (): void => {
      desk.place({
        instrumentId: "paper:BTC/USDT",
        side: "buy",
        type: "limit",
        size: "0.1",
        limitPrice: "60000",
        timeInForce: "GTC",
        postOnly: false,
        reduceOnly: false,
      });
    };
    rest();
    desk.record("order.cancel_requested", { kind: "person", id: "desk" }, "pd-000001", "Cancel requested");
    session = openDeskSession(desk.open);
    await waitFor(() => expect(useConnection.getState().ready).toBe(true));
    const span = { from: 0, to: desk.events.length - 1, openedAt: 0, lastAt: 0, version: "1", end: "closed" } as const;
    render(
      <DeskContext value={session.client}>
        <div style={{ height: 800 }}>
          <SessionReplay session={span} onOpenOrder={() => undefined} />
        </div>
      </DeskContext>,
    );
    const event = () => screen.findByRole("region", { name: "The event" }, { timeout: 5000 });
    const { top } = (await event()).getBoundingClientRect();
    for (let n = 0; n < 12; n++) rest();
    fireEvent.click(screen.getByRole("button", { name: "Step forward" }));
    await waitFor(() => expect(screen.getAllByRole("button", { name: "Buy limit" }).length).toBeGreaterThan(12));
    expect((await event()).getBoundingClientRect().top).toBe(top);
    const type = screen.getByText("order.cancel_requested", { selector: "li span" });
    expect(type.scrollWidth).toBeLessThanOrEqual(type.clientWidth);
  },
);
