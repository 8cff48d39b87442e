import { act, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { renderWithDesk } from "../../../tests/fixtures/render-with-desk.tsx";
import { ScriptedDesk } from "../../../tests/fixtures/scripted-desk.ts";
import { useDeskState } from "../../stores/desk.ts";
import { TicketPanel } from "./ticket-panel.tsx";

it("says before somebody types that nothing opens while the journal takes no events", async () => {
  const page = await renderWithDesk(<TicketPanel />, new ScriptedDesk());
  await waitFor(() => expect(useDeskState.getState().health).not.toBeNull());
  expect(screen.queryByText(/journal takes no events/)).toBeNull();
  act(() =>
    useDeskState.setState(({ health }) => ({
      health: health && { ...health, journal: { ...health.journal, state: "failed", failure: "disk full" } },
    })),
  );
  expect(screen.getByText(/journal takes no events: only orders that shrink a position pass/)).toBeTruthy();
  page.leave();
});
