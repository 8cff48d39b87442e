import { act, cleanup, render, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { ScriptedDesk } from "../../../tests/fixtures/scripted-desk.ts";
import "../../theme/tokens.css";
import "../../theme/base.css";
import { loadMessages } from "../../i18n/t.ts";
import { type DeskSession, openDeskSession } from "../../stores/desk-session.ts";
import { resetStores } from "../../stores/reset-stores.ts";
import { DeskContext } from "../../transport/desk-client.ts";
import { watchlistMessages } from "./messages.ts";
import { WatchlistPanel } from "./watchlist-panel.tsx";

loadMessages(watchlistMessages);
let session: DeskSession | undefined;
afterEach(() => {
  cleanup();
  act(() => session?.close());
});

test.each([250, 264, 300, 400])(
  "a symbol is there whole in a watchlist %d wide, and nothing runs out of it",
  async (width) => {
    resetStores();
    const desk = new ScriptedDesk();
    desk.market.setPrice("paper:BTC/USDT", 101_162.4);
    session = openDeskSession(desk.open);
    render(
      <DeskContext value={session.client}>
        <div data-testid="panel" style={{ width, height: 300 }}>
          <WatchlistPanel />
        </div>
      </DeskContext>,
    );
    const symbol = await waitFor(() => screen.getByText("BTC/USDT"));
    await waitFor(() => expect(symbol.closest("tr")?.textContent).toMatch(/%/));
    expect(symbol.scrollWidth).toBeLessThanOrEqual(symbol.clientWidth);
    const panel = screen.getByTestId("panel");
    const table = screen.getByRole("table").getBoundingClientRect();
    expect(table.right).toBeLessThanOrEqual(panel.getBoundingClientRect().right);
  },
);
