import { expect, test } from "vitest";
import { DeskSettings } from "./settings.ts";

test.each([
  ["a sale that slips by all it is worth", { paper: { slippageBps: "10000" } }],
  ["an impact beyond that", { paper: { impactBps: "99999999" } }],
  ["a fee with more decimals than the desk keeps", { paper: { takerFeeBps: "0.123456789" } }],
  ["orders that arrive after an hour", { paper: { latencyMs: 1e308 } }],
  ["answers that do", { paper: { latencyJitterMs: 3_600_001 } }],
  [
    "a table that does",
    {
      paper: {
        latencyTable: [
          { percentile: 0, ms: 1 },
          { percentile: 100, ms: 1e9 },
        ],
      },
    },
  ],
  ["money with more decimals than the books have", { account: { cash: `1.${"1".repeat(25)}` } }],
  ["money that nothing can be taken from", { account: { cash: "-5" } }],
  ["money of a thousand digits", { account: { cash: "9".repeat(1000) } }],
  ["a leverage of nothing", { account: { leverage: "0" } }],
  ["a leverage below nothing", { account: { leverage: "-3" } }],
  ["a leverage with more decimals than the ledger has", { account: { leverage: "0.000000001" } }],
  ["a currency of half a character", { account: { currency: "\ud800" } }],
])("settings with %s are refused where they are read", (_, settings) => {
  expect(DeskSettings.safeParse({ version: 1, ...settings }).success).toBe(false);
});

test("the widest settings that the desk can trade with are taken", () => {
  const paper = { slippageBps: "9999.99999999", takerFeeBps: "0.12345678", latencyMs: 3_600_000 };
  const account = { cash: "999999999999999.123456789012", leverage: "999999.5", currency: "XAU" };
  expect(DeskSettings.parse({ version: 1, paper, account })).toMatchObject({ paper, account });
});
