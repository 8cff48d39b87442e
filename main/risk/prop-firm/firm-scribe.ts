import type { Actor } from "../../../shared/model/actor.ts";
import type { FirmBreached, PresetApplied } from "../../../shared/model/firm-event.ts";
import { formatFixed, MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import type { JournalData, NewJournalEvent } from "../../../shared/model/journal-event.ts";
import type { AccountSeen, FirmRecord } from "./firm-record.ts";
import { breachOf } from "./firm-report.ts";
import type { Breach } from "./guard-state.ts";

const firmActor: Actor = { kind: "desk", id: "prop-firm" };

/** Writes down what the guard saw and found. Times never go back behind what the desk has written. */
export class FirmScribe {
  readonly #append: ((event: NewJournalEvent) => number) | null;
  #lastAt = 0;

  /** The latest time that was written, UTC milliseconds. */
  get lastAt(): number {
    return this.#lastAt;
  }

  /** `null` keeps nothing. */
  constructor(append: ((event: NewJournalEvent) => number) | null) {
    this.#append = append;
  }

  /** Another event was written at that time. */
  passed(at: number): void {
    if (at > this.#lastAt) this.#lastAt = at;
  }

  /** Throws what the journal throws: an account is under no preset that is not written down. */
  preset(applied: PresetApplied, at: number, actor: Actor): void {
    const data = { ...applied } as unknown as JournalData;
    this.#append?.({ type: "preset.applied", at, actor, trace: `preset-${applied.presetId}`, cause: null, data });
  }

  mark(record: FirmRecord, seen: AccountSeen): void {
    if (this.#append === null) return;
    const firm = record.mark(seen) as unknown as JournalData;
    const equity = formatFixed(seen.balance + seen.openPnl, MONEY_DIGITS);
    this.#write("account.snapshotted", seen.at, { equity, firm });
  }

  breach(breach: Breach, presetId: string): void {
    const data: FirmBreached = { presetId, ...breachOf(breach) };
    this.#write("risk.breached", breach.at, data as unknown as JournalData);
  }

  /** What cannot be written down still holds in memory: without a journal nothing opens anyway. */
  #write(type: "account.snapshotted" | "risk.breached", at: number, data: JournalData): void {
    this.passed(at);
    try {
      this.#append?.({ type, at: this.#lastAt, actor: firmActor, trace: `firm-${at}`, cause: null, data });
    } catch {
      // The journal's own failure is told by the journal.
    }
  }
}
