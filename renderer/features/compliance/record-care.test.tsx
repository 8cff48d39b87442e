import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RestoreDrill } from "../../../shared/contract/compliance.ts";
import { Fault } from "../../../shared/model/fault.ts";
import { renderWithDesk, type WithDesk } from "../../../tests/fixtures/render-with-desk.tsx";
import { ScriptedDesk } from "../../../tests/fixtures/scripted-desk.ts";
import { AnchorSection } from "./anchor-section.tsx";
import { ArchiveSection } from "./archive-section.tsx";
import { BackupSection } from "./backup-section.tsx";
import { ExportSection } from "./export-section.tsx";
import { KeySection } from "./key-section.tsx";
import { filesText, lossText } from "./restore-drill-dialog.tsx";
import { sizeText } from "./written-files.tsx";

vi.setConfig({ testTimeout: 20_000 });

let page: WithDesk;
let desk: ScriptedDesk;
beforeEach(() => {
  desk = new ScriptedDesk();
});
afterEach(() => page.leave());

const type = (label: string | RegExp, value: string): void => {
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
};
const press = (name: string | RegExp): void => {
  fireEvent.click(screen.getByRole("button", { name }));
};
const asked = (name: string) => desk.requests.filter((request) => request.name === name).map(({ input }) => input);

describe("signing keys", () => {
  const open = async (): Promise<void> => {
    page = await renderWithDesk(<KeySection />, desk);
    await screen.findByRole("table", { name: "Signing keys" });
  };

  it("are listed with the commitment to the next, and rotated with a reason", async () => {
    await open();
    expect(screen.getByRole("row", { name: /4fc85ae1/ }).textContent).toContain("current");
    expect(screen.getByText("c0ffee00".repeat(8))).toBeTruthy();
    press("Rotate the key");
    const confirm = await screen.findByRole<HTMLButtonElement>("button", { name: "Rotate now" });
    expect(confirm.disabled).toBe(true);
    type("Reason", "yearly");
    press("Rotate now");
    expect(await screen.findByText(/key 5be2d017 replaces 4fc85ae1/)).toBeTruthy();
    expect(asked("rotateKey")).toEqual([{ reason: "yearly", recover: false }]);
    expect((await screen.findByRole("row", { name: /4fc85ae1/ })).textContent).toContain("replaced");
  });

  it("are revoked only after a reason and their typed id, from an event that is named", async () => {
    await open();
    press("Revoke key 4fc85ae1");
    const confirm = await screen.findByRole<HTMLButtonElement>("button", { name: "Revoke for good" });
    type("First event it no longer vouches for", "2");
    type("Reason", "a stolen laptop");
    expect(confirm.disabled).toBe(true);
    type("Type 4fc85ae1 to confirm", "4fc85ae1");
    fireEvent.click(confirm);
    expect(await screen.findByText(/counts for nothing from event 2 on/)).toBeTruthy();
    expect(asked("revokeKey")).toEqual([{ keyId: "4fc85ae1", fromSeq: 2, reason: "a stolen laptop" }]);
  });

  it("say why a change failed and leave the dialog open", async () => {
    desk.trouble.set("rotateKey", new Fault("KEYS-NEXT-LOST", "security", "The next key is gone.", "Unlock it."));
    await open();
    press("Rotate the key");
    type("Reason", "yearly");
    press("Rotate now");
    expect((await screen.findByRole("alert")).textContent).toContain("The next key is gone.");
    expect(screen.getByRole("button", { name: "Rotate now" })).toBeTruthy();
  });

  it("go on with the next where the current one is lost, and with a new journal where both are", async () => {
    const [current, next] = desk.compliance.keys.keys;
    desk.compliance.keys = { ...desk.compliance.keys, keys: [{ ...current!, kept: false }, next!] };
    await open();
    press("Go on with the next key");
    type("Reason", "lost");
    press("Go on with it");
    await waitFor(() => expect(asked("rotateKey")).toEqual([{ reason: "lost", recover: true }]));
    page.leave();
    page.unmount();
    desk = new ScriptedDesk();
    desk.compliance.keys = {
      ...desk.compliance.keys,
      keys: [
        { ...current!, kept: false },
        { ...next!, kept: false },
      ],
    };
    await open();
    press("Begin a new journal");
    type("Name of the new profile", "two words");
    press("Begin it");
    expect(asked("renewJournal")).toEqual([]);
    type("Name of the new profile", "after");
    press("Begin it");
    expect(await screen.findByText(/holds a new journal that goes on after the/)).toBeTruthy();
  });

  it("offer nothing that cannot work without a keychain", async () => {
    const [current, next] = desk.compliance.keys.keys;
    const keys = [
      { ...current!, kept: false },
      { ...next!, kept: false },
    ];
    desk.compliance.keys = { ...desk.compliance.keys, keys, macVersion: null };
    await open();
    expect(screen.getByText(/No keychain answers on this machine/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: /Revoke|Rotate|Begin/ })).toBeNull();
  });
});

describe("anchors", () => {
  const open = async (): Promise<void> => {
    page = await renderWithDesk(<AnchorSection events={9} />, desk);
    await screen.findByText("Receipt of the firm");
  };

  it("send today's checkpoint with a mail link, and take the firm's answer in", async () => {
    await open();
    expect(screen.getByText(/the owner could rewrite all of the record/)).toBeTruthy();
    type("The firm’s address", "proof at the firm");
    expect(screen.getByRole("alert").textContent).toMatch(/^This is no mail address/);
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Send today’s checkpoint to my firm" }).disabled).toBe(
      true,
    );
    type("The firm’s address", "proof@firm.example");
    press("Send today’s checkpoint to my firm");
    const link = await screen.findByRole<HTMLAnchorElement>("link", { name: "Open the mail to the firm" });
    expect(link.href).toContain("mailto:proof@firm.example");
    press("Take a receipt in");
    const take = await screen.findByRole<HTMLButtonElement>("button", { name: "Take in" });
    expect(take.disabled).toBe(true);
    type("Or the text of the mail", "the note, quoted");
    fireEvent.click(take);
    expect(await screen.findByText(/by risk@firm.example, over/)).toBeTruthy();
    expect(asked("takeReceipt")).toEqual([{ content: btoa("the note, quoted") }]);
    expect(screen.getByText("Held outside")).toBeTruthy();
  });

  it("take a file in, and say why one is no receipt", async () => {
    desk.trouble.set(
      "takeReceipt",
      new Fault("ANCHOR-FILE", "validation", "It quotes no checkpoint.", "Give another."),
    );
    await open();
    press("Take a receipt in");
    const file = new File([Uint8Array.of(0x30, 0x82)], "answer.tsr");
    fireEvent.change(await screen.findByLabelText("Choose a file", { selector: "input" }), {
      target: { files: [file] },
    });
    expect(screen.getByText("answer.tsr")).toBeTruthy();
    press("Take in");
    expect((await screen.findByRole("alert")).textContent).toContain("It quotes no checkpoint.");
    press("Take in");
    expect(await screen.findByText("Held outside")).toBeTruthy();
    expect(asked("takeReceipt")[0]).toEqual({ content: btoa("\x30\x82") });
  });

  it("ask two authorities at least, and tell what each said", async () => {
    await open();
    const ask = () => screen.getByRole<HTMLButtonElement>("button", { name: "Ask the authorities" });
    expect(ask().disabled).toBe(true);
    for (const name of ["one", "two"]) {
      press("Add an authority");
      await screen.findByRole("button", { name: "Trust this authority" });
      type("Name", name);
      type("Address", `https://${name}.example/tsr`);
      const root = new File(["-----BEGIN CERTIFICATE-----"], "root.pem");
      fireEvent.change(screen.getByLabelText("Root certificates (PEM)", { selector: "input" }), {
        target: { files: [root] },
      });
      press("Trust this authority");
      expect(await screen.findByText("AB:CD")).toBeTruthy();
      fireEvent.click(screen.getAllByRole("button", { name: "Close" }).at(-1)!);
    }
    await waitFor(() => expect(ask().disabled).toBe(false));
    fireEvent.click(ask());
    expect(await screen.findByText(/^one answered: recorded as event/)).toBeTruthy();
    expect(screen.getByText("two: it did not answer")).toBeTruthy();
    press("Remove two");
    await waitFor(() => expect(screen.queryByText("https://two.example/tsr")).toBeNull());
  });

  it("ask a witness once it is chosen", async () => {
    await open();
    press("Add a witness");
    await screen.findByRole("button", { name: "Trust this witness" });
    type("Key line of the witness", "firm.example/w+ab+AQ==");
    type("Address", "http://127.0.0.1:8417");
    press("Trust this witness");
    expect(await screen.findByText("firm.example/w")).toBeTruthy();
    press("Ask the witnesses");
    expect(await screen.findByText(/^firm.example\/w answered/)).toBeTruthy();
  });

  it("say so when they cannot be read", async () => {
    desk.trouble.set("getAnchors", new Fault("STORAGE-IO", "storage", "The disk is gone.", "Look at it."));
    page = await renderWithDesk(<AnchorSection events={9} />, desk);
    expect((await screen.findByRole("alert")).textContent).toContain("The disk is gone.");
  });
});

describe("exports and backups", () => {
  it("write a part of the journal and a track record, and list where they are", async () => {
    page = await renderWithDesk(<ExportSection />, desk);
    expect(await screen.findByText("Nothing has been exported yet.")).toBeTruthy();
    type("From event", "3");
    type("To event", "8x");
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Export bundle" }).disabled).toBe(true);
    type("To event", "8");
    press("Export bundle");
    expect(await screen.findByText("ab".repeat(32))).toBeTruthy();
    expect(asked("exportBundle")).toEqual([{ from: 3, to: 8, claims: false }]);
    const claims = screen.getByRole("checkbox", { name: "Claim days, orders and metrics" });
    expect(claims.getAttribute("aria-disabled")).toBe("true");
    expect(screen.getByText(/^Only with the events from the first on/)).toBeTruthy();
    type("From event", "");
    fireEvent.click(claims);
    press("Export bundle");
    await waitFor(() => expect(asked("exportBundle")[1]).toEqual({ to: 8, claims: true }));
    press("Write track record");
    const files = await screen.findByRole("list", { name: "Written exports" });
    expect(within(files).getByText("track-record-json.json")).toBeTruthy();
    expect(asked("exportTrackRecord")).toEqual([{ format: "json", days: 30 }]);
    expect(screen.getByText(/^2026-01-01 .*to 2026-01-31 /)).toBeTruthy();
    expect(["12", "31", "20"].every((count) => screen.getByText(count))).toBe(true);
    type("Days", "0");
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Write track record" }).disabled).toBe(true);
  });

  it("encrypt a backup only with a passphrase that was typed twice alike, and drill it", async () => {
    page = await renderWithDesk(<BackupSection />, desk);
    const make = await screen.findByRole<HTMLButtonElement>("button", { name: "Make a backup" });
    type("Passphrase (optional)", "short");
    expect(make.disabled).toBe(true);
    expect(screen.getByText("At least 8 characters, or none.")).toBeTruthy();
    type("Passphrase (optional)", "correct horse");
    type("The same again", "correct house");
    expect(screen.getByText("The two differ.")).toBeTruthy();
    expect(make.disabled).toBe(true);
    type("The same again", "correct horse");
    fireEvent.click(make);
    expect(await screen.findByText("cd".repeat(32))).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>("Passphrase (optional)").value).toBe("");
    expect(asked("makeBackup")).toEqual([{ passphrase: "correct horse" }]);
    desk.record("backup.created", { kind: "person", id: "desk" }, "b", "Backed up");
    const files = await screen.findByRole("list", { name: "Backups" });
    expect(within(files).getByText("encrypted")).toBeTruthy();
    press("Restore drill of proofdesk-1.backup.age");
    const start = await screen.findByRole<HTMLButtonElement>("button", { name: "Start the drill" });
    expect(start.disabled).toBe(true);
    type("Its passphrase", "correct horse");
    fireEvent.click(start);
    expect(await screen.findByText(/^It comes back: .* restored and checked in 84 ms/)).toBeTruthy();
    expect(screen.getByText(/^3 of \d+ live events would be lost/)).toBeTruthy();
  });

  it("say what would be lost, whichever way the two journals went", () => {
    const drill: RestoreDrill = {
      events: 10,
      lastAt: "a",
      tookMs: 1,
      lost: 0,
      liveEvents: 10,
      liveLastAt: "b",
      differsFrom: null,
      files: [],
    };
    expect(lossText(drill)).toContain("Nothing would be lost");
    expect(lossText({ ...drill, lost: 4, differsFrom: 6 })).toContain("went another way at event 6");
    expect(filesText(drill)).toEqual([]);
    const files = [
      { name: "prop-firms/my.json", how: "missing" },
      { name: "settings.json", how: "different" },
      { name: "openings.json", how: "missing" },
    ] as const;
    expect(filesText({ ...drill, files: [...files] })).toEqual([
      "Not in the backup: prop-firms/my.json, openings.json.",
      "Different in the backup: settings.json.",
    ]);
  });

  it("say sizes in what a person reads", () => {
    expect(sizeText(9120)).toBe("9,120 bytes");
    expect(sizeText(4_230_000)).toBe("4.2 MB");
  });
});

describe("the archive", () => {
  it("lists sealed segments with what lies in them, and says how more is sealed", async () => {
    page = await renderWithDesk(<ArchiveSection />, desk);
    expect(await screen.findByText(/Nothing is archived/)).toBeTruthy();
    expect(screen.getByText(/proofdesk -- archive --profile/)).toBeTruthy();
    page.leave();
    page.unmount();
    const sealedAt = Date.now() - 130_000;
    const uploads = [
      { place: "s3://records/desk", uploadedAt: sealedAt, lockedUntil: Date.parse("2033-11-21T10:00:00Z") },
    ];
    desk.compliance.segments = [
      { file: "0-99.segment", from: 0, to: 99, bytes: 4200, sealedAt, uploads },
      { file: "100-149.segment", from: 100, to: 149, bytes: 900, sealedAt, uploads: [] },
    ];
    page = await renderWithDesk(<ArchiveSection />, desk);
    const [item, other] = await screen.findAllByRole("listitem");
    expect(item?.textContent).toContain("0-99.segmentevents 0 to 994,200 bytessealed 2 min");
    expect(item?.textContent).toContain("uploaded to s3://records/desk, where nobody can delete it before 2033-11-21");
    expect(other?.textContent).toBe("100-149.segmentevents 100 to 149900 bytessealed 2 min");
  });

  it("says why it cannot be read", async () => {
    desk.trouble.set("listSegments", new Fault("STORAGE-IO", "storage", "The disk is gone.", "Look at it."));
    page = await renderWithDesk(<ArchiveSection />, desk);
    expect((await screen.findByRole("alert")).textContent).toContain("The disk is gone.");
  });
});
