import type { Actor } from "../../shared/model/actor.ts";
import { floorTo, formatFixed, parseFixed } from "../../shared/model/fixed.ts";
import type { Membership } from "../../shared/model/limit-scopes.ts";
import type { ApprovedOrder, OrderIntent } from "../../shared/model/order.ts";
import type { RecordedRow, RecordedVerdict, RiskLimits, RuleRow, Verdict } from "../../shared/model/risk.ts";
import { codeRuns } from "../../shared/model/rule-codes.ts";
import { type Exit, reducible } from "../engine/exposure.ts";
import type { Gate, GateView, Judgement } from "../engine/gate.ts";
import { AskedRules } from "./asked-rules.ts";
import { type LimitScope, LimitScopeIndex, membershipById } from "./limit-scope.ts";
import { OrderWindow } from "./order-window.ts";
import type { FirmView } from "./prop-firm/firm-view.ts";
import { offRow, recordedRow } from "./recorded-rows.ts";
import {
  clearOf,
  type Measurement,
  nothingShared,
  off,
  type Rule,
  type RuleInput,
  unknown,
  type Wording,
} from "./rule.ts";
import { rules } from "./rules/registry.ts";
import { type ScopedInput, scopedInputs, tightest } from "./scoped-answer.ts";
import { VerdictText } from "./verdict-text.ts";

export interface GateOptions {
  /** Asked on every order, so that a changed setting holds from the next order on. */
  readonly limits: () => RiskLimits;
  /** The prop firm that the account may be under. */
  readonly firm?: FirmView | undefined;
  /** Whose limits an actor's orders are under; default: traders and models by their ids. */
  readonly membershipOf?: ((actor: Actor) => Membership) | undefined;
}

/** Builds the gate. */
export function createGate(options: GateOptions): Gate {
  const window = new OrderWindow();
  const { firm, membershipOf = membershipById } = options;
  const scopes = new LimitScopeIndex(membershipOf);
  const asked = new AskedRules();
  const texts = new VerdictText();
  const judgement = (intent: OrderIntent, view: GateView, amended: Amended | null = null): Answers => {
    const limits = options.limits();
    const under = firm !== undefined && (firm.under !== null || firm.gap !== "") ? firm : null;
    const own = scopes.of(limits, view.actor);
    const input = inputOf(intent, view, limits, window.count(view.now), amended, under);
    return new Answers(input, own, asked.of(limits, under !== null, own.length > 0), texts);
  };
  const counted = (answers: Answers, now: number): Answers => {
    if (answers.approved === null) return answers;
    window.add(now);
    for (const scope of answers.scopes) if (scope.limits.maxOrdersPerSecond !== undefined) scope.window.add(now);
    return answers;
  };

  return {
    judge: (intent, view) => counted(judgement(intent, view), view.now),
    preview: (intent, view) => judgement(intent, view).verdict,
    judgeAmendment: (intent, view, filled, shrinks) => counted(judgement(intent, view, { filled, shrinks }), view.now),
  };
}

/** What an amendment finds of its order. */
interface Amended {
  readonly filled: bigint;
  readonly shrinks: boolean;
}

function inputOf(
  intent: OrderIntent,
  view: GateView,
  limits: RiskLimits,
  recentOrders: number,
  amended: Amended | null,
  firm: FirmView | null,
): RuleInput {
  const { scale, mark } = view;
  const size = parseFixed(intent.size, scale.sizeDigits);
  const limitPrice = intent.limitPrice === undefined ? null : parseFixed(intent.limitPrice, scale.priceDigits);
  const triggerPrice = intent.triggerPrice === undefined ? null : parseFixed(intent.triggerPrice, scale.priceDigits);
  const closable = reducible(view.position, exitOf(intent), view.working);
  return {
    intent,
    view,
    limits,
    size,
    amends: amended !== null,
    filled: amended?.filled ?? 0n,
    limitPrice,
    triggerPrice,
    price: priceOf(intent, limitPrice, triggerPrice, mark?.price ?? null),
    reducible: closable,
    reducing: size > 0n && (amended?.shrinks === true || size <= closable),
    recentOrders,
    firm,
    shared: nothingShared(),
  };
}

function exitOf({ side, reduceOnly, link }: OrderIntent): Exit {
  return { side, reduceOnly, protects: link?.role === "stop-loss" || link?.role === "take-profit" };
}

/**
 * A buy costs its limit at most, or what a trigger lets it buy at; a sell brings its limit or trigger at least, so one
 * below the last price is worth the last price. A trailing stop is valued at the last price.
 */
function priceOf(
  intent: OrderIntent,
  limit: bigint | null,
  trigger: bigint | null,
  mark: bigint | null,
): bigint | null {
  if (mark === null) return mark;
  if (limit !== null) return intent.side === "sell" && mark > limit ? mark : limit;
  return trigger !== null && trigger > mark ? trigger : mark;
}

/** A rule that breaks answers like one whose facts are missing: it must neither open risk nor keep an exit from leaving. */
function measure(rule: Rule, input: RuleInput): Measurement {
  try {
    return rule.measure(input);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { ...unknown(`This could not be checked, so nothing may open: ${why}`), broken: true };
  }
}

/** Whether an order that only shrinks a position need not pass: a check of the order itself holds for it too, while it works. */
function isLimit(rule: Rule, measured: Measurement): boolean {
  return !rule.validity || measured.broken === true;
}

/** Every rule's answer to one order: a person is told all that stands in the way, and all that does not. */
class Answers implements Judgement {
  readonly reducing: boolean;
  readonly approved: ApprovedOrder | null;
  readonly scopes: readonly LimitScope[];
  readonly #input: RuleInput;
  readonly #asked: readonly number[];
  /** The answers of those that were asked, in the same order. */
  readonly #measured: readonly Measurement[];
  readonly #texts: VerdictText;
  #verdict: Verdict | null = null;

  /** `asked` are the places of the rules that have something to ask; the others are off. */
  constructor(input: RuleInput, scopes: readonly LimitScope[], asked: readonly number[], texts: VerdictText) {
    const { reducing } = input;
    this.scopes = scopes;
    // What only shrinks a position needs no answer of theirs.
    const scoped = scopes.length === 0 || reducing ? none : scopedInputs(input, scopes);
    let approved = true;
    const answers: Measurement[] = [];
    for (const index of asked) {
      const rule = rules[index] as Rule;
      let measured = measure(rule, input);
      if (scoped.length > 0) measured = tightest(rule, measured, scoped, measure);
      if (!measured.passes && !(reducing && isLimit(rule, measured))) approved = false;
      answers.push(measured);
    }
    this.#input = input;
    this.#asked = asked;
    this.#measured = answers;
    this.#texts = texts;
    this.reducing = reducing;
    this.approved = approved ? (input.intent as ApprovedOrder) : null;
  }

  /** Worded when it is first read. */
  get verdict(): Verdict {
    if (this.#verdict === null) {
      const rows = rules.map(({ code }) => offRow(code, this.reducing));
      for (const [place, index] of this.#asked.entries()) rows[index] = this.#row(place);
      this.#verdict = { ...this.#answer(), rows };
    }
    return this.#verdict;
  }

  get record(): RecordedVerdict {
    const rows: RecordedRow[] = [];
    const clear: string[] = [];
    const unset: string[] = [];
    let place = 0;
    for (const [index, { code }] of rules.entries()) {
      const measured = this.#asked[place] === index ? (this.#measured[place++] as Measurement) : off;
      if (measured === off) unset.push(code);
      else if (measured === clearOf(code)) clear.push(code);
      else rows.push(recordedRow(this.#row(place - 1)));
    }
    return { clear: [...codeRuns(clear)], ...this.#answer(), rows, unset: [...codeRuns(unset)] };
  }

  get recordText(): string {
    return this.#texts.write(this.#answer(), this.#asked, this.#measured, (place) => this.#row(place));
  }

  #row(place: number): RuleRow {
    return row(rules[this.#asked[place] as number] as Rule, this.#measured[place] as Measurement, this.#input);
  }

  /** In the order of its keys, like a recorded row. */
  #answer(): Omit<Verdict, "rows"> {
    return {
      maxPassingSize: this.#maxPassingSize(),
      orderId: this.#input.intent.orderId,
      outcome: this.approved === null ? "rejected" : "approved",
      reducing: this.reducing,
    };
  }

  #maxPassingSize(): string {
    const { reducible, view } = this.#input;
    const { sizeDigits, sizeStep, instrument } = view.scale;
    const smallest = this.#smallest();
    const exitSize = reducible < smallest ? reducible : smallest;
    const largest = floorTo(smallest, sizeStep);
    const { minSize } = instrument;
    // Below the smallest size only what reduces may pass.
    const tooSmall = !this.reducing && minSize !== undefined && largest < parseFixed(minSize, sizeDigits);
    return formatFixed(tooSmall ? floorTo(exitSize, sizeStep) : largest, sizeDigits);
  }

  /** What every rule would let pass. */
  #smallest(): bigint {
    let smallest: bigint | null = null;
    for (const [place, index] of this.#asked.entries()) {
      const most = largestSize(rules[index] as Rule, this.#measured[place] as Measurement, this.#input);
      if (most !== null && (smallest === null || most < smallest)) smallest = most;
    }
    return smallest ?? 0n;
  }
}

const none: readonly ScopedInput[] = [];

function row(rule: Rule, measured: Measurement, input: RuleInput): RuleRow {
  if (measured === off) return offRow(rule.code, input.reducing);
  const { sizeDigits, sizeStep } = input.view.scale;
  const limiting = isLimit(rule, measured);
  const most = largestSize(rule, measured, input);
  const { observed, limit, headroom, text } = worded(measured);
  return {
    code: rule.code,
    headroom,
    limit,
    maxPassingSize: most === null ? null : formatFixed(floorTo(most, sizeStep), sizeDigits),
    observed,
    outcome: input.reducing && limiting ? "exempt" : measured.passes ? "pass" : "fail",
    rule: rule.name,
    setting: measured.setting ?? rule.setting,
    text,
  };
}

/** An answer that cannot be worded is still an answer: what it decided holds. */
function worded(measured: Measurement): Wording {
  try {
    return measured.word();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { observed: null, limit: null, headroom: null, text: `The answer could not be put into words: ${why}` };
  }
}

/** The size a rule lets pass: of a limit never less than what only shrinks the position. */
function largestSize(rule: Rule, measured: Measurement, { reducible }: RuleInput): bigint | null {
  const { maxSize } = measured;
  return maxSize !== null && maxSize <= reducible && isLimit(rule, measured) ? reducible : maxSize;
}
