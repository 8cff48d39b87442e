import fc from "fast-check";
import { expect, test } from "vitest";
import type { NewJournalEvent } from "../../shared/model/journal-event.ts";
import { btc, type EngineRig, engineRig, eth } from "../../tests/fixtures/engine-rig.ts";
import { play, scripts, terms, warm } from "../../tests/fixtures/engine-script.ts";

test("the same inputs give the same events and the same answers, bit for bit", () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const one = play(script, true);
      const two = play(script, true);
      expect(JSON.stringify(two.rig.events)).toBe(JSON.stringify(one.rig.events));
      expect(two.transcript).toEqual(one.transcript);
    }),
    { numRuns: 80 },
  );
});

test("a fresh engine that applies the recorded events knows what the first one knew", () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const { rig } = play(script, false);
      rig.engine.durable(Number.MAX_SAFE_INTEGER);
      const again = engineRig(terms);
      again.engine.durable(Number.MAX_SAFE_INTEGER);
      warm(again);
      for (const event of rig.stored()) again.engine.restore(event);
      expect(again.events).toEqual([]);
      expect(again.asked).toEqual([]);
      const both = [rig, again];
      // Prices are the market's, not the journal's: both see the same ones before they are compared.
      // Past the order rate, which is the gate's own; a day that began now would begin at prices only one of them has seen.
      const at = Math.max(rig.clock.now, rig.engine.now()) + 2000;
      fc.pre(Math.ceil(at / 86_400_000) === Math.ceil(rig.engine.now() / 86_400_000));
      for (const it of both) {
        it.clock.now = at;
        it.price(101.5, 0);
        it.price(98.25, 1);
      }
      const facts = ({ engine }: EngineRig) => ({
        orders: engine.orders().map(({ updatedAt: _updatedAt, ...order }) => order),
        fills: engine.fills(),
        positions: engine.positions(),
        // A peak between two events is known to those who saw the price.
        account: { ...engine.account(), equityPeak: null },
        trading: engine.tradingState(),
      });
      expect(facts(again)).toEqual(facts(rig));
    }),
    { numRuns: 150 },
  );
});

test("event times never go back, whatever the venue's clock says", () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const { events } = play(script, false).rig;
      const times = events.map((event: NewJournalEvent) => event.at);
      expect(times).toEqual([...times].sort((a, b) => a - b));
    }),
    { numRuns: 50 },
  );
});

test("the position is the sum of the fills, and cash is what they cost", () => {
  fc.assert(
    fc.property(scripts, (script) => {
      const { engine } = play(script, true).rig;
      const units = (text: string): bigint => BigInt(Math.round(Number(text) * 1e6));
      for (const instrument of [btc, eth]) {
        const mine = engine.fills().filter((fill) => fill.instrumentId === instrument.id);
        const sum = mine.reduce(
          (total, fill) => total + (fill.side === "buy" ? units(fill.size) : -units(fill.size)),
          0n,
        );
        const position = engine.positions().find((held) => held.instrumentId === instrument.id);
        expect(units(position?.size ?? "0")).toBe(sum);
      }
      const spent = engine.fills().reduce((total, fill) => {
        const worth = BigInt(Math.round(Number(fill.size) * Number(fill.price) * 1e6));
        return total + (fill.side === "buy" ? worth : -worth) + units(fill.fee);
      }, 0n);
      expect(units(engine.account().cash)).toBe(100_000_000_000n - spent);
    }),
    { numRuns: 80 },
  );
});
