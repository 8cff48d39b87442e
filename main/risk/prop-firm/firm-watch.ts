import type { Actor } from "../../../shared/model/actor.ts";
import type { FirmBreached, PresetApplied } from "../../../shared/model/firm-event.ts";
import { formatFixed, MONEY_DIGITS, parseFixed, tenTo } from "../../../shared/model/fixed.ts";
import type { JournalData, JournalEvent, NewJournalEvent } from "../../../shared/model/journal-event.ts";
import type { PropFirmReport } from "../../../shared/model/prop-firm-report.ts";
import { parseRfc3339 } from "../../../shared/model/time.ts";
import type { AppliedEvent } from "../../engine/applied-event.ts";
import { FillFact, JudgedFact } from "../../engine/facts.ts";
import type { RiskFacts, RiskTrip, RiskWatch } from "../../engine/risk-watch.ts";
import { percentOf } from "../share-of.ts";
import { DayPoints } from "./day-points.ts";
import { FirmLog } from "./firm-log.ts";
import { type AccountSeen, type AppliedPreset, FirmRecord } from "./firm-record.ts";
import { firmReport } from "./firm-report.ts";
import { breachTrip, closesBeforeResetMs, firmBreaker, marginTrip, resetTrips } from "./firm-trips.ts";
import type { FirmView } from "./firm-view.ts";
import type { Breach } from "./guard-state.ts";
import { lossRoom } from "./loss-room.ts";
import { microsEach } from "./micro-contracts.ts";
import { bookLoss } from "./planned-loss.ts";
import type { PropFirmGuard } from "./prop-firm-guard.ts";
import { dailyLine, type LossLine, maxLine } from "./safety-margin.ts";

const firmActor: Actor = { kind: "desk", id: "prop-firm" };

/** A floor that follows every tick is written down so often while it rises. */
const peakEveryMs = 1000;

interface FirmWatchOptions {
  /** Stages an event; `null` keeps nothing. */
  readonly record: ((event: NewJournalEvent) => number) | null;
  /** Taker fee in basis points, decimal text: what closing costs. */
  readonly takerFeeBps?: string;
}

/** What happened to the account since it was seen last. */
interface Since {
  traded: boolean;
  opened: boolean;
  paid: bigint;
  brought: bigint;
}

/**
 * The firm's guard at work: sees every tick of equity, stops the account before a floor, and writes down what it saw
 * wherever that decides, so that the journal alone gives every floor and breach again.
 */
export class FirmWatch implements RiskWatch, FirmView {
  readonly id = "prop-firm";
  gap = "";
  readonly points = new DayPoints();
  readonly log = new FirmLog();
  readonly #record: FirmRecord = new FirmRecord();
  readonly #append: FirmWatchOptions["record"];
  readonly #takerFeeBps: string;
  readonly #since: Since = { traded: false, opened: false, paid: 0n, brought: 0n };
  #changed = true;
  /** Instruments filled since the account was seen last; they are waited for once. */
  readonly #filled = new Set<number>();
  #balance = 0n;
  #micros = 0;
  /** What was seen last and is not written down. */
  #unsaved: AccountSeen | null = null;
  #peakSavedAt = Number.NEGATIVE_INFINITY;
  #peakSaved = 0n;
  #restoredSeq = -1;
  #lastAt = 0;
  #held = false;
  #announcedFor = Number.NaN;
  #facts: RiskFacts | null = null;

  constructor({ record, takerFeeBps = "0" }: FirmWatchOptions) {
    this.#append = record;
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
    const data = { ...applied } as unknown as JournalData;
    this.flush();
    this.#append?.({ type: "preset.applied", at, actor, trace: `preset-${applied.presetId}`, cause: null, data });
    this.#record.apply(applied, at);
    this.#changed = true;
  }

  /** Reads an event of an earlier session, in order; the engine's own retelling of it is then passed over. */
  restore({ type, seq, at, data }: JournalEvent): void {
    this.#restoredSeq = seq;
    const time = parseRfc3339(at);
    if (this.#record.take(type, time, data)) {
      this.#lastAt = Math.max(this.#lastAt, time);
      this.#clear();
      this.#peakSaved = this.guard?.state.peakEquity ?? 0n;
      return;
    }
    // A fill behind the last mark: the desk ended before it saw what it came to.
    if (isFill(type)) {
      this.#since.traded = true;
      this.#since.opened = true;
    }
    if (type === "account.funded") this.#transfer(data);
    this.log.take(type, time, () => data);
    this.#changed = true;
  }

  observe(facts: RiskFacts): readonly RiskTrip[] | null {
    const { applied } = this.#record;
    this.#facts = facts;
    const { now } = facts;
    // Before the first input there is no time, and no account to see.
    if (applied === null || now <= 0) return null;
    const guard = this.#record.guard;
    const open = isOpen(facts);
    if (guard !== null && !open && !this.#held && !this.#changed && now < guard.resetAt) return null;
    this.gap = facts.gap();
    // An account that is worth a guess is not judged; nothing opens meanwhile.
    if (this.gap !== "" || this.#awaitsPrice(facts)) return null;
    if (this.#changed) this.#look(facts, applied);
    const seen: AccountSeen = {
      ...this.#since,
      at: now,
      balance: this.#balance,
      openPnl: facts.equity() - this.#balance,
      micros: this.#micros,
    };
    this.#held = open;
    return this.#see(seen, facts, applied);
  }

  applied(event: AppliedEvent): void {
    if (event.at > this.#lastAt) this.#lastAt = event.at;
    if (this.#record.applied === null || (event.seq !== null && event.seq <= this.#restoredSeq)) return;
    const { type, fact } = event;
    if (type === "risk.judged") {
      if (fact instanceof JudgedFact && !fact.approved) this.log.refused(event.at, event.data);
    } else if (isFill(type)) {
      this.#since.traded = true;
      if (!(fact instanceof FillFact) || fact.outcome.way === null) this.#since.opened = true;
      if (fact instanceof FillFact) this.#filled.add(fact.scale.index);
      this.#changed = true;
    } else if (type === "account.funded") {
      this.#transfer(event.data);
      this.#changed = true;
    } else if (type.startsWith("risk.")) {
      this.log.take(type, event.at, () => event.data);
    } else if (changesMoney.test(type)) {
      if (event.data["kind"] === "liquidation") this.#since.traded = true;
      this.#changed = true;
    }
  }

  /** Writes down what was seen last, where that is not written yet: at the end of a run or of a desk. */
  flush(): void {
    if (this.#unsaved !== null) this.#save(this.#unsaved);
  }

  /** The account as a screen shows it; `null` without a preset, or before the account was seen under it. */
  report(): PropFirmReport | null {
    const { under, guard } = this;
    if (under === null || guard === null) return null;
    const feeRate = { units: parseFixed(this.#takerFeeBps, 8), digits: 12 };
    const loss = this.#facts === null ? null : bookLoss(this.#facts.stops(), under.terms, feeRate);
    return firmReport({ under, guard, stop: this.log.stop, loss });
  }

  #see(seen: AccountSeen, facts: RiskFacts, applied: AppliedPreset): readonly RiskTrip[] | null {
    const before = this.#record.guard;
    // What a reset or a payout is judged by is the equity before it.
    if (this.#unsaved !== null && before !== null && (seen.at >= before.resetAt || seen.paid > 0n)) {
      this.#save(this.#unsaved);
    }
    const mustSave = this.#record.waits || this.#changed;
    const breaches = this.#record.see(seen);
    const guard = this.#record.guard as PropFirmGuard;
    this.#clear();
    const { peakEquity } = guard.state;
    const rises = guard.rules.max.mode === "trailing_intraday_equity" && peakEquity > this.#peakSaved;
    const trips = this.#judge(seen, breaches, facts, applied, guard);
    if (mustSave || breaches.length > 0 || trips !== null || (rises && seen.at - this.#peakSavedAt >= peakEveryMs)) {
      this.#save(seen);
    } else {
      this.#unsaved = { ...seen, traded: false, opened: false, paid: 0n, brought: 0n };
    }
    for (const breach of breaches) this.#tell(breach, applied);
    this.points.see(seen.at, guard);
    return trips;
  }

  #judge(
    { at, openPnl }: AccountSeen,
    breaches: readonly Breach[],
    facts: RiskFacts,
    applied: AppliedPreset,
    guard: PropFirmGuard,
  ): readonly RiskTrip[] | null {
    const [broken = guard.state.failure] = breaches;
    if (broken !== null) return once(facts, breachTrip(applied, broken));
    const cost = this.#held || openPnl !== 0n ? this.#closingCost(facts, applied) : 0n;
    const max = maxLine(guard, applied.terms, false);
    if (max.equity - cost < max.stopsAt) return tripAt(facts, applied, max, cost);
    const daily = guard.state.pausedUntil === null ? dailyLine(guard, applied.terms, false) : null;
    if (daily !== null && daily !== "unknown" && daily.equity - cost < daily.stopsAt) {
      return tripAt(facts, applied, daily, cost);
    }
    const room = this.#held ? lossRoom(guard, nothingElse, true) : null;
    if (room === null || room >= 0n) return null;
    const tells = this.#announcedFor !== guard.resetAt || guard.resetAt - at <= closesBeforeResetMs;
    this.#announcedFor = guard.resetAt;
    return tells ? resetTrips(applied, guard, at) : null;
  }

  /** What it costs to close everything now: the terms' slippage and the taker fee. */
  #closingCost(facts: RiskFacts, { terms }: AppliedPreset): bigint {
    const gross = facts.gross();
    return percentOf(gross, terms.slippagePercent) + (gross * parseFixed(this.#takerFeeBps, 8)) / tenTo(12);
  }

  #look(facts: RiskFacts, { preset }: AppliedPreset): void {
    this.#balance = facts.balance();
    this.#micros = 0;
    for (const { index, instrument, sizeDigits } of facts.scales) {
      const each = microsEach(instrument, preset.positionLimit.microsPerMini);
      const net = facts.net(index);
      if (each === null || net === 0n) continue;
      const one = tenTo(sizeDigits);
      this.#micros += Number(((net < 0n ? -net : net) + one - 1n) / one) * each;
    }
  }

  /** A fill of this very input is valued when its price has come, not at the one before. */
  #awaitsPrice(facts: RiskFacts): boolean {
    let awaits = false;
    for (const index of this.#filled) if (facts.isOpen(index) && facts.pricedAt(index) < facts.now) awaits = true;
    this.#filled.clear();
    return awaits;
  }

  #transfer(data: JournalData): void {
    const { kind, amount } = data;
    if (kind !== "transfer" || typeof amount !== "string") return;
    const units = parseFixed(amount, MONEY_DIGITS);
    if (units < 0n) this.#since.paid -= units;
    else this.#since.brought += units;
  }

  #clear(): void {
    this.#changed = false;
    this.#since.traded = false;
    this.#since.opened = false;
    this.#since.paid = 0n;
    this.#since.brought = 0n;
  }

  #save(seen: AccountSeen): void {
    this.#unsaved = null;
    this.#peakSavedAt = seen.at;
    this.#peakSaved = this.guard?.state.peakEquity ?? 0n;
    if (this.#append === null) return;
    const firm = this.#record.mark(seen) as unknown as JournalData;
    const equity = formatFixed(seen.balance + seen.openPnl, MONEY_DIGITS);
    this.#write("account.snapshotted", seen.at, { equity, firm });
  }

  #tell(breach: Breach, { preset }: AppliedPreset): void {
    const { equity, floor, ...rest } = breach;
    const data: FirmBreached = {
      presetId: preset.id,
      ...rest,
      equity: formatFixed(equity, MONEY_DIGITS),
      floor: floor === null ? null : formatFixed(floor, MONEY_DIGITS),
    };
    this.#write("risk.breached", breach.at, data as unknown as JournalData);
  }

  /** What cannot be written down still holds in memory: without a journal nothing opens anyway. */
  #write(type: "account.snapshotted" | "risk.breached", at: number, data: JournalData): void {
    this.#lastAt = Math.max(this.#lastAt, at);
    try {
      this.#append?.({ type, at: this.#lastAt, actor: firmActor, trace: `firm-${at}`, cause: null, data });
    } catch {
      // The journal's own failure is told by the journal.
    }
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
function once(facts: RiskFacts, trip: RiskTrip): readonly RiskTrip[] | null {
  return facts.isLatched(trip.rule) ? null : [trip];
}

function tripAt(facts: RiskFacts, applied: AppliedPreset, line: LossLine, cost: bigint): readonly RiskTrip[] | null {
  if (facts.isLatched(`${firmBreaker}${line.rule}`)) return null;
  return [marginTrip(applied, line, line.equity - cost)];
}
