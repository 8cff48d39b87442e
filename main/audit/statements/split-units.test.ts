import { describe, expect, it } from "vitest";
import { engineRig, instrumentNamed, market, person } from "../../../tests/fixtures/engine-rig.ts";
import { csvOf } from "../track-record/csv-layouts.ts";
import { readTradeHistory } from "../track-record/trade-history.ts";
import { FillBook } from "./fill-book.ts";
import { readStatement, type StatementExecution } from "./read-statement.ts";
import { type Reconciliation, reconcile } from "./reconcile.ts";
import { readRatio } from "./split-units.ts";

const stock = instrumentNamed("AAPL", { assetClass: "equity", sizeIncrement: "1" });
const instrumentId = stock.id;

/** A share that is traded and split, minute by minute; its trades at the prices they were made at. */
function traded() {
  const rig = engineRig({ instruments: [stock] });
  rig.limits = { ...rig.limits, maxOrdersPerSecond: 1000, priceBandAtr: "100000", maxNotionalPerOrder: "1000000" };
  const terms = { accountId: "paper", currency: "USDT", amount: "100000", terms: {} };
  const actor = { kind: "desk", id: "account" } as const;
  rig.events.push({ type: "account.funded", actor, trace: "account", cause: null, at: rig.clock.now, data: terms });
  const times: number[] = [];
  const minute = (price: number): void => {
    rig.clock.now += 60_000;
    rig.bar(price);
    rig.price(price);
  };
  return {
    times,
    trade(side: "buy" | "sell", size: string, price: string): void {
      minute(Number(price));
      const { orderId } = rig.engine.submit(market(side, size, { instrumentId }), person, "");
      rig.fill(orderId, size, price, {});
      times.push(rig.clock.now);
    },
    split(ratio: string): void {
      rig.clock.now += 1000;
      rig.engine.accountReport({
        reportId: `s-${rig.clock.now}`,
        at: rig.clock.now,
        kind: "split",
        instrumentId,
        ratio,
      });
    },
    stored: () => rig.stored(),
  };
}

type Traded = ReturnType<typeof traded>;

/** Executions of a statement: side, size and price of the trades in turn. */
function told({ times }: Traded, ...rows: readonly string[]): StatementExecution[] {
  return rows.map((row, index) => {
    const [side = "", size = "", price = ""] = row.split(" ");
    const at = times[index] ?? 0;
    return { line: index + 2, symbol: "AAPL", side: side === "buy" ? "buy" : "sell", size, price, at, fee: null };
  });
}

function compared(account: Traded, executions: readonly StatementExecution[]): Reconciliation {
  const book = new FillBook();
  for (const event of account.stored()) book.take(event);
  expect(executions.length).toBeGreaterThan(0);
  const symbolOf = (id: string): string => id.slice(id.indexOf(":") + 1);
  return reconcile(executions, book.fills(), symbolOf, (fill, most) => book.splitsAfter(fill, most));
}

const same = (matched: number) => ({ matched, onlyOnStatement: [], onlyInJournal: [], differences: [], unsearched: 0 });

/** Ten shares at 100, of each of which four are made, forty sold at 26. */
function split4(): Traded {
  const account = traded();
  account.trade("buy", "10", "100");
  account.split("4");
  account.trade("sell", "40", "26");
  return account;
}

describe("a statement across a split agrees with the journal", () => {
  it("in the units of each day, and in the new ones throughout", () => {
    const account = split4();
    const left = (first: string) => compared(account, told(account, first, "sell 40 26"));
    expect(left("buy 10 100")).toMatchObject({ matched: 2, onlyOnStatement: [], onlyInJournal: [] });
    expect(left("buy 40 25")).toMatchObject(same(2));
  });

  it("and differs where a size or a price is another", () => {
    const account = split4();
    for (const wrong of ["buy 41 25", "buy 40 25.01", "buy 39 25", "sell 40 25"])
      expect(compared(account, told(account, wrong, "sell 40 26")), wrong).toMatchObject({
        matched: 1,
        onlyOnStatement: [expect.anything()],
        onlyInJournal: [{ seq: expect.any(Number), size: "10", price: "100" }],
      });
  });

  it("where the new price is a rounded one", () => {
    const account = traded();
    account.trade("buy", "10", "100");
    account.split("3");
    account.trade("sell", "30", "34");
    expect(compared(account, told(account, "buy 30 33.33", "sell 30 34"))).toMatchObject(same(2));
    expect(compared(account, told(account, "buy 30 33.34", "sell 30 34"))).toMatchObject({ matched: 1 });
  });

  it("where shares were joined, and where it was drawn up between two splits", () => {
    const account = traded();
    account.trade("buy", "10", "100");
    account.split("4");
    account.trade("buy", "20", "25");
    account.split("0.1");
    account.trade("sell", "6", "250");
    const rows = (...first: readonly string[]) => compared(account, told(account, ...first, "sell 6 250"));
    expect(rows("buy 4 250", "buy 2 250")).toMatchObject(same(3));
    expect(rows("buy 40 25", "buy 20 25")).toMatchObject({ matched: 3, onlyOnStatement: [], onlyInJournal: [] });
  });

  it.each(["topstepx", "ftmo", "topstepx-orders"] as const)(
    "as the desk itself exports it in the layout %s",
    (layout) => {
      const account = split4();
      const text = csvOf(readTradeHistory(account.stored()), layout, () => "");
      expect(compared(account, readStatement(text).executions)).toMatchObject({
        matched: 2,
        onlyOnStatement: [],
        onlyInJournal: [],
      });
    },
  );
});

it("a ratio that is none is refused", () => {
  for (const text of ["0", "-4", "four", "", `4.${"1".repeat(200)}`])
    expect(() => readRatio(text), text).toThrow(RangeError);
  expect(readRatio("0.25")).toEqual({ numerator: 25n, denominator: 100n });
});
