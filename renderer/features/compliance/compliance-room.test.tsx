import { fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Fault } from "../../../shared/model/fault.ts";
import { renderWithDesk, type WithDesk } from "../../../tests/fixtures/render-with-desk.tsx";
import { ScriptedDesk } from "../../../tests/fixtures/scripted-desk.ts";
import { scriptedJournal } from "../../../tests/fixtures/scripted-views.ts";
import { useDeskState } from "../../stores/desk.ts";
import { ComplianceRoom } from "./compliance-room.tsx";
import { JournalSection } from "./journal-section.tsx";

vi.setConfig({ testTimeout: 20_000 });

describe("the compliance room", () => {
  let page: WithDesk;
  let desk: ScriptedDesk;
  beforeEach(() => {
    desk = new ScriptedDesk();
  });
  afterEach(() => page.leave());
  const open = async (): Promise<void> => {
    page = await renderWithDesk(<ComplianceRoom />, desk);
    await screen.findByRole("heading", { name: "Journal" });
  };

  it("names the build, the config and the session in full behind what is shown", async () => {
    await open();
    const build = screen.getByRole("region", { name: "Build and session" });
    expect(within(build).getByText(desk.info.gitSha)).toBeTruthy();
    expect(within(build).getByText(desk.info.configHash)).toBeTruthy();
    expect(within(build).getByText("paper-1, paper money")).toBeTruthy();
    expect(within(build).getByText(/Offset unknown/)).toBeTruthy();
  });

  it("never claims more for the record than it is worth", async () => {
    await open();
    const journal = screen.getByRole("region", { name: "Journal" });
    expect(journal.textContent).toContain("tamper-evident from the last outside anchor on, not tamper-proof");
    expect(journal.textContent).toContain("for this session only");
    expect(journal.textContent).toContain("this key is forgotten when the desk closes");
    expect(journal.textContent).toContain("synchronous FULL");
  });

  it("reports a check in three levels and no sum of them", async () => {
    await open();
    fireEvent.click(screen.getByRole("button", { name: "Check now" }));
    const integrity = await screen.findByRole("region", { name: "Integrity" });
    expect(integrity.textContent).toContain("Every check holds");
    expect(screen.getByRole("region", { name: "Time" }).textContent).toContain("Holds as far as it goes");
    expect(screen.getByRole("region", { name: "Completeness" }).textContent).toContain("No outside anchor is set up.");
    expect(screen.getByRole("list", { name: /^What this check shows/ }).textContent).toContain(
      "holder of the key signed",
    );
  });

  it("shows that it is checking, and says when the check did not finish", async () => {
    desk.trouble.set("verifyJournal", "hang");
    await open();
    fireEvent.click(screen.getByRole("button", { name: "Check now" }));
    expect(await screen.findByText(/^Checking/)).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Check now" }).disabled).toBe(true);
  });

  it("says why a check failed to run", async () => {
    desk.trouble.set("verifyJournal", new Fault("JOURNAL-002", "storage", "The disk is gone.", "Look at it."));
    await open();
    fireEvent.click(screen.getByRole("button", { name: "Check now" }));
    expect((await screen.findByRole("alert")).textContent).toContain("The disk is gone. Look at it. (JOURNAL-002)");
  });

  it("exports a bundle and says where it is, its hash, and how to check it", async () => {
    const writeText = vi.fn(async () => undefined);
    vi.stubGlobal("navigator", Object.assign(Object.create(navigator), { clipboard: { writeText } }));
    await open();
    fireEvent.click(screen.getByRole("button", { name: "Export bundle" }));
    expect(await screen.findByText("ab".repeat(32))).toBeTruthy();
    const command = 'npm run -s proofdesk -- verify "/home/person/.proofdesk/exports/bundle.json"';
    expect(screen.getByText(command)).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Copy the command that checks it" }));
    expect(await screen.findByText("Copied")).toBeTruthy();
    expect(writeText).toHaveBeenCalledWith(command);
    vi.unstubAllGlobals();
  });

  it("says why an export failed, and lets a viewer export nothing", async () => {
    desk.trouble.set("exportBundle", new Fault("EXPORT-001", "storage", "No space left.", "Free some."));
    await open();
    fireEvent.click(screen.getByRole("button", { name: "Export bundle" }));
    expect((await screen.findByRole("alert")).textContent).toContain("No space left.");
    page.leave();
    page.unmount();
    desk.info = { ...desk.info, role: "viewer" };
    await open();
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Export bundle" }).disabled).toBe(true);
    expect(screen.getByText("Only a trader session may export.")).toBeTruthy();
    for (const name of ["Rotate the key", "Make a backup", "Send today’s checkpoint to my firm"])
      expect(screen.getByRole<HTMLButtonElement>("button", { name }).disabled).toBe(true);
  });

  it("logs every press of the kill switch with its reason", async () => {
    desk.setRisk({ killSwitch: true, state: "halted", reason: "lunch" });
    desk.record("kill_switch.engaged", { kind: "person", id: "desk" }, "k", "Kill switch engaged", { reason: "lunch" });
    await open();
    const section = screen.getByRole("region", { name: "Kill switch and trading state" });
    expect(await within(section).findByText("Kill switch engaged")).toBeTruthy();
    expect(await within(section).findByText("lunch")).toBeTruthy();
  });

  it("lists every rule with the setting that decides it", async () => {
    await open();
    const row = await screen.findByRole("row", { name: /RISK-002/ });
    expect(row.textContent).toContain("risk.maxNotionalPerOrder");
    expect(screen.getByRole("row", { name: /RISK-001/ }).textContent).toContain("fixed");
  });

  it("says of a forked journal that there are two, and what is kept beside one that cannot be written", async () => {
    await open();
    const fork = { code: "JOURNAL-FORK", how: "shorter", size: 40, root: "r", events: 30, kept: "profile" } as const;
    const journal = { ...scriptedJournal(0, 5), fork, aside: { kept: 2, refused: 1 } };
    page.rerender(<JournalSection journal={journal} keychainNote="" />);
    expect(screen.getByRole("alert").textContent).toMatch(/covers 40 events: it held only 30/);
    expect(screen.getByText(/2 events are kept in the side log .*; for 1 there was no room/)).toBeTruthy();
  });

  it("says a failed journal loudly, and a missing one plainly", async () => {
    await open();
    const failed = { ...scriptedJournal(0, 5), state: "failed" as const, failure: "disk full" };
    page.rerender(<JournalSection journal={failed} keychainNote="" />);
    expect(screen.getByRole("alert").textContent).toContain(
      "Failed: disk full. No new risk can be opened; exits still leave",
    );
    const bare = { ...failed, lastCheckpoint: null, lastCommitMs: null };
    page.rerender(<JournalSection journal={bare} keychainNote="" />);
    expect(screen.getAllByText("None yet")).toHaveLength(2);
    const kept = { ...scriptedJournal(0, 5), signing: { storage: "keychain" as const, keyId: "ab", publicKey: "x" } };
    page.rerender(<JournalSection journal={kept} keychainNote="" />);
    expect(screen.getByText("ab, kept in the system keychain")).toBeTruthy();
    page.rerender(<JournalSection journal={null} keychainNote="" />);
    expect(screen.getByText("The journal’s state has not arrived yet.")).toBeTruthy();
    expect(useDeskState.getState().info).not.toBeNull();
  });
});
