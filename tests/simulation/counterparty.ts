import { createPaperBroker, type PaperBroker } from "../../main/adapters/broker-paper/paper-broker.ts";
import type { Engine, OrderRoute } from "../../main/engine/engine-face.ts";
import type { Random } from "../../main/simulation/seeded-random.ts";
import type { AccountTerms } from "../../shared/model/account-terms.ts";
import type { AccountReport, ApprovedOrder, ExecutionReport } from "../../shared/model/order.ts";
import type { PaperVenueSettings } from "../../shared/model/paper-venue-settings.ts";
import { Clerk } from "./clerk.ts";
import type { Faults } from "./faults.ts";
import type { Life } from "./life.ts";
import { instruments } from "./market.ts";
import type { FaultyWire } from "./wire.ts";

interface CounterpartyParts {
  readonly life: Life;
  readonly settings: PaperVenueSettings;
  readonly terms: AccountTerms;
  readonly wire: FaultyWire;
  readonly faults: Faults;
  /** Decides what is taken back. */
  readonly random: Random;
  readonly now: () => number;
  /** The desk that runs now. */
  readonly engine: () => Engine;
  readonly onDeparture: (order: ApprovedOrder) => void;
}

/** Everything beyond the desk: the venue, whoever corrects its books, and the line to it. */
export class Counterparty {
  venue: PaperBroker;
  readonly clerk: Clerk;
  readonly #parts: CounterpartyParts;
  readonly #accountReports: AccountReport[] = [];

  constructor(parts: CounterpartyParts) {
    this.#parts = parts;
    this.venue = this.#open();
    this.clerk = new Clerk(parts.random, parts.faults, this.venue, (report) => this.#tell(report));
  }

  /** A venue of the desk's own has died with it; the next knows nothing yet. */
  beginAnew(): PaperBroker {
    this.venue = this.#open();
    return this.venue;
  }

  route(): OrderRoute {
    return {
      submit: (order) => {
        this.#parts.onDeparture(order);
        this.clerk.expect(order);
        this.#request(() => this.venue.submit(order));
      },
      cancel: (orderId) => this.#request(() => this.venue.cancel(orderId)),
      replace: (orderId, change) => this.#request(() => this.venue.replace(orderId, change)),
      query: (orderId) => this.ask(orderId),
    };
  }

  /** Asks what became of an order. */
  ask(orderId: string): void {
    this.#request(() => {
      this.venue.query(orderId);
      this.clerk.repeat(orderId);
    });
  }

  /** After a restart an adapter reads the account's list again, in which everything stands that it may have missed. */
  retellAccount(): void {
    for (const report of this.#accountReports.slice()) this.#carry(report);
  }

  /** Tells of the account; a desk's own venue is heard at once. */
  tellAccount(report: AccountReport): void {
    this.#accountReports.push(report);
    this.#carry(report);
  }

  #carry(report: AccountReport): void {
    const { life, wire, now, engine } = this.#parts;
    if (life.paper) engine().accountReport(report);
    else wire.account(now(), report, (heard) => engine().accountReport(heard));
  }

  #open(): PaperBroker {
    const { life, settings, terms } = this.#parts;
    const { cash, leverage } = life;
    const account = life.liquidates ? { cash, leverage, marginMode: terms.marginMode } : undefined;
    const venue = createPaperBroker(instruments, settings, account);
    venue.onReport((report) => {
      this.clerk.hear(report);
      this.#tell(report);
    });
    venue.onAccountReport((report) => this.tellAccount(report));
    return venue;
  }

  #request(act: () => void): void {
    const { life, wire, now } = this.#parts;
    if (life.paper) act();
    else wire.request(now(), act);
  }

  #tell(report: ExecutionReport): void {
    const { life, wire, now, engine } = this.#parts;
    if (life.paper) engine().report(report);
    else wire.report(now(), report, (heard) => engine().report(heard));
  }
}
