import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { closeInOrder } from "../../main/workstation/close-in-order.ts";
import { eventually, openDesk, removeProfile } from "./open-desk.ts";

const btc = "paper:BTC/USDT";

test("a journal that has failed pins no trader, stops no timer and lets the desk close", async () => {
  const desk = await openDesk();
  const { engine, journal, quotes, traders, clock, feed } = desk.workstation.context;
  await eventually("a price", () => quotes.quote(btc));
  const page = desk.page();
  const start = (name: string) =>
    page.call.startTrader({
      name,
      strategy: "sma",
      params: { fast: "2", slow: "3", side: "both", sizing: "fixed:0.01" },
      instrumentIds: [btc],
    });
  const { traderId: stopped } = await start("stopped by hand");
  const { traderId: running } = await start("running to the end");
  await eventually("the journal to rest", () => journal.health().pending === 0);
  const append = journal.append.bind(journal);
  journal.append = (event) => {
    if (event.type === "session.closed") return append(event);
    throw new Error("the disk is full");
  };

  await page.call.stopTrader({ traderId: stopped, reason: "enough" });
  const statusOf = (traderId: string) => traders.list().find((one) => one.traderId === traderId)?.status;
  expect(statusOf(stopped)).toBe("stopped");
  await expect(start("one that cannot be written down")).rejects.toThrow();
  expect(traders.list().filter((one) => one.status === "running")).toHaveLength(1);
  // In one turn, so that no price comes between: first what has come so far counts as an answer, then nothing does.
  traders.check(clock.now());
  expect(() => traders.check(clock.now() + 1e9)).not.toThrow();
  expect(traders.list().find((one) => one.traderId === running)?.statusReason).toContain("no input handled");
  expect(feed.health().state).toBe("live");
  await desk.close();
  expect(statusOf(running)).toBe("stopped");
  expect(engine.openOrders()).toEqual([]);
  expect(journal.health().state).toBe("closed");
  const logs = path.join(desk.profileDir, "logs");
  const lines = readdirSync(logs).map((file) => readFileSync(path.join(logs, file), "utf8"));
  expect(lines.join("")).toContain("a trader's event was not written down");
  expect(lines.join("")).toContain("the desk is closed");
  removeProfile(desk.profileDir);
});

test("what cannot be closed is named and keeps nothing else from closing", async () => {
  const ended: string[] = [];
  const failed: string[] = [];
  await closeInOrder(
    [
      ["the first", () => Promise.reject(new Error("stuck"))],
      [
        "the second",
        () => {
          throw new Error("stuck");
        },
      ],
      ["the third", () => ended.push("the third")],
    ],
    (what) => failed.push(what),
  );
  expect({ ended, failed }).toEqual({ ended: ["the third"], failed: ["the first", "the second"] });
});

test("a record that the last checkpoint cannot carry says so, and does not call a journal with events empty", async () => {
  const desk = await openDesk();
  const { journal, quotes } = desk.workstation.context;
  await eventually("a price", () => quotes.quote(btc));
  const page = desk.page();
  await page.call.submitOrder({ instrumentId: btc, side: "buy", type: "market", size: "0.01" });
  await eventually("the journal to rest", () => journal.health().pending === 0);
  const health = journal.health.bind(journal);
  journal.health = () => ({ ...health(), state: "failed" });
  await expect(page.call.exportTrackRecord({ format: "json", days: 30 })).rejects.toMatchObject({
    code: "EXPORT-EMPTY",
    message: expect.stringMatching(/covers no trading; \d+ events came after it/),
  });
  await desk.close();
  removeProfile(desk.profileDir);
});
