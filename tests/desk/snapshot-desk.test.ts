import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { eventually, openDesk, removeProfile } from "./open-desk.ts";

const btc = "paper:BTC/USDT";

/** How the desk says it came to its state, start by start. */
function starts(profileDir: string): { readonly snapshot: number | string; readonly replayed: number }[] {
  const logs = join(profileDir, "logs");
  return readdirSync(logs)
    .sort()
    .flatMap((name) => readFileSync(join(logs, name), "utf8").split("\n"))
    .filter((line) => line.includes("the desk's state is restored"))
    .map((line) => {
      const entry = JSON.parse(line) as Record<string, unknown>;
      return (entry["data"] ?? entry) as { snapshot: number | string; replayed: number };
    });
}

test("a desk that closes leaves what it knows behind, and the next start reads only what came after", async () => {
  const first = await openDesk();
  const { profileDir } = first;
  try {
    const { engine, journal, clock, quotes } = first.workstation.context;
    const page = first.page();
    await eventually("a price", () => quotes.quote(btc));
    const order = { instrumentId: btc, timeInForce: "GTC", postOnly: false, reduceOnly: false } as const;
    const { orderId } = await page.call.submitOrder({ ...order, side: "buy", type: "market", size: "0.01" });
    await eventually("the fill", () => engine.order(orderId)?.status === "filled");
    const resting = await page.call.submitOrder({
      ...order,
      side: "buy",
      type: "limit",
      size: "0.01",
      limitPrice: "50000",
    });
    await eventually("the venue's word that it rests", () => engine.order(resting.orderId)?.status === "accepted");
    for (let n = 0; n < 600; n++) {
      const actor = { kind: "person", id: "ada" } as const;
      journal.append({
        type: "note.added",
        at: clock.now(),
        actor,
        trace: "notes",
        cause: null,
        data: { text: `${n}` },
      });
    }
    await eventually("all of it on disk", () => journal.health().pending === 0);
    await first.close();
    expect(existsSync(join(profileDir, "state.snapshot"))).toBe(true);

    const known: unknown[] = [];
    for (const whole of [false, true]) {
      if (whole) rmSync(join(profileDir, "state.snapshot"));
      const again = await openDesk({ profileDir });
      const { engine: restored } = again.workstation.context;
      expect(restored.order(resting.orderId)?.status ?? "gone").toBe(engine.order(resting.orderId)?.status ?? "gone");
      known.push([restored.account().cash, restored.fills(), restored.tradingState()]);
      await again.close();
    }
    expect(known[0]).toEqual(known[1]);
    const [, short, full] = starts(profileDir);
    expect(short?.snapshot).toBeGreaterThan(600);
    expect(short?.replayed).toBeLessThan(50);
    expect(full).toMatchObject({ snapshot: "not taken" });
    expect(full?.replayed).toBeGreaterThan(600);
  } finally {
    removeProfile(profileDir);
  }
});
