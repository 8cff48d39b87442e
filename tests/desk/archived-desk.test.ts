import { expect, test } from "vitest";
import { archiveEvents } from "../../main/adapters/journal-sqlite/archive-events.ts";
import { keepReceipt } from "../../main/adapters/journal-sqlite/archive-receipts.ts";
import { listSegments } from "../../main/adapters/journal-sqlite/list-segments.ts";
import { runVerify } from "../../main/commands/verify.ts";
import { eventually, openDesk, removeProfile } from "./open-desk.ts";

const btc = "paper:BTC/USDT";
const any = { text: "", type: "", actor: "", from: null, to: null, before: null, limit: 50 };

test("an order whose events are archived is still found, rebuilt, and taken away with its proof", async () => {
  const first = await openDesk();
  const { profileDir } = first;
  try {
    const page = first.page();
    expect((await page.call.listSegments({})).segments).toEqual([]);
    await eventually("a price", () => first.workstation.context.quotes.quote(btc));
    const order = { instrumentId: btc, timeInForce: "GTC", postOnly: false, reduceOnly: false } as const;
    const { orderId } = await page.call.submitOrder({ ...order, side: "buy", type: "market", size: "0.01" });
    const { engine, journal } = first.workstation.context;
    await eventually("the fill", () => engine.order(orderId)?.status === "filled");
    await eventually("all of it on disk", () => journal.health().pending === 0);
    const before = await page.call.getOrderLife({ orderId });
    await first.close();
    await (await openDesk({ profileDir })).close();
    const now = Date.now();
    const { events } = archiveEvents({ profileDir, before: now, now });
    expect(events).toBeGreaterThan(before.events.at(-1)?.seq ?? 0);
    const [{ file = "", sha256 = "" } = {}] = listSegments(profileDir).segments;
    const times = { retainUntil: "2033-11-21T10:00:00.000Z", uploadedAt: "2026-11-21T10:00:00.000Z" };
    const receipt = { file, sha256, place: "s3://records", name: file, versionId: "v1", ...times };
    keepReceipt(profileDir, receipt);
    // One of another file under this name is of no interest.
    keepReceipt(profileDir, { ...receipt, place: "s3://others", sha256: "0".repeat(64) });

    const second = await openDesk({ profileDir });
    try {
      const again = second.page();
      const { segments } = await again.call.listSegments({});
      expect(segments).toMatchObject([{ from: 0, to: events - 1 }]);
      const lockedUntil = Date.parse(times.retainUntil);
      const uploadedAt = Date.parse(times.uploadedAt);
      expect(segments[0]?.uploads).toEqual([{ place: "s3://records", uploadedAt, lockedUntil }]);
      const after = await again.call.getOrderLife({ orderId });
      expect(after.events).toEqual(before.events);
      const found = await again.call.searchEvents({ ...any, text: orderId });
      expect(found.events.map(({ seq }) => seq)).toEqual(before.events.map(({ seq }) => seq).reverse());
      expect((await again.call.searchEvents({ ...any, type: "order.filled" })).events).toHaveLength(1);
      const { file } = await again.call.exportOrder({ orderId });
      expect(runVerify({ file }).exitCode).toBe(0);
      expect((await again.call.verifyJournal({})).ok).toBe(true);
    } finally {
      await second.close();
    }
  } finally {
    removeProfile(profileDir);
  }
});
