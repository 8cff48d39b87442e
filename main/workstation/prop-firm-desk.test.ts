import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { FirmTerms } from "../../shared/model/firm-terms.ts";
import { openWorkstation } from "../workstation.ts";

const dir = mkdtempSync(join(tmpdir(), "proofdesk-firm-desk-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const env = { ...process.env, PROOFDESK_KEYCHAIN: "off" };
const person = { kind: "person", id: "ada" } as const;
const terms = FirmTerms.parse({ releases: [] });
const open = (profile: string) => openWorkstation({ profileDir: join(dir, profile), env });

describe("a running desk under a firm's preset", () => {
  test("starts no trader where the firm bans automation, and still does not after a restart", async () => {
    const desk = await open("banned");
    const { firm, traders, info } = desk.context;
    const wish = {
      name: "crossing",
      strategy: "sma",
      params: { fast: 5, slow: 20 },
      instrumentIds: [info.instruments[0]?.id ?? ""],
    };
    const banned = expect.objectContaining({ code: "FIRM-AUTOMATION" });
    expect(firm?.report()).toBeNull();
    firm?.apply("apex.eod.eval.100k", terms, false, person);
    expect(() => traders.start(wish, person)).toThrow(banned);
    await desk.close();
    const again = await open("banned");
    try {
      expect(() => again.context.traders.start(wish, person)).toThrow(banned);
      again.context.firm?.apply("ftmo.2step.challenge.100k", terms, true, person);
      expect(again.context.traders.start(wish, person)).toMatchObject({ status: "running" });
    } finally {
      await again.close();
    }
  }, 30_000);

  test("sees the account from its first price on, keeps what it saw, and lists presets with the trader's own first", async () => {
    const desk = await open("seen");
    const { firm } = desk.context;
    firm?.apply("ftmo.2step.challenge.100k", terms, false, person);
    await expect.poll(() => firm?.report()?.preset.id, { timeout: 10_000 }).toBe("ftmo.2step.challenge.100k");
    const own = {
      ...(firm?.preset("ftmo.2step.challenge.100k") as NonNullable<ReturnType<NonNullable<typeof firm>["preset"]>>),
      id: "my.own",
    };
    firm?.savePreset(own);
    expect(firm?.presets().presets[0]).toMatchObject({ id: "my.own", own: true, automation: "yes" });
    expect(() => firm?.savePreset({ ...own, id: "ftmo.1step.challenge.100k" })).toThrow("already");
    expect(firm?.day().length).toBeGreaterThan(0);
    const before = firm?.report();
    await desk.close();
    const again = await open("seen");
    try {
      expect(again.context.firm?.report()).toMatchObject({
        appliedAt: before?.appliedAt,
        balance: "100000",
        standing: "trading",
      });
    } finally {
      await again.close();
    }
  }, 30_000);
});
