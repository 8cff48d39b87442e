import { act, cleanup, fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ScriptedDesk } from "../../tests/fixtures/scripted-desk.ts";
import "../theme/tokens.css";
import "../theme/base.css";
import { isTicketInSight } from "../features/ticket/ticket-sight.ts";
import { loadMessages } from "../i18n/t.ts";
import { type DeskSession, openDeskSession } from "../stores/desk-session.ts";
import { resetStores } from "../stores/reset-stores.ts";
import { defaultLayout, useDeskLayout } from "./desk-layout.ts";
import { messages } from "./messages.ts";
import { Page } from "./page.tsx";

loadMessages(messages);
let session: DeskSession | undefined;

beforeEach(() => {
  localStorage.clear();
  useDeskLayout.setState(useDeskLayout.getInitialState(), true);
});
afterEach(() => {
  cleanup();
  act(() => session?.close());
});

async function openDesk(desk = new ScriptedDesk()): Promise<ScriptedDesk> {
  desk.layouts.set("tour", { name: "tour", version: 1, layout: "{}" });
  resetStores();
  session = openDeskSession(desk.open);
  render(
    <div style={{ height: 800, width: 1300 }}>
      <Page client={session.client} />
    </div>,
  );
  await waitFor(() => expect(screen.getByRole("tab", { name: "Chart" })).toBeTruthy());
  return desk;
}
const savedLayout = (desk: ScriptedDesk): string => desk.layouts.get("desk")?.layout ?? "";

/** A layout is kept a while after the last change; a busy machine takes longer. */
const patient = { timeout: 8000 };

describe("the desk room in a real browser", () => {
  it("docks every panel under its name", async () => {
    await openDesk();
    for (const name of ["Watchlist", "Chart", "Order ticket", "Blotter", "Activity", "Risk"])
      expect(screen.getByRole("tab", { name })).toBeTruthy();
    await waitFor(() => expect(document.querySelector("canvas")).not.toBeNull());
  });

  it("keeps in the profile what a person changes, and finds it again", async () => {
    const desk = await openDesk();
    fireEvent.click(screen.getByRole("button", { name: "Lock the layout" }));
    await waitFor(() => expect(savedLayout(desk)).toContain('"locked":true'), patient);
    cleanup();
    act(() => session?.close());
    useDeskLayout.setState(useDeskLayout.getInitialState(), true);
    await openDesk(desk);
    await waitFor(() => expect(screen.getByRole("button", { name: "Unlock the layout" })).toBeTruthy());
    fireEvent.click(screen.getByRole("button", { name: "Reset the layout" }));
    await waitFor(() => expect(savedLayout(desk)).toContain('"locked":false'), patient);
  }, 25_000);

  it("knows when the ticket is out of sight: a panel takes the whole desk, or another tab lies before it", async () => {
    const text = JSON.stringify(defaultLayout);
    const tab = /,\{"type":"tabset","children":\[(\{"type":"tab","id":"ticket"[^}]*\})\][^}]*\}/;
    const [own = "", ticket = ""] = tab.exec(text) ?? [];
    const behind = text.replace(own, "").replace(/(\{"type":"tab","id":"risk"[^}]*\})/, `$1,${ticket}`);
    const desk = new ScriptedDesk();
    desk.layouts.set("desk", { name: "desk", version: 1, layout: JSON.stringify({ json: JSON.parse(behind) }) });
    await openDesk(desk);
    const shown = (is: boolean) => waitFor(() => expect(isTicketInSight()).toBe(is));
    const ticketTab = () => screen.getByRole("tab", { name: "Order ticket" });
    fireEvent.click(ticketTab());
    await shown(true);
    fireEvent.click(screen.getByRole("tab", { name: "Activity" }));
    await shown(false);
    fireEvent.click(ticketTab());
    await shown(true);
    fireEvent.click(screen.getAllByTitle("Maximise")[0] as HTMLElement);
    await shown(false);
    fireEvent.click(screen.getByTitle("Restore"));
    await shown(true);
  });

  it("opens with the default when what was kept is broken", async () => {
    const desk = new ScriptedDesk();
    desk.layouts.set("desk", { name: "desk", version: 1, layout: '{"json":{"layout":{"type":"nonsense"}}}' });
    await openDesk(desk);
    expect(screen.getByRole("tab", { name: "Order ticket" })).toBeTruthy();
    expect(defaultLayout.layout.type).toBe("row");
  });
});
