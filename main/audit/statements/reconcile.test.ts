import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reconcile } from "./reconcile.ts";

const symbolOf = (id: string): string => id.slice(id.indexOf(":") + 1);
const fill = (
  seq: number,
  side: "buy" | "sell",
  size: string,
  price: string,
  at: number,
  orderId = `order-${seq}`,
) => ({
  seq,
  orderId,
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
    unsearched: 0,
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

/** Fills at one moment, each written as `size@price`. */
const bought = (...written: string[]) =>
  written.map((each, index) => {
    const [size = "", price = ""] = each.split("@");
    return fill(index, "buy", size, price, 0);
  });
const told = (...written: string[]) =>
  bought(...written).map(({ side, size, price, at }) => execution(side, size, price, at));

describe("fills that add up to an execution", () => {
  it.each([
    ["not the first of them", ["1@100", "2@100", "2@100"], ["4@100"]],
    ["those at its price", ["1@100", "1@101", "1@101"], ["2@101"]],
    ["those whose average is its price", ["1@100", "1@107", "2@101", "1@103"], ["3@102"]],
    ["some that another could have had", ["1@100", "3@100", "2@100", "2@100"], ["4@100", "3@100"]],
  ])("are found where they are %s", (_, fills, executions) => {
    expect(reconcile(told(...executions), bought(...fills), symbolOf)).toMatchObject({
      matched: executions.length,
      onlyOnStatement: [],
      unsearched: 0,
    });
  });

  it("are found for every execution, whatever they were shared out to", () => {
    const size = fc.integer({ min: 1, max: 4 });
    const price = fc.integer({ min: 100, max: 102 });
    const group = fc.array(fc.tuple(size, price), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(group, { minLength: 1, maxLength: 4 }), fc.infiniteStream(fc.nat()), (groups, order) => {
        const executions = groups.map((parts) => {
          const sum = parts.reduce((all, [each]) => all + each, 0);
          const notional = parts.reduce((all, [each, at]) => all + each * at, 0);
          return execution("buy", `${sum}`, (notional / sum).toFixed(12), 0);
        });
        const shuffled = groups
          .flat()
          .map((part) => ({ part, at: order.next().value ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ part: [each, at] }) => `${each}@${at}`);
        expect(reconcile(executions, bought(...shuffled), symbolOf)).toMatchObject({
          matched: groups.length,
          onlyOnStatement: [],
          onlyInJournal: [],
        });
      }),
      { numRuns: 300 },
    );
  });

  it("are all of one order, the first or the last of them at the execution's time", () => {
    const order = [fill(1, "buy", "1", "10", 0, "o"), fill(2, "buy", "2", "13", 60_000, "o")];
    expect(reconcile([execution("buy", "3", "12", 60_000)], order, symbolOf)).toMatchObject({
      matched: 1,
      onlyInJournal: [],
      differences: [],
    });
    expect(reconcile([execution("buy", "3", "12", 0)], order, symbolOf)).toMatchObject({ matched: 1 });
    expect(reconcile([execution("buy", "3", "12", 30_000)], order, symbolOf)).toMatchObject({ matched: 0 });
    const two = order.map((each) => ({ ...each, orderId: `order-${each.seq}` }));
    expect(reconcile([execution("buy", "3", "12", 60_000)], two, symbolOf)).toMatchObject({ matched: 0 });
  });

  it("are searched for no longer than is bounded, and that is told", () => {
    // No sum of prices in whole hundredths has this average.
    const hostile = Array.from({ length: 3 }, () => execution("buy", "100", "106.9650001", 0));
    const prices = Array.from({ length: 200 }, (_, i) => `1@${(100 + i * 0.07).toFixed(2)}`);
    const { matched, onlyOnStatement, unsearched } = reconcile(hostile, bought(...prices), symbolOf);
    expect(matched).toBe(0);
    expect(onlyOnStatement).toHaveLength(3);
    expect(unsearched).toBe(3);
  });

  it("are not sought for an amount that no market has", () => {
    const seek = (size: string) => () => reconcile([execution("buy", size, "1", 0)], bought("1@1"), symbolOf);
    expect(seek("9".repeat(1000))).toThrow(RangeError);
    expect(seek(`0.${"9".repeat(30)}`)).toThrow(RangeError);
  });
});
