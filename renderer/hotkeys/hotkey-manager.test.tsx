import { fireEvent, render } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { isTextField, matchesHotkey, parseHotkey } from "./hotkey.ts";
import { useShortcuts } from "./hotkey-manager.ts";
import { useHotkey, useHotkeyDispatch } from "./use-hotkey.ts";

function Page({ halt, help }: { halt: () => void; help: () => void }) {
  useHotkeyDispatch();
  useHotkey({ keys: "Ctrl+Shift+K", text: "Halt", group: "General", run: halt, everywhere: true });
  useHotkey({ keys: "?", text: "Help", group: "General", run: help });
  return <input aria-label="text" />;
}

describe("a shortcut", () => {
  it("is the place of a key, whatever letter a layout puts there", () => {
    const halt = vi.fn();
    render(<Page halt={halt} help={() => {}} />);
    fireEvent.keyDown(window, { code: "KeyK", key: "л", ctrlKey: true, shiftKey: true });
    fireEvent.keyDown(window, { code: "KeyL", key: "k", ctrlKey: true, shiftKey: true });
    expect(halt).toHaveBeenCalledOnce();
  });
  it("runs once while the key is held", () => {
    const halt = vi.fn();
    render(<Page halt={halt} help={() => {}} />);
    fireEvent.keyDown(window, { code: "KeyK", ctrlKey: true, shiftKey: true });
    fireEvent.keyDown(window, { code: "KeyK", ctrlKey: true, shiftKey: true, repeat: true });
    expect(halt).toHaveBeenCalledOnce();
  });
  it("leaves a text field its keys unless it works everywhere", () => {
    const halt = vi.fn();
    const help = vi.fn();
    const { getByLabelText } = render(<Page halt={halt} help={help} />);
    const input = getByLabelText("text");
    fireEvent.keyDown(input, { code: "Slash", shiftKey: true });
    fireEvent.keyDown(input, { code: "KeyK", metaKey: true, shiftKey: true });
    expect([help.mock.calls.length, halt.mock.calls.length]).toEqual([0, 1]);
    fireEvent.keyDown(window, { code: "Slash", shiftKey: true });
    expect(help).toHaveBeenCalledOnce();
  });
  it("goes with the component that offered it", () => {
    const { unmount } = render(<Page halt={() => {}} help={() => {}} />);
    expect(useShortcuts.getState().list.map(({ keys }) => keys)).toEqual(["Ctrl+Shift+K", "?"]);
    unmount();
    expect(useShortcuts.getState().list).toEqual([]);
  });
  it("matches its modifiers exactly", () => {
    const event = (init: KeyboardEventInit) => new KeyboardEvent("keydown", init);
    expect(matchesHotkey(parseHotkey("Alt+1"), event({ code: "Digit1", altKey: true }))).toBe(true);
    expect(matchesHotkey(parseHotkey("Alt+1"), event({ code: "Digit1", altKey: true, ctrlKey: true }))).toBe(false);
    expect(parseHotkey("F2").code).toBe("F2");
  });
  it("knows where text is written", () => {
    const checkbox = Object.assign(document.createElement("input"), { type: "checkbox" });
    expect([document.createElement("textarea"), checkbox, document.body, null].map(isTextField)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
