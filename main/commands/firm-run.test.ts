import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { FirmBreached } from "../../shared/model/firm-event.ts";
import type { PropFirmReport } from "../../shared/model/prop-firm-report.ts";
import { nodePrimitives } from "../adapters/proof-node/node-primitives.ts";
import { readPreset } from "../adapters/prop-firm-presets/read-presets.ts";
import { type Givens, noGivens } from "../audit/verifier/givens.ts";
import { claimsRecomputed } from "../audit/verifier/v14-claims.ts";
import { verifyBundle } from "../audit/verifier/verify-bundle.ts";
import { JournalFirmJudge } from "../risk/prop-firm/firm-judge.ts";
import { applyToProfile, copyToProfile } from "./apply-preset.ts";
import { runBacktest } from "./backtest.ts";
import { runExport } from "./export.ts";
import { readCalendar } from "./firm-calendar.ts";
import { runPaper } from "./paper.ts";
import { judgeProfile, listPresets } from "./prop-firm.ts";
import { systemHost } from "./system-host.ts";

const dir = mkdtempSync(join(tmpdir(), "proofdesk-firm-run-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const env = { ...process.env, PROOFDESK_KEYCHAIN: "off" };
const host = { ...systemHost(), env };
const twoStep = "ftmo.2step.challenge.100k";

/**
 * Minute bars that leap over the averages and then fall by `step` a minute, and at the end by a `gap`; one of them falls
 * deeper by a `wick` and closes as if nothing had been.
 */
function barsFile(name: string, step: number, gap = 0, wick = 0): string {
  const wickAt = 80;
  const closes = [...Array.from({ length: 60 }, (_, i) => 520 - i / 4), 1000];
  for (let i = 0; i < 45; i++) closes.push((closes.at(-1) as number) - step);
  closes.push((closes.at(-1) as number) - gap, (closes.at(-1) as number) - gap);
  const rows = closes.map((close, i) => {
    const open = i === 0 ? close : (closes[i - 1] as number);
    const at = new Date(Date.UTC(2024, 0, 2, 12) + i * 60_000).toISOString();
    const low = Math.min(open, close) - (i === wickAt ? wick : 0);
    return [at, open, Math.max(open, close), low, close, 1000].join();
  });
  const file = join(dir, `${name}_1m.csv`);
  writeFileSync(file, ["timestamp,open,high,low,close,volume", ...rows].join("\n"));
  return file;
}

/** A long trade that the strategy does not close in time: its slow average follows too late. */
const held = { set: ["fast=20", "slow=50", "sizing=fixed:100"], leverage: "20" };

const run = (bars: string, name: string, change: object = {}) =>
  runPaper({
    bars,
    strategy: "sma",
    ...held,
    profileDir: join(dir, name),
    preset: twoStep,
    env,
    ...change,
  });

describe("a run under a firm's preset", () => {
  it("is stopped before the floor, says by which rule and when, and its bundle verifies", async () => {
    const bars = barsFile("slide", 1.2);
    const result = await run(bars, "slide");
    const [stop] = result.firm?.stops ?? [];
    expect(stop).toMatchObject({ rule: "prop-firm.daily_loss", action: "flatten_and_halt" });
    expect(stop?.at).toMatch(/^2024-01-02T13:/);
    expect(result.firm?.account).toMatchObject({ standing: "stopped", breaches: [], preset: { id: twoStep } });
    expect(result.notes.join(" ")).toContain("Stopped by prop-firm.daily_loss at 2024-01-02T13:");
    const out = join(dir, "slide.json");
    await runExport({ profileDir: join(dir, "slide"), out, host });
    const part = join(dir, "slide-part.json");
    await runExport({ profileDir: join(dir, "slide"), out: part, from: 5, host });
    expect(v14(readFileSync(part, "utf8"))).toContain(
      "are not judged: only a whole bundle holds what they follow from",
    );
    expect(v14(readFileSync(out, "utf8"), noGivens)).toContain("are not judged here");
    const { claims } = JSON.parse(readFileSync(out, "utf8")) as { claims: { preset: object } };
    expect(claims.preset).toEqual({ id: twoStep, sha256: result.firm?.account?.preset.sha256 });
    expect(v14(readFileSync(out, "utf8"))).toMatch(/^pass .* marks and 0 breaches of ftmo.2step.challenge.100k follow/);
  });

  it("is the same run without a journal, and its journal gives the same account again", async () => {
    const bars = barsFile("same", 1.2);
    const paper = await run(bars, "same");
    const backtest = await runBacktest({ bars, strategy: "sma", preset: twoStep, ...held });
    const told = ({ stops, warnings, refused }: NonNullable<typeof paper.firm>) => ({
      stops,
      warnings,
      refused: refused.byRule,
    });
    expect(told(backtest.firm as NonNullable<typeof paper.firm>)).toEqual(
      told(paper.firm as NonNullable<typeof paper.firm>),
    );
    const { document } = judgeProfile(join(dir, "same"), twoStep);
    const { account } = document as { account: PropFirmReport };
    expect(paper.firm?.account?.breaches).toEqual([]);
    // What the book may lose is not in the marks.
    expect({ ...account, worstCase: null }).toEqual({ ...paper.firm?.account, worstCase: null });
  });

  it("fails where a gap falls through the floor, and a bundle that hides or changes it does not verify", async () => {
    const bars = barsFile("gap", 0.1, 60);
    const result = await run(bars, "gap");
    expect(result.firm?.account).toMatchObject({
      standing: "failed",
      breaches: [{ rule: "daily_loss", effect: "fail" }],
    });
    const out = join(dir, "gap.json");
    await runExport({ profileDir: join(dir, "gap"), out, host });
    const text = readFileSync(out, "utf8");
    expect(v14(text)).toMatch(/^pass .* and 1 breaches of/);
    const changed = (change: (event: { type: string; data: Record<string, unknown> }) => unknown): string => {
      const bundle = JSON.parse(text) as { events: string[] };
      const events = bundle.events.map((event) => JSON.stringify(change(JSON.parse(event))));
      return v14(JSON.stringify({ ...bundle, events }));
    };
    expect(changed((e) => (e.type === "risk.breached" ? { ...e, type: "note.added", data: {} } : e))).toContain(
      "a breach follows from the marks that no event tells",
    );
    expect(
      changed((e) => (e.type === "risk.breached" ? { ...e, data: { ...(e.data as FirmBreached), floor: "1" } } : e)),
    ).toContain("no such breach follows");
    const mark = (change: object) => (e: { type: string; data: Record<string, unknown> }) =>
      e.data["firm"] === undefined
        ? e
        : { ...e, data: { ...e.data, firm: { ...(e.data["firm"] as object), ...change } } };
    expect(changed(mark({ balance: "1" }))).toContain("the fills come to");
    expect(changed(mark({ floors: { daily: "1", max: "1" } }))).toContain("the rules give");
    expect(
      changed((e) => (e.type === "preset.applied" ? { ...e, data: { ...e.data, presetId: "x.y" } } : e)),
    ).toContain("is claimed, the events apply");
    const milder = (e: { type: string; data: Record<string, unknown> }): unknown => {
      if (e.type !== "preset.applied") return e;
      const preset = { ...(e.data["preset"] as object), startingBalance: "1" };
      return { ...e, data: { ...e.data, preset } };
    };
    expect(changed(milder)).toContain("the preset it applies has the hash");
    const rounded = (e: { type: string; data: Record<string, unknown> }): unknown =>
      e.type === "preset.applied" ? { ...e, data: { ...e.data, preset: { share: 0.5 } } } : e;
    expect(changed(rounded)).toContain("it cannot be judged");
    const skipping = (e: { type: string; data: Record<string, unknown> }): unknown =>
      e.type === "risk.judged" ? { ...e, data: { ...e.data, unset: ["RISK-046"], rows: [] } } : e;
    expect(changed(skipping)).toContain("RISK-046 is said to be without a setting");
    type Row = { readonly code: string };
    const judged = (change: (rows: readonly Row[]) => readonly Row[]) => (e: { type: string; data: object }) => {
      if (e.type !== "risk.judged") return e;
      // In the form of an older desk, of which V14 asks less.
      const { clear, rows, unset, ...data } = e.data as { clear: string[]; rows: readonly Row[]; unset: string[] };
      return { ...e, data: { ...data, rows: change(rows), unset: [...clear, ...unset] } };
    };
    expect(changed(judged((rows) => rows))).toMatch(/^pass /);
    expect(changed(judged((rows) => rows.filter(({ code }) => code !== "RISK-045")))).toContain(
      "RISK-045 does not answer under ftmo.2step.challenge.100k",
    );
    const ofLoss = (change: object) =>
      judged((rows) => rows.map((row) => (row.code === "RISK-046" ? { ...row, ...change } : row)));
    expect(changed(ofLoss({ limit: "1" }))).toContain("RISK-046 lets the account down to 1,");
    expect(changed(ofLoss({ limit: undefined }))).toContain("RISK-046 passes and does not say what it was measured by");
  });

  it("fails by what stood open inside a bar, which its close hides, and the marks alone give the breach again", async () => {
    const bars = barsFile("wick", 0.1, 0, 60);
    const result = await run(bars, "wick");
    const at = Date.UTC(2024, 0, 2, 12) + 81 * 60_000 - 1;
    const breach = { rule: "daily_loss", effect: "fail", at };
    expect(result.firm?.account).toMatchObject({ standing: "failed", breaches: [breach] });
    expect(Number(result.firm?.account?.breaches[0]?.equity)).toBeLessThan(95_000);
    expect(Math.min(...result.equity.map(([, equity]) => equity))).toBeGreaterThan(99_000);
    const out = join(dir, "wick.json");
    await runExport({ profileDir: join(dir, "wick"), out, host });
    expect(v14(readFileSync(out, "utf8"))).toMatch(/^pass .* and 1 breaches of/);
    const { document } = judgeProfile(join(dir, "wick"), twoStep);
    expect((document as { account: PropFirmReport }).account.breaches).toEqual(result.firm?.account?.breaches);
    const backtest = await runBacktest({ bars, strategy: "sma", preset: twoStep, ...held });
    expect(backtest.firm?.account?.breaches).toEqual(result.firm?.account?.breaches);
    expect(backtest.tradesHash).toBe(result.tradesHash);
  });

  it("does not begin where the firm bans automation, or before it is confirmed", async () => {
    const bars = barsFile("ban", 1);
    const refused = expect.objectContaining({ code: "FIRM-AUTOMATION" });
    await expect(run(bars, "ban", { ...held, preset: "apex.eod.eval.50k" })).rejects.toEqual(refused);
    await expect(run(bars, "ban", { ...held, preset: "fundednext.stellar_2step.step1.100k" })).rejects.toEqual(refused);
    const options = { ...held, preset: "fundednext.stellar_2step.step1.100k", confirmAutomation: true };
    expect((await run(bars, "confirmed", options)).firm?.account?.automation).toMatchObject({
      answer: "confirm",
      confirmed: true,
    });
    await expect(runBacktest({ bars, strategy: "sma", preset: "apex.eod.eval.50k", ...held })).rejects.toEqual(refused);
  });

  it("takes a calendar for a firm with a news rule, without which nothing opens", async () => {
    const bars = barsFile("news", 1);
    const calendar = join(dir, "none.txt");
    writeFileSync(calendar, "");
    const options = { bars, strategy: "sma", preset: "the5ers.high_stakes.step1.100000", ...held };
    expect((await runBacktest(options)).firm?.refused.byRule["RISK-050"]).toBeGreaterThan(0);
    expect((await runBacktest({ ...options, calendar })).metrics.trades).toBe(1);
  });

  it("refuses bars that begin before the account was seen last", async () => {
    const bars = barsFile("order", 1);
    await run(bars, "order", held);
    await expect(run(bars, "order", held)).rejects.toEqual(expect.objectContaining({ code: "FIRM-TIME" }));
  });
});

const recorded = join(import.meta.dirname, "../../../shared/data/ohlcv/crypto-1m/BTCUSDT_1m_binance_2022.csv.gz");

it("stops an over-sized strategy over recorded minutes of bitcoin before the floor", async ({ skip }) => {
  if (!existsSync(recorded)) skip(`${recorded} is not there`);
  const profileDir = join(dir, "recorded");
  const set = ["fast=10", "slow=30", "side=both", "sizing=equity:3"];
  const result = await runPaper({
    bars: recorded,
    to: Date.UTC(2022, 5, 17),
    strategy: "sma",
    set,
    leverage: "5",
    preset: twoStep,
    profileDir,
    env,
  });
  expect(result.firm?.stops).toMatchObject([
    { rule: "prop-firm.daily_loss", action: "flatten_and_halt", basis: "95000" },
  ]);
  expect(result.firm?.account).toMatchObject({ standing: "stopped", breaches: [] });
  expect(Math.min(...result.equity.map(([, equity]) => equity))).toBeGreaterThan(95_000);
  const out = join(dir, "recorded.json");
  await runExport({ profileDir, out, host });
  expect(v14(readFileSync(out, "utf8"))).toMatch(/^pass .* 0 breaches of ftmo.2step.challenge.100k follow/);
}, 60_000);

describe("a profile's presets", () => {
  it("are copied, edited, applied by their own hash and listed first", async () => {
    const profileDir = join(dir, "own");
    const { document } = copyToProfile(profileDir, twoStep, "my.ftmo.100k");
    const { file } = document as { file: string };
    const edited = {
      ...JSON.parse(readFileSync(file, "utf8")),
      requiredDays: { trading: 9, countsWhen: "traded", profitable: null },
    };
    writeFileSync(file, JSON.stringify(edited));
    const applied = await applyToProfile(host, profileDir, {
      id: "my.ftmo.100k",
      terms: { safetyMarginPercent: "20" },
    });
    expect(applied.document).toMatchObject({ applied: true, before: null, terms: { safetyMarginPercent: "20" } });
    const again = await applyToProfile(host, profileDir, { id: "my.ftmo.100k" });
    expect(again.document).toMatchObject({ applied: false, terms: { safetyMarginPercent: "20" } });
    expect(listPresets(profileDir).lines[0]).toMatch(/^my\.ftmo\.100k .*your own copy/);
    const result = await runPaper({ bars: barsFile("own", 1), strategy: "sma", profileDir, env, ...held });
    expect(result.firm?.account).toMatchObject({ preset: { id: "my.ftmo.100k" }, tradingDays: { needed: 9 } });
    const { lines } = judgeProfile(profileDir, "my.ftmo.100k");
    expect(lines.join("\n")).toContain("the guard's own marks were read");
  });

  it("are refused by a name that is none or taken, a file that is none, another size and terms that cannot be", async () => {
    const profileDir = join(dir, "bad");
    const code = (name: string) => expect.objectContaining({ code: name });
    expect(() => copyToProfile(profileDir, twoStep, "No Name")).toThrow(code("FIRM-PRESET-NAME"));
    expect(() => copyToProfile(profileDir, twoStep, "ftmo.1step.challenge.50k")).toThrow(code("FIRM-PRESET-EXISTS"));
    copyToProfile(profileDir, twoStep, "my.one");
    expect(() => copyToProfile(profileDir, twoStep, "my.one")).toThrow(code("FIRM-PRESET-EXISTS"));
    writeFileSync(join(profileDir, "prop-firms", "my.two.json"), "{");
    expect(() => readPreset("my.two", profileDir)).toThrow(code("FIRM-PRESET-FILE"));
    writeFileSync(join(profileDir, "prop-firms", "my.two.json"), "{}");
    expect(() => readPreset("my.two", profileDir)).toThrow(code("FIRM-PRESET-FILE"));
    await applyToProfile(host, profileDir, { id: twoStep });
    await expect(applyToProfile(host, profileDir, { id: "ftmo.2step.challenge.10k" })).rejects.toEqual(
      code("FIRM-SIZE"),
    );
    const fresh = await applyToProfile(host, profileDir, { id: "ftmo.2step.challenge.10k", fresh: true });
    expect(fresh.document).toMatchObject({ applied: true, before: twoStep });
    const terms = { safetyMarginPercent: "99" };
    await expect(applyToProfile(host, profileDir, { id: twoStep, terms })).rejects.toEqual(code("FIRM-TERMS"));
  });

  it("take a calendar of releases, one time with its zone a line", () => {
    const file = join(dir, "calendar.txt");
    writeFileSync(file, "# payrolls\n2026-01-09T08:30-05:00\n\n2026-01-14T13:30:00Z\n");
    expect(readCalendar(file)).toEqual(["2026-01-09T13:30:00.000Z", "2026-01-14T13:30:00.000Z"]);
    for (const line of ["tomorrow", "2026-02-31T13:30Z", "2026-02-30T23:30-05:00"]) {
      writeFileSync(file, line);
      expect(() => readCalendar(file), line).toThrow(
        expect.objectContaining({ code: "FIRM-CALENDAR", message: expect.stringContaining(line) }),
      );
    }
    expect(() => readCalendar(join(dir, "none"))).toThrow(expect.objectContaining({ code: "FIRM-CALENDAR" }));
  });
});

/** What V14 says of a bundle's text, on its own. */
function v14(text: string, givens: Givens = { ...noGivens, judgeFirm: () => new JournalFirmJudge() }): string {
  const { levels } = verifyBundle(nodePrimitives, text, undefined, { givens, checks: [claimsRecomputed] });
  return levels.integrity
    .filter(({ code }) => code === "V14")
    .map(({ outcome, text: said }) => `${outcome} ${said}`)
    .join("\n");
}
