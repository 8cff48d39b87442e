import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Fault } from "../../../shared/model/fault.ts";
import { renderWithDesk, type WithDesk } from "../../../tests/fixtures/render-with-desk.tsx";
import { ScriptedDesk } from "../../../tests/fixtures/scripted-desk.ts";
import { Tour } from "./tour.tsx";
import { tourSeen } from "./tour-seen.ts";

let page: WithDesk | undefined;
beforeEach(() => localStorage.clear());
afterEach(() => page?.leave());

describe("the tour", () => {
  it("leads through four steps on the first run and never again", async () => {
    page = await renderWithDesk(<Tour />);
    expect(await screen.findByText("1 of 4")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Next" }));
    fireEvent.click(screen.getByRole("button", { name: "Next" }));
    fireEvent.click(screen.getByRole("button", { name: "Back" }));
    expect(screen.getByText("2 of 4")).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Next" }));
    fireEvent.click(screen.getByRole("button", { name: "Next" }));
    fireEvent.click(screen.getByRole("button", { name: "Start trading on paper" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await waitFor(() => expect(page?.desk.layouts.has("tour")).toBe(true));
    expect(await tourSeen(page.client)).toBe(true);
  });

  it("can be skipped at once, also by somebody who may not write to the profile", async () => {
    const desk = new ScriptedDesk();
    desk.trouble.set("saveLayout", new Fault("NO", "security", "A viewer may not.", "Ask a trader."));
    page = await renderWithDesk(<Tour />, desk);
    fireEvent.click(await screen.findByRole("button", { name: "Skip" }));
    await waitFor(() => expect(localStorage.getItem("proofdesk.tour")).toBe("true"));
    expect(await tourSeen(page.client)).toBe(true);
  });
});
