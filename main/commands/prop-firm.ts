import { formatFixed, MONEY_DIGITS, parseFixed } from "../../shared/model/fixed.ts";
import type { JournalEvent } from "../../shared/model/journal-event.ts";
import type { PropFirmPreset } from "../../shared/model/prop-firm.ts";
import type { PropFirmReport } from "../../shared/model/prop-firm-report.ts";
import { parseRfc3339, toRfc3339 } from "../../shared/model/time.ts";
import type { EventReader } from "../adapters/journal-sqlite/event-reader.ts";
import type { RowKeys } from "../adapters/journal-sqlite/mac-keys.ts";
import { openRecord } from "../adapters/journal-sqlite/open-record.ts";
import { findPresets, readPreset } from "../adapters/prop-firm-presets/read-presets.ts";
import { readEvent } from "../audit/event-text.ts";
import { type AccountMoment, accountPath } from "../audit/track-record/account-path.ts";
import { automationAnswer, holdCutoff, openQuestions } from "../risk/prop-firm/conduct.ts";
import { replayFirm } from "../risk/prop-firm/firm-replay.ts";
import { forecastReset, type LossRow, lossRows } from "../risk/prop-firm/loss-rows.ts";
import { payoutRows } from "../risk/prop-firm/payout-gate.ts";
import { progressOf } from "../risk/prop-firm/progress.ts";
import { PropFirmGuard } from "../risk/prop-firm/prop-firm-guard.ts";

export interface PropFirmResult {
  /** 1 where a rule of the firm has failed. */
  readonly exitCode: 0 | 1;
  readonly document: object;
  /** For a person. */
  readonly lines: readonly string[];
}

/** The `prop-firm` command without an id: the presets, the profile's own first, with what is known of each. */
export function listPresets(profileDir: string | null = null): PropFirmResult {
  const { presets: found, unreadable } = findPresets(profileDir);
  const presets = found.map(({ preset, own }) => {
    const { id, firm, program, phase, variant, size, currency, status, confidence, as_of } = preset;
    return { id, firm, program, phase, variant, size, currency, status, confidence, as_of, own };
  });
  return {
    exitCode: 0,
    document: { presets, unreadable },
    lines: [
      ...unreadable.map(({ id, reason }) => `${id.padEnd(44)} unreadable: ${reason}`),
      ...presets.map(
        ({ id, firm, program, phase, size, currency, confidence, as_of, own }) =>
          `${id.padEnd(44)} ${firm}, ${program}, ${phase}, ${size} ${currency}  (${own ? "your own copy, " : ""}as of ${as_of}, confidence ${confidence})`,
      ),
    ],
  };
}

/**
 * The `prop-firm` command: what a firm's rules make of a profile's journal, event by event. Where the account is under this
 * very preset its marks give what the guard saw, tick by tick. Also while a desk holds the profile; `keys` check the rows'
 * macs. Throws Faults, `STORAGE-CHAIN` among them.
 */
export function judgeProfile(profileDir: string, id: string, keys: RowKeys | null = null): PropFirmResult {
  const { db, reader } = openRecord(profileDir, keys);
  const events = (): Iterable<JournalEvent> => readAll(reader.read(0, Number.MAX_SAFE_INTEGER));
  try {
    const marks = replayFirm(events());
    const { applied, guard } = marks.record;
    if (applied?.preset.id === id && guard !== null) return report(applied.preset, guard, marks.report());
    const preset = readPreset(id, profileDir);
    return report(
      preset,
      replay(preset, accountPath(events()), () => lastAt(reader)),
      null,
    );
  } finally {
    db.close();
  }
}

function* readAll(stored: Iterable<{ readonly text: string }>): Generator<JournalEvent> {
  for (const { text } of stored) yield readEvent(text);
}

/**
 * The guard after every moment of an account. The journal's account counts from the firm's starting balance: what it was
 * opened with is no profit and no loss. A journal without an account stands where it begins, at the time of its last event.
 */
function replay(preset: PropFirmPreset, moments: Iterable<AccountMoment>, lastAt: () => number): PropFirmGuard {
  const start = parseFixed(preset.startingBalance, MONEY_DIGITS);
  let guard: PropFirmGuard | null = null;
  let opened = 0n;
  for (const { at, balance, openPnl, traded, opened: opens, transfer } of moments) {
    if (guard === null) {
      opened = balance;
      guard = PropFirmGuard.open(preset, { at });
      continue;
    }
    if (traded) guard.apply({ kind: "traded", at, opened: opens });
    if (transfer < 0n) guard.apply({ kind: "paid", at, amount: -transfer });
    // What was brought on top is no gain of the account's trading.
    else opened += transfer;
    guard.apply({ kind: "equity", at, balance: start + balance - opened, openPnl, commissions: 0n, swaps: 0n });
  }
  return guard ?? PropFirmGuard.open(preset, { at: lastAt() });
}

function lastAt(reader: EventReader): number {
  const tip = reader.tip();
  const [last] = readAll(reader.read(tip, tip));
  return last === undefined ? 0 : parseRfc3339(last.at);
}

const money = (units: bigint): string => formatFixed(units, MONEY_DIGITS);

function report(preset: PropFirmPreset, guard: PropFirmGuard, account: PropFirmReport | null): PropFirmResult {
  const { state } = guard;
  const rows = lossRows(guard);
  const forecast = forecastReset(guard);
  const progress = progressOf(guard);
  const cutoff = holdCutoff(preset, guard.rules.days, state.at);
  const document = JSON.parse(
    JSON.stringify(
      {
        preset: { id: preset.id, as_of: preset.as_of, confidence: preset.confidence, sources: preset.sources },
        at: state.at,
        balance: state.balance,
        limits: rows,
        resetAt: guard.resetAt,
        breaksAtReset: forecast.breaks,
        progress,
        payouts: payoutRows(guard),
        automation: automationAnswer(preset),
        closeBy: cutoff?.at ?? null,
        breaches: state.breaches,
        failure: state.failure,
        toConfirm: openQuestions(preset),
        /** As the guard had it; `null` where the account is not under this preset. */
        account,
      },
      (_, value: unknown) => (typeof value === "bigint" ? money(value) : value),
    ),
  ) as object;
  return {
    exitCode: state.failure === null ? 0 : 1,
    document,
    lines: linesOf(preset, guard, rows, forecast.breaks, account),
  };
}

function linesOf(
  preset: PropFirmPreset,
  guard: PropFirmGuard,
  rows: readonly LossRow[],
  breaks: readonly LossRow[],
  account: PropFirmReport | null,
): string[] {
  const { state } = guard;
  const { profit, target, tradingDays, consistency } = progressOf(guard);
  const time = (at: number): string => (Number.isFinite(at) ? toRfc3339(at) : "no time");
  return [
    `${preset.firm} ${preset.program}, ${preset.phase}, as of ${preset.as_of} (confidence ${preset.confidence})`,
    ...rows.map(limitLine),
    `  next reset ${time(guard.resetAt)}${breaks.length === 0 ? "" : ": it would break what is carried over it"}`,
    `  profit ${money(profit)}${target === null ? "" : `, ${money(target.missing)} to the target`}`,
    `  trading days ${tradingDays.done}${tradingDays.needed === null ? "" : ` of ${tradingDays.needed}`}`,
    ...(consistency === null
      ? []
      : [
          `  best day ${money(consistency.bestDay)}, ${consistency.holds ? "within" : "above"} ${consistency.maxSharePct} %`,
        ]),
    `  automation: ${automationAnswer(preset)}`,
    ...state.breaches.map(
      ({ rule, effect, at, equity, floor, atReset }) =>
        `  ${effect === "fail" ? "FAILED" : "paused"} ${rule} at ${time(at)}${atReset ? ", at the reset" : ""}: equity ${money(equity)}${floor === null ? "" : `, floor ${money(floor)}`}`,
    ),
    ...openQuestions(preset).map((question) => `  to confirm: ${question}`),
    account === null
      ? "  Equity between two events was what the market made it; the journal holds it once a minute while something is open."
      : `  The account is under this preset since ${time(account.appliedAt)}: ${account.standing}; the guard's own marks were read.`,
    ...(account?.stop == null ? [] : [`  stopped at ${time(account.stop.at)}: ${account.stop.reason}`]),
  ];
}

function limitLine({ rule, binds, reading, equity, floor, room, roomBps }: LossRow): string {
  const what = reading === null ? rule : `${rule}, as another source reads it: ${reading}`;
  if (floor === null || room === null) return `  ${what}: its number is in no source`;
  const share = roomBps === null ? "" : ` (${(roomBps / 100).toFixed(2)} %)`;
  return `  ${what}${binds ? "" : " (does not bind)"}: equity ${money(equity)}, floor ${money(floor)}, room ${money(room)}${share}`;
}
