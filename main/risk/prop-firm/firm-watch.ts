import type { Actor } from "../../../shared/model/actor.ts";
import type { PresetApplied } from "../../../shared/model/firm-event.ts";
import { MONEY_DIGITS, parseFixed, tenTo } from "../../../shared/model/fixed.ts";
import type { JournalData, JournalEvent, NewJournalEvent } from "../../../shared/model/journal-event.ts";
import type { PropFirmReport } from "../../../shared/model/prop-firm-report.ts";
import { parseRfc3339 } from "../../../shared/model/time.ts";
import type { AppliedEvent } from "../../engine/applied-event.ts";
import { FillFact, JudgedFact } from "../../engine/facts.ts";
import { feeRateOf } from "../../engine/fee-rate.ts";
import type { RiskFacts, RiskTrip, RiskWatch } from "../../engine/risk-watch.ts";
import { DayPoints } from "./day-points.ts";
import { FirmLog, type FirmLogMemory } from "./firm-log.ts";
import { type AccountSeen, type AppliedPreset, FirmRecord, type FirmRecordMemory } from "./firm-record.ts";
import { firmReport } from "./firm-report.ts";
import { FirmScribe } from "./firm-scribe.ts";
import { breachTrip, closesBeforeResetMs, firmBreaker, marginTrip, resetTrips } from "./firm-trips.ts";
import type { FirmView } from "./firm-view.ts";
import type { Breach } from "./guard-state.ts";
import { lossRoom } from "./loss-room.ts";
import { microsEach } from "./micro-contracts.ts";
import type { PropFirmGuard } from "./prop-firm-guard.ts";
import { StopLines } from "./stop-lines.ts";

/** A floor that follows every tick is written down so often while it rises, and the next reset is looked at so often. */
const everyMs = 1000;

interface FirmWatchOptions {
  /** Stages an event; `null` keeps nothing. */
  readonly record: ((event: NewJournalEvent) => number) | null;
  /** Taker fee in basis points, decimal text: what closing costs. */
  readonly takerFeeBps?: string;
}

/** What a watch knows from the events it has read, as plain data. */
export interface FirmMemory {
  readonly record: FirmRecordMemory;
  readonly log: FirmLogMemory;
  readonly gap: string;
  /** What happened since the last mark. */
  readonly since: Pick<AccountSeen, "traded" | "opened" | "paid" | "brought">;
  /** The latest time, and the last event, that was read. */
  readonly lastAt: number;
  readonly seq: number;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * The firm's guard at work: sees every tick of equity, stops the account before a floor, and writes down what it saw
 * wherever that decides, so that the journal alone gives every floor and breach again.
 */
export class FirmWatch implements RiskWatch, FirmView {
  readonly id = "prop-firm";
  gap = "";
  readonly points = new DayPoints();
  readonly log = new FirmLog();
  readonly #record = new FirmRecord();
  readonly #scribe: FirmScribe;
  readonly #takerFeeBps: string;
  /** What was seen last; one object for all ticks. What happened since is gathered in it. */
  readonly #seen: Mutable<Omit<AccountSeen, "peak">> = {
    at: 0,
    balance: 0n,
    openPnl: 0n,
    traded: false,
    opened: false,
    micros: 0,
    paid: 0n,
    brought: 0n,
  };
  /** What was seen last is not written down. */
  #unsaved = false;
  /** Money or positions changed since. */
  #changed = true;
  /** Instruments filled since the account was seen last; their price is waited for once. */
  readonly #filled = new Set<number>();
  #lines: { readonly of: PropFirmGuard; readonly lines: StopLines } | null = null;
  #savedAt = Number.NEGATIVE_INFINITY;
  #savedPeak = 0n;
  #forecastAt = Number.NEGATIVE_INFINITY;
  #announcedFor = Number.NaN;
  #restoredSeq = -1;
  #held = false;
  #facts: RiskFacts | null = null;

  constructor({ record, takerFeeBps = "0" }: FirmWatchOptions) {
    this.#scribe = new FirmScribe(record);
    this.#takerFeeBps = takerFeeBps;
  }

  get under(): AppliedPreset | null {
    return this.#record.applied;
  }

  get guard(): PropFirmGuard | null {
    return this.#record.guard;
  }

  /** Puts the account under a preset from now on and writes it down; throws what the journal throws. */
  apply(applied: PresetApplied, at: number, actor: Actor): void {
    this.flush();
    this.#scribe.preset(applied, at, actor);
    this.#record.apply(applied, at);
    this.gap = "";
    this.#changed = true;
  }

  /** Reads an event of an earlier session, in order; the engine's own retelling of it is then passed over. */
  restore({ type, seq, at, data }: JournalEvent): void {
    this.#restoredSeq = seq;
    // Before its first preset an account is no firm's.
    if (this.under === null && this.gap === "" && type !== "preset.applied") return;
    const time = parseRfc3339(at);
    if (this.#taken(type, seq, time, data)) {
      this.#scribe.passed(time);
      this.#forget();
      this.#savedPeak = this.guard?.state.peakEquity ?? 0n;
    } else {
      // A fill behind the last mark: the desk ended before it saw what it came to.
      if (isFill(type)) this.#fill(true);
      if (type === "account.funded") this.#transfer(data);
      this.log.take(type, time, () => data);
    }
    this.#changed = true;
  }

  /** What the events that were restored come to. */
  save(): FirmMemory {
    const { traded, opened, paid, brought } = this.#seen;
    return {
      record: this.#record.save(),
      log: this.log.save(),
      gap: this.gap,
      since: { traded, opened, paid, brought },
      lastAt: this.#scribe.lastAt,
      seq: this.#restoredSeq,
    };
  }

  /** Takes over what restored events came to elsewhere, before any of its own. */
  load({ record, log, gap, since, lastAt, seq }: FirmMemory): void {
    this.#record.load(record);
    this.log.load(log);
    this.gap = gap;
    Object.assign(this.#seen, since);
    this.#scribe.passed(lastAt);
    this.#savedPeak = this.guard?.state.peakEquity ?? 0n;
    this.#restoredSeq = seq;
  }

  /** Whether an event was one of a firm's; one that cannot be read leaves the account under a firm that nobody knows. */
  #taken(type: string, seq: number, time: number, data: JournalData): boolean {
    try {
      return this.#record.take(type, time, data);
    } catch {
      this.#record.lose();
      this.gap = `event ${seq} speaks of a preset that this version cannot read; apply the preset again`;
      return true;
    }
  }

  observe(facts: RiskFacts): readonly RiskTrip[] | null {
    const { applied, guard } = this.#record;
    this.#facts = facts;
    const { now } = facts;
    // Before the first input there is no time, and no account to see.
    if (applied === null || now <= 0) return null;
    const open = isOpen(facts);
    if (guard !== null && !open && !this.#held && !this.#changed && now < guard.resetAt) return null;
    this.gap = facts.gap();
    // An account that is worth a guess is not judged; nothing opens meanwhile.
    if (this.gap !== "" || (this.#filled.size > 0 && this.#awaitsPrice(facts))) return null;
    const seen = this.#seen;
    // What a reset or a payout is judged by is the equity before it.
    if (this.#unsaved && guard !== null && (now >= guard.resetAt || seen.paid > 0n)) this.#saveEarlier();
    if (this.#changed) this.#look(facts, applied);
    seen.at = now;
    seen.openPnl = open ? facts.equity() - seen.balance : 0n;
    this.#held = open;
    return this.#see(facts, applied);
  }

  applied(event: AppliedEvent): void {
    this.#scribe.passed(event.at);
    if (this.#record.applied === null || (event.seq !== null && event.seq <= this.#restoredSeq)) return;
    const { type, fact } = event;
    if (type === "risk.judged") {
      if (fact instanceof JudgedFact && !fact.approved) this.log.refused(event.at, event.data);
    } else if (isFill(type)) {
      this.#fill(!(fact instanceof FillFact) || fact.outcome.way === null);
      if (fact instanceof FillFact) this.#filled.add(fact.scale.index);
    } else if (type === "account.funded") {
      this.#transfer(event.data);
    } else if (type.startsWith("risk.")) {
      this.log.take(type, event.at, () => event.data);
    } else if (changesMoney.test(type)) {
      if (event.data["kind"] === "liquidation") this.#fill(false);
      this.#changed = true;
    }
  }

  /** Writes down what was seen last, where that is not written yet: at the end of a run or of a desk. */
  flush(): void {
    if (this.#unsaved) this.#saveEarlier();
  }

  /** The account as a screen shows it; `null` without a preset, or before the account was seen under it. */
  report(): PropFirmReport | null {
    const { under, guard } = this;
    if (under === null || guard === null) return null;
    const feeRate = feeRateOf(this.#takerFeeBps);
    const loss = this.#facts === null ? null : under.losses.ofBook([this.#facts.stops()], feeRate);
    return firmReport({ under, guard, stop: this.log.stop, loss });
  }

  #see(facts: RiskFacts, applied: AppliedPreset): readonly RiskTrip[] | null {
    const seen = this.#seen;
    const mustSave = this.#record.waits || this.#changed;
    const breaches = this.#record.see(seen);
    const guard = this.#record.guard as PropFirmGuard;
    const trips = this.#judge(breaches, facts, applied, guard);
    if (mustSave || breaches.length > 0 || trips !== null || this.#peakIsDue(guard)) this.#save();
    else this.#unsaved = true;
    this.#forget();
    for (const breach of breaches) this.#scribe.breach(breach, applied.preset.id);
    this.points.see(seen.at, guard);
    return trips;
  }

  #peakIsDue({ rules, state }: PropFirmGuard): boolean {
    if (this.#seen.at - this.#savedAt < everyMs) return false;
    return rules.max.mode === "trailing_intraday_equity" && state.peakEquity > this.#savedPeak;
  }

  #judge(
    breaches: readonly Breach[],
    facts: RiskFacts,
    applied: AppliedPreset,
    guard: PropFirmGuard,
  ): readonly RiskTrip[] | null {
    const [broken = guard.state.failure] = breaches;
    if (broken !== null) return isLatched(facts, broken.rule) ? null : [breachTrip(applied, broken)];
    if (this.#lines?.of !== guard) {
      this.#lines = { of: guard, lines: new StopLines(guard, applied.terms, this.#takerFeeBps) };
    }
    const { lines } = this.#lines;
    const cost = this.#held ? lines.closingCost(facts.gross()) : 0n;
    const line = lines.crossed(cost);
    if (line !== null) return isLatched(facts, line.rule) ? null : [marginTrip(applied, line, line.equity - cost)];
    return this.#held ? this.#foresee(applied, guard) : null;
  }

  /** Whether the reset would break a limit by what is carried over it. */
  #foresee(applied: AppliedPreset, guard: PropFirmGuard): readonly RiskTrip[] | null {
    const { at } = this.#seen;
    const isNear = guard.resetAt - at <= closesBeforeResetMs;
    if (!isNear && at - this.#forecastAt < everyMs) return null;
    this.#forecastAt = at;
    const room = lossRoom(guard, nothingElse, true);
    if (room === null || room >= 0n || (!isNear && this.#announcedFor === guard.resetAt)) return null;
    this.#announcedFor = guard.resetAt;
    return resetTrips(applied, guard, at);
  }

  #look(facts: RiskFacts, { preset }: AppliedPreset): void {
    let micros = 0;
    for (const { index, instrument, sizeDigits } of facts.scales) {
      const each = microsEach(instrument, preset.positionLimit.microsPerMini);
      const net = facts.net(index);
      if (each === null || net === 0n) continue;
      const one = tenTo(sizeDigits);
      micros += Number(((net < 0n ? -net : net) + one - 1n) / one) * each;
    }
    this.#seen.balance = facts.balance();
    this.#seen.micros = micros;
  }

  /** A fill of this very input is valued when its price has come, not at the one before. */
  #awaitsPrice(facts: RiskFacts): boolean {
    let awaits = false;
    for (const index of this.#filled) if (facts.isOpen(index) && facts.pricedAt(index) < facts.now) awaits = true;
    this.#filled.clear();
    return awaits;
  }

  #fill(opens: boolean): void {
    this.#changed = true;
    this.#seen.traded = true;
    if (opens) this.#seen.opened = true;
  }

  #transfer(data: JournalData): void {
    this.#changed = true;
    // What came in another currency counts as what it was worth.
    const { kind, amount, worth = amount } = data;
    if (kind !== "transfer" || typeof worth !== "string") return;
    const units = parseFixed(worth, MONEY_DIGITS);
    if (units < 0n) this.#seen.paid -= units;
    else this.#seen.brought += units;
  }

  /** What happened is told; the next sight gathers anew. */
  #forget(): void {
    this.#changed = false;
    this.#seen.traded = false;
    this.#seen.opened = false;
    this.#seen.paid = 0n;
    this.#seen.brought = 0n;
  }

  /** Writes down what was seen before whatever is being gathered now. */
  #saveEarlier(): void {
    this.#write({ ...this.#seen, traded: false, opened: false, paid: 0n, brought: 0n });
  }

  #save(): void {
    this.#write(this.#seen);
  }

  #write(seen: AccountSeen): void {
    this.#unsaved = false;
    this.#savedAt = seen.at;
    this.#savedPeak = this.guard?.state.peakEquity ?? 0n;
    this.#scribe.mark(this.#record, seen);
  }
}

const nothingElse: readonly bigint[] = [];
const changesMoney = /^(fill\.|position\.reconciled$)/;

function isFill(type: string): boolean {
  return type === "order.filled" || type === "order.partially_filled";
}

function isOpen(facts: RiskFacts): boolean {
  const { scales } = facts;
  for (let i = 0; i < scales.length; i++) if (facts.isOpen(i)) return true;
  return false;
}

/** A trip that is latched is not worded again. */
function isLatched(facts: RiskFacts, rule: string): boolean {
  return facts.isLatched(`${firmBreaker}${rule}`);
}
