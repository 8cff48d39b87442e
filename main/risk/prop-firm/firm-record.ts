import { FirmMark, PresetApplied } from "../../../shared/model/firm-event.ts";
import type { FirmTerms } from "../../../shared/model/firm-terms.ts";
import { formatFixed, MONEY_DIGITS } from "../../../shared/model/fixed.ts";
import type { JournalData } from "../../../shared/model/journal-event.ts";
import type { PropFirmPreset } from "../../../shared/model/prop-firm.ts";
import { parseRfc3339, type UtcMs } from "../../../shared/model/time.ts";
import { money } from "./firm-rules.ts";
import type { Breach, GuardState } from "./guard-state.ts";
import { PlannedLoss } from "./planned-loss.ts";
import { PropFirmGuard } from "./prop-firm-guard.ts";

/** The preset an account is under. */
export interface AppliedPreset {
  readonly preset: PropFirmPreset;
  readonly sha256: string;
  readonly terms: FirmTerms;
  /** What a book loses at its stops, by the terms. */
  readonly losses: PlannedLoss;
  /** Releases of the trader's calendar; `null` where none was given. */
  readonly releases: readonly UtcMs[] | null;
  readonly appliedAt: UtcMs;
}

/** A record as plain data: the presets' own words, and the guard's state. */
export interface FirmRecordMemory {
  readonly applied: (Pick<PresetApplied, "preset" | "sha256" | "terms"> & { readonly at: UtcMs }) | null;
  readonly guard: GuardState | null;
  readonly offset: bigint;
  readonly begins: { readonly from: GuardState | null } | null;
}

/** What the guard sees of an account at once; money in the account's own frame, whatever the firm counts from. */
export interface AccountSeen {
  readonly at: UtcMs;
  readonly balance: bigint;
  readonly openPnl: bigint;
  readonly traded: boolean;
  readonly opened: boolean;
  readonly micros: number;
  /** Money that left the account, and that was brought, since the account was seen before. */
  readonly paid: bigint;
  readonly brought: bigint;
  /** The highest equity of the firm's frame since, where it is known apart. */
  readonly peak?: bigint;
}

/**
 * A profile's account under the firms' presets applied to it, one after the other. It follows from what it is shown alone:
 * live from the desk, and from the marks of a journal, which give every floor and breach again.
 */
export class FirmRecord {
  applied: AppliedPreset | null = null;
  guard: PropFirmGuard | null = null;
  /** The account's balance less the firm's: what it was opened with is no profit. */
  #offset = 0n;
  /** How the next sight of the account begins. */
  #begins: { readonly from: GuardState | null } | null = null;

  /** A preset waits for the first sight of the account. */
  get waits(): boolean {
    return this.#begins !== null;
  }

  /** Puts the account under a preset; what was seen before stays unless it is a fresh account at the firm. */
  apply({ preset, sha256, terms, fresh }: PresetApplied, at: UtcMs): void {
    const from = fresh ? null : (this.guard?.snapshot() ?? this.#begins?.from ?? null);
    this.applied = appliedPreset({ preset, sha256, terms, at });
    this.guard = null;
    this.#begins = { from };
  }

  save(): FirmRecordMemory {
    const { applied, guard } = this;
    return {
      applied: applied && pickApplied(applied),
      guard: guard?.snapshot() ?? null,
      offset: this.#offset,
      begins: this.#begins,
    };
  }

  /** Takes over what was saved, in place of what it knows. */
  load({ applied, guard, offset, begins }: FirmRecordMemory): void {
    this.applied = applied && appliedPreset(applied);
    this.guard = applied && guard && PropFirmGuard.resume(applied.preset, guard);
    this.#offset = offset;
    this.#begins = begins;
  }

  /** Nothing is known any more: what the record says cannot be read. */
  lose(): void {
    this.applied = null;
    this.guard = null;
    this.#begins = null;
  }

  /** Takes in what the account came to and gives the limits it crossed. */
  see(seen: AccountSeen): readonly Breach[] {
    const guard = this.guard ?? this.#begin(seen);
    const earlier = guard.state.breaches.length;
    const { at, openPnl } = seen;
    if (seen.traded) guard.apply({ kind: "traded", at, opened: seen.opened });
    if (seen.paid > 0n) guard.apply({ kind: "paid", at, amount: seen.paid });
    this.#offset += seen.brought;
    const balance = guard.rules.start + seen.balance - this.#offset;
    const equity = { kind: "equity", at, balance, openPnl, commissions: 0n, swaps: 0n } as const;
    guard.apply(seen.peak === undefined ? equity : { ...equity, peak: seen.peak });
    if (seen.micros !== guard.state.micros) guard.apply({ kind: "held", at, micros: seen.micros });
    const { breaches } = guard.state;
    return breaches.length === earlier ? none : breaches.slice(earlier);
  }

  /** Reads a journaled event; whether it was one of a firm's. Throws a ZodError for one that is damaged. */
  take(type: string, at: UtcMs, data: JournalData): boolean {
    if (type === "preset.applied") {
      this.apply(PresetApplied.parse(data), at);
      return true;
    }
    if (type !== "account.snapshotted" || data["firm"] === undefined || this.applied === null) return false;
    const { balance, openPnl, peak, paid, brought, floors: _, ...rest } = FirmMark.parse(data["firm"]);
    this.see({
      ...rest,
      balance: money(balance),
      openPnl: money(openPnl),
      peak: money(peak),
      paid: money(paid),
      brought: money(brought),
    });
    return true;
  }

  /** What a mark says of what was just seen. */
  mark(seen: AccountSeen): FirmMark {
    const { state, floors } = this.guard as PropFirmGuard;
    const { at, traded, opened, micros } = seen;
    return {
      at,
      balance: text(seen.balance),
      openPnl: text(seen.openPnl),
      peak: text(state.peakEquity),
      traded,
      opened,
      micros,
      paid: text(seen.paid),
      brought: text(seen.brought),
      floors: { daily: floors.daily === null ? null : text(floors.daily), max: text(floors.max) },
    };
  }

  #begin({ at, balance, brought }: AccountSeen): PropFirmGuard {
    const { preset, terms } = this.applied as AppliedPreset;
    const { optionalDailyLoss } = terms;
    const from = this.#begins?.from ?? null;
    if (from === null) {
      this.#offset = balance - brought;
      this.guard = PropFirmGuard.open(preset, { at, optionalDailyLoss });
    } else {
      this.guard = PropFirmGuard.resume(preset, { ...from, optionalDailyLoss });
    }
    this.#begins = null;
    return this.guard;
  }
}

function appliedPreset({ preset, sha256, terms, at }: NonNullable<FirmRecordMemory["applied"]>): AppliedPreset {
  const releases = terms.releases?.map(parseRfc3339) ?? null;
  return { preset, sha256, terms, losses: new PlannedLoss(terms), releases, appliedAt: at };
}

function pickApplied({ preset, sha256, terms, appliedAt }: AppliedPreset): NonNullable<FirmRecordMemory["applied"]> {
  return { preset, sha256, terms, at: appliedAt };
}

const none: readonly Breach[] = [];
const text = (units: bigint): string => formatFixed(units, MONEY_DIGITS);
