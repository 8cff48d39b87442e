import { readFileSync } from "node:fs";
import { Fault } from "../../shared/model/fault.ts";
import { decimalsOf } from "../../shared/model/fixed.ts";
import type { AssetClass, Instrument } from "../../shared/model/instrument.ts";
import type { BarColumns, TickColumns } from "../../shared/model/market.ts";
import { PaperVenueSettings } from "../../shared/model/paper-venue-settings.ts";
import type { RiskLimits } from "../../shared/model/risk.ts";
import { describeInstrument } from "../adapters/market-file/describe-instrument.ts";
import { mostDecimals, priceDecimals } from "../adapters/market-file/price-decimals.ts";
import { readBars } from "../adapters/market-file/read-bars.ts";
import type { SkippedRows } from "../adapters/market-file/read-rows.ts";
import { readTickFile } from "../adapters/market-file/read-tick-file.ts";
import { barsOfTicks } from "../adapters/market-file/tick-bars.ts";
import { tickInterval } from "../adapters/market-file/tick-interval.ts";
import { sha256Hex } from "../adapters/proof-node/node-primitives.ts";
import { readPreset } from "../adapters/prop-firm-presets/read-presets.ts";
import { canonicalize } from "../audit/canonical.ts";
import { checkVenueInput, inputOfTicks, type VenueInput } from "../simulation/venue-needs.ts";
import { findStrategy } from "../strategy/registry.ts";
import type { BoundStrategy } from "../strategy/strategy.ts";
import { readAssignments } from "./assignments.ts";
import { marketFile } from "./market-file.ts";
import { readRunHours } from "./run-hours.ts";
import { readRunLimits } from "./run-limits.ts";
import { describeSkipped, skippedIn } from "./skipped-rows.ts";

/** What a command-line run over recorded bars is told. Amounts are decimal text, times UTC milliseconds. */
export interface RunRequest {
  /** A file of bars, or one of ticks: exactly one of the two. */
  readonly bars?: string;
  readonly ticks?: string;
  /** Length of the bars that ticks are cut into; the recording's length decides where it is absent. */
  readonly intervalMs?: number;
  readonly strategy: string;
  /** The strategy's parameters as `name=value`, and `queue=true` for limits that keep their place in the venue's queue. */
  readonly set?: readonly string[];
  /** Cash of a new account; 10,000 unless given. */
  readonly cash?: string;
  /** Fee of every fill, maker or taker. */
  readonly feeBps?: string;
  readonly slippageBps?: string;
  readonly spreadBps?: string;
  /** Largest share of a bar's volume, more than 0 and at most 1. */
  readonly participation?: string;
  /** What stands ahead of a limit that joins a price, in the instrument's size; a queue must be told, without one it means nothing. */
  readonly queueAhead?: string;
  readonly latencyMs?: number;
  readonly leverage?: string;
  /** Share of a perpetual's value that longs pay shorts every eight hours. */
  readonly fundingRate?: string;
  /** Shares of a position's value that it locks up, and below which it is liquidated. */
  readonly initialMargin?: string;
  readonly maintenanceMargin?: string;
  readonly priceIncrement?: string;
  readonly sizeIncrement?: string;
  readonly symbol?: string;
  readonly assetClass?: AssetClass;
  /** A JSON file with the sessions that the instrument trades in; around the clock unless given. */
  readonly hours?: string;
  readonly from?: number;
  readonly to?: number;
  readonly skipBad?: boolean;
  /** Seeds the venue's randomness; 1 unless given. */
  readonly seed?: number;
  /** A JSON file with risk limits; without it there is no notional limit. */
  readonly risk?: string;
  /** The preset of the prop firm whose account is traded. */
  readonly preset?: string;
  /** The trader read on the firm's pages that a machine may trade the account. */
  readonly confirmAutomation?: boolean;
  /** A file with the times of economic releases, for a firm that restricts trading around them. */
  readonly calendar?: string;
  /** Where the run's document is written too. */
  readonly out?: string;
}

/** Everything a run needs, read and checked. */
export interface RunInputs {
  readonly columns: BarColumns;
  readonly intervalMs: number;
  readonly ticks?: TickColumns;
  readonly instrument: Instrument;
  readonly strategy: BoundStrategy;
  readonly account: { readonly cash: string; readonly leverage: string };
  readonly venue: PaperVenueSettings;
  readonly limits: RiskLimits;
  /** SHA-256 of the file's bytes, and of everything else that decides the run's outcome. */
  readonly fileSha256: string;
  readonly settingsHash: string;
  /** Rows that were left out, under `--skip-bad`, as the document tells them. */
  readonly skippedRows: ReturnType<typeof skippedIn>;
  /** What a reader of the result must know, in plain sentences. */
  readonly notes: readonly string[];
}

/**
 * Reads the file and checks every option. An account under a firm's preset is opened with the firm's balance unless `cash`
 * says otherwise. Throws a {@link Fault} that names the option or row at fault.
 */
export async function readInputs(request: RunRequest, profileDir: string | null = null): Promise<RunInputs> {
  const { queue, ...params } = readAssignments(request.set ?? []);
  const strategy = findStrategy(request.strategy).bind(params);
  const venue = readVenue(request, queue);
  if (venue.queue && request.ticks === undefined) throw needsTicks();
  if (venue.queue !== (request.queueAhead !== undefined)) throw queueHalfTold(venue.queue);
  const file = await readMarket(request);
  checkVenueInput(venue, file.input);
  const instrument = readInstrument(request, file.symbol);
  const limits = readRunLimits(request.risk, file.intervalMs, instrument.id);
  const account = {
    cash: positive("cash", request.cash ?? firmCash(request, profileDir) ?? "10000"),
    leverage: positive("leverage", request.leverage ?? "1"),
  };
  const settings = {
    instrument,
    account,
    limits,
    strategy: strategy.name,
    params: Object.entries(strategy.params).map(([name, value]) => `${name}=${value}`),
    venue: Object.entries(venue).map(([name, value]) => `${name}=${JSON.stringify(value)}`),
    period: [request.from ?? null, request.to ?? null],
    skipBad: request.skipBad ?? false,
    ...(file.ticks === undefined ? {} : { ticks: file.ticks.length, intervalMs: file.intervalMs }),
  };
  return {
    columns: file.columns,
    intervalMs: file.intervalMs,
    ...(file.ticks === undefined ? {} : { ticks: file.ticks }),
    instrument,
    strategy,
    account,
    venue,
    limits,
    fileSha256: sha256Hex(readFileSync(marketFile(request))),
    settingsHash: sha256Hex(canonicalize(JSON.parse(JSON.stringify(settings)))),
    skippedRows: skippedIn(file),
    notes: [
      ...(file.ticks === undefined ? [] : describeTicks(file.ticks, file.intervalMs)),
      ...describeCosts(venue, account),
      ...describeSkipped(file),
      ...(request.priceIncrement === undefined ? describeRounding(file.columns, instrument) : []),
    ],
  };
}

/** The balance that the firm's account opens with; a funded account that opens with nothing has no cash to trade. */
function firmCash({ preset }: RunRequest, profileDir: string | null): string | null {
  if (preset === undefined) return null;
  const { startingBalance } = readPreset(preset, profileDir);
  return Number(startingBalance) > 0 ? startingBalance : null;
}

interface Market extends SkippedRows {
  readonly columns: BarColumns;
  readonly intervalMs: number;
  readonly symbol: string;
  /** What the period that is run shows the venue. */
  readonly input: VenueInput;
  readonly ticks?: TickColumns;
}

async function readMarket(request: RunRequest): Promise<Market> {
  const file = marketFile(request);
  if (request.ticks === undefined) {
    return { ...(await readBars(file, given(request, ["skipBad", "symbol", "from", "to"]))), input: "bars" };
  }
  const read = await readTickFile(file, given(request, ["skipBad", "symbol"]));
  const { ticks: all, kind, symbol, skipped, skippedRows } = read;
  const ticks = between(all, request.from, request.to);
  const intervalMs = request.intervalMs ?? tickInterval(ticks).intervalMs;
  const columns = barsOfTicks(ticks, intervalMs);
  if (columns.length === 0) {
    const remedy = "Choose a longer period or a shorter --interval-ms.";
    throw new Fault("RUN-TICKS-SHORT", "validation", `The ticks make no closed bar of ${intervalMs} ms.`, remedy);
  }
  return { columns, intervalMs, symbol, skipped, skippedRows, input: inputOfTicks(kind, ticks), ticks };
}

/** The instrument with the margin and the hours that the run is told of. */
function readInstrument(request: RunRequest, symbol: string): Instrument {
  const { initialMargin, maintenanceMargin, fundingRate, hours } = request;
  const described = describeInstrument(symbol, given(request, ["assetClass", "priceIncrement", "sizeIncrement"]));
  if (fundingRate !== undefined && described.assetClass !== "crypto-perp") {
    const message = `${symbol} is ${described.assetClass}, and only perpetuals pay funding.`;
    throw new Fault("RUN-FUNDING", "validation", message, "Give --asset-class crypto-perp, or leave it out.");
  }
  return {
    ...described,
    ...(hours === undefined ? {} : { tradingHours: readRunHours(hours) }),
    ...(initialMargin === undefined ? {} : { initialMarginRate: positive("initial-margin", initialMargin) }),
    ...(maintenanceMargin === undefined
      ? {}
      : { maintenanceMarginRate: positive("maintenance-margin", maintenanceMargin) }),
  };
}

function needsTicks(): Fault {
  return new Fault(
    "RUN-QUEUE-TICKS",
    "validation",
    "A place in the queue needs trades with sizes, and bars do not tell them.",
    "Give --ticks FILE, or leave queue=true out.",
  );
}

function queueHalfTold(queue: boolean): Fault {
  return new Fault(
    "RUN-QUEUE-AHEAD",
    "validation",
    queue
      ? "queue=true needs to know how much stands ahead of a limit that joins a price."
      : "--queue-ahead says what stands ahead in a queue, and this run keeps none.",
    queue
      ? "Give --queue-ahead SIZE in the instrument's size; 0 puts every limit first in line."
      : "Give --set queue=true as well, or leave --queue-ahead out.",
  );
}

function between(ticks: TickColumns, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY): TickColumns {
  const first = ticks.at.findIndex((at) => at >= from);
  const last = ticks.at.findLastIndex((at) => at < to) + 1;
  const [start, end] = first < 0 ? [0, 0] : [first, Math.max(first, last)];
  return {
    length: end - start,
    at: ticks.at.subarray(start, end),
    bid: ticks.bid.subarray(start, end),
    ask: ticks.ask.subarray(start, end),
    last: ticks.last.subarray(start, end),
    size: ticks.size.subarray(start, end),
  };
}

/** The named options of a request, those that are not given left out. */
function given<K extends keyof RunRequest>(
  request: RunRequest,
  names: readonly K[],
): { [N in K]?: NonNullable<RunRequest[N]> } {
  const entries = names.filter((name) => request[name] !== undefined).map((name) => [name, request[name]]);
  return Object.fromEntries(entries) as { [N in K]?: NonNullable<RunRequest[N]> };
}

function readVenue(request: RunRequest, queueText: unknown): PaperVenueSettings {
  const { feeBps, slippageBps, spreadBps, participation, latencyMs, seed, fundingRate, queueAhead } = request;
  const liquidation = request.maintenanceMargin === undefined ? undefined : true;
  const queue =
    queueText === undefined ? undefined : queueText === "true" ? true : queueText === "false" ? false : queueText;
  const fees = { makerFeeBps: feeBps, takerFeeBps: feeBps };
  const costs = { ...fees, slippageBps, spreadBps, participation, latencyMs, fundingRate };
  const given = { seed, ...costs, queue, queueAhead, liquidation };
  const result = PaperVenueSettings.safeParse(
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  );
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
  throw new Fault("RUN-VENUE", "validation", `The paper venue cannot work with ${problems}.`, "Correct the option.");
}

/** An amount above zero that the record and a verifier can reckon with. */
function positive(name: string, text: string): string {
  if (/^(0|[1-9]\d{0,39})(\.\d{1,24})?$/.test(text) && Number(text) > 0) return text;
  const remedy = `Give --${name} a number above zero, of up to 40 digits before the point and 24 behind it.`;
  throw new Fault("RUN-AMOUNT", "validation", `${name} is "${text}".`, remedy);
}

function describeCosts(venue: PaperVenueSettings, account: RunInputs["account"]): string[] {
  const free = [
    [venue.takerFeeBps, "no fees"],
    [venue.spreadBps, "no spread"],
    [venue.slippageBps, "no slippage"],
  ] as const;
  const absent: string[] = free.filter(([bps]) => Number(bps) === 0).map(([, what]) => what);
  if (venue.latencyMs === 0) absent.push("no latency");
  if (venue.participation === undefined) absent.push("orders fill whole");
  return [
    ...(venue.queue ? [describeQueue(venue.queueAhead)] : []),
    ...(absent.length > 0 ? [`Simulated with ${absent.join(", ")}.`] : []),
    `Margin account with leverage ${account.leverage}; shorts need margin like purchases; no notional limit unless --risk sets one.`,
  ];
}

function describeQueue(ahead: string): string {
  if (Number(ahead) === 0) return "Limit orders are first in line at their price.";
  return `Limit orders that join a price wait until ${ahead} ahead of them has traded.`;
}

function describeTicks({ length }: TickColumns, intervalMs: number): string[] {
  return [
    `Orders trade against ${length.toLocaleString("en-US")} ticks; the strategy sees the bars of ${intervalMs / 1000} s that they make.`,
  ];
}

/** A default increment that the file's prices do not keep to moves every fill: EUR/USD in cents is no market. */
function describeRounding(columns: BarColumns, { symbol, priceIncrement }: Instrument): string[] {
  const decimals = priceDecimals(columns);
  if (decimals <= decimalsOf(priceIncrement)) return [];
  const finer = `0.${"1".padStart(decimals, "0")}`;
  return [
    `The file's prices have ${decimals}${decimals === mostDecimals ? " or more" : ""} decimals, and ${symbol} trades in steps of ${priceIncrement}: they are rounded; give --price-increment ${finer} to keep them.`,
  ];
}
