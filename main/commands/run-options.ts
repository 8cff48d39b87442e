import type { OptionTable } from "./option.ts";

/** What a run over recorded bars takes, on paper as in a backtest. */
export const runOptions = {
  bars: { kind: "text", value: "FILE", text: "recorded bars, CSV or CSV.gz" },
  ticks: {
    kind: "text",
    value: "FILE",
    text: "recorded trades or quotes instead of bars: CSV, CSV.gz, or a LEAN day of trades as ZIP",
  },
  intervalMs: {
    kind: "integer",
    value: "N",
    min: 1,
    text: "the bars that ticks are cut into (default: minutes, seconds for less than an hour)",
  },
  strategy: { kind: "text", value: "NAME", text: "the strategy, for example sma", required: true },
  set: {
    kind: "list",
    value: "K=V",
    text: "a parameter of the strategy, or queue=true for the paper venue; may be given again",
  },
  cash: { kind: "decimal", value: "N", above: 0, text: "the money to start with (default: 10000)" },
  feeBps: { kind: "decimal", value: "N", min: 0, text: "maker and taker fee in basis points (default: 0)" },
  slippageBps: { kind: "decimal", value: "N", min: 0, text: "slippage of market orders in basis points (default: 0)" },
  spreadBps: { kind: "decimal", value: "N", min: 0, text: "bid to ask in basis points (default: 0)" },
  participation: {
    kind: "decimal",
    value: "R",
    above: 0,
    text: "the share of a bar's volume that may be filled (default: no limit)",
  },
  queueAhead: {
    kind: "decimal",
    value: "SIZE",
    min: 0,
    text: "the size that stands ahead of a limit that joins a price, in the instrument's size; with --set queue=true",
  },
  latencyMs: { kind: "integer", value: "N", min: 0, text: "from the desk to the venue in milliseconds (default: 0)" },
  leverage: { kind: "decimal", value: "N", above: 0, text: "buying power is equity times this (default: 1)" },
  fundingRate: {
    kind: "decimal",
    value: "R",
    text: "the share of a perpetual's value that longs pay shorts every eight hours (default: none)",
  },
  initialMargin: {
    kind: "decimal",
    value: "R",
    above: 0,
    text: "the share of its value that a position locks up (default: 1 / leverage)",
  },
  maintenanceMargin: {
    kind: "decimal",
    value: "R",
    above: 0,
    text: "positions are liquidated below this share of their value (default: never)",
  },
  priceIncrement: { kind: "decimal", value: "X", above: 0, text: "the smallest step of a price (default: 0.01)" },
  sizeIncrement: {
    kind: "decimal",
    value: "X",
    above: 0,
    text: "the smallest step of a size (default: 0.00000001, equities 1)",
  },
  symbol: { kind: "text", value: "S", text: "the symbol (default: from the file's name)" },
  assetClass: {
    kind: "choice",
    choices: ["crypto-spot", "crypto-perp", "equity", "fx", "future"],
    text: "the asset class (default: from the symbol)",
  },
  hours: { kind: "text", value: "FILE", text: "when the instrument trades, as JSON (default: around the clock)" },
  from: { kind: "time", value: "T", text: "the first open time, UTC" },
  to: { kind: "time", value: "T", text: "open times from here on are left out, UTC" },
  risk: { kind: "text", value: "FILE", text: "limits of the risk gate as JSON (default: no notional limit)" },
  preset: { kind: "text", value: "ID", text: "the prop firm whose account is traded; see: proofdesk prop-firm" },
  confirmAutomation: { kind: "flag", text: "you read on the firm's own pages that a machine may trade the account" },
  calendar: { kind: "text", value: "FILE", text: "times of releases for the firm, one RFC 3339 time a line" },
  skipBad: { kind: "flag", text: "leave bad rows out and count them, instead of stopping at the first" },
} as const satisfies OptionTable;
