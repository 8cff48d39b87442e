import fc from "fast-check";
import { expect, test } from "vitest";
import { usualTerms } from "../../shared/model/account-terms.ts";
import { parseRfc3339 } from "../../shared/model/time.ts";
import { btc, eth, instrumentNamed } from "../../tests/fixtures/engine-rig.ts";
import { play, scripts, terms } from "../../tests/fixtures/engine-script.ts";
import { DeskState } from "./desk-state.ts";
import { absolute, worstPosition } from "./exposure.ts";
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

/** What all slots but one come to in the account's own money, in bigints from the books. */
function addedUp({ ledger, working }: DeskState, marks: Marks, own: number) {
  const sum = { ifBought: 0n, ifSold: 0n, gross: 0n, waiting: 0n, committed: 0n, bitcoin: 0n };
  for (const [slot, { size }] of ledger.positions.entries()) {
    const index = ledger.instrumentOf(slot);
    const orders = (working[index] ?? []).filter((order) => order.slot === slot);
    const unit = (marks.units(index) ?? 0n) * (ledger.scales[index]?.notionalFactor ?? 0n);
    const ifBought = worstPosition(size, "buy", orders) * unit;
    const ifSold = worstPosition(size, "sell", orders) * unit;
    const gross = [ifBought, ifSold].map(absolute).reduce((a, b) => (a > b ? a : b));
    const held = absolute(size * unit);
    if (slot === own) continue;
    sum.ifBought += ifBought;
    sum.ifSold += ifSold;
    sum.gross += gross;
    if (index === 0) sum.bitcoin += gross;
    sum.committed += gross > held ? gross : held;
    for (const { reduceOnly, exposed } of orders) if (!reduceOnly) sum.waiting += exposed * unit;
  }
  return sum;
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
  let beyond = 0;
  const property = fc.property(
    scripts,
    fc.boolean(),
    fc.boolean(),
    fc.boolean(),
    fc.infiniteStream(fc.nat(9)),
    (script, hedging, inEuro, high, dice) => {
      const { rig } = play(script, false, hedging ? { ...terms, terms: { positionMode: "hedging" } } : terms);
      const { state, scales, marks } = emptyDesk(hedging, inEuro);
      const slots = state.ledger.positions.length;
      for (const event of rig.stored()) {
        state.apply({ ...event, at: parseRfc3339(event.at) });
        const [luck = 0] = [...dice.take(1)];
        // At the higher of these prices a worth is no exact double.
        if (luck < 4) marks.set(luck & 1, (90 + luck * 3) * (high ? 1e10 : 1), 0);
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
        if (!inEuro) {
          expect(state.ledger.cash + kept.value).toBe(state.ledger.equity());
          for (let slot = 0; slot < slots; slot++) {
            const committed = kept.committedBeside(slot);
            const { open, begin, ...worth } = kept.totalsBeside(slot);
            const bitcoin = kept.grossBeside(slot, isBitcoin);
            expect({ ...worth, committed, bitcoin }).toEqual(addedUp(state, marks, slot));
            if (worth.gross > 2n ** 53n * 10n ** 19n) beyond++;
          }
        }
        counts++;
        if (kept.beside(slots - 1).length > 0) held++;
      }
    },
  );
  // These scripts are always the same: what is to be seen is seen in them, and the others are for what nobody thought of.
  fc.assert(property, { numRuns: 250, seed: 3 });
  expect([counts > 1000, held > 150, canceled > 5, beyond > 20]).toEqual([true, true, true, true]);
  fc.assert(property, { numRuns: 250 });
});
