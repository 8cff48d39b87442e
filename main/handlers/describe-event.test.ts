import { describe, expect, it } from "vitest";
import type { JournalData, JournalEvent } from "../../shared/model/journal-event.ts";
import { journalEventTypes } from "../../shared/model/journal-event-types.ts";
import { describeEvent } from "./describe-event.ts";

const say = (type: JournalEvent["type"], data: JournalData): string => describeEvent({ type, data });
const instrumentId = "paper:BTC/USDT";

describe("a journal event in a sentence", () => {
  it("says what an order wants, at which prices and of which position", () => {
    const wish = { instrumentId, side: "sell", size: "0.1", type: "stop-limit", reason: "order ticket" };
    expect(say("order.intended", { ...wish, type: "market" })).toBe("Wants to sell 0.1 BTC/USDT market: order ticket");
    expect(say("order.intended", { ...wish, triggerPrice: "95", limitPrice: "94", positionSide: "long" })).toBe(
      "Wants to sell 0.1 BTC/USDT stop-limit at 95, limit 94 (long position): order ticket",
    );
    expect(say("order.intended", { ...wish, type: "limit", limitPrice: "94" })).toContain("limit at 94:");
  });

  it("says what a session takes over, and where some of it may be missing", () => {
    expect(say("session.recovered", {})).toMatch(/taken over$/);
    expect(say("session.recovered", { aside: { events: 3, ends: true } })).toMatch(/with 3 events .* beside it$/);
    expect(say("session.recovered", { aside: { events: 2, ends: false } })).toContain("compare positions");
  });

  it("counts the rules that passed, and those without a setting where the record names them", () => {
    const verdict = { outcome: "approved", reducing: false, rows: [{ code: "RISK-001", outcome: "pass" }] };
    expect(say("risk.judged", verdict)).toBe("The gate approved it: 1 rules passed");
    expect(say("risk.judged", { ...verdict, unset: ["RISK-011", "RISK-012"] })).toBe(
      "The gate approved it: 1 rules passed, 2 have no limit set",
    );
  });

  it("tells the opening of the account from funding, income, deposits and withdrawals", () => {
    expect(say("account.funded", { amount: "100000", currency: "USD" })).toBe("The account is funded with 100000 USD");
    const funding = { kind: "funding", instrumentId, rate: "0.0001", currency: "USDT", positionSide: "long" };
    expect(say("account.funded", { ...funding, amount: "-1.5" })).toBe(
      "Funding of the long BTC/USDT paid: 1.5 USDT at a rate of 0.0001",
    );
    expect(say("account.funded", { ...funding, amount: "1.5" })).toContain("received: 1.5 USDT");
    const cash = { kind: "cash", amount: "3", currency: "USD", reason: "interest" };
    expect(say("account.funded", cash)).toBe("3 USD credited without a trade: interest");
    expect(say("account.funded", { ...cash, amount: "-3" })).toContain("3 USD charged");
    const transfer = { kind: "transfer", amount: "50", currency: "USD", reason: "by wire" };
    expect(say("account.funded", transfer)).toBe("50 USD deposited: by wire");
    expect(say("account.funded", { ...transfer, amount: "-50" })).toBe("50 USD withdrawn: by wire");
  });

  it("says what the account is worth by the minute", () => {
    expect(say("account.snapshotted", { equity: "99", equityPeak: "101" })).toBe(
      "Account: equity 99, at its highest 101",
    );
    expect(say("account.snapshotted", { equity: "99", firm: {} })).toBe(
      "Account: equity 99, as the firm's guard saw it",
    );
  });

  it("says which firm's rules hold, and which is broken", () => {
    const applied = { presetId: "ftmo.x", sha256: "0123456789abcdef", fresh: false };
    expect(say("preset.applied", applied)).toBe(
      "The account is under the prop firm preset ftmo.x (sha256 0123456789ab)",
    );
    expect(say("preset.applied", { ...applied, fresh: true })).toContain("as another account there");
    const breach = { presetId: "ftmo.x", rule: "daily_loss", effect: "fail", equity: "94", floor: "95", atReset: true };
    expect(say("risk.breached", breach)).toBe(
      "Rule daily_loss of ftmo.x is broken by the reset: equity 94, floor 95; the account has failed",
    );
    const rests = { ...breach, effect: "pause_until_reset", floor: null, atReset: false };
    expect(say("risk.breached", rests)).toContain("broken: equity 94; the account rests until the firm's next day");
  });

  it("says what a venue did to a position, and when a report changed nothing", () => {
    expect(
      say("position.reconciled", { kind: "liquidation", instrumentId, size: "0.1", price: "90", reason: "no margin" }),
    ).toBe("The venue liquidates 0.1 of BTC/USDT at 90: no margin");
    expect(say("position.reconciled", { kind: "split", instrumentId, ratio: "4" })).toBe(
      "BTC/USDT splits: one old unit becomes 4 new",
    );
    expect(say("position.reconciled", { kind: "duplicate_report", reportId: "r", reason: "booked already" })).toBe(
      "A report about the account changes nothing: booked already",
    );
  });

  it("tells a changed setting from a renamed instrument and changed increments", () => {
    expect(say("config.changed", { path: "risk.atrPeriod", from: "14", to: "20" })).toBe(
      "Setting risk.atrPeriod changes from 14 to 20",
    );
    expect(say("config.changed", { kind: "renamed", instrumentId, symbol: "XBT/USDT", was: "BTC/USDT" })).toBe(
      "BTC/USDT is called XBT/USDT from now on",
    );
    expect(
      say("config.changed", { kind: "increments", instrumentId, priceIncrement: "0.5", sizeIncrement: "0.01" }),
    ).toBe("BTC/USDT trades in prices of 0.5 and sizes of 0.01 from now on");
  });

  it("says of the record what was made of it, who vouches for it, and which keys sign it", () => {
    expect(say("anchor.received", { kind: "receipt", size: 18, by: "the firm" })).toBe(
      "the firm gave a receipt for the checkpoint of 18 events",
    );
    expect(say("backup.created", { file: "a.pdbackup", events: 18 })).toBe("Backup of 18 events made (a.pdbackup)");
    expect(say("backup.restored", { file: "a.pdbackup", events: 18 })).toBe(
      "Restored from a backup of 18 events (a.pdbackup)",
    );
    const key = { keyId: "4fc85ae1", reason: "yearly" };
    expect(say("key.rotated", { ...key, recovered: false })).toBe("Key 4fc85ae1 signs from here on: yearly");
    expect(say("key.rotated", { ...key, recovered: true })).toContain("the one before it is lost");
    expect(say("key.revoked", { ...key, fromSeq: 7 })).toBe(
      "Key 4fc85ae1 no longer vouches for events from 7 on: yearly",
    );
    expect(say("note.added", { about: "export", text: "No bundle was written: no space" })).toContain("no space");
    expect(say("note.added", { about: "account", firm: "FTMO" })).toBe("The account at FTMO is committed to");
    expect(say("account.day_rolled", { day: 20_000, equity: "100" })).toBe("A trading day begins with equity 100");
  });

  it("has a sentence for every event that a desk writes", () => {
    // No room raises these yet.
    const reserved = ["plan.proposed", "link.down", "link.gap"];
    const silent = journalEventTypes.filter((type) => say(type, {}) === type);
    expect(silent).toEqual(reserved);
  });
});
