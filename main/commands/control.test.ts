import { EventEmitter } from "node:events";
import { expect, test, vi } from "vitest";
import { machineClock, testBuild, withProfile } from "../../tests/journal/sample-journal.ts";
import { holdProfile } from "../adapters/profile/profile-hold.ts";
import { sessionSecrets } from "../adapters/secrets-session/session-secrets.ts";
import { openControlSocket } from "../transport/control-socket.ts";
import type { ControlResult } from "../workstation/control-protocol.ts";
import { type CommandHost, withJournal } from "./command-host.ts";
import { openConsole } from "./console.ts";
import { controlLines, controlSucceeded, runControl } from "./control.ts";
import { durationMs } from "./duration.ts";
import { flattenCommand } from "./flatten-command.ts";
import { haltCommand } from "./halt-command.ts";
import { lockoutCommand } from "./lockout-command.ts";
import { resumeCommand } from "./resume-command.ts";
import { runCommandLine } from "./run-command-line.ts";

const { configHash: _, ...build } = testBuild;
const secrets = Promise.resolve({ store: sessionSecrets(), note: "" });
const host: CommandHost = { clock: machineClock, build, env: {}, secrets };
const commands = [haltCommand, resumeCommand, flattenCommand, lockoutCommand];

class Collector extends EventEmitter {
  text = "";
  write(text: string): void {
    this.text += text;
  }
}

async function type(...words: string[]): Promise<{ code: number; out: string }> {
  vi.stubEnv("PROOFDESK_KEYCHAIN", "off");
  const [out, err] = [new Collector(), new Collector()];
  const code = await runCommandLine({ words, commands, version: "0", console: openConsole(out, err), debug: false });
  vi.unstubAllEnvs();
  return { code, out: out.text };
}

const standing: ControlResult = {
  state: "active",
  killSwitch: false,
  breakers: [],
  lockedOutUntil: null,
  recorded: true,
};

test("typed on a profile without a desk, halt and lockout are written down, resume and flatten say that none runs", () =>
  withProfile(async (profileDir) => {
    await withJournal(host, profileDir, async () => {});
    const at = ["--profile", profileDir];
    const halted = await type("halt", ...at);
    expect([halted.code, halted.out]).toEqual([0, expect.stringMatching(/Event \d+ says that it starts halted\./)]);
    const locked = await type("lockout", "--for", "2h", "--reason", "x", ...at, "--json");
    expect([locked.code, JSON.parse(locked.out)]).toEqual([
      0,
      { by: "journal", result: null, seq: expect.any(Number) },
    ]);
    expect((await type("lockout", "--until", "2099-01-01T00:00:00Z", ...at)).out).toContain("it starts locked out.");
    for (const op of ["resume", "flatten"]) {
      const { code, out } = await type(op, ...at, "--json");
      expect([code, JSON.parse(out).error.code]).toEqual([1, "CONTROL-NO-DESK"]);
    }
    for (const words of [
      ["lockout"],
      ["lockout", "--for", "1h", "--until", "2099-01-01"],
      ["lockout", "--for", "1w"],
    ]) {
      expect((await type(...words, ...at)).code).toBe(2);
    }
  }));

test("where somebody holds the profile and no desk answers, nobody says that none runs", () =>
  withProfile(async (profileDir) => {
    await withJournal(host, profileDir, async () => {});
    const hold = holdProfile(profileDir, { pid: process.pid, since: "2026-02-03T09:00:00.000Z" });
    for (const words of [["halt"], ["resume"], ["flatten"], ["lockout", "--for", "1h"]]) {
      const { code, out } = await type(...words, "--profile", profileDir, "--json");
      const { error } = JSON.parse(out);
      expect([code, error.code, error.remedy]).toEqual([1, "PROFILE-IN-USE", expect.stringContaining("kill switch")]);
    }
    hold.release();
    expect((await type("halt", "--profile", profileDir)).code).toBe(0);
  }));

test("an answer decides the exit code and the lines of every command", () =>
  withProfile(async (profileDir) => {
    await withJournal(host, profileDir, async () => {});
    const says = {
      result: {
        ...standing,
        killSwitch: true,
        state: "halted",
        gateShutMs: 0.84,
        cancelsRequested: 3,
      } as ControlResult,
    };
    const desk = await openControlSocket({ profileDir, answer: async () => ({ ok: true, result: says.result }) });
    const at = ["--profile", profileDir];
    expect(await type("halt", ...at)).toEqual({
      code: 0,
      out: "Halted: the gate shut within 0.8 ms; 3 cancels are asked for.\n",
    });
    says.result = { ...standing, killSwitch: true, state: "halted" };
    expect(await type("resume", ...at)).toEqual({ code: 1, out: "Trading is halted, the kill switch is engaged.\n" });
    says.result = { ...standing, closed: 1, left: ["paper:A: 1 held"], breakers: ["x (warn)"], recorded: false };
    const flat = await type("flatten", ...at);
    expect(flat.code).toBe(1);
    expect(flat.out.split("\n")).toEqual([
      "1 holding is closed.",
      "Still open: paper:A: 1 held",
      "Tripped: x (warn)",
      "Done by the desk, and not on disk: look at the journal's health.",
      "",
    ]);
    expect((await type("lockout", "--for", "1h", ...at)).code).toBe(1);
    await desk.close();
  }));

test("an answer that cannot be read, and none, are told apart from a desk that does not run", () =>
  withProfile(async (profileDir) => {
    await withJournal(host, profileDir, async () => {});
    const request = { op: "halt", reason: "x" } as const;
    for (const answer of [{ ok: "maybe" }, undefined]) {
      const desk = await openControlSocket({ profileDir, answer: async () => answer });
      await expect(runControl({ host, profileDir, request })).rejects.toMatchObject({ code: "CONTROL-SILENT" });
      await desk.close();
    }
  }));

test("a result that is not there counts as written down", () => {
  const report = { by: "journal", result: null, seq: 4 } as const;
  expect(controlSucceeded(report, "halt")).toBe(true);
  expect(controlLines(report, "lockout")).toEqual([
    "No desk runs on this profile. Event 4 says that it starts locked out.",
  ]);
});

test.each([
  ["90s", 90_000],
  ["30m", 1_800_000],
  ["4h", 14_400_000],
  ["2d", 172_800_000],
])("%s is %d ms", (text, ms) => expect(durationMs(text, "--for")).toBe(ms));

test.each(["", "4", "h", "0h", "-1h", "4 h", "1.5h"])('"%s" is no span', (text) => {
  expect(() => durationMs(text, "--for")).toThrow("--for does not understand");
});
