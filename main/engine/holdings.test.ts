import fc from "fast-check";
import { expect, test } from "vitest";
import { usualTerms } from "../../shared/model/account-terms.ts";
import { parseRfc3339 } from "../../shared/model/time.ts";
import { btc, eth, instrumentNamed } from "../../tests/fixtures/engine-rig.ts";
import { play, scripts, terms } from "../../tests/fixtures/engine-script.ts";
import { DeskState } from "./desk-state.ts";
import type { Counts } from "./gate-facts.ts";
import { Holdings, holdingsOf } from "./holdings.ts";
import { scaleOf } from "./instrument-scale.ts";
import { Ledger } from "./ledger.ts";
import { Marks } from "./marks.ts";

const euro = instrumentNamed("ETH/USDT", { quoteCurrency: "EUR", initialMarginRate: "0.3" });

/** A desk in no time: events and prices are brought to it one by one. */
function emptyDesk(hedging: boolean, inEuro: boolean) {
  const scales = [btc, inEuro ? euro : eth].map((instrument, index) => scaleOf(instrument, index));
  const marks = new Marks(scales, () => 14);
  const conversions = [{ from: "EUR", to: "USDT", instrumentId: btc.id }];
  const positionMode = hedging ? ("hedging" as const) : ("netting" as const);
  const account = { id: "paper", currency: "USDT", cash: "100000", leverage: "3" };
  const ledger = new Ledger({ ...account, terms: { ...usualTerms, conversions, positionMode } }, scales, marks);
  return { state: new DeskState(scales, ledger, marks), scales, marks };
}

const isBitcoin: Counts = ({ index }) => index === 0;

/** All that holdings say, of every slot. */
function said(holdings: Holdings, slots: number) {
  const sides = (slot: number) => {
    const beside = holdings
      .beside(slot)
      .map(({ scale: { index }, isOpen, begins, ifBought, ifSold, gross, waiting }) => {
        return { index, isOpen, begins, ifBought, ifSold, gross, waiting };
      });
    const bitcoin = holdings.grossBeside(slot, isBitcoin);
    return {
      bitcoin,
      same: holdings.sameInstrument(slot),
      totals: holdings.totalsBeside(slot),
      committed: holdings.committedBeside(slot),
      beside,
    };
  };
  const { value, isGuess } = holdings;
  return { value, isGuess, slots: Array.from({ length: slots }, (_, slot) => sides(slot)) };
}

/** How many working orders were asked to be canceled after each time at which one was. */
function cancels({ working }: DeskState) {
  const asked = working.flat().filter(({ cancelAskedAt, withdrawn }) => cancelAskedAt !== null && !withdrawn);
  const times = asked.map(({ cancelAskedAt }) => cancelAskedAt as number);
  return [0, ...times].map((since) => ({ since, count: times.filter((at) => at > since).length }));
}

test("what is kept from order to order is what a count from nothing finds, after every event and price", () => {
  let counts = 0;
  let held = 0;
  let canceled = 0;
  fc.assert(
    fc.property(scripts, fc.boolean(), fc.boolean(), fc.infiniteStream(fc.nat(9)), (script, hedging, inEuro, dice) => {
      const { rig } = play(script, false, hedging ? { ...terms, terms: { positionMode: "hedging" } } : terms);
      const { state, scales, marks } = emptyDesk(hedging, inEuro);
      const slots = state.ledger.positions.length;
      for (const event of rig.stored()) {
        state.apply({ ...event, at: parseRfc3339(event.at) });
        const [luck = 0] = [...dice.take(1)];
        if (luck < 4) marks.set(luck & 1, 90 + luck * 3, 0);
        // Nobody asks after every event, and not always for everything.
        if (luck === 9) continue;
        const kept = holdingsOf({ state, scales });
        if (luck === 8) continue;
        const fresh = new Holdings(state, scales);
        fresh.refresh();
        expect(said(kept, slots)).toEqual(said(fresh, slots));
        for (const { since, count } of cancels(state)) {
          expect(kept.cancelsAfter(since)).toBe(count);
          canceled += count;
        }
        if (!inEuro) expect(state.ledger.cash + kept.value).toBe(state.ledger.equity());
        counts++;
        if (kept.beside(slots - 1).length > 0) held++;
      }
    }),
    { numRuns: 500 },
  );
  expect(counts).toBeGreaterThan(2000);
  expect(held).toBeGreaterThan(300);
  expect(canceled).toBeGreaterThan(0);
});
