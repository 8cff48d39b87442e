import type { Random } from "../../main/simulation/seeded-random.ts";
import type { AccountReport, ExecutionReport } from "../../shared/model/order.ts";
import type { Faults } from "./faults.ts";

interface Message {
  readonly dueAt: number;
  readonly order: number;
  deliver(): void;
}

const longestDelayMs = 30_000;
const usualDelayMs = 50;

/** The line between desk and venue, which loses, delays, repeats, reorders and garbles what it carries. */
export class FaultyWire {
  readonly #faults: Faults;
  readonly #random: Random;
  #messages: Message[] = [];
  #sent = 0;
  #downUntil = Number.NEGATIVE_INFINITY;

  constructor(faults: Faults, random: Random) {
    this.#faults = faults;
    this.#random = random;
  }

  /** Cuts the line for a while: everything sent meanwhile is lost. */
  cut(until: number): void {
    this.#downUntil = until;
  }

  /** What was on its way to a desk that has stopped never arrives. */
  drop(): void {
    this.#messages = [];
  }

  /** Carries a request of the desk to the venue. */
  request(now: number, deliver: () => void): void {
    if (now < this.#downUntil || this.#faults.strikes("request dropped", 0.02)) return;
    this.#send(now, this.#faults.strikes("request delayed", 0.05), deliver);
  }

  /** Carries a report of the venue to the desk. */
  report(now: number, report: ExecutionReport, deliver: (report: ExecutionReport) => void): void {
    if (now < this.#downUntil || this.#faults.strikes("report dropped", 0.03)) return;
    const heard = this.#faults.strikes("report garbled", 0.01) ? garbled(report, this.#random) : report;
    this.#send(now, this.#faults.strikes("report delayed", 0.1), () => deliver(heard));
    if (this.#faults.strikes("report duplicated", 0.05)) this.#send(now, true, () => deliver(report));
  }

  /** Carries what happens to the account; the adapter reads its list again until it has it, so that nothing is lost. */
  account(now: number, report: AccountReport, deliver: (report: AccountReport) => void): void {
    const isGarbled = this.#faults.strikes("account report garbled", 0.05);
    if (isGarbled) this.#send(now, false, () => deliver(brokenAmount(report)));
    this.#send(now, now < this.#downUntil, () => deliver(report));
    if (this.#faults.strikes("account report repeated", 0.2)) this.#send(now, true, () => deliver(report));
  }

  /** Delivers what has arrived by now, in the order of arrival. */
  deliver(now: number): void {
    for (;;) {
      let next: Message | undefined;
      for (const message of this.#messages) {
        if (message.dueAt > now) continue;
        if (
          next === undefined ||
          message.dueAt < next.dueAt ||
          (message.dueAt === next.dueAt && message.order < next.order)
        )
          next = message;
      }
      if (next === undefined) return;
      this.#messages.splice(this.#messages.indexOf(next), 1);
      next.deliver();
    }
  }

  #send(now: number, late: boolean, deliver: () => void): void {
    const delay = Math.floor(this.#random() * (late ? longestDelayMs : usualDelayMs));
    this.#messages.push({ dueAt: now + delay, order: this.#sent++, deliver });
  }
}

/** Junk that no parser may take for a number. */
const junk = ["", "NaN", "1e9", "12,5", "0.0000000000000000000000001", "\u0000"];
const brokenAmount = (report: AccountReport): AccountReport => {
  const amount = report.kind === "liquidation" ? { size: "1e9" } : { amount: "1e9" };
  return { ...report, reportId: "garbled", ...amount } as AccountReport;
};
const amounts = ["size", "price", "fee"] as const;
/** What a cut buffer leaves of a character. */
const halfCharacter = "\ud83d";
/** Microseconds in the place of milliseconds, and what is no time at all. */
const wrongTimes: readonly ((at: number) => number)[] = [(at) => at * 1000, (at) => at + 0.5, () => Number.NaN];

/** A report whose amounts, texts, time or order came out of a broken parser. */
function garbled(report: ExecutionReport, random: Random): ExecutionReport {
  const broken: Record<string, unknown> = { ...report };
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const field = pick(amounts);
  if (field in broken && random() < 0.5) {
    broken[field] = pick(junk);
  } else if (random() < 0.4) {
    broken["at"] = pick(wrongTimes)(report.at);
  } else if (random() < 0.6) {
    for (const name of ["venueOrderId", "reason"])
      if (name in broken) broken[name] = `${String(broken[name])}${halfCharacter}`;
  } else {
    broken["orderId"] = "no-such-order";
  }
  return broken as unknown as ExecutionReport;
}
