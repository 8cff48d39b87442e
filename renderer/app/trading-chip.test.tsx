import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ScriptedDesk } from "../../tests/fixtures/scripted-desk.ts";
import { useDeskState } from "../stores/desk.ts";
import { type DeskSession, openDeskSession } from "../stores/desk-session.ts";
import { resetStores } from "../stores/reset-stores.ts";
import { openRoom } from "../stores/selection.ts";
import { Page } from "./page.tsx";

let desk: ScriptedDesk;
let session: DeskSession;
const chip = () => within(screen.getByRole("banner")).getByRole("button", { name: /^Trading/ });
const room = () => screen.getByRole("main").textContent;
const loseJournal = (state: "failed" | "closed"): void =>
  act(() =>
    useDeskState.setState(({ health }) => ({
      health: health && { ...health, journal: { ...health.journal, state, failure: "disk full" } },
    })),
  );

beforeEach(async () => {
  localStorage.clear();
  desk = new ScriptedDesk();
  desk.layouts.set("tour", { name: "tour", version: 1, layout: "{}" });
  resetStores();
  openRoom("settings");
  session = openDeskSession(desk.open);
  render(<Page client={session.client} />);
  await waitFor(() => expect(chip().textContent).toBe("Trading Active"));
  await waitFor(() => expect(useDeskState.getState().health).not.toBeNull());
});
afterEach(() => act(() => session.close()));

it("says that only exits pass while the journal takes no events, and leads to what to do about it", async () => {
  expect(chip().className).toContain("ok");
  loseJournal("failed");
  expect(chip().textContent).toBe("Trading Exits only: journal failed");
  expect(chip().className).toContain("bad");
  fireEvent.focus(chip());
  expect(await screen.findByText(/^The journal takes no events: only orders that shrink a position pass/)).toBeTruthy();
  fireEvent.click(chip());
  expect(screen.getByRole("main", { name: "Compliance" }).textContent).toContain("Failed: disk full.");
  loseJournal("closed");
  expect(chip().textContent).toBe("Trading Exits only: journal closed");
});

it("says the same of a failed journal on every room that tells whether trading is on", () => {
  act(() => openRoom("risk"));
  expect(room()).toContain("Orders pass as the rules allow.");
  loseJournal("failed");
  expect(room()).not.toContain("Orders pass as the rules allow.");
  const line = within(screen.getByRole("main")).getByText("Exits only").closest<HTMLElement>("[role=status]");
  fireEvent.click(within(line as HTMLElement).getByRole("button", { name: "Show the journal" }));
  const state = screen.getByRole("region", { name: "Kill switch and trading state" });
  expect(within(state).getByText("Exits only")).toBeTruthy();
});

it("leads to the risk room for whatever else keeps orders from opening", async () => {
  loseJournal("failed");
  act(() => desk.setRisk({ killSwitch: true }));
  await waitFor(() => expect(chip().textContent).toBe("Trading Halted by the kill switch"));
  fireEvent.click(chip());
  expect(screen.getByRole("main", { name: "Risk" }).textContent).toContain("Kill switch engaged");
});

it("leads from the journal’s chip to its health", () => {
  fireEvent.click(within(screen.getByRole("banner")).getByRole("button", { name: /^Journal/ }));
  expect(screen.getByRole("main", { name: "Compliance" })).toBeTruthy();
});
