import type { JournalEvent } from "../../shared/model/journal-event.ts";
import type { DeskSnapshot } from "../engine/desk-snapshot.ts";
import type { Engine, EngineOptions } from "../engine/engine-face.ts";
import { scaleOf } from "../engine/instrument-scale.ts";
import type { FirmMemory, FirmWatch } from "../risk/prop-firm/firm-watch.ts";
import type { EarlierRecord } from "../traders/earlier-traders.ts";
import { type DigitsRecord, DigitsSeen } from "./earlier-digits.ts";
import { MarketStretchReader, type StretchRecord } from "./market-stretch.ts";
import type { FindIntent } from "./order-history.ts";

/** The version of {@link DeskMemory}: raise it with every change of what a desk keeps, and snapshots from before are not read. */
export const memorySchema = 10;

/** What the desk's state was worked out with; where any of it is another, the record is replayed whole. */
export interface MemoryBasis {
  /** The program: what one has worked out another does not take over. */
  readonly writtenBy: string;
  readonly instruments: EngineOptions["instruments"];
  readonly account: EngineOptions["account"];
  readonly earlierDigits: NonNullable<EngineOptions["earlierDigits"]>;
  readonly takerFeeBps: string;
  /** Orders before this event belong to another market. */
  readonly since: number;
  /**
   * Where the recorded market that the desk plays begins, RFC 3339; `null` where its time is the machine's. Every session
   * plays it from there, so what earlier ones wrote is ahead of it and brought forward to it.
   */
  readonly playedFrom: string | null;
}

/** What a desk has read of every event before its engine is there. */
export interface ReadRecord {
  readonly stretch: StretchRecord;
  readonly digits: DigitsRecord;
  /** The latest time of an event, RFC 3339. */
  readonly lastAt: string;
}

/** Everything a desk knows from its record, as plain data. */
export interface DeskMemory {
  readonly basis: string;
  readonly record: ReadRecord;
  readonly engine: DeskSnapshot;
  readonly traders: EarlierRecord;
  readonly firm: FirmMemory;
}

/** The same text for the same basis: of digits those that count, which are an instrument's own until its record had more. */
function basisText({ earlierDigits, ...basis }: MemoryBasis): string {
  const digits = basis.instruments.map((instrument, index) => {
    const { priceDigits, sizeDigits } = scaleOf(instrument, index, earlierDigits.get(instrument.id));
    return [priceDigits, sizeDigits];
  });
  return JSON.stringify([basis, digits]);
}

/** The part of the basis that an engine is made with. */
export function engineBasis({ instruments, account, earlierDigits, takerFeeBps }: MemoryBasis): EngineBasis {
  return { instruments, account, earlierDigits, takerFeeBps };
}

type EngineBasis = Pick<MemoryBasis, "instruments" | "account" | "earlierDigits" | "takerFeeBps">;

/** Reads what must be known of a record before an engine can be made for it. */
export class RecordReader {
  readonly stretch: MarketStretchReader;
  readonly digits: DigitsSeen;
  #lastAt = "";

  /** `findIntent` finds what is no longer known of orders that ended long ago. */
  constructor(read: ReadRecord | null, findIntent: FindIntent) {
    this.stretch = new MarketStretchReader(findIntent);
    this.digits = new DigitsSeen(findIntent);
    if (read === null) return;
    this.stretch.load(read.stretch);
    this.digits.load(read.digits);
    this.#lastAt = read.lastAt;
  }

  note(event: JournalEvent): void {
    this.stretch.note(event);
    this.digits.note(event);
    if (event.at > this.#lastAt) this.#lastAt = event.at;
  }

  save(): ReadRecord {
    return { stretch: this.stretch.save(), digits: this.digits.save(), lastAt: this.#lastAt };
  }
}

/** Where a record's events are shown again, in order. */
export interface Replay {
  readonly engine: Pick<Engine, "restore" | "save" | "load">;
  readonly traders: { restore(event: JournalEvent): void; save(): EarlierRecord; load(record: EarlierRecord): void };
  readonly firm: Pick<FirmWatch, "restore" | "save" | "load">;
}

/** Events that mean something in their own market only; what they did to cash is known. */
const ofMarket =
  /^(order\.|fill\.|risk\.judged$|account\.(day_rolled|snapshotted|funded)$|position\.reconciled$|config\.changed$)/;

/**
 * Shows one event again. Orders before `since` belong to another market and stay in the record only; a time after `latest`,
 * RFC 3339, is brought forward to it, because a recorded market begins before the session that plays it.
 */
export function replayEvent(
  { engine, traders, firm }: Replay,
  event: JournalEvent,
  since: number,
  latest: string | null,
): void {
  // Before the engine retells the event to who watches the account: the firm's guard passes over what it has read.
  firm.restore(event);
  const foreign = event.seq < since && ofMarket.test(event.type);
  if (!foreign) engine.restore(broughtForward(event, latest));
  traders.restore(event);
}

/** An event at the time that the engine is told of it: no later than `latest`, RFC 3339. */
function broughtForward(event: JournalEvent, latest: string | null): JournalEvent {
  return latest !== null && event.at > latest ? { ...event, at: latest } : event;
}

/** Why a kept memory is not taken, `null` where it is. `now` is RFC 3339. */
export function refuseMemory(memory: DeskMemory, basis: MemoryBasis, now: string): string | null {
  if (basis.playedFrom === null && memory.record.lastAt > now) return "the record's times are ahead of the clock";
  return memory.basis === basisText(basis) ? null : "the account, the instruments or the market are others";
}

/** Everything that was shown its events again, as plain data. */
export function memoryOf({ engine, traders, firm }: Replay, record: RecordReader, basis: MemoryBasis): DeskMemory {
  return {
    basis: basisText(basis),
    record: record.save(),
    engine: engine.save(),
    traders: traders.save(),
    firm: firm.save(),
  };
}

/** Takes over what {@link memoryOf} gave. */
export function recall({ engine, traders, firm }: Replay, memory: DeskMemory): void {
  engine.load(memory.engine);
  traders.load(memory.traders);
  firm.load(memory.firm);
}
