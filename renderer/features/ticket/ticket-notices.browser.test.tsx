import { act, cleanup, render, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { ScriptedDesk } from "../../../tests/fixtures/scripted-desk.ts";
import "../../theme/tokens.css";
import "../../theme/base.css";
import { loadMessages } from "../../i18n/t.ts";
import { type DeskSession, openDeskSession } from "../../stores/desk-session.ts";
import { resetStores } from "../../stores/reset-stores.ts";
import { useRisk } from "../../stores/risk.ts";
import { DeskContext } from "../../transport/desk-client.ts";
import { ticketMessages as messages } from "./messages.ts";
import { TicketNotices } from "./ticket-notices.tsx";

loadMessages(messages);
let session: DeskSession | undefined;
afterEach(() => {
  cleanup();
  act(() => session?.close());
});

test("a reason that is one word without end stays inside the ticket", async () => {
  resetStores();
  session = openDeskSession(new ScriptedDesk().open);
  render(
    <DeskContext value={session.client}>
      <div data-testid="ticket" style={{ width: 220 }}>
        <TicketNotices instrumentId="paper:BTC/USDT" />
      </div>
    </DeskContext>,
  );
  await waitFor(() => expect(useRisk.getState().risk).not.toBeNull());
  act(() => useRisk.setState(({ risk }) => ({ risk: risk && { ...risk, killSwitch: true, reason: "K".repeat(500) } })));
  const ticket = screen.getByTestId("ticket");
  expect(screen.getByText(/KKKK/)).toBeTruthy();
  expect(ticket.scrollWidth).toBeLessThanOrEqual(ticket.clientWidth);
});
