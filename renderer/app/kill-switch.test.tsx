import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { renderWithDesk, type WithDesk } from "../../tests/fixtures/render-with-desk.tsx";
import { useConnection } from "../stores/connection.ts";
import { useRisk } from "../stores/risk.ts";
import { KillSwitch } from "./kill-switch.tsx";
import { useKillSwitch } from "./kill-switch-store.ts";

let page: WithDesk;
afterEach(() => {
  useKillSwitch.setState(useKillSwitch.getInitialState(), true);
  page.leave();
});

async function engaged(): Promise<WithDesk> {
  page = await renderWithDesk(<KillSwitch />);
  act(() => page.desk.setRisk({ killSwitch: true }));
  await waitFor(() => expect(useRisk.getState().risk?.killSwitch).toBe(true));
  return page;
}
const press = async (): Promise<HTMLElement> => {
  fireEvent.click(screen.getByRole("button", { name: /Kill switch/ }));
  return await screen.findByRole("dialog", { name: "Kill switch" });
};

it("claims no shut gate that it cannot see: what it knew before the connection was lost may have been released since", async () => {
  const { desk } = await engaged();
  desk.trouble.set("engageKillSwitch", "hang");
  act(() => useConnection.setState({ state: "reconnecting" }));
  const dialog = await press();
  expect(dialog.textContent).not.toContain("The gate is shut");
  await waitFor(() => expect(desk.requests.some(({ name }) => name === "engageKillSwitch")).toBe(true));
});

it("says what reaches the desk where this page does not any more, and offers no press that cannot", async () => {
  const { client } = await engaged();
  act(() => client.close());
  await waitFor(() => expect(useConnection.getState().state).toBe("closed"));
  const dialog = await press();
  await waitFor(() => expect(dialog.textContent).toContain("Not sent: this page has no way to the desk any more."));
  expect(dialog.textContent).toContain("proofdesk halt");
  expect(within(dialog).queryByRole("button", { name: "Press again" })).toBeNull();
});
