import type { Actor } from "../../shared/model/actor.ts";
import { formatFixed, MONEY_DIGITS } from "../../shared/model/fixed.ts";
import type { JournalData, JournalEventType, NewJournalEvent } from "../../shared/model/journal-event.ts";
import type { ExecutionReport, OrderIntent } from "../../shared/model/order.ts";
import { quoted } from "../../shared/model/quoted.ts";
import { type AppliedEvent, textField } from "./applied-event.ts";
import type { InstrumentScale, Judgement } from "./gate.ts";
import type { Ledger } from "./ledger.ts";
import { averageText } from "./notional.ts";
import { intendedData, intendedText } from "./order-intent.ts";
import { accountData, changedBalances, positionData, positionText } from "./portfolio/account-data.ts";
import type { Booking } from "./portfolio/booking.ts";
import { type Excursion, excursionOf, type Way } from "./portfolio/excursion.ts";
import type { Position } from "./position.ts";

/** What a frequent event says, in the engine's own integers: the journal's text is made of it only when a journal reads it. */
export interface Fact {
  readonly orderId: string;
  toData(): JournalData;
  /** The same as canonical JSON, where it can be written for less than making the data first. */
  toText?(): string | null;
}

/** An event that has just come about, as the journal and then the state take it. */
export class FactEvent implements AppliedEvent, NewJournalEvent {
  readonly type: JournalEventType;
  readonly at: number;
  readonly actor: Actor;
  readonly trace: string;
  readonly cause: number | null;
  readonly fact: Fact;
  /** Set once the journal has taken it. */
  seq: number | null = null;

  constructor(type: JournalEventType, at: number, actor: Actor, trace: string, cause: number | null, fact: Fact) {
    this.type = type;
    this.at = at;
    this.actor = actor;
    this.trace = trace;
    this.cause = cause;
    this.fact = fact;
  }

  get orderId(): string {
    return this.fact.orderId;
  }

  get data(): JournalData {
    return this.fact.toData();
  }

  get dataText(): string | null {
    return this.fact.toText?.() ?? null;
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

  get orderId(): string {
    return this.intent.orderId;
  }

  toData(): JournalData {
    return intendedData(this.intent, this.#decided());
  }

  toText(): string | null {
    return intendedText(this.intent, this.#decided());
  }

  #decided(): string | null {
    const { scale, decisionPrice } = this;
    return decisionPrice === null ? null : formatFixed(decisionPrice, scale.priceDigits);
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

  toText(): string | null {
    return this.#judgement.recordText ?? null;
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

  /** `null` where balances of other currencies change too. */
  toText(): string | null {
    const { scale, texts, reportedAt } = this;
    const { filled, cost, position, fee, excess, way, cash, feeCash } = this.outcome;
    if (
      fee === null ||
      feeCash !== null ||
      this.#ledger.currencyOf(scale.index) !== 0 ||
      !Number.isSafeInteger(reportedAt)
    )
      return null;
    const { sizeDigits } = scale;
    const account = `{"account":{"cash":"${formatFixed(cash, MONEY_DIGITS)}"},"averagePrice":"${averageText(scale, cost, filled)}"`;
    const excursion = way === null ? "" : excursionText(excursionOf(way));
    const paid = `,"fee":${quoted(texts.fee)},"feeCurrency":${quoted(texts.feeCurrency)}`;
    const fill = `,"fillId":${quoted(texts.fillId)},"filledSize":"${formatFixed(filled, sizeDigits)}","liquidity":${quoted(texts.liquidity)},"orderId":${quoted(this.orderId)}`;
    const beyond = excess > 0n ? `,"overfilledBy":"${formatFixed(excess, sizeDigits)}"` : "";
    const after = `,"position":${positionText(scale, position)},"price":${quoted(texts.price)},"reportedAt":${reportedAt},"size":${quoted(texts.size)}}`;
    return account + excursion + paid + fill + beyond + after;
  }
}

function excursionText({ adverse, favorable }: Excursion): string {
  return `,"excursion":{"adverse":${quoted(adverse)},"favorable":${quoted(favorable)}}`;
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
