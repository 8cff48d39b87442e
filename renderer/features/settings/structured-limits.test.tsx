import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Fault } from "../../../shared/model/fault.ts";
import type { RiskLimits } from "../../../shared/model/risk.ts";
import { renderWithDesk, type WithDesk } from "../../../tests/fixtures/render-with-desk.tsx";
import { ScriptedDesk } from "../../../tests/fixtures/scripted-desk.ts";
import { type LimitKey, limitFields } from "./limit-fields.ts";
import { LimitInput } from "./limit-input.tsx";
import { type LimitsReading, limitsToForm, readLimits } from "./limits-form.ts";

/** What the form reads at the moment. */
let reading: LimitsReading;

/** The fields of some limits, as the settings have them. */
function Fields({ limits, keys }: { limits: RiskLimits; keys: readonly LimitKey[] }) {
  const [form, setForm] = useState(() => limitsToForm(limits));
  reading = readLimits(form);
  const problems = reading.ok ? null : reading.problems;
  return limitFields
    .filter(({ key }) => keys.includes(key))
    .map((field) => (
      <LimitInput
        key={field.key}
        field={field}
        value={form[field.key]}
        locked={false}
        problem={problems?.get(field.key)}
        disabled={false}
        onChange={(value) => setForm({ ...form, [field.key]: value })}
      />
    ));
}

describe("a limit of several parts", () => {
  let page: WithDesk;
  let desk: ScriptedDesk;
  beforeEach(() => {
    desk = new ScriptedDesk();
  });
  afterEach(() => page.leave());
  const open = async (keys: readonly LimitKey[], limits: Partial<RiskLimits> = {}): Promise<void> => {
    page = await renderWithDesk(<Fields limits={{ ...desk.risk.limits, ...limits }} keys={keys} />, desk);
  };
  const limit = (name: string) => within(screen.getByRole("group", { name }));
  const add = (name: string, button: string): void => {
    fireEvent.click(limit(name).getByRole("button", { name: button }));
  };
  const fill = (name: string, row: string, label: string, value: string): void => {
    const fields = within(limit(name).getByRole("group", { name: row }));
    fireEvent.change(fields.getByLabelText(label), { target: { value } });
  };
  const choose = async (box: HTMLElement, option: string | RegExp): Promise<void> => {
    fireEvent.click(box);
    const found = await screen.findByRole("option", { name: option });
    fireEvent.pointerDown(found, { pointerType: "mouse" });
    fireEvent.click(found);
  };
  const read = (): RiskLimits => {
    if (!reading.ok) throw new Error(JSON.stringify([...reading.problems]));
    return reading.limits;
  };

  it("is a list of times to which windows are added, checked where they are typed, and removed", async () => {
    await open(["tradingWindows", "newsWindows"]);
    add("Trading windows", "Add a window");
    const row = within(limit("Trading windows").getByRole("group", { name: "Window 1" }));
    expect(document.activeElement).toBe(row.getByLabelText("From"));
    fill("Trading windows", "Window 1", "From", "9:30");
    expect(row.getAllByText(/Enter a time, such as 09:30/)).toHaveLength(2);
    expect(reading.ok).toBe(false);
    fill("Trading windows", "Window 1", "From", "09:30");
    fill("Trading windows", "Window 1", "Up to", "16:00");
    for (const day of ["Tue", "Mon", "Sat", "Sat"]) fireEvent.click(row.getByRole("button", { name: day }));
    expect(row.getByRole("button", { name: "Mon" }).getAttribute("aria-pressed")).toBe("true");
    add("News windows", "Add a window");
    fill("News windows", "Window 1", "From", "13:15");
    fill("News windows", "Window 1", "Up to", "13:45");
    fill("News windows", "Window 1", "On the day", "6 Feb");
    expect(limit("News windows").getByText(/Enter a date, such as/)).toBeTruthy();
    fill("News windows", "Window 1", "On the day", "2026-02-06");
    fill("News windows", "Window 1", "Title", "Payrolls");
    add("News windows", "Add a window");
    add("News windows", "Remove Window 2");
    expect(document.activeElement?.textContent).toBe("Add a window");
    expect(read()).toMatchObject({
      tradingWindows: { zone: "UTC", windows: [{ from: "09:30", to: "16:00", days: [1, 2] }] },
      newsWindows: { windows: [{ from: "13:15", to: "13:45", date: "2026-02-06", title: "Payrolls" }] },
    });
  });

  it("is not set any more when its last row is gone", async () => {
    await open(["weekendPause", "maxSizePerOrder"], {
      weekendPause: { zone: "UTC", fridayFrom: "20:00", sundayTo: "22:00" },
      maxSizePerOrder: { "*": "5" },
    });
    fireEvent.change(screen.getByLabelText("Friday from"), { target: { value: "x" } });
    expect(screen.getByText(/Enter a time/)).toBeTruthy();
    fireEvent.click(screen.getByRole("button", { name: "Remove the pause" }));
    add("Largest order size", "Remove Maximum 1");
    const limits = read();
    expect(limits.weekendPause).toBeUndefined();
    expect(limits.maxSizePerOrder).toBeUndefined();
  });

  it("names each instrument once, and asks for every amount", async () => {
    await open(["maxSizePerOrder", "maxExposurePerAssetClass"], { maxSizePerOrder: { "*": "5" } });
    expect(limit("Largest order size").getByRole("combobox").textContent).toContain("every other instrument");
    expect(screen.getByText("The most units one order may have", { exact: false })).toBeTruthy();
    add("Largest order size", "Add an instrument");
    expect(limit("Largest order size").getByText("Enter a number above zero")).toBeTruthy();
    expect(reading.ok).toBe(false);
    fill("Largest order size", "Maximum 2", "Largest size", "2");
    add("Exposure per asset class", "Add an asset class");
    fill("Exposure per asset class", "Maximum 1", "Most exposure", "60000");
    const first = desk.info.instruments[0]?.id ?? "";
    expect(read()).toMatchObject({
      maxSizePerOrder: { "*": "5", [first]: "2" },
      maxExposurePerAssetClass: { "crypto-spot": "60000" },
    });
  });

  it("is a group of instruments that are ticked", async () => {
    await open(["correlatedGroups"]);
    add("Correlated groups", "Add a group");
    const groups = limit("Correlated groups");
    expect(groups.getByText("Choose at least one instrument")).toBeTruthy();
    const [a = "", b = ""] = desk.info.instruments.map(({ id }) => id);
    for (const id of [a, b, a]) fireEvent.click(groups.getByRole("checkbox", { name: id }));
    fill("Correlated groups", "Group 1", "Name", "majors");
    fill("Correlated groups", "Group 1", "Most together", "40000");
    expect(read()).toMatchObject({
      correlatedGroups: [{ name: "majors", instrumentIds: [b], maxExposure: "40000" }],
    });
  });

  it("is a breaker in words, whose fields follow from what it watches and does", async () => {
    await open(["breakers"], { breakers: [{ rule: "order-rejects", limit: "20", windowMs: 60_000, action: "halt" }] });
    const breakers = limit("Circuit breakers");
    expect(breakers.getByText("The venue rejected 20 orders within the window.")).toBeTruthy();
    fill("Circuit breakers", "Breaker 1", "Counted within", "90.5");
    add("Circuit breakers", "Add a breaker");
    const second = within(breakers.getByRole("group", { name: "Breaker 2" }));
    fill("Circuit breakers", "Breaker 2", "Trips at", "400");
    await choose(second.getByRole("combobox", { name: "Then" }), "lock out");
    fill("Circuit breakers", "Breaker 2", "Lock out for", "0.5");
    expect(second.getByText("At least 60000")).toBeTruthy();
    fill("Circuit breakers", "Breaker 2", "Lock out for", "9o");
    expect(second.getByText(/Enter a number/)).toBeTruthy();
    expect(reading.ok ? [] : [...(reading.problems.get("breakers")?.parts.keys() ?? [])]).toContain("1.lockOutMs");
    fill("Circuit breakers", "Breaker 2", "Lock out for", "90");
    await choose(second.getByRole("combobox", { name: "Breaker" }), "order-rejects");
    expect(second.getByText("Says what time is counted.")).toBeTruthy();
    await choose(second.getByRole("combobox", { name: "Breaker" }), "loss-streak");
    expect(second.queryByLabelText("Lasting for")).toBeNull();
    fill("Circuit breakers", "Breaker 2", "Trips at", "4");
    expect(read()).toMatchObject({
      breakers: [
        { rule: "order-rejects", limit: "20", windowMs: 90_500, action: "halt" },
        { rule: "loss-streak", limit: "4", action: "lock_out", lockOutMs: 5_400_000 },
      ],
    });
  });

  it("holds the limits of one trader, each in its own field", async () => {
    await open(["scopes"], { scopes: { traders: { breakout: { maxDailyLoss: "500" } } } });
    const scopes = limit("Limits per trader, strategy and model");
    const breakout = within(scopes.getByRole("group", { name: /^Trader breakout/ }));
    fireEvent.change(breakout.getByLabelText("Daily loss"), { target: { value: "400" } });
    await choose(breakout.getByRole("combobox", { name: "Add a limit to Trader breakout" }), "Trades per day");
    fireEvent.change(breakout.getByLabelText("Trades per day"), { target: { value: "0" } });
    expect(breakout.getByText("At least 1")).toBeTruthy();
    fireEvent.change(breakout.getByLabelText("Trades per day"), { target: { value: "3" } });
    fireEvent.change(scopes.getByLabelText("Named"), { target: { value: "breakout" } });
    expect(scopes.getByText("It has limits already")).toBeTruthy();
    await choose(scopes.getByRole("combobox", { name: "Of a" }), "model");
    fireEvent.change(scopes.getByLabelText("Named"), { target: { value: "claude" } });
    fireEvent.click(scopes.getByRole("button", { name: "Add limits" }));
    expect(read()).toMatchObject({
      scopes: { traders: { breakout: { maxDailyLoss: "400", maxTradesPerDay: 3 } }, models: { claude: {} } },
    });
    fireEvent.click(scopes.getByRole("button", { name: "Remove Trader breakout" }));
    expect(read().scopes).toEqual({ models: { claude: {} } });
  });

  it("can be edited as text, and stays text while a form could not show it", async () => {
    await open(["correlatedGroups"], {
      correlatedGroups: [{ name: "majors", instrumentIds: ["a"], maxExposure: "10" }],
    });
    const groups = limit("Correlated groups");
    const asText = groups.getByRole<HTMLButtonElement>("button", { name: "Edit as text" });
    fireEvent.click(asText);
    const text = groups.getByLabelText<HTMLTextAreaElement>("Correlated groups");
    fireEvent.change(text, { target: { value: '[{"name":' } });
    expect(groups.getByText("That is not JSON")).toBeTruthy();
    expect(asText.disabled).toBe(true);
    const edited = '[{"name":"all","instrumentIds":["b"],"maxExposure":"x"}]';
    fireEvent.change(text, { target: { value: edited } });
    fireEvent.click(asText);
    expect(groups.getByLabelText<HTMLInputElement>("Name").value).toBe("all");
    await waitFor(() => expect(groups.getByRole("checkbox", { name: "b" }).getAttribute("aria-checked")).toBe("true"));
    fill("Correlated groups", "Group 1", "Most together", "9");
    expect(read()).toMatchObject({
      correlatedGroups: [{ name: "all", instrumentIds: ["b"], maxExposure: "9" }],
    });
  });

  it("takes news over from a calendar file, and says what became of it", async () => {
    await open(["newsWindows"]);
    const begin = (): void => {
      fireEvent.click(screen.getByRole("button", { name: "Import news…" }));
    };
    begin();
    const dialog = within(await screen.findByRole("dialog", { name: "Import news from a calendar" }));
    const take = dialog.getByRole<HTMLButtonElement>("button", { name: "Import" });
    const choose = (text: string): void => {
      const file = new File([text], "news.ics");
      fireEvent.change(dialog.getByLabelText("Choose a file", { selector: "input" }), { target: { files: [file] } });
    };
    expect(take.disabled).toBe(true);
    choose("x".repeat(1_000_001));
    fireEvent.change(dialog.getByLabelText("Days ahead"), { target: { value: "367" } });
    expect(dialog.getByText("A whole number from 1 to 366")).toBeTruthy();
    expect(take.disabled).toBe(true);
    fireEvent.change(dialog.getByLabelText("Days ahead"), { target: { value: "30" } });
    fireEvent.click(take);
    expect((await dialog.findByRole("alert")).textContent).toContain("larger than 1 MB");
    choose("BEGIN:VCALENDAR\r\n");
    desk.trouble.set("importNews", new Fault("CALENDAR-EMPTY", "validation", "No event.", "Take another."));
    fireEvent.click(take);
    await waitFor(() => expect(dialog.getByRole("alert").textContent).toContain("Nothing was imported: No event."));
    desk.trouble.clear();
    fireEvent.click(take);
    expect(await screen.findByText("2 events make 3 windows in UTC; they hold at once.")).toBeTruthy();
    const told = within(await screen.findByRole("dialog", { name: "What was taken, and what is left to you" }));
    const doubts = told.getAllByRole("listitem").map(({ textContent }) => textContent);
    expect(doubts).toHaveLength(3);
    expect(doubts[0]).toMatch(/^The last event begins .* That is 30 d before the end of the 30 days you asked for/);
    expect(doubts[1]).toContain("1 event lasts a day or longer");
    expect(doubts[2]).toContain("2 events have no title");
    fireEvent.click(told.getByRole("button", { name: "Done" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    const wish = { beforeMinutes: 15, afterMinutes: 15, days: 30, zone: "UTC" };
    expect(desk.requests.findLast(({ name }) => name === "importNews")?.input).toEqual({
      text: "BEGIN:VCALENDAR\n",
      ...wish,
    });
  });

  it("shows the first of many windows until the others are asked for", async () => {
    const windows = Array.from({ length: 30 }, () => ({ from: "08:00", to: "08:30", date: "2026-02-06" }));
    await open(["newsWindows"], { newsWindows: { zone: "UTC", windows } });
    const news = limit("News windows");
    expect(news.getAllByRole("group", { name: /^Window/ })).toHaveLength(20);
    fireEvent.click(news.getByRole("button", { name: "Show 10 more" }));
    expect(news.getAllByRole("group", { name: /^Window/ })).toHaveLength(30);
  });
});
