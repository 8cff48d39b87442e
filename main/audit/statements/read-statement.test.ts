import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readStatement } from "./read-statement.ts";
import { readAmount, readTime } from "./statement-values.ts";

const samples = join(import.meta.dirname, "../../../../shared/data/statements/tradetally");
const at = (text: string): number => Date.parse(text);

describe.skipIf(!existsSync(samples))("statements as platforms write them", () => {
  const files = existsSync(samples) ? readdirSync(samples).sort() : [];
  const read = (start: string, zone?: string) =>
    readStatement(readFileSync(join(samples, files.find((file) => file.startsWith(start)) ?? ""), "utf8"), zone);
  /** Rows without a side, and trades without a size or a side, say too little to be compared. */
  const without = new Set(["31", "33"]);

  it.each(files)("%s is read whole, or refused by name", (file) => {
    const text = readFileSync(join(samples, file), "utf8");
    if (without.has(file.slice(0, 2))) {
      expect(() => readStatement(text)).toThrow(expect.objectContaining({ code: "STATEMENT-LAYOUT" }));
      return;
    }
    const { executions } = readStatement(text);
    expect(executions.length).toBeGreaterThan(0);
    for (const { size, price, at: time } of executions) {
      expect(Number(size)).toBeGreaterThan(0);
      expect(Number(price)).toBeGreaterThan(0);
      expect(time).toBeGreaterThan(at("2022-01-01"));
    }
  });

  it("are made of executions: a closed trade is two", () => {
    expect(read("12")).toEqual({
      layout: "projectx-trades",
      executions: [
        {
          line: 2,
          symbol: "ESM24",
          side: "buy",
          size: "1",
          price: "5000.00",
          at: at("2025-01-01T09:30:00Z"),
          fee: null,
        },
        {
          line: 2,
          symbol: "ESM24",
          side: "sell",
          size: "1",
          price: "5010.00",
          at: at("2025-01-01T10:00:00Z"),
          fee: null,
        },
      ],
    });
  });

  it("name their offsets, or are told their zone", () => {
    expect(read("13").executions[0]?.at).toBe(at("2026-06-11T13:45:21Z"));
    expect(read("11", "America/Chicago").executions[0]?.at).toBe(at("2025-01-01T15:30:00Z"));
    expect(read("17").executions[0]?.at).toBe(at("2026-04-27T06:05:02Z"));
    expect(read("36").executions[0]?.at).toBe(at("2026-07-28T09:45:17Z"));
  });

  it("write numbers in their own way", () => {
    expect(read("17").executions).toMatchObject([
      { side: "buy", price: "7200.75", fee: "0.62" },
      { side: "sell", price: "7204.75" },
    ]);
    expect(read("24").executions.slice(0, 2)).toMatchObject([
      { side: "buy", size: "0.33", price: "4577.86" },
      { side: "sell", price: "4595.91" },
    ]);
  });

  it("are found inside the sections of an activity statement", () => {
    const { layout, executions } = read("06");
    expect(layout).toBe("ibkr-activity");
    expect(executions).toMatchObject([
      { symbol: "AAPL", side: "buy", size: "100", price: "150.00", fee: "1" },
      { side: "sell", price: "155.00" },
    ]);
  });
});

it.each([
  ["1,234.50", "1234.5"],
  ["7200,75", "7200.75"],
  ["4 577,86", "4577.86"],
  ["$(115.00)", "-115"],
  ["0,62 $", "0.62"],
  ["-1.00", "-1"],
  ["1,234", "1234"],
  ["1.234.567,8", "1234567.8"],
  ["-", null],
  ["n/a", null],
  ["", null],
])("reads the amount %s as %s", (text, value) => {
  expect(readAmount(text)).toBe(value);
});

it.each([
  ["20250101;093000", "2025-01-01T09:30:00Z"],
  ["20260721", "2026-07-21T00:00:00Z"],
  ["2026-01-05, 09:30:00", "2026-01-05T09:30:00Z"],
  ["7/28/2026 12:46:05 AM", "2026-07-28T00:46:05Z"],
  ["4/30/26 7:35:46", "2026-04-30T07:35:46Z"],
  ["2026.04.30 09:37:11", "2026-04-30T09:37:11Z"],
  ["01/01/2025 09:30:00 -06:00", "2025-01-01T15:30:00Z"],
  ["13/13/2025", null],
  ["2026-02-31 09:30:00", null],
  ["2/29/2026 9:30:00 AM", null],
  ["soon", null],
])("reads the time %s as %s", (text, value) => {
  expect(readTime(text, "UTC", false)).toBe(value === null ? null : at(value));
});

it("refuses a row that cannot be read, by its line", () => {
  const text = "Symbol,Date/Time,Quantity,Price\nAAPL,20250101;093000,100,150\nAAPL,yesterday,1,150\n";
  expect(() => readStatement(text)).toThrow(
    expect.objectContaining({ code: "STATEMENT-ROW", message: expect.stringContaining("Line 3") as string }),
  );
});

describe("a statement of FTMO in another language", () => {
  const header =
    'Ticket;Ouvrir;Type;Volume;Symbole;Prix;SL;TP;Fermeture;Prix;Swap;Commissions;Profit;Pips;"Durée du trade en secondes"';
  const row = (type: string, closedAt = "2024-02-12 04:29:00"): string =>
    `1;2024-02-12 03:54:00;${type};0,5;BTC/USDT;48173.49;0;0;${closedAt};48096.40;0;0;1;1;2100`;

  it("is read by the places of its columns", () => {
    const { layout, executions } = readStatement(`${header}\n${row("sell")}\n${row("buy")}\n`);
    expect(layout).toBe("ftmo");
    expect(executions).toMatchObject([
      { line: 2, symbol: "BTC/USDT", side: "sell", size: "0.5", price: "48173.49", at: at("2024-02-12T03:54:00Z") },
      { line: 2, side: "buy", size: "0.5", price: "48096.40", at: at("2024-02-12T04:29:00Z") },
      { line: 3, side: "buy", price: "48173.49" },
      { line: 3, side: "sell", price: "48096.40" },
    ]);
  });

  it("refuses a row that says neither bought nor sold, and one that is still open", () => {
    for (const bad of [row("achat"), row("buy", "")]) {
      expect(() => readStatement(`${header}\n${row("buy")}\n${bad}\n`)).toThrow(
        expect.objectContaining({ code: "STATEMENT-ROW", message: expect.stringContaining("Line 3") as string }),
      );
    }
  });

  it("is not found in a table whose rows have another shape", () => {
    const other = row("sell").replaceAll("2024-02-12", "12/02/2024");
    for (const text of [other, row("sell").split(";").slice(0, 13).join(";"), row("sell").replace("0,5", "-")]) {
      expect(() => readStatement(`${header}\n${text}\n`)).toThrow(
        expect.objectContaining({ code: "STATEMENT-LAYOUT" }),
      );
    }
  });
});

it.each([
  ["a side that is neither buy nor sell", "AAPL,20250101;093000,100,150,Achat"],
  ["no side in the column for it", "AAPL,20250101;093000,100,150,"],
  ["an amount that is longer than money is", `AAPL,20250101;093000,100,${"9".repeat(200)},Buy`],
  ["a price with more decimals than are counted", `AAPL,20250101;093000,100,1.${"3".repeat(25)},Buy`],
])("refuses a row with %s", (_, row) => {
  expect(() => readStatement(`Symbol,Date/Time,Quantity,Price,Buy/Sell\n${row}\n`)).toThrow(
    expect.objectContaining({ code: "STATEMENT-ROW" }),
  );
});

it("keeps the decimals that a price is written with", () => {
  const rows = ["AAPL,20250101;093000,100.00,150.50,Buy", 'AAPL,20250101;093000,1,"1,234.00",Sell'];
  expect(readStatement(`Symbol,Date/Time,Quantity,Price,Buy/Sell\n${rows.join("\n")}\n`).executions).toMatchObject([
    { size: "100", price: "150.50" },
    { size: "1", price: "1234.00" },
  ]);
});

it("reads the same whatever ends its lines", () => {
  const lines = [
    "Symbol,Date/Time,Quantity,Price",
    "XBT,2024-01-01 22:00:00,1,10",
    '"ETH",2024-01-01 22:00:00,-2,5',
    "",
  ];
  const [unix, windows, mac] = ["\n", "\r\n", "\r"].map((end) => readStatement(lines.join(end)).executions);
  expect(unix).toHaveLength(2);
  expect(windows).toEqual(unix);
  expect(mac).toEqual(unix);
});
