import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { exportBundle } from "../../main/adapters/proof-node/export-bundle.ts";
import { nodePrimitives } from "../../main/adapters/proof-node/node-primitives.ts";
import { KnownBundledEvent } from "../../main/audit/verifier/bundled-event.ts";
import { drive } from "../../main/audit/verifier/json-cursor.ts";
import { verification } from "../../main/audit/verifier/verify-bundle.ts";
import { trade } from "../fixtures/long-record.ts";
import { machineClock, openTestJournal, withProfile } from "./sample-journal.ts";

test("of the events that a desk writes every day none is parsed: what the checks ask of them is seen in their bytes", () =>
  withProfile(async (dir) => {
    const journal = await openTestJournal(dir);
    await trade(journal, 2000);
    const file = join(dir, "bundle.json");
    await exportBundle(journal, { clock: machineClock, actor: { kind: "person", id: "test" }, file });
    await journal.close();
    const bytes = readFileSync(file);
    const parsed = new Map<string, number>();
    const { whole } = KnownBundledEvent.prototype;
    vi.spyOn(KnownBundledEvent.prototype, "whole").mockImplementation(function (this: KnownBundledEvent) {
      parsed.set(this.known.type, (parsed.get(this.known.type) ?? 0) + 1);
      return whole.call(this);
    });
    const report = drive(verification(nodePrimitives, bytes.length), (offset, length) =>
      bytes.subarray(offset, offset + length),
    );
    vi.restoreAllMocks();
    expect(
      Object.values(report.levels)
        .flat()
        .filter(({ outcome }) => outcome === "fail"),
    ).toEqual([]);
    expect(report.events).toBeGreaterThan(2000);
    // Only what comes once: the first event, the session, the account.
    expect(Math.max(...parsed.values())).toBeLessThanOrEqual(2);
    expect([...parsed.keys()].filter((type) => /^(order|risk|heartbeat)\./.test(type))).toEqual([]);
  }));
