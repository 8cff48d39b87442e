import type { Actor } from "../../shared/model/actor.ts";
import { formatFixed } from "../../shared/model/fixed.ts";
import type { JournalData, JournalEventType } from "../../shared/model/journal-event.ts";
import type { ExecutionReport, OrderIntent } from "../../shared/model/order.ts";
import { type AppliedEvent, textField } from "./applied-event.ts";
import type { InstrumentScale, Judgement } from "./gate.ts";
import { averageText, type Booking, type Ledger } from "./ledger.ts";
import { intendedData } from "./order-intent.ts";
import { accountData, changedBalances, positionData } from "./portfolio/account-data.ts";
import { type Excursion, excursionOf, type Way } from "./portfolio/excursion.ts";
import type { Position } from "./position.ts";

/** What a frequent event says, in the engine's own integers: the journal's text is made of it only when a journal reads it. */
export interface Fact {
  toData(): JournalData;
}

/** An event that has just come about, as the state takes it. */
export class FactEvent implements AppliedEvent {
  readonly type: JournalEventType;
  readonly at: number;
  readonly actor: Actor;
  readonly trace: string;
  readonly seq: number | null;
  readonly fact: Fact;

  constructor(type: JournalEventType, at: number, actor: Actor, trace: string, seq: number | null, fact: Fact) {
    this.type = type;
    this.at = at;
    this.actor = actor;
    this.trace = trace;
    this.seq = seq;
    this.fact = fact;
  }

  get data(): JournalData {
    return this.fact.toData();
  }
}

/** `order.intended`: the wish and the last price it was decided at, in price units. */
export class IntendedFact implements Fact {
  readonly intent: OrderIntent;
  readonly scale: InstrumentScale;
  readonly decisionPrice: bigint | null;

  constructor(intent: OrderIntent, scale: InstrumentScale, decisionPrice: bigint | null) {
    this.intent = intent;
    this.scale = scale;
    this.decisionPrice = decisionPrice;
  }

  toData(): JournalData {
    const { intent, scale, decisionPrice } = this;
    return intendedData(intent, decisionPrice === null ? null : formatFixed(decisionPrice, scale.priceDigits));
  }
}

/** `risk.judged`: every rule's answer. */
export class JudgedFact implements Fact {
  readonly orderId: string;
  readonly #judgement: Judgement;

  constructor(orderId: string, judgement: Judgement) {
    this.orderId = orderId;
    this.#judgement = judgement;
  }

  get approved(): boolean {
    return this.#judgement.approved !== null;
  }

  toData(): JournalData {
    return this.#judgement.record as unknown as JournalData;
  }
}

/** A fill as a venue reports it and as the journal holds it: decimal text. */
export type FillTexts = Pick<
  Extract<ExecutionReport, { kind: "fill" }>,
  "fillId" | "size" | "price" | "fee" | "feeCurrency" | "liquidity"
>;

/** What a fill leads to: money in units of `10^-MONEY_DIGITS`, sizes in the instrument's units. */
export interface FillOutcome {
  readonly size: bigint;
  readonly notional: bigint;
  /** `null` where its currency has no price here. */
  readonly fee: bigint | null;
  /** All of the order that is filled by now, and what it cost. */
  readonly filled: bigint;
  readonly cost: bigint;
  readonly position: Position;
  /** Balance of the instrument's currency. */
  readonly cash: bigint;
  /** Balance of the fee's currency, where that is another. */
  readonly feeCash: Booking["feeCash"];
  /** Of a fill that closes: the way of what it closes, or what the record says of it. */
  readonly way: Way | Excursion | null;
  /** What is filled beyond all that was asked for. */
  readonly excess: bigint;
}

/** `order.partially_filled` and `order.filled`: the fill and what is held after it. */
export class FillFact implements Fact {
  readonly orderId: string;
  readonly scale: InstrumentScale;
  readonly texts: FillTexts;
  readonly outcome: FillOutcome;
  /** The venue's time. */
  readonly reportedAt: number;
  readonly #ledger: Ledger;

  constructor(
    orderId: string,
    scale: InstrumentScale,
    texts: FillTexts,
    outcome: FillOutcome,
    reportedAt: number,
    ledger: Ledger,
  ) {
    this.orderId = orderId;
    this.scale = scale;
    this.texts = texts;
    this.outcome = outcome;
    this.reportedAt = reportedAt;
    this.#ledger = ledger;
  }

  /** The same with what the record says of the way of its position. */
  withExcursion(way: Excursion | null): FillFact {
    const { orderId, scale, texts, outcome, reportedAt } = this;
    return new FillFact(orderId, scale, texts, { ...outcome, way }, reportedAt, this.#ledger);
  }

  /** Made before the fill is booked: balances that it leaves alone are the ledger's. In the order of its keys. */
  toData(): JournalData {
    const { scale, texts } = this;
    const { filled, cost, position, fee, excess, way } = this.outcome;
    const { fillId, size, price, fee: feeText, feeCurrency, liquidity } = texts;
    const data: { [key: string]: JournalData[string] } = {
      account: accountData(this.#ledger, changedBalances(this.#ledger, scale.index, this.outcome)),
      averagePrice: averageText(scale, cost, filled),
    };
    if (way !== null) data["excursion"] = { ...excursionOf(way) };
    data["fee"] = feeText;
    if (fee === null) data["feeBooked"] = false;
    data["feeCurrency"] = feeCurrency;
    data["fillId"] = fillId;
    data["filledSize"] = formatFixed(filled, scale.sizeDigits);
    data["liquidity"] = liquidity;
    data["orderId"] = this.orderId;
    if (excess > 0n) data["overfilledBy"] = formatFixed(excess, scale.sizeDigits);
    data["position"] = positionData(scale, position);
    data["price"] = price;
    data["reportedAt"] = this.reportedAt;
    data["size"] = size;
    return data;
  }
}

/** The fill that a journaled event tells of. Throws a RangeError where a text is missing. */
export function fillTexts(data: JournalData): FillTexts {
  return {
    fillId: textField(data, "fillId"),
    size: textField(data, "size"),
    price: textField(data, "price"),
    fee: textField(data, "fee"),
    feeCurrency: textField(data, "feeCurrency"),
    liquidity: textField(data, "liquidity") as FillTexts["liquidity"],
  };
}
