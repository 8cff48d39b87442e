import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Fault } from "../../../shared/model/fault.ts";
import { usualFirmTerms } from "../../../shared/model/firm-terms.ts";
import type { FirmDayPoint } from "../../../shared/model/prop-firm-report.ts";
import { renderWithDesk, type WithDesk } from "../../../tests/fixtures/render-with-desk.tsx";
import { ScriptedDesk } from "../../../tests/fixtures/scripted-desk.ts";
import { dayPaths } from "./day-paths.ts";
import { FirmSection } from "./firm-section.tsx";
import { narrow, presetWarnings } from "./preset-choice.ts";

vi.setConfig({ testTimeout: 20_000 });

let page: WithDesk;
let desk: ScriptedDesk;
const at = Date.UTC(2026, 0, 5, 12);
const report = () => desk.firm.reportOf("sample.evaluation.100k", usualFirmTerms, at);
const point = (minute: number, equity: string, daily: string | null = "95000"): FirmDayPoint => ({
  at: at + minute * 60_000,
  equity,
  daily,
  max: "90000",
});
beforeEach(async () => {
  desk = new ScriptedDesk();
  page = await renderWithDesk(<FirmSection />, desk);
  await screen.findByRole("region", { name: "Prop firm" });
});
afterEach(() => page.leave());
const section = (): HTMLElement => screen.getByRole("region", { name: "Prop firm" });

describe("the account under a firm", () => {
  it("shows the room to each floor that binds, currency first, and other readings folded", async () => {
    act(() => desk.setFirm(report()));
    const daily = await screen.findByRole("meter", { name: "Daily loss floor" });
    expect(daily.getAttribute("aria-valuetext")).toBe("4,000.00 USD left (80.0%)");
    const words = section().textContent ?? "";
    expect(words).toContain("floor 95,000.00 USD, equity 99,000.00 USD; the guard closes everything at 95,500.00 USD");
    expect(words).toContain("only below it breaks it");
    expect(words).toContain("touching it breaks it");
    expect(words).toContain("Shown only, they do not bind: 1");
    expect(words).toContain("Rules as of 2026-10-04, confidence high");
  });

  it("shows every other rule, the payout gate and what is not sure", async () => {
    act(() => desk.setFirm(report()));
    await screen.findByText("Within the rules");
    const words = section().textContent ?? "";
    for (const part of [
      "500.00 USD is lost, 3,500.00 USD is left to the nearest floor: holds",
      "nothing breaks",
      "−1,000.00 USD; 11,000.00 USD to the target balance of 110,000.00 USD",
      "2 of 4",
      "best day 600.00 USD is 60.0% of 1,000.00 USD, at most 50%: needs 200.00 USD more profit",
      "3 micros held, 50 allowed",
      "traders are refused until you do; only with consent",
      "restricted; nothing opens until",
      "overnight not allowed, weekend not allowed; close by",
      "Standard: not yet",
      "best day’s share: 60.0% of 50.0%",
      "amount: – of 100.00 USD",
      "Whether the floor trails.",
      "Another page says the floor trails.",
    ])
      expect(words).toContain(part);
    expect(within(section()).getByRole("link").getAttribute("href")).toBe("https://example.com/rules");
  });

  it("announces what the reset would break, says what is broken, and until when the guard has stopped", async () => {
    const [daily] = report().limits;
    if (!daily) throw new Error("no limit");
    const stop = {
      rule: "daily_loss",
      at,
      until: at + 60_000,
      equity: "95400",
      floor: "95000",
      cause: "margin",
      reason: "Too near to the floor",
    } as const;
    const breach = { rule: "max_loss", effect: "fail", at, equity: "89000", floor: "90000", atReset: true } as const;
    act(() =>
      desk.setFirm({
        ...report(),
        standing: "stopped",
        stop,
        breaches: [breach],
        limits: [
          { ...daily, room: "-20", roomBps: -40 },
          { ...daily, rule: "max_loss", floor: null, room: null, roomBps: null },
        ],
        reset: { at, limits: [], breaks: [daily] },
        target: { balance: "110000", missing: "0", reached: true },
        contracts: { known: "unknown", follows: "live_equity", held: 0, allowed: null },
        tradingDays: { done: 1, needed: null },
        consistency: null,
        profitableDays: null,
      }),
    );
    await screen.findByText("Stopped by the guard");
    const words = section().textContent ?? "";
    for (const part of [
      "Too near to the floor (until 2026-01-05 12:01:00)",
      "broken by 20.00 USD",
      "a limit exists, its number is in no source",
      "the account breaks: daily loss. Close the loss before the reset.",
      "maximum loss at 2026-01-05 12:00:00, at the reset by a loss carried overnight: equity 89,000.00 USD",
      "target balance of 110,000.00 USD reached",
      "1, none demanded or known",
    ])
      expect(words).toContain(part);
    act(() => desk.setFirm({ ...report(), stop: { ...stop, until: null } }));
    expect(await screen.findByText("Too near to the floor (until another preset or account)")).toBeTruthy();
  });

  it("draws the day's equity against the floors, and says it in words", async () => {
    act(() => desk.setFirm({ ...report(), limits: [] }, []));
    expect(await screen.findByText("The day’s picture begins with the first minute.")).toBeTruthy();
    act(() => desk.setFirm(report(), [point(0, "100000"), point(1, "99000")]));
    const picture = await screen.findByRole("img");
    expect(picture.getAttribute("aria-label")).toContain("Equity 99,000.00 USD at 12:01; daily floor 95,000.00 USD");
    act(() => desk.setFirm({ ...report(), limits: [] }, [point(0, "100000", null)]));
    await waitFor(() => expect(screen.getByRole("img").getAttribute("aria-label")).toContain("no daily floor"));
  });
});

describe("the choice of a preset", () => {
  const open = async (): Promise<HTMLElement> => {
    fireEvent.click(screen.getByRole("button", { name: "Choose a preset" }));
    return await screen.findByRole("dialog", { name: "Choose a firm’s preset" });
  };
  const choose = async (dialog: HTMLElement, label: string, option: string | RegExp): Promise<void> => {
    fireEvent.click(within(dialog).getByRole("combobox", { name: label }));
    const found = await screen.findByRole("option", { name: option });
    fireEvent.pointerDown(found, { pointerType: "mouse" });
    fireEvent.click(found);
  };
  const asked = (name: string): unknown[] =>
    desk.requests.filter((each) => each.name === name).map(({ input }) => input);

  it("goes from firm to account, shows date, sources and warnings, and applies it on the trader's terms", async () => {
    const dialog = await open();
    await within(dialog).findByText("Whether the firm still sells this is not confirmed.");
    await choose(dialog, "Firm", "Sample Firm");
    await within(dialog).findByText(/Daily loss: 5,000.00 USD. Maximum loss: 10,000.00 USD, fixed./);
    expect(dialog.textContent).toContain("rules as of 2026-10-04, confidence high");
    expect(dialog.textContent).toContain("Another page says the floor trails.");
    fireEvent.click(within(dialog).getByRole("checkbox", { name: /optional daily limit/ }));
    fireEvent.click(within(dialog).getByRole("checkbox", { name: /automation is allowed/ }));
    fireEvent.click(within(dialog).getByRole("checkbox", { name: /new account at the firm/ }));
    fireEvent.change(within(dialog).getByLabelText("Safety margin"), { target: { value: "95" } });
    const apply = within(dialog).getByRole<HTMLButtonElement>("button", { name: "Apply to this account" });
    expect(apply.disabled).toBe(true);
    fireEvent.change(within(dialog).getByLabelText("Safety margin"), { target: { value: "20" } });
    fireEvent.click(apply);
    await screen.findByRole("meter", { name: "Daily loss floor" });
    expect(asked("applyPreset")).toEqual([
      {
        id: "sample.evaluation.100k",
        terms: {
          ...usualFirmTerms,
          optionalDailyLoss: true,
          automationConfirmed: true,
          safetyMarginPercent: "20",
        },
        fresh: true,
      },
    ]);
  });

  it("warns of a program no longer sold, undated pages and a ban of automation", async () => {
    const dialog = await open();
    await within(dialog).findByText(/not confirmed/);
    await choose(dialog, "Firm", "Sample Firm");
    await choose(dialog, "Phase", "funded");
    expect(await within(dialog).findByText("This firm bans automation: no trader will start.")).toBeTruthy();
    expect(dialog.textContent).toContain("A program that the firm no longer sells.");
    expect(dialog.textContent).toContain("Its pages carry no date.");
    expect(dialog.textContent).toContain("Daily loss: none.");
  });

  it("asks for the calendar without which a firm with a news rule lets nothing open", async () => {
    const dialog = await open();
    await within(dialog).findByText(/not confirmed/);
    expect(within(dialog).queryByRole("checkbox", { name: /calendar of releases/ })).toBeNull();
    await choose(dialog, "Firm", "Sample Firm");
    await choose(dialog, "Phase", "funded");
    await within(dialog).findByText(/until a calendar of releases is given, nothing opens/);
    fireEvent.click(within(dialog).getByRole("checkbox", { name: /calendar of releases/ }));
    const lines = within(dialog).getByLabelText("Releases");
    const apply = within(dialog).getByRole<HTMLButtonElement>("button", { name: "Apply to this account" });
    fireEvent.change(lines, { target: { value: "# payrolls\n2026-12-04 13:30" } });
    expect(within(dialog).getByText(/2026-12-04 13:30 is no time with its zone/)).toBeTruthy();
    expect(apply.disabled).toBe(true);
    fireEvent.change(lines, { target: { value: "# payrolls\n2026-12-04T08:30-05:00\n" } });
    fireEvent.click(apply);
    await waitFor(() => expect(asked("applyPreset")).toHaveLength(1));
    expect(asked("applyPreset")).toMatchObject([{ terms: { releases: ["2026-12-04T13:30:00.000Z"] } }]);
  });

  it("keeps an edited copy under an id of its own and chooses it", async () => {
    const dialog = await open();
    await within(dialog).findByText(/not confirmed/);
    fireEvent.click(await within(dialog).findByRole("button", { name: "Copy and edit" }));
    const text = await within(dialog).findByLabelText<HTMLTextAreaElement>("The preset as JSON");
    expect(text.value).toContain('"own.other.evaluation.25k"');
    const save = within(dialog).getByRole<HTMLButtonElement>("button", { name: "Keep this copy" });
    const edited = text.value;
    fireEvent.change(text, { target: { value: edited.replace('"currency": "USD"', '"currency": "DOLLAR"') } });
    expect(await within(dialog).findByText(/^That is no preset: currency/)).toBeTruthy();
    expect(save.disabled).toBe(true);
    fireEvent.change(text, { target: { value: "{" } });
    expect(save.disabled).toBe(true);
    fireEvent.change(text, { target: { value: edited.replace("own.other", "other") } });
    fireEvent.click(save);
    expect(await within(dialog).findByText(/The copy was not kept: There is a preset/)).toBeTruthy();
    fireEvent.change(text, { target: { value: edited.replace('"amount": "5000"', '"amount": "4000"') } });
    fireEvent.click(save);
    await within(dialog).findByText(/Daily loss: 4,000.00 USD/);
    expect(within(dialog).getByRole("combobox", { name: "Account" }).textContent).toContain(
      "own.other.evaluation.25k (your own)",
    );
  });

  it("names a file that holds no preset with its reason, and hides none of the others", async () => {
    desk.firm.unreadable = [{ id: "my.typo", reason: "The preset in my.typo.json cannot be used: it is no JSON." }];
    const dialog = await open();
    const told = await within(dialog).findByRole("region", { name: "Files in this profile that hold no preset" });
    expect(told.textContent).toContain("my.typo");
    expect(told.textContent).toContain("it is no JSON");
    expect(within(dialog).getByRole("combobox", { name: "Firm" })).toBeTruthy();
  });

  it("says it when presets cannot be read or applied", async () => {
    desk.trouble.set("applyPreset", new Fault("FIRM-SIZE", "validation", "Another size.", "Begin afresh."));
    const dialog = await open();
    const apply = within(dialog).getByRole<HTMLButtonElement>("button", { name: "Apply to this account" });
    await waitFor(() => expect(apply.disabled).toBe(false));
    fireEvent.click(apply);
    expect((await within(dialog).findByRole("alert")).textContent).toContain("Another size.");
    fireEvent.click(within(dialog).getByRole("button", { name: "Close" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    desk.trouble.set("listPresets", new Fault("FIRM-PRESET-FILE", "validation", "A file is broken.", "Correct it."));
    const again = await open();
    expect((await within(again).findByRole("alert")).textContent).toContain("A file is broken.");
  });
});

describe("the parts of the firm's screen", () => {
  it("narrow presets down so that a choice that is gone takes the first", () => {
    const presets = desk.firm.choices();
    const { wish, steps } = narrow(presets, { firm: "Sample Firm", program: "gone", phase: "funded", id: "gone" });
    expect(wish).toEqual({ firm: "Sample Firm", program: "Evaluation", phase: "funded", id: "sample.funded.50k" });
    expect(steps.firms).toEqual(["Another Firm", "Sample Firm"]);
    expect(narrow([], wish).wish.id).toBe("");
    expect(presets.flatMap(presetWarnings)).toContain("risk.preset.low");
  });

  it("draw floors as steps, equity as a line, and one moment across", () => {
    const paths = dayPaths([point(0, "100000", null), point(1, "99000"), point(2, "98000", "96000")]);
    expect(paths.equity).toMatch(/^M0\.0 .*L500\.0 .*L1000\.0/);
    expect(paths.daily).toMatch(/^M500\.0 [\d.]+H1000\.0V/);
    expect(dayPaths([point(0, "100000")]).max).toContain("h1000");
    expect(dayPaths([])).toEqual({ equity: "", daily: "", max: "" });
  });
});
