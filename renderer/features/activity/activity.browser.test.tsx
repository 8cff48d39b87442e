import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { ScriptedDesk } from "../../../tests/fixtures/scripted-desk.ts";
import "../../theme/tokens.css";
import "../../theme/base.css";
import { loadMessages } from "../../i18n/t.ts";
import { type DeskSession, openDeskSession } from "../../stores/desk-session.ts";
import { resetStores } from "../../stores/reset-stores.ts";
import { DeskContext } from "../../transport/desk-client.ts";
import { uiMessages } from "../../ui/messages.ts";
import { ActivityPanel } from "./activity-panel.tsx";
import { activityMessages } from "./messages.ts";

loadMessages(uiMessages);
loadMessages(activityMessages);
let session: DeskSession | undefined;
afterEach(() => {
  cleanup();
  act(() => session?.close());
});

test.each([240, 264, 360])(
  "a refusal reads as words in an activity panel %d wide, not as a column of letters",
  async (width) => {
    resetStores();
    const desk = new ScriptedDesk();
    const text = "Denied: Worth 12483896183906274.72 USDT, above the limit of 25000 per order";
    desk.record("order.denied", { kind: "person", id: "desk" }, "o-1", text, { orderId: "o-1" });
    session = openDeskSession(desk.open);
    render(
      <DeskContext value={session.client}>
        <div style={{ width, height: 300 }}>
          <ActivityPanel />
        </div>
      </DeskContext>,
    );
    const words = await screen.findByText(/^Denied/);
    expect(screen.getByRole("button", { name: /Why not/ })).toBeTruthy();
    expect(words.getBoundingClientRect().width).toBeGreaterThan(110);
  },
);
