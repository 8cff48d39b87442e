import type { Actor } from "../../shared/model/actor.ts";
import type { Instrument } from "../../shared/model/instrument.ts";
import type { ApprovedOrder, OrderIntent, Side } from "../../shared/model/order.ts";
import type { Ratio } from "../../shared/model/ratio.ts";
import type { RecordedVerdict, TradingState, Verdict } from "../../shared/model/risk.ts";
import type { Brakes } from "./brakes.ts";
import type { GateFacts } from "./gate-facts.ts";

/** A working (not finished) order as the gate counts it. Sizes are units of the instrument's size digits. */
export interface WorkingOrder {
  readonly orderId: string;
  readonly instrument: number;
  readonly side: Side;
  /** The most that may still fill: what is left, or what an unanswered amendment would leave where that is more. */
  readonly exposed: bigint;
  readonly limitPrice: bigint | null;
  readonly reduceOnly: boolean;
  /** Orders of one group cancel each other as far as they fill; `null` for an order of its own. */
  readonly group: string | null;
}

/** The scale of one instrument's integers. Increments and symbol may change while the desk runs, the digits do not. */
export interface InstrumentScale {
  readonly instrument: Instrument;
  readonly index: number;
  readonly priceDigits: number;
  readonly sizeDigits: number;
  readonly priceStep: bigint;
  readonly sizeStep: bigint;
  /** multiplier × 10^(MONEY_DIGITS - priceDigits - sizeDigits): price units × size units × this = money units. */
  readonly notionalFactor: bigint;
  /** The venue as the one who acts, when a report of it is written down. */
  readonly venueActor: Actor;
}

/**
 * What the gate may look at when it judges: values, and facts that are looked up when a rule asks. Money is in units of `10^-MONEY_DIGITS`, prices and
 * sizes in the instrument's units. `null` says "not known", and what is not known opens no risk.
 */
export interface GateView {
  readonly now: number;
  readonly scale: InstrumentScale;
  readonly state: TradingState;
  readonly killSwitch: boolean;
  /** Last price and when it was seen. */
  readonly mark: { readonly price: bigint; readonly at: number } | null;
  /** Average true range of the instrument's bars, as a double price. */
  readonly atr: number | null;
  /** Signed position in size units: of the order's side, where the account holds a long and a short one. */
  readonly position: bigint;
  /** The working orders of that position, the judged one apart. */
  readonly working: readonly WorkingOrder[];
  /** What the instrument's money is worth in the account's currency; `null` without a declared rate. */
  readonly rate: Ratio | null;
  /** The share of its worth that a position takes of buying power; leverage is in buying power already. */
  readonly marginWeight: Ratio;
  readonly account: {
    readonly equity: bigint;
    /** equity × leverage. */
    readonly buyingPower: bigint;
    /** What every other position, and every working order that would open one, takes of it. */
    readonly committedElsewhere: bigint;
  } | null;
  /** Why the account is not known, in plain words; empty when it is. */
  readonly accountGap: string;
  /** The journal takes events. */
  readonly journalOpen: boolean;
  /** Taker fee rate of the venue, as a fraction in units of `10^-feeDigits`; a purchase must leave room for it. */
  readonly feeRate: { readonly units: bigint; readonly digits: number };
  readonly facts: GateFacts;
  /** What keeps the gate shut whatever the order looks like. */
  readonly brakes: Brakes;
  readonly actor: Actor;
}

/** The gate's answer to one order. */
export interface Judgement {
  /** The order a broker accepts; `null` when it is rejected. */
  readonly approved: ApprovedOrder | null;
  /** The order verifiably shrinks a position: limits do not apply to it. */
  readonly reducing: boolean;
  /** Every rule's row, worded when it is first read. */
  readonly verdict: Verdict;
  /** The same for the journal, where a rule without a setting is its code. */
  readonly record: RecordedVerdict;
  /** `record` as canonical JSON, where the gate writes that for less than making it first. */
  readonly recordText?: string;
}

/** The one pre-trade check: it answers with every rule's row. */
export interface Gate {
  judge(intent: OrderIntent, view: GateView): Judgement;
  /** Judges without counting against the order rate: the ticket's preview. */
  preview(intent: OrderIntent, view: GateView): Verdict;
  /**
   * Judges an amendment of a working order. `intent` is what would still be open of it, because `filled` (size units) is in
   * the position already; the limit per order is asked of both together. `view.working` leaves out the order. An amendment
   * that only `shrinks` an order takes risk away, whatever else works: it passes like an order that reduces.
   */
  judgeAmendment(intent: OrderIntent, view: GateView, filled: bigint, shrinks: boolean): Judgement;
}
