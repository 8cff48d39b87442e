import { decimalsOf, formatFixed, MONEY_DIGITS, parseFixed } from "../../../shared/model/fixed.ts";
import type { JournalData, JournalEventType } from "../../../shared/model/journal-event.ts";
import type { AccountReport } from "../../../shared/model/order.ts";
import { type Ratio, ratioOf } from "../../../shared/model/ratio.ts";
import { type AppliedEvent, optionalText, textField } from "../applied-event.ts";
import type { DeskState } from "../desk-state.ts";
import type { FillTexts } from "../facts.ts";
import { fillFact, toldExcursion } from "../fill-outcome.ts";
import type { InstrumentScale } from "../gate.ts";
import { changeIncrements, isIncrement, renameInstrument } from "../instrument-scale.ts";
import type { Ledger } from "../ledger.ts";
import { checkTraded } from "../most-price.ts";
import { newOrderState, type OrderState } from "../order-state.ts";
import { clampHeld } from "../orders/held.ts";
import { splitPosition } from "../position.ts";
import { saidReport } from "../said-report.ts";
import { accountData, changedBalances, positionData } from "./account-data.ts";
import { excursionOf } from "./excursion.ts";

/** What a report about the account becomes in the journal. */
export interface AccountEvent {
  readonly type: JournalEventType;
  readonly data: JournalData;
  /** The instrument whose position changes, if one does. */
  readonly scale: InstrumentScale | null;
  /** Whether anything changes; a repeated or malformed report is written down and changes nothing. */
  readonly applies: boolean;
}

/** Turns a report about the account into the event that says it; what cannot be true becomes a `position.reconciled`. */
export function accountEvent(report: AccountReport, state: DeskState, at: number): AccountEvent {
  const { reportId, kind } = report;
  const refused = (outcome: string, reason: string): AccountEvent => ({
    type: "position.reconciled",
    data: { kind: outcome, reportId, reason, said: saidReport(report) },
    scale: null,
    applies: false,
  });
  if (reportId === "")
    return refused("malformed_report", `"${kind}" without an id, by which its repetition could be told`);
  if (state.accountReports.has(reportId)) return refused("duplicate_report", `report ${reportId} is booked already`);
  const scale = "instrumentId" in report ? state.scale(report.instrumentId) : null;
  if (scale === undefined)
    return refused("malformed_report", `"${kind}" of an instrument that this desk does not list`);
  try {
    return { ...eventOf(report, state, scale, at), scale, applies: true };
  } catch (error) {
    return refused("malformed_report", `"${kind}": ${(error as Error).message}`);
  }
}

type Content = Pick<AccountEvent, "type" | "data">;

function eventOf(report: AccountReport, state: DeskState, scale: InstrumentScale | null, at: number): Content {
  const { at: reportedAt, ...said } = report;
  const about = { ...said, reportedAt } as JournalData;
  if (report.kind === "funding" || report.kind === "cash" || report.kind === "transfer") {
    const amount = parseFixed(textField(about, "amount"), MONEY_DIGITS);
    const number = state.ledger.currencies.numberOf(textField(about, "currency"));
    const after = state.ledger.balance(number) + amount;
    const account = accountData(state.ledger, [[number, after]]);
    // Prices are no events: a restart has to know what the money was worth when it came.
    const isForeign = report.kind === "transfer" && number !== 0;
    const worth = isForeign ? { worth: formatFixed(worthOf(state.ledger, number, amount), MONEY_DIGITS) } : {};
    return { type: "account.funded", data: { ...about, ...worth, account } };
  }
  const owner = scale as InstrumentScale;
  switch (report.kind) {
    case "liquidation": {
      // Before its currencies are looked up: those of a report that is refused are in no record.
      if (parseFixed(report.size, owner.sizeDigits) <= 0n) throw new RangeError("it has no size");
      checkTraded(report.price);
      const order = liquidationOrder(about, owner, state, at);
      const { outcome } = fillFact(state.ledger, order, liquidationFill(about), reportedAt, at);
      const position = positionData(owner, outcome.position);
      const account = accountData(state.ledger, changedBalances(state.ledger, owner.index, outcome));
      const excursion = outcome.way === null ? {} : { excursion: { ...excursionOf(outcome.way) } };
      return { type: "position.reconciled", data: { ...about, ...excursion, position, account } };
    }
    case "split": {
      const { numerator, denominator } = heardRatio(report.ratio);
      const positions = state.ledger
        .slotsOf(owner.index)
        .map((slot) => positionData(owner, splitPosition(state.ledger.position(slot), numerator, denominator)));
      return { type: "position.reconciled", data: { ...about, positions } };
    }
    case "renamed":
      if (report.symbol.trim() === "") throw new RangeError("the new symbol is empty");
      return { type: "config.changed", data: { ...about, was: owner.instrument.symbol } };
    case "increments": {
      const { priceIncrement, sizeIncrement } = owner.instrument;
      for (const text of [report.priceIncrement, report.sizeIncrement]) {
        if (!isIncrement(text)) throw new RangeError(`"${text}" is no increment`);
      }
      return { type: "config.changed", data: { ...about, was: { priceIncrement, sizeIncrement } } };
    }
    default:
      throw new RangeError("it is of no kind that this desk knows");
  }
}

/** Makes an event about the account true; the first `account.funded`, which opens it, has no kind and changes nothing. */
export function applyAccountEvent(state: DeskState, { type, data, at }: AppliedEvent): void {
  const kind = optionalText(data, "kind");
  const reportId = optionalText(data, "reportId");
  if (kind === undefined || reportId === undefined || refusals.has(kind)) return;
  state.accountReports.add(reportId);
  if (type === "account.funded") {
    credit(state, kind, data);
    return;
  }
  const scale = state.scale(textField(data, "instrumentId"));
  // An instrument of another market: its events mean nothing here.
  if (scale === undefined) return;
  if (kind === "liquidation") {
    const order = liquidationOrder(data, scale, state, at);
    const fact = fillFact(state.ledger, order, liquidationFill(data), data["reportedAt"] as number, at);
    state.bookFill(order, fact.withExcursion(toldExcursion(data)), at);
    clampHeld(state, scale.index);
  } else if (kind === "split") {
    split(state, scale, ratioOf(textField(data, "ratio")));
  } else if (kind === "renamed") {
    renameInstrument(scale, textField(data, "symbol"));
  } else if (kind === "increments") {
    changeIncrements(scale, textField(data, "priceIncrement"), textField(data, "sizeIncrement"));
  }
}

const refusals: ReadonlySet<string> = new Set(["duplicate_report", "malformed_report"]);

function credit(state: DeskState, kind: string, data: JournalData): void {
  const { ledger } = state;
  const currency = ledger.currencies.numberOf(textField(data, "currency"));
  const amount = parseFixed(textField(data, "amount"), MONEY_DIGITS);
  if (kind === "transfer") {
    const told = optionalText(data, "worth");
    ledger.transfer(
      currency,
      amount,
      told === undefined ? worthOf(ledger, currency, amount) : parseFixed(told, MONEY_DIGITS),
    );
    return;
  }
  const scale = kind === "funding" ? state.scale(textField(data, "instrumentId")) : undefined;
  const side = sideOf(data);
  ledger.credit(currency, amount, scale === undefined ? null : ledger.slotOf(scale.index, side));
}

/** What money is worth in the account's currency at the last prices; nothing without a rate. */
function worthOf(ledger: Ledger, currency: number, amount: bigint): bigint {
  return ledger.currencies.toOwn(currency, amount) ?? 0n;
}

function split(state: DeskState, scale: InstrumentScale, { numerator, denominator }: Ratio): void {
  const { index } = scale;
  state.ledger.split(index, numerator, denominator);
  state.marks.split(index, Number(numerator) / Number(denominator));
  state.splits.push({ instrument: index, numerator, denominator, fillsBefore: state.fills.length });
  for (const entry of state.entries[index] as OrderState[]) entry.held = (entry.held * numerator) / denominator;
  clampHeld(state, index);
  for (const members of state.groups.values()) {
    const filled = members.reduce((sum, member) => sum + member.filled, 0n);
    for (const member of members) {
      // What has filled counts in old units and leaves less of the rest, which counts in new ones.
      if (member.instrument !== index) continue;
      member.planned = filled + ((member.planned - filled) * numerator) / denominator;
    }
  }
}

/** A liquidation is the venue's own order: it passes no gate, and nobody here can change it. */
function liquidationOrder(data: JournalData, scale: InstrumentScale, state: DeskState, at: number): OrderState {
  const positionSide = sideOf(data);
  const orderId = textField(data, "reportId");
  const intent = {
    orderId,
    instrumentId: scale.instrument.id,
    side: textField(data, "side") === "buy" ? ("buy" as const) : ("sell" as const),
    type: "market" as const,
    size: textField(data, "size"),
    timeInForce: "IOC" as const,
    postOnly: false,
    reduceOnly: true,
    ...(positionSide === undefined ? {} : { positionSide }),
    reason: textField(data, "reason"),
  };
  const { venueActor: actor } = scale;
  const slot = state.ledger.slotOf(scale.index, positionSide);
  return newOrderState(intent, null, scale, actor, `desk:${actor.id}`, orderId, at, -1, slot);
}

function liquidationFill(data: JournalData): FillTexts {
  return {
    fillId: textField(data, "reportId"),
    size: textField(data, "size"),
    price: textField(data, "price"),
    fee: textField(data, "fee"),
    feeCurrency: textField(data, "feeCurrency"),
    liquidity: "taker",
  };
}

function sideOf(data: JournalData): "long" | "short" | undefined {
  const side = optionalText(data, "positionSide");
  return side === "long" || side === "short" ? side : undefined;
}

/** Splits that a venue may tell of; prices follow them in doubles. */
const leastRatio = 1e-18;
const mostRatio = 1e18;
const mostRatioDigits = 100;

function heardRatio(text: string): Ratio {
  const share = Number(text);
  if (share > 0 && !(share >= leastRatio && share <= mostRatio && decimalsOf(text) <= mostRatioDigits)) {
    throw new RangeError(`a ratio of ${text.slice(0, 40)} is none that prices can follow`);
  }
  return ratioOf(text);
}
