import { describe, expect, test } from "vitest";
import { decideShell, hasDisplay, type ShellFacts } from "./desk-shell.ts";

const all: ShellFacts = { wanted: "auto", noOpen: false, electron: "/e", chromium: "/c", display: true };

describe("the shell", () => {
  test.each<[string, Partial<ShellFacts>, string]>([
    ["Electron where its runtime is there", {}, "electron"],
    ["Chromium where Electron is not", { electron: null }, "browser"],
    ["the address where neither is", { electron: null, chromium: null }, "none"],
    ["the address where there is no display", { display: false }, "none"],
    ["the address when nothing shall open", { noOpen: true }, "none"],
    ["what was asked for: none", { wanted: "none" }, "none"],
    ["what was asked for: browser", { wanted: "browser" }, "browser"],
    ["what was asked for: electron", { wanted: "electron" }, "electron"],
  ])("is %s, and one line says so", (_, facts, shell) => {
    const decision = decideShell({ ...all, ...facts });
    expect(decision.shell).toBe(shell);
    expect("line" in decision && decision.line).toMatch(/^[A-Z].*\.$/);
  });

  test.each<[string, Partial<ShellFacts>, string]>([
    ["Electron", { wanted: "electron", electron: null }, "SHELL-NO-ELECTRON"],
    ["a browser", { wanted: "browser", chromium: null }, "SHELL-NO-CHROMIUM"],
    ["a window without a display", { wanted: "electron", display: false }, "SHELL-NO-DISPLAY"],
  ])("is refused with a remedy when %s was asked for and is not to be had", (_, facts, code) => {
    const decision = decideShell({ ...all, ...facts });
    expect(decision).toMatchObject({ shell: "problem", code });
    expect("remedy" in decision && decision.remedy.length).toBeGreaterThan(20);
  });

  test("needs an announced display on Linux only", () => {
    expect(hasDisplay("linux", {})).toBe(false);
    expect(hasDisplay("linux", { DISPLAY: ":0" })).toBe(true);
    expect(hasDisplay("linux", { WAYLAND_DISPLAY: "wayland-0" })).toBe(true);
    expect(hasDisplay("darwin", {})).toBe(true);
  });
});
