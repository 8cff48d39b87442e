import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { type Command, groupCommands, matchesSearch } from "./command.ts";
import { Palette } from "./palette.tsx";

const commands = (run: (id: string) => void): Command[] => [
  { id: "btc", group: "Instruments", text: "BTC/USDT", note: "Bitcoin", run: () => run("btc") },
  { id: "desk", group: "Go to", text: "Desk", keys: "Alt+1", run: () => run("desk") },
  { id: "eth", group: "Instruments", text: "ETH/USDT", note: "Ether", run: () => run("eth") },
];

describe("the palette", () => {
  it("groups its commands and finds them by any word", () => {
    const list = commands(() => {});
    expect(groupCommands(list).map(({ value, items }) => [value, items.length])).toEqual([
      ["Instruments", 2],
      ["Go to", 1],
    ]);
    const found = (search: string) => list.filter((command) => matchesSearch(command, search)).map(({ id }) => id);
    expect([found("btcusdt"), found("ether"), found("go desk"), found("zzz")]).toEqual([
      ["btc"],
      ["eth"],
      ["desk"],
      [],
    ]);
  });

  it("runs what is chosen and closes first", async () => {
    const calls: string[] = [];
    render(
      <Palette open search="eth" commands={commands((id) => calls.push(id))} onClose={() => calls.push("closed")} />,
    );
    const option = await screen.findByRole("option", { name: /ETH/ });
    expect(screen.queryByRole("option", { name: /BTC/ })).toBeNull();
    fireEvent.click(option);
    expect(calls).toEqual(["closed", "eth"]);
  });

  it("runs the best match on Enter", async () => {
    const run = vi.fn();
    render(<Palette open commands={commands(run)} onClose={() => {}} />);
    const input = await screen.findByRole("combobox");
    fireEvent.change(input, { target: { value: "desk" } });
    await waitFor(() => expect(screen.getAllByRole("option")).toHaveLength(1));
    fireEvent.keyDown(input, { key: "Enter" });
    await waitFor(() => expect(run).toHaveBeenCalledWith("desk"));
  });

  it("says when nothing matches", async () => {
    render(<Palette open search="qqq" commands={commands(() => {})} onClose={() => {}} />);
    expect(await screen.findByText("Nothing matches.")).toBeTruthy();
  });
});
