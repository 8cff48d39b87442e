import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { plainRun, plainSeed } from "./figure.ts";
import { verdictOn } from "./peers/agreement.ts";
import { readBars, writeBars } from "./peers/bars-file.ts";
import { blindLoop } from "./peers/blind-loop.ts";
import { contestants, contestantUnavailable } from "./peers/contestants.ts";
import { fold } from "./peers/fold.ts";
import { measurePeers, type PeersReport } from "./peers/measure-peers.ts";
import { installPeers, packagesMissing } from "./peers/peer-package.ts";
import { peersMarkdown, peersText } from "./peers/peers-table.ts";
import { plain } from "./peers/plain.ts";
import { proofdesk } from "./peers/proofdesk.ts";
import { wantedSide } from "./peers/wanted-side.ts";
import { plainLoop } from "./plain-loop.ts";
import { seededBars } from "./seeded-bars.ts";

const dir = mkdtempSync(join(tmpdir(), "proofdesk-peers-test-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const bars = seededBars(30_000, plainSeed);
const job = plainLoop(bars, plainRun, new Float64Array(bars.length));
const expected = { job, blindOnFills: blindLoop(bars, plainRun) };

describe("the bars the peers read", () => {
  const file = join(dir, "bars.f64");

  it("are the generator's, byte by byte, as little-endian doubles column after column", () => {
    writeBars(file, bars);
    const bytes = readFileSync(file);
    const columns = [bars.openTime, bars.open, bars.high, bars.low, bars.close, bars.volume];
    expect(bytes.byteLength).toBe(columns.length * bars.length * 8);
    const untrue = columns.flatMap((column, c) =>
      Array.from(column).filter((value, i) => bytes.readDoubleLE((c * bars.length + i) * 8) !== value),
    );
    expect(untrue).toEqual([]);
    expect(readBars(file)).toEqual(bars);
  });

  it("are refused where a piece is missing", () => {
    writeBars(file, bars);
    truncateSync(file, bars.length * 8 * 6 - 4);
    expect(() => readBars(file)).toThrow("does not hold 6 columns");
  });
});

describe("the loops that stand in for a peer's own parts", () => {
  it("reach the plain loop's result from averages and from the side that is wanted", () => {
    const mean = (period: number) => {
      const values = Array.from({ length: bars.length }, (_, i) => {
        let sum = 0;
        for (let at = Math.max(0, i + 1 - period); at <= i; at++) sum += bars.close[at] as number;
        return sum / period;
      });
      return { values, skipped: 0 };
    };
    const equity = new Float64Array(bars.length);
    expect(fold(bars, plainRun, mean(plainRun.fast), mean(plainRun.slow), equity)).toEqual(job);
    expect(sidesResult()).toEqual(job);
    expect(job.trades).toBeGreaterThan(20);
  });

  it("turn a bar later when they look away on fills, and no more often than the plain loop", () => {
    const { trades, finalEquity } = expected.blindOnFills;
    expect(trades).toBeLessThanOrEqual(job.trades);
    expect(trades).toBeGreaterThan(job.trades * 0.9);
    expect(Math.abs(finalEquity / job.finalEquity - 1)).toBeLessThan(0.01);
  });

  function sidesResult() {
    const wants = wantedSide(plainRun);
    let { cash } = plainRun;
    let [held, wanted, trades] = [0, 0, 0];
    for (let i = 0; i < bars.length; i++) {
      const notional = (wanted - held) * bars.open[i]!;
      cash -= notional + Math.abs(notional) * plainRun.feeRate;
      if (wanted < held) trades += 1;
      held = wanted;
      wanted = wants(bars.close[i]!) ? plainRun.size : 0;
    }
    return { finalEquity: cash + held * bars.close[bars.length - 1]!, trades };
  }
});

describe("a result", () => {
  const off = { trades: job.trades, finalEquity: job.finalEquity * (1 + 1e-12) };

  it("is equal to the last bit or not equal", () => {
    expect(verdictOn(job, { kind: "equal" }, expected)).toEqual({ agrees: true, words: "equal" });
    expect(verdictOn(off, { kind: "equal" }, expected)).toMatchObject({ agrees: false });
    expect(verdictOn({ ...job, trades: job.trades - 1 }, { kind: "equal" }, expected)).toMatchObject({ agrees: false });
  });

  it("may be near where a peer's own sums are rounded, and says how near", () => {
    const within = { kind: "within", share: 1e-9 } as const;
    const near = verdictOn(off, within, expected);
    expect(near).toEqual({ agrees: true, words: expect.stringMatching(/^equal to \d\.\d\de-1[23] of it$/) });
    const far = { ...job, finalEquity: job.finalEquity * (1 + 1e-8) };
    expect(verdictOn(far, within, expected).words).toMatch(/^WRONG/);
  });

  it("of a peer that looks away on fills is that of the loop which does, not the job's", () => {
    const blind = { kind: "blind-on-fills" } as const;
    expect(verdictOn(expected.blindOnFills, blind, expected).agrees).toBe(true);
    expect(verdictOn(off, blind, expected).agrees).toBe(false);
  });
});

describe("the contestants", () => {
  const installed = contestants.filter((contestant) => contestantUnavailable(contestant) === null);

  it("say what to install where they cannot run", () => {
    expect(packagesMissing(["no-such-peer"])).toBe(`no-such-peer not installed: run ${installPeers}`);
    expect(packagesMissing(["no-such-peer"], dir)).toContain("npm ci --prefix tests/bench/peers");
    expect(packagesMissing([])).toBeNull();
  });

  it("are named with the version that is pinned", () => {
    const manifest = join(import.meta.dirname, "peers", "package.json");
    const pinned = (JSON.parse(readFileSync(manifest, "utf8")) as { dependencies: Record<string, string> })
      .dependencies;
    const untrue = contestants.filter((contestant) => {
      const name = "packages" in contestant ? contestant.packages[0] : undefined;
      return name !== undefined && !contestant.title.startsWith(`${name} ${pinned[name]?.replace(/\.\d+$/, "")}`);
    });
    expect(untrue).toEqual([]);
  });

  it("that are here all agree with what they may claim, each in a process of its own", async () => {
    const report = await measurePeers(contestants, {
      bars: 5_000,
      rounds: 1,
      warmUpMs: 0,
      measureMs: 0,
      say: () => {},
    });
    expect(report.figures.filter(({ agrees }) => !agrees)).toEqual([]);
    expect(report.figures.map(({ contestant }) => contestant)).toEqual(installed);
    expect(report.missing.filter(({ failed }) => failed)).toEqual([]);
    expect(report.missing).toHaveLength(contestants.length - installed.length);
    for (const { barsPerSecond, proofdeskIs, peakMb, addedMb } of report.figures) {
      expect(Math.min(barsPerSecond, proofdeskIs, peakMb)).toBeGreaterThan(0);
      // The kernel counts resident pages per thread and adds them up late: a few megabytes either way.
      expect(addedMb).toBeGreaterThan(-8);
    }
    const text = peersText(report);
    for (const { title, reason } of report.missing) expect(text).toContain(`${title}: not measured: ${reason}`);
    const wholeRow = new RegExp(`^\\| ${plain.title} \\|(?:[^|]+\\|){9}$`, "m");
    expect(peersMarkdown(report)).toMatch(wholeRow);
  });

  it("stand from the fastest to the slowest", () => {
    const figure = {
      firstBarsPerSecond: 1,
      peakMb: 1,
      addedMb: 0,
      trades: 1,
      finalEquity: 1,
      agrees: true,
      words: "equal",
    };
    const report: PeersReport = {
      bars: 10,
      rounds: 3,
      machine: "a machine",
      expected,
      figures: [
        { ...figure, contestant: proofdesk, barsPerSecond: 900_000, proofdeskIs: 1 },
        { ...figure, contestant: plain, barsPerSecond: 2.5e8, proofdeskIs: 0.0036 },
      ],
      missing: [],
      noisyRounds: 2,
    };
    const [, head, first, second] = peersText(report).split("\n");
    expect(head).toMatch(/^ +bars\/s +first run +Proofdesk is/);
    expect([first, second]).toEqual([
      expect.stringMatching(/^plain loop over typed arrays +250 M .*0\.0036× as fast/),
      expect.stringMatching(/^Proofdesk +900 k .*1× as fast/),
    ]);
    expect(peersText(report)).toContain("busy before 2 of 3 rounds");
  });

  it("that do not exist are refused by name", () => {
    const { status, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, "peers", "run.ts"), "nobody"], {
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([2, expect.stringContaining('There is no contestant "nobody".')]);
  });
});
