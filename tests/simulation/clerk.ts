import { Decimal } from "decimal.js";
import type { PaperVenue } from "../../main/simulation/paper-venue.ts";
import type { Random } from "../../main/simulation/seeded-random.ts";
import type { ApprovedOrder, ExecutionReport } from "../../shared/model/order.ts";
import type { Faults } from "./faults.ts";
import { positionKey } from "./tally.ts";

type Fill = Extract<ExecutionReport, { kind: "fill" }>;

/** A fill as the venue's books hold it now. */
interface BookedFill {
  readonly order: ApprovedOrder;
  /** As it was said first. */
  readonly fill: Fill;
  size: Decimal;
}

/** Fills that are so old that nobody takes them back any more. */
const remembered = 40;

/** Who takes fills back at the venue, or corrects them; what is taken back of an order that works is not put back to work. */
export class Clerk {
  readonly #random: Random;
  readonly #faults: Faults;
  readonly #venue: PaperVenue;
  readonly #tell: (report: ExecutionReport) => void;
  readonly #orders = new Map<string, ApprovedOrder>();
  readonly #fills = new Map<string, BookedFill>();
  readonly #positions = new Map<string, Decimal>();
  /** What was said of an order's fills after it had ended, for whoever asks again. */
  readonly #said = new Map<string, ExecutionReport[]>();
  readonly #lost = new Map<string, Decimal>();

  constructor(random: Random, faults: Faults, venue: PaperVenue, tell: (report: ExecutionReport) => void) {
    this.#random = random;
    this.#faults = faults;
    this.#venue = venue;
    this.#tell = tell;
  }

  /** An order has left for the venue. */
  expect(order: ApprovedOrder): void {
    if (!this.#orders.has(order.orderId)) this.#orders.set(order.orderId, order);
  }

  /** The venue says something, for the first time or again. */
  hear(report: ExecutionReport): void {
    const order = this.#orders.get(report.orderId);
    if (report.kind !== "fill" || order === undefined || this.#fills.has(report.fillId)) return;
    const booked = { order, fill: report, size: new Decimal(report.size) };
    this.#fills.set(report.fillId, booked);
    this.#move(order, booked.size);
  }

  /** Now and then looks through the last fills. */
  work(at: number): void {
    if (this.#random() > 0.05) return;
    const recent = [...this.#fills.values()].slice(-remembered);
    const booked = recent[Math.floor(this.#random() * recent.length)];
    if (booked === undefined || booked.size.isZero()) return;
    const isBust = this.#random() < 0.5;
    if (!this.#holds(booked)) return;
    if (isBust) this.#bust(booked, at);
    else this.#correct(booked, at);
  }

  /** Says again what was said of an order's fills. */
  repeat(orderId: string): void {
    for (const report of this.#said.get(orderId) ?? []) this.#tell(report);
  }

  /** How much of what an order has filled does not hold any more. */
  lost(orderId: string): Decimal {
    return this.#lost.get(orderId) ?? new Decimal(0);
  }

  /** A long position of a hedged account is never less than nothing: what has been closed since stays opened. */
  #holds({ order, size }: BookedFill): boolean {
    const { positionSide, side } = order;
    if (positionSide === undefined) return true;
    const left = this.#held(order).sub(side === "buy" ? size : size.neg());
    return positionSide === "long" ? left.gte(0) : left.lte(0);
  }

  #bust(booked: BookedFill, at: number): void {
    if (!this.#faults.strikes("fill busted", 0.5)) return;
    const { orderId, fillId } = booked.fill;
    this.#shrink(booked, new Decimal(0));
    this.#say({ kind: "fill-busted", orderId, fillId, at, reason: "erroneous trade" });
  }

  #correct(booked: BookedFill, at: number): void {
    if (!this.#faults.strikes("fill corrected", 0.5)) return;
    const { orderId, fillId, price, fee } = booked.fill;
    const half = booked.size.div(2).toDecimalPlaces(3, Decimal.ROUND_UP);
    const changes = [{ price: new Decimal(price).plus("0.5").toFixed() }, { fee: `${fee}1` }, { size: half.toFixed() }];
    const change = changes[Math.floor(this.#random() * changes.length)];
    if (change?.size !== undefined) this.#shrink(booked, half);
    this.#say({ kind: "fill-corrected", orderId, fillId, at, ...change, reason: "booked wrong" });
  }

  #say(report: ExecutionReport): void {
    const { orderId } = report;
    this.#said.set(orderId, [...(this.#said.get(orderId) ?? []), report]);
    this.#tell(report);
  }

  #shrink(booked: BookedFill, to: Decimal): void {
    const { order } = booked;
    const less = booked.size.sub(to);
    booked.size = to;
    this.#lost.set(order.orderId, this.lost(order.orderId).add(less));
    const size = this.#move(order, less.neg());
    const { instrumentId, positionSide } = order;
    this.#venue.restorePosition(instrumentId, size.toFixed(), positionSide === undefined ? {} : { positionSide });
  }

  #held(order: ApprovedOrder): Decimal {
    return this.#positions.get(positionKey(order)) ?? new Decimal(0);
  }

  /** The position after an order's fill has become so much larger. */
  #move(order: ApprovedOrder, size: Decimal): Decimal {
    const held = this.#held(order).add(order.side === "buy" ? size : size.neg());
    this.#positions.set(positionKey(order), held);
    return held;
  }
}
