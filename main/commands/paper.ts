import { setTimeout as sleep } from "node:timers/promises";
import { usualTerms } from "../../shared/model/account-terms.ts";
import { Fault } from "../../shared/model/fault.ts";
import type { Instrument } from "../../shared/model/instrument.ts";
import type { JournalData, JournalEvent, NewJournalEvent } from "../../shared/model/journal-event.ts";
import { openJournal } from "../adapters/journal-sqlite/open-journal.ts";
import { sha256Hex } from "../adapters/proof-node/node-primitives.ts";
import { openSecretStore } from "../adapters/secrets-keychain/open-secret-store.ts";
import { type RunDocument, runDocument } from "../backtest/run-document.ts";
import { runEngine } from "../backtest/run-engine.ts";
import { isAtPar } from "../engine/portfolio/currencies.ts";
import type { Journal } from "../ports/journal.ts";
import type { FirmWatch } from "../risk/prop-firm/firm-watch.ts";
import { describeTrader } from "../traders/earlier-traders.ts";
import { readBuildInfo } from "../workstation/build-info.ts";
import { type FundedAccount, fundAccount } from "../workstation/fund-account.ts";
import { type RunInputs, type RunRequest, readInputs } from "./backtest-inputs.ts";
import { checkFirmRun, type FirmOutcome, firmNotes, firmOutcome, firmWatch, presetAsked } from "./firm-run.ts";
import { standingAccount } from "./paper-account.ts";
import { belongsToRun, PaperRecord } from "./paper-record.ts";
import { refuseRunFile, writeRunFile } from "./run-file.ts";
import type { SkippedInRun } from "./skipped-rows.ts";
import { startingNote } from "./starting-money.ts";

export interface PaperOptions extends RunRequest {
  readonly profileDir: string;
  /** `max`, or how many times faster than the market's own time. */
  readonly speed?: "max" | number;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A run's document, and where its record is. */
export type PaperResult = RunDocument & {
  readonly journal: {
    readonly events: number;
    readonly checkpoints: number;
    readonly origin: string;
    readonly profile: string;
  };
  readonly run: {
    readonly id: string;
    /** Events of an unfinished run that were found and repeated; 0 for a new run. */
    readonly repeatedEvents: number;
  };
  /** What the prop firm's guard made of it, on an account under a preset. */
  readonly firm?: FirmOutcome;
  readonly skipped?: SkippedInRun;
  readonly notes: readonly string[];
};

/**
 * The `paper` command: trades a recorded file through engine, gate, paper venue and durable journal. A run that the
 * profile holds unfinished, of the same file and settings, goes on where its journal ends. Throws Faults.
 */
export async function runPaper(options: PaperOptions): Promise<PaperResult> {
  const { profileDir, env = process.env } = options;
  refuseRunFile(options, profileDir);
  const inputs = await readInputs(options, profileDir);
  const { store: secrets, note } = await openSecretStore({ service: "Proofdesk", env });
  const clock = { now: () => Date.now(), mono: () => process.hrtime.bigint() };
  const build = { ...readBuildInfo(), configHash: inputs.settingsHash };
  const journal = await openJournal({ profileDir, secrets, clock, build });
  try {
    const { document, id, repeatedEvents, firm, begun, notes } = await runOnJournal(journal, inputs, options);
    await journal.close();
    const { events, checkpoints, origin } = journal.health();
    const keyNotes = note === null ? [] : [note];
    const outcome: PaperResult = {
      ...document,
      journal: { events, checkpoints, origin, profile: profileDir },
      run: { id, repeatedEvents },
      ...(firm === null ? {} : { firm }),
      ...inputs.skippedRows,
      notes: [begun, ...inputs.notes, ...notes, ...keyNotes],
    };
    writeRunFile(options, outcome);
    return outcome;
  } finally {
    await journal.close();
  }
}

interface JournaledRun {
  readonly document: RunDocument;
  readonly id: string;
  readonly repeatedEvents: number;
  readonly firm: FirmOutcome | null;
  /** What the run started with, in a sentence. */
  readonly begun: string;
  readonly notes: readonly string[];
}

async function runOnJournal(journal: Journal, inputs: RunInputs, options: PaperOptions): Promise<JournaledRun> {
  const { columns, instrument } = inputs;
  const { speed = "max", profileDir } = options;
  const begins = columns.openTime[0] ?? 0;
  const opening = { currency: instrument.quoteCurrency, terms: usualTerms, ...inputs.account };
  const funded = fundAccount(journal, opening, begins);
  checkCurrency(funded, instrument);
  const events = [...journal.read()].map((stored) => JSON.parse(stored.text) as JournalEvent);
  const runs = runsIn(events);
  const open = runs.findLast((run) => !run.ended);
  const same =
    open?.start.data["fileSha256"] === inputs.fileSha256 && open.start.data["settingsHash"] === inputs.settingsHash;
  const before = firmBefore(events, inputs, same ? open.start.seq : Number.POSITIVE_INFINITY);
  // A run that began under another preset is another run.
  const resumed = same && presetAsked(options, profileDir, before) === null ? open : undefined;
  if (open && !resumed) abandon(journal, open.start, begins);
  const startSeq = resumed ? resumed.start.seq : Number.POSITIVE_INFINITY;
  const id = resumed ? String(resumed.start.data["traderId"]) : `run-${runs.length + 1}`;
  const expected = resumed ? events.filter((event) => event.seq >= startSeq && belongsToRun(event)) : [];
  const standing = standingAccount(
    events.filter((event) => event.seq < startSeq),
    funded.cash,
    funded.currency,
    instrument.id,
    begins,
  );
  const record = new PaperRecord(journal, expected);
  const firm = firmBefore(events, inputs, startSeq, (event) => record.append(event));
  const asked = presetAsked(options, profileDir, firm);
  checkFirmRun(asked === null ? firm : { under: asked, guard: firm.guard }, begins);
  if (asked !== null) firm.apply(asked, begins, { kind: "person", id: "command-line" });
  const about = (
    type: "trader.started" | "trader.stopped",
    at: number,
    cause: number | null,
    data: JournalData,
  ): NewJournalEvent => ({
    type,
    at,
    actor: { kind: "desk", id: "paper" },
    trace: id,
    cause,
    data,
  });
  const started = record.append(
    about("trader.started", begins, null, {
      ...describeTrader(id, inputs.strategy.name, inputs.strategy, [instrument.id]),
      fileSha256: inputs.fileSha256,
      settingsHash: inputs.settingsHash,
      runId: id,
    }),
  );
  const run = {
    ...inputs,
    account: {
      cash: standing.cash,
      balances: standing.balances,
      currency: funded.currency,
      terms: funded.terms,
      leverage: inputs.account.leverage,
    },
    traderId: id,
    record,
    idSeed: journal.health().origin,
    sha256: sha256Hex,
    earlier: standing.events,
    firm: firm.under === null ? undefined : firm,
    ...(speed === "max" ? {} : { pace: paceOf(speed, record, inputs.intervalMs) }),
  };
  const result = await runEngine(run);
  const document = runDocument(run, result);
  const ends = (columns.openTime[columns.length - 1] ?? begins) + inputs.intervalMs;
  const { tradesHash } = document;
  const finalEquity = result.account.equity;
  const stopped = record.append(
    about("trader.stopped", ends, started, { traderId: id, reason: "end of the bars", tradesHash, finalEquity }),
  );
  await journal.durable(stopped);
  const outcome = firmOutcome(firm);
  const { account, position } = result.opening;
  const start = { cash: account.cash, currency: funded.currency, position: position?.size };
  return {
    document,
    id,
    repeatedEvents: expected.length,
    firm: outcome,
    begun: startingNote(start, inputs.account.cash, options.cash !== undefined),
    notes: [
      ...accountNotes(funded.currency, instrument.quoteCurrency, standing.elsewhere),
      ...firmNotes(outcome, funded.currency),
    ],
  };
}

/** The firm's guard as the events before a run leave it. */
function firmBefore(
  events: readonly JournalEvent[],
  inputs: RunInputs,
  startSeq: number,
  append: ((event: NewJournalEvent) => number) | null = null,
): FirmWatch {
  const firm = firmWatch(inputs, append);
  for (const event of events) if (event.seq < startSeq) firm.restore(event);
  return firm;
}

function accountNotes(currency: string, quoteCurrency: string, elsewhere: readonly string[]): string[] {
  const asides = elsewhere.map((other) => `The open position in ${other} is left aside: this run has no price for it.`);
  return currency === quoteCurrency
    ? asides
    : [`The account is in ${currency}; ${quoteCurrency} is declared at par with it.`, ...asides];
}

/** Throws a Fault for a market whose money is not the account's: a run has one instrument and one money. */
function checkCurrency({ currency, terms }: FundedAccount, instrument: Instrument): void {
  if (isAtPar(instrument.quoteCurrency, currency, terms.conversions)) return;
  throw new Fault(
    "RUN-CURRENCY",
    "validation",
    `The account is in ${currency}, and ${instrument.quoteCurrency}, which ${instrument.symbol} is traded in, is not declared at par with it.`,
    "Use another profile: a fresh one opens its account in the market's own currency.",
  );
}

interface KnownRun {
  readonly start: JournalEvent;
  readonly ended: boolean;
}

/** The runs over bars that a journal tells of, oldest first. */
function runsIn(events: readonly JournalEvent[]): KnownRun[] {
  const ended = new Set(
    events
      .filter((event) => event.type === "trader.stopped" || event.type === "trader.failed")
      .map((event) => event.data["traderId"]),
  );
  return events
    .filter((event) => event.type === "trader.started" && event.data["runId"] !== undefined)
    .map((start) => ({ start, ended: ended.has(start.data["traderId"]) }));
}

/** Ends, in the record, a run that another one takes the place of. */
function abandon(journal: Journal, start: JournalEvent, at: number): void {
  const { traderId = "" } = start.data;
  const data = { traderId, reason: "given up: another run was started" };
  journal.append({
    type: "trader.stopped",
    at,
    actor: { kind: "desk", id: "paper" },
    trace: start.trace,
    cause: start.seq,
    data,
  });
}

/** Holds each bar back until its close is due at `speed` times the market's pace; what the journal holds already is not held back. */
function paceOf(speed: number, record: PaperRecord, intervalMs: number): (openTime: number) => Promise<void> {
  let base: { readonly market: number; readonly machine: number } | null = null;
  return async (openTime) => {
    if (record.repeating) return;
    base ??= { market: openTime, machine: performance.now() };
    const dueAt = base.machine + (openTime + intervalMs - base.market) / speed;
    const waitMs = dueAt - performance.now();
    if (waitMs > 0) await sleep(waitMs);
  };
}
