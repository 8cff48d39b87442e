import fc from "fast-check";
import { expect, it } from "vitest";
import { reconcile } from "./reconcile.ts";

const symbolOf = (id: string): string => id.slice(id.indexOf(":") + 1);
const fill = (seq: number, side: "buy" | "sell", size: string, price: string, at: number) => ({
  seq,
  orderId: `order-${seq}`,
  instrumentId: "paper:ESM6",
  side,
  size,
  price,
  at,
});
const execution = (side: "buy" | "sell", size: string, price: string, at: number, symbol = "ESM6") => ({
  line: 2,
  symbol,
  side,
  size,
  price,
  at,
  fee: null,
});

it("matches what is the same, partial fills together", () => {
  const fills = [fill(1, "buy", "1", "10", 0), fill(2, "buy", "2", "13", 10), fill(3, "sell", "3", "14", 60_000)];
  const told = [execution("buy", "3", "12", 2000), execution("sell", "3", "14", 61_000)];
  expect(reconcile(told, fills, symbolOf)).toEqual({
    matched: 2,
    onlyOnStatement: [],
    onlyInJournal: [],
    uncovered: 0,
    differences: [],
  });
});

it("names a trade made outside the desk, and one that the statement leaves out", () => {
  const fills = [fill(1, "buy", "1", "10", 0), fill(2, "sell", "1", "11", 60_000)];
  const told = [execution("buy", "1", "10", 0), execution("sell", "5", "11", 60_000)];
  expect(reconcile(told, fills, symbolOf)).toMatchObject({
    matched: 1,
    onlyOnStatement: [{ size: "5" }],
    onlyInJournal: [{ seq: 2 }],
    differences: [{ symbol: "ESM6", statement: "-4", journal: "0" }],
  });
});

it("holds nothing against the journal that the statement does not cover", () => {
  const fills = [fill(1, "buy", "1", "10", 0), fill(2, "buy", "1", "10", 90_000_000)];
  expect(reconcile([execution("buy", "1", "10", 0)], fills, symbolOf)).toMatchObject({
    matched: 1,
    onlyInJournal: [],
    uncovered: 1,
  });
});

it("finds no fill of the journal on a statement that shows no execution", () => {
  const fills = [fill(1, "buy", "1", "10", 0), fill(2, "sell", "1", "11", 90_000_000)];
  expect(reconcile([], fills, symbolOf)).toMatchObject({ matched: 0, onlyInJournal: fills, uncovered: 0 });
});

it("finds every fill on a statement made of them, and misses each one that is taken away", () => {
  const one = fc.record({
    side: fc.constantFrom("buy" as const, "sell" as const),
    size: fc.integer({ min: 1, max: 9 }),
    price: fc.integer({ min: 1, max: 99 }),
  });
  fc.assert(
    fc.property(fc.array(one, { minLength: 1, maxLength: 12 }), fc.nat(), (made, which) => {
      const fills = made.map(({ side, size, price }, i) => fill(i, side, `${size}`, `${price}`, i * 20_000));
      const told = fills.map(({ side, size, price, at }) => execution(side, size, price, at + 900));
      expect(reconcile(told, fills, symbolOf)).toMatchObject({ matched: fills.length, differences: [] });
      const gone = which % fills.length;
      const rest = fills.filter((_, index) => index !== gone);
      expect(reconcile(told, rest, symbolOf).onlyOnStatement).toHaveLength(1);
    }),
    { numRuns: 100 },
  );
});
