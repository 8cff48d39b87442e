import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { PresetApplied } from "./firm-event.ts";
import { FirmTerms, usualFirmTerms } from "./firm-terms.ts";
import { PropFirmPreset } from "./prop-firm.ts";

const folder = new URL("../../resources/prop-firms/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
const presets = new Map(
  files.map((name) => [
    name.slice(0, -5),
    PropFirmPreset.parse(JSON.parse(readFileSync(new URL(name, folder), "utf8"))),
  ]),
);
const preset = (id: string): PropFirmPreset => {
  const found = presets.get(id);
  if (!found) throw new RangeError(`no preset ${id}`);
  return found;
};
const all = [...presets.values()];

describe("the presets of prop firms", () => {
  test("are named after their file and cover every firm, program and size of the sources", () => {
    expect([...presets].filter(([name, { id }]) => name !== id)).toEqual([]);
    const perFirm = Object.groupBy(all, ({ firm }) => firm);
    expect(Object.fromEntries(Object.entries(perFirm).map(([firm, list]) => [firm, list?.length]))).toEqual({
      "Apex Trader Funding": 26,
      Earn2Trade: 4,
      FTMO: 35,
      FundedNext: 30,
      MyFundedFutures: 7,
      The5ers: 18,
      Topstep: 6,
    });
  });

  test("carry a source with a date each, and name what is assumed, unknown or in dispute", () => {
    for (const one of all) {
      expect(one.sources.every((source) => source.url.startsWith("https://") && source.as_of !== "")).toBe(true);
      if (one.day.basis === "assumed") expect(one.unverified.join()).toMatch(/end of the day|time zone|reset time/);
      if (one.dailyLoss?.limit.of === "unknown") expect(one.inexpressible.join()).toContain("daily loss limit");
      if (one.positionLimit.known === "unknown") expect(one.inexpressible.join()).toMatch(/contracts/);
      if (one.maxLoss.disputed.length > 0) expect(one.conflicts).toContain(one.maxLoss.disputed[0]?.text);
    }
  });

  test("hold the sums that their percentages give", () => {
    for (const { size, profitTarget, dailyLoss, maxLoss, id } of all) {
      const share = (pct: string): number => Math.round(Number(size) * Number(pct)) / 100;
      if (profitTarget?.pct) expect(Number(profitTarget.amount), id).toBe(share(profitTarget.pct));
      if (dailyLoss?.limit.of === "initial" && dailyLoss.limit.pct) {
        expect(Number(dailyLoss.limit.amount), id).toBe(share(dailyLoss.limit.pct));
      }
      // 2.667 stands for 2⅔ percent.
      if (maxLoss.pct) expect(Math.abs(Number(maxLoss.amount) - share(maxLoss.pct)), id).toBeLessThan(1);
    }
  });

  test.each([
    ["ftmo.2step.challenge.100k", "10000", "5000", "10000", "static"],
    ["ftmo.2step.verification.200k", "10000", "10000", "20000", "static"],
    ["ftmo.2step.funded_swing.25k", undefined, "1250", "2500", "static"],
    ["ftmo.1step.challenge.10k", "1000", "300", "1000", "trailing_eod_balance"],
    ["topstep.combine.50k", "3000", "1000", "2000", "trailing_eod_balance"],
    ["topstep.combine.100k", "6000", "2000", "3000", "trailing_eod_balance"],
    ["topstep.xfa.150k", undefined, undefined, "4500", "trailing_eod_balance"],
    ["apex.eod.eval.50k", "3000", "1000", "2000", "trailing_eod_balance"],
    ["apex.intraday.eval_tradovate.150k", "9000", undefined, "4000", "trailing_intraday_equity"],
    ["apex.legacy.pa.300k", undefined, undefined, "7500", "trailing_intraday_equity"],
    ["earn2trade.tcp100", "6000", "2200", "3500", "trailing_eod_balance"],
    ["fundednext.stellar_1step.step1.15k", "1500", "450", "900", "static"],
    ["fundednext.stellar_lite.step2.200k", "8000", "8000", "16000", "static"],
    ["mffu.pro.eval.150k", "9000", undefined, "4500", "trailing_eod_balance"],
  ])("%s has the target, daily limit and drawdown of its source", (id, target, daily, drawdown, mode) => {
    const { profitTarget, dailyLoss, maxLoss } = preset(id);
    expect(profitTarget?.amount).toBe(target);
    expect(dailyLoss?.limit.of === "initial" ? dailyLoss.limit.amount : undefined).toBe(daily);
    expect(maxLoss).toMatchObject({ amount: drawdown, mode });
  });

  test("tell apart what touching the floor means, what a breach does and who may let a machine trade", () => {
    expect(preset("ftmo.2step.challenge.100k").dailyLoss).toMatchObject({ boundary: "<", effect: "fail" });
    expect(preset("apex.eod.eval.50k").dailyLoss).toMatchObject({ boundary: "<=", effect: "pause_until_reset" });
    expect(preset("topstep.combine.50k").dailyLoss).toMatchObject({ boundary: "<=", optional: true });
    expect(preset("the5ers.high_stakes.step1.10000").dailyLoss).toMatchObject({
      limit: { of: "day_start", pct: "5" },
      anchor: "max_balance_equity",
    });
    expect(all.filter(({ automation }) => automation.policy === "banned").map(({ firm }) => firm)).toEqual(
      new Array(26).fill("Apex Trader Funding"),
    );
    expect([preset("ftmo.2step.funded_standard.10k").leverage, preset("ftmo.2step.funded_swing.10k").leverage]).toEqual(
      [100, 30],
    );
    expect(preset("topstep.xfa.50k").automation.policy).toBe("own_device_only");
    expect(preset("topstep.xfa.50k").positionLimit.tiers.map(({ minis }) => minis)).toEqual([2, 3, 5]);
    expect(preset("apex.legacy.pa.50k").positionLimit.tiers).toEqual([
      { profitFrom: "0", minis: 5 },
      { profitFrom: "2600", minis: 10 },
    ]);
  });

  test("stand in the guide with their date, the trust they deserve and their numbers", () => {
    const guide = readFileSync(new URL("../../docs/guide/prop-firms.md", import.meta.url), "utf8").split("\n");
    for (const { firm, program, phase, variant, as_of, confidence, size, profitTarget, maxLoss, id } of all) {
      const label = variant === null ? phase : `${phase} (${variant})`;
      const row = guide.find((line) => line.startsWith(`| ${program} | ${label} |`)) ?? "";
      expect(guide, firm).toContain(`### ${firm}`);
      expect(row, id).toContain(`| ${as_of} | ${confidence} |`);
      expect(row, id).toMatch(new RegExp(`[ ,]${Number(size) / 1_000}k[ ,]`));
      for (const { amount, pct } of [profitTarget, maxLoss].filter((it) => it !== null)) {
        const written = [Number(amount).toLocaleString("en-US"), `${pct} %`];
        expect(
          written.some((number) => row.includes(` ${number}`)),
          `${id}: ${written.join(" or ")}`,
        ).toBe(true);
      }
    }
  });

  test("are refused where a rule is missing, a zone does not exist or a word is not the format's", () => {
    const good = preset("ftmo.2step.challenge.100k");
    const { maxLoss: _, ...withoutMaxLoss } = good;
    expect(PropFirmPreset.safeParse(withoutMaxLoss).success).toBe(false);
    expect(PropFirmPreset.safeParse({ ...good, day: { ...good.day, zone: "Europe/Praha" } }).success).toBe(false);
    expect(PropFirmPreset.safeParse({ ...good, dailyLimit: 5 }).success).toBe(false);
    expect(PropFirmPreset.safeParse({ ...good, size: "1e5" }).success).toBe(false);
  });

  test.each<[string, string, (copy: PropFirmPreset) => void]>([
    [
      "a zone to be flat by that does not exist",
      "holding.flatBy.zone",
      (it) => {
        it.holding.flatBy = { time: "16:00", zone: "Mars" };
      },
    ],
    [
      "a drawdown of nothing",
      "maxLoss.amount",
      (it) => {
        it.maxLoss.amount = "0";
      },
    ],
    [
      "a drawdown below zero",
      "maxLoss.amount",
      (it) => {
        it.maxLoss.amount = "-1000";
      },
    ],
    [
      "a drawdown finer than money",
      "maxLoss.amount",
      (it) => {
        it.maxLoss.amount = `0.${"0".repeat(40)}1`;
      },
    ],
    [
      "a drawdown larger than money",
      "maxLoss.amount",
      (it) => {
        it.maxLoss.amount = "9".repeat(60);
      },
    ],
    [
      "a daily share above the whole",
      "dailyLoss.limit.pct",
      (it) => {
        if (it.dailyLoss) it.dailyLoss.limit = { of: "day_start", pct: "500" };
      },
    ],
    [
      "a challenge that starts at nothing",
      "startingBalance",
      (it) => {
        it.startingBalance = "0";
      },
    ],
    [
      "a funded account that starts below zero",
      "startingBalance",
      (it) => {
        it.phase = "funded";
        it.startingBalance = "-100000";
      },
    ],
    [
      "tiers that do not rise",
      "positionLimit.tiers",
      (it) => {
        it.positionLimit.known = "stated";
        it.positionLimit.tiers = ["0", "5000", "3000"].map((profitFrom) => ({ profitFrom, minis: 1 }));
      },
    ],
    [
      "tiers that begin above zero",
      "positionLimit.tiers",
      (it) => {
        it.positionLimit.known = "stated";
        it.positionLimit.tiers = [{ profitFrom: "5000", minis: 1 }];
      },
    ],
    [
      "a stated limit without tiers",
      "positionLimit.tiers",
      (it) => {
        it.positionLimit.known = "stated";
        it.positionLimit.tiers = [];
      },
    ],
    [
      "a window without end",
      "news.window.beforeMin",
      (it) => {
        it.news.window = { beforeMin: 1e15, afterMin: 1 };
      },
    ],
    [
      "a time limit that no calendar counts",
      "timeLimitDays",
      (it) => {
        it.timeLimitDays = 1e15;
      },
    ],
    [
      "a date that does not exist",
      "as_of",
      (it) => {
        it.as_of = "2026-02-31";
      },
    ],
    [
      "the date of a source that does not exist",
      "sources.0.as_of",
      (it) => {
        if (it.sources[0]) it.sources[0].as_of = "2026-13-01 rule change; page undated";
      },
    ],
  ])("are refused with %s, by the name of the field", (_, field, edit) => {
    const copy = structuredClone(preset("ftmo.2step.challenge.100k"));
    edit(copy);
    const { success, error } = PropFirmPreset.safeParse(copy);
    expect(success).toBe(false);
    expect(error?.issues.map(({ path }) => path.join("."))).toEqual([field]);
  });

  test("stay readable in a record that was begun before their dates were checked", () => {
    const old = { ...preset("ftmo.2step.challenge.100k"), as_of: "2026-02-31" };
    const terms = { ...usualFirmTerms, releases: ["2026-02-31T12:00:00.000Z"] };
    const applied = { presetId: old.id, sha256: "0".repeat(64), preset: old, terms, fresh: false };
    expect(PresetApplied.parse(applied)).toEqual(applied);
  });

  test("are refused where an event could not hold them", () => {
    const copy = structuredClone(preset("ftmo.2step.challenge.100k"));
    expect(PropFirmPreset.safeParse({ ...copy, program: "a long name of a program" }).success).toBe(true);
    expect(PropFirmPreset.safeParse({ ...copy, program: "\u0001".repeat(50_000) }).success).toBe(false);
  });
});

test.each(["2026-02-31T12:00:00.000Z", "2026-02-28T24:00:00.000Z", "2026-02-28T12:60:00.000Z"])(
  "terms with a release at %s, which no clock shows, are refused by the name of the field",
  (release) => {
    const { error } = FirmTerms.safeParse({ releases: ["2028-02-29T12:00:00.000Z", release] });
    expect(error?.issues.map(({ path }) => path.join("."))).toEqual(["releases.1"]);
  },
);
