import { join } from "node:path";
import { expect, test } from "vitest";
import { machineClock, testBuild, withProfile } from "../../tests/journal/sample-journal.ts";
import { openRecord } from "../adapters/journal-sqlite/open-record.ts";
import { sessionSecrets } from "../adapters/secrets-session/session-secrets.ts";
import { readEvent } from "../audit/event-text.ts";
import { runAudit } from "./audit.ts";
import { type CommandHost, withJournal } from "./command-host.ts";
import { openConsole } from "./console.ts";
import { runKeys } from "./keys.ts";
import { keysCommand } from "./keys-command.ts";
import { runCommandLine } from "./run-command-line.ts";

function hostWith(storage: "keychain" | "session"): CommandHost {
  const { configHash: _, ...build } = testBuild;
  const store = { ...sessionSecrets(), storage };
  return { clock: machineClock, build, env: {}, secrets: Promise.resolve({ store, note: "" }) };
}

const usual = { id: "", from: 0, into: "", reason: "a test" } as const;

test("keys lists the current key and the committed next, rotates, and revokes by the beginning of an id", () =>
  withProfile(async (profileDir) => {
    const host = hostWith("keychain");
    await withJournal(host, profileDir, async () => {});
    const before = await runKeys({ ...usual, host, profileDir, action: "list" });
    expect(before.keys).toMatchObject([
      { state: "current", kept: true, since: { seq: 0 } },
      { state: "next", kept: true, since: null },
    ]);
    expect(before).toMatchObject({ macVersion: 1, done: [] });
    const rotated = await runKeys({ ...usual, host, profileDir, action: "rotate" });
    expect(rotated.keys.map(({ state }) => state)).toEqual(["replaced", "current", "next"]);
    expect(rotated.macVersion).toBe(2);
    expect(rotated.done.join()).toContain("both keys signed");
    const id = rotated.keys[1]?.keyId ?? "";
    const revoked = await runKeys({ ...usual, host, profileDir, action: "revoke", id: id.slice(0, 6), from: 4 });
    expect(revoked.keys.map(({ state }) => state)).toEqual(["replaced", "revoked", "current", "next"]);
    expect(revoked.lines.join("\n")).toContain("from event 4 on it counts for nothing");
    const { exitCode, macs } = await runAudit({ host, profileDir });
    expect([exitCode, macs.unchecked]).toEqual([0, 0]);
    expect(macs.checked).toBeGreaterThan(8);
  }));

test("a new journal names the last checkpoint of the one whose keys were lost, and takes no profile that has one", () =>
  withProfile(async (dir) => {
    const [profileDir, into] = [join(dir, "old"), join(dir, "new")];
    await withJournal(hostWith("keychain"), profileDir, async () => {});
    const host = hostWith("keychain");
    const { done } = await runKeys({ ...usual, host, profileDir, action: "renew", into });
    expect(done[0]).toContain("takes the place of");
    const { db, reader } = openRecord(into);
    const [genesis] = [...reader.read(0, 0)].map(({ text }) => readEvent(text));
    db.close();
    expect(genesis?.data["predecessor"]).toMatchObject({ origin: expect.stringMatching(/^proofdesk\//), size: 3 });
    const report = await runAudit({ host, profileDir: into });
    expect(report.exitCode).toBe(0);
    expect(report.lines.join("\n")).toContain("takes the place of");
    await expect(runKeys({ ...usual, host, profileDir, action: "renew", into })).rejects.toMatchObject({
      code: "KEYS-PROFILE-TAKEN",
    });
  }));

test("without a keychain the list says that nothing is kept", () =>
  withProfile(async (profileDir) => {
    const host = hostWith("session");
    await withJournal(host, profileDir, async () => {});
    const { lines, macVersion } = await runKeys({ ...usual, host, profileDir, action: "list" });
    expect(macVersion).toBeNull();
    expect(lines.join("\n")).toContain("not kept here");
    expect(lines.at(-1)).toContain("no keychain answers");
  }));

test("the command line tells what an action of keys needs", async () => {
  for (const [words, fix] of [
    [["keys", "turn"], "choose one of"],
    [["keys", "revoke"], "needs ID"],
    [["keys", "rotate", "ab"], "takes no ID"],
    [["keys", "revoke", "ab"], "needs --from"],
    [["keys", "renew"], "needs --into"],
  ] as const) {
    const said: string[] = [];
    const stream = { write: (text: string) => said.push(text), on: () => {} };
    const console = openConsole(stream as never, stream as never);
    const line = { words, commands: [keysCommand], version: "0", console, debug: false };
    expect(await runCommandLine(line)).toBe(2);
    expect(said.join("\n")).toContain(fix);
  }
});
