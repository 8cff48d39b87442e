import { FirmBreached, FirmMark, PresetApplied } from "../../../shared/model/firm-event.ts";
import { MONEY_DIGITS, parseFixed } from "../../../shared/model/fixed.ts";
import type { JournalData } from "../../../shared/model/journal-event.ts";
import type { UtcMs } from "../../../shared/model/time.ts";

/** The account beside the firm's floors, in the firm's own money: units of `10^-MONEY_DIGITS`. */
export interface FirmSight {
  readonly at: UtcMs;
  /** `null` where the firm has no daily limit, or its number is not known. */
  readonly dailyFloor: bigint | null;
  readonly dailyRoom: bigint | null;
  /** `null` where a breach tells of the other floor alone. */
  readonly maxFloor: bigint | null;
  readonly maxRoom: bigint | null;
}

/** What of the preset turns the account's money into equity as the firm measures it. */
interface Frame {
  readonly start: bigint;
  readonly dailyCountsOpen: boolean;
  readonly maxCountsOpen: boolean;
}

/**
 * Reads a firm's floors, and the room that was left to them, from what the guard wrote down. The firm counts from its own
 * starting balance: what the account held at the first mark, and what was brought later, is no profit.
 */
export class FirmBook {
  #frame: Frame | null = null;
  /** The account's balance less the firm's, from the first mark on. */
  #offset: bigint | null = null;

  /** Another preset from now on; one that this version cannot read tells nothing. */
  apply(data: JournalData): void {
    const { data: applied } = PresetApplied.safeParse(data);
    if (applied === undefined || applied.fresh) this.#offset = null;
    this.#frame = applied === undefined ? null : frameOf(applied);
  }

  /** A mark of the guard; `null` for what is none, and without a preset. */
  mark(data: JournalData): FirmSight | null {
    const { data: mark } = FirmMark.safeParse(data["firm"]);
    if (this.#frame === null || mark === undefined) return null;
    const { at, floors } = mark;
    const balance = money(mark.balance);
    const openPnl = money(mark.openPnl);
    const brought = money(mark.brought);
    const maxFloor = money(floors.max);
    this.#offset = (this.#offset ?? balance - brought) + brought;
    const { start, dailyCountsOpen, maxCountsOpen } = this.#frame;
    const firm = start + balance - this.#offset;
    const dailyFloor = floors.daily === null ? null : money(floors.daily);
    return {
      at,
      dailyFloor,
      dailyRoom: dailyFloor === null ? null : firm + (dailyCountsOpen ? openPnl : 0n) - dailyFloor,
      maxFloor,
      maxRoom: firm + (maxCountsOpen ? openPnl : 0n) - maxFloor,
    };
  }
}

/** What a breach tells of the floor it crossed; `null` for one that crossed none, and for what is no breach. */
export function breachSight(data: JournalData): { readonly breach: FirmBreached; readonly sight: FirmSight } | null {
  const { data: breach } = FirmBreached.safeParse(data);
  if (breach === undefined) return null;
  const { rule, at } = breach;
  const floor = breach.floor === null ? null : money(breach.floor);
  const room = floor === null ? null : money(breach.equity) - floor;
  const daily = rule === "daily_loss" ? { dailyFloor: floor, dailyRoom: room } : { dailyFloor: null, dailyRoom: null };
  const max = rule === "max_loss" ? { maxFloor: floor, maxRoom: room } : { maxFloor: null, maxRoom: null };
  return { breach, sight: { at, ...daily, ...max } };
}

function frameOf({ preset }: PresetApplied): Frame {
  const { startingBalance, dailyLoss, maxLoss } = preset;
  return {
    start: money(startingBalance),
    dailyCountsOpen: dailyLoss?.includes.includes("open_pnl") ?? true,
    maxCountsOpen: maxLoss.includes.includes("open_pnl"),
  };
}

function money(text: string): bigint {
  return parseFixed(text, MONEY_DIGITS);
}
