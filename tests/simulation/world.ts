import { Decimal } from "decimal.js";
import type { Engine } from "../../main/engine/engine-face.ts";
import { type Random, seededRandom } from "../../main/simulation/seeded-random.ts";
import { restoreVenue } from "../../main/workstation/restore-desk.ts";
import type { AccountTerms } from "../../shared/model/account-terms.ts";
import { Fault } from "../../shared/model/fault.ts";
import type { JournalEvent, NewJournalEvent } from "../../shared/model/journal-event.ts";
import type { TickInput } from "../../shared/model/market.ts";
import type { ApprovedOrder } from "../../shared/model/order.ts";
import { PaperVenueSettings } from "../../shared/model/paper-venue-settings.ts";
import { Adapter, unanswered } from "./adapter.ts";
import { stillHeld, venueDisagreement } from "./agreement.ts";
import type { Clerk } from "./clerk.ts";
import { Counterparty } from "./counterparty.ts";
import { openDesk, termsOf } from "./desk.ts";
import { SimulatedDisk } from "./disk.ts";
import { Faults } from "./faults.ts";
import type { InvariantName } from "./invariant-name.ts";
import { firstDifference, knowledge } from "./knowledge.ts";
import { type Life, lifeOf } from "./life.ts";
import { instruments, noBars, RandomMarket } from "./market.ts";
import { strictVenue } from "./strict-venue.ts";
import { positionKey, Tally } from "./tally.ts";
import { toldDifference } from "./told.ts";
import { FaultyWire } from "./wire.ts";
import { Wisher } from "./wishes.ts";

/** Something that left for the venue, and what was wrong with that. */
interface Departure {
  readonly orderId: string;
  readonly broken: string | null;
}

const dayMs = 86_400_000;
/** Longer than it takes until a lost request is noticed, doubted, asked for and answered. */
const quietSeconds = 400;
/** When everything is answered and the market still trades. */
const flattenSecond = 250;
/** Exits that are sent later may not be filled while the market still moves. */
const lastFlattenSecond = 310;
const person = { kind: "person", id: "ada" } as const;

/** One simulated life of a desk: the real engine and gate, the real paper venue, and everything between them faulty. */
export class World {
  engine: Engine;
  readonly disk: SimulatedDisk;
  readonly faults: Faults;
  readonly breaks: InvariantName | null;
  tally: Tally;
  departures: Departure[] = [];
  readonly ended = new Map<string, string>();
  readonly overfilled = new Set<string>();
  /** The largest size that an amendment has asked for, by order: the venue may fill it before it answers. */
  readonly asked = new Map<string, Decimal>();
  readonly repeatedIds: string[] = [];
  /** Orders that were given up because the venue did not find them. */
  readonly lost = new Set<string>();
  restartDifference: string | null = null;
  disagreement: string | null = null;
  misreported: string | null = null;
  readonly wisher: Wisher;
  steps = 0;
  restarts = 0;
  /** Since when an exit is larger than what it protects, by its id. */
  readonly exceedingSince = new Map<string, number>();
  /** Since when an exit is missing, by its role and entry. */
  readonly missingSince = new Map<string, { readonly now: number; readonly engine: number }>();
  #now: number;
  #skewMs = 0;
  /** The desk has said since the last flatten what it could not close. */
  #leftHeld = false;
  /** Orders that left without a record, because the journal had failed and they only reduce: a restart cannot know them. */
  readonly #sentUnrecorded = new Set<string>();
  /** Orders that have left, and after how many restarts they did last. */
  readonly #submitted = new Map<string, number>();
  readonly #adapter: Adapter;
  readonly #random: Random;
  readonly #market: RandomMarket;
  readonly #wire: FaultyWire;
  readonly #venue: Counterparty;
  readonly #life: Life;
  readonly #terms: AccountTerms;

  constructor(seed: number, breaks: InvariantName | null = null) {
    this.breaks = breaks;
    const random = seededRandom(seed);
    const life = lifeOf(seed);
    this.#life = life;
    this.#now = life.begins;
    this.disk = new SimulatedDisk(life.keepsAside);
    this.#random = random;
    this.faults = new Faults(seededRandom(seed ^ 0x5eed));
    this.#market = new RandomMarket(random, life.liquidates ? 5 : 1);
    this.wisher = new Wisher(random, this.#market);
    this.#wire = new FaultyWire(this.faults, random);
    const settings = PaperVenueSettings.parse({
      seed: seed + 1,
      takerFeeBps: "5",
      makerFeeBps: "2",
      ...(random() < 0.5 ? { participation: life.thin ? "0.0005" : "0.5" } : {}),
      rejectRate: random() < 0.3 ? 0.25 : 0,
      fundingRate: "0.0005",
      liquidation: life.liquidates,
      ...(life.strict ? strictVenue(seededRandom(seed ^ 0x57c1), life.begins) : {}),
    });
    this.#terms = termsOf(seededRandom(seed ^ 0xacc));
    this.#venue = new Counterparty({
      life,
      settings,
      terms: this.#terms,
      wire: this.#wire,
      faults: this.faults,
      random: seededRandom(seed ^ 0xc1e4),
      now: () => this.#now,
      engine: () => this.engine,
      onDeparture: (order) => this.#depart(order),
    });
    this.#adapter = new Adapter(life, this.#submitted, (orderId) => this.#venue.ask(orderId));
    this.tally = this.#newTally();
    this.engine = this.#open([]);
  }

  get clerk(): Clerk {
    return this.#venue.clerk;
  }

  get now(): number {
    return this.#now;
  }

  get marketHours(): number {
    return (this.#now - this.#life.begins) / 3_600_000;
  }

  /** Lets a moment pass, and whatever goes wrong in it. */
  step(): void {
    this.steps++;
    this.departures = [];
    this.#now += 1 + Math.floor(this.#random() * 2000);
    this.#misfortunes();
    this.#moveMoney();
    this.#regauge();
    this.#playMarket(true);
    if (this.#life.takesBack) this.#venue.clerk.work(this.#now);
    this.#wire.deliver(this.#now);
    this.engine.pump(64);
    if (this.#random() < 0.5) this.wisher.wish(this.engine, this.#deskNow());
    this.#keepAdapter();
    if (!this.faults.strikes("disk slow", 0.2)) this.#sync();
    if (this.steps % 40 === 0) this.#compareRestart();
  }

  /** Nothing goes wrong any more: everything in flight arrives, everything unknown is asked for, then both sides must agree. */
  comeToRest(): void {
    this.faults.stop();
    this.#skewMs = 0;
    if (!this.disk.open) this.#restart();
    this.engine.releaseKillSwitch(person, "quiet");
    for (let second = 0; second < quietSeconds; second++) {
      this.departures = [];
      this.#now += 1000;
      // At the very end nothing trades any more, so that the last fills arrive.
      if (second < quietSeconds - 60) this.#playMarket(false);
      this.#wire.deliver(this.#now);
      this.engine.pump(64);
      this.#keepAdapter(second % 50 === 0);
      const again = this.#leftHeld && second > flattenSecond && second <= lastFlattenSecond;
      if (second === flattenSecond || again) this.#flatten();
      this.#sync();
    }
    this.#compareRestart();
    this.disagreement =
      this.#sentUnrecorded.size > 0
        ? null
        : (venueDisagreement(this, this.#venue.venue, this.#submitted, this.#life.paper && this.restarts > 0) ??
          stillHeld(this.engine));
    if (this.breaks === "desk and venue agree in the end") this.disagreement = "as asked for";
    this.misreported = toldDifference(this, this.#life, this.#terms);
  }

  /** A person presses again when the desk says what it could not close: a venue may refuse one exit after another. */
  #flatten(): void {
    this.#leftHeld = false;
    this.engine.flatten(person, "quiet");
  }

  #deskNow(): number {
    return this.#now + this.#skewMs;
  }

  #newTally(): Tally {
    return new Tally(this.#life.cash, this.breaks === "fills make the position" ? 3 : 0);
  }

  #open(earlier: readonly JournalEvent[]): Engine {
    return openDesk({
      terms: this.#terms,
      life: this.#life,
      history: this.disk.history,
      route: this.#venue.route(),
      record: (event) => this.#record(event),
      journalOpen: () => this.disk.open,
      now: () => this.#deskNow(),
      earlier,
    });
  }

  #record(event: NewJournalEvent): number {
    const seq = this.disk.append(event);
    this.#observe(event.type, event.data);
    return seq;
  }

  #observe(type: string, data: NewJournalEvent["data"]): void {
    this.tally.take(type, data);
    if (Array.isArray(data["left"])) this.#leftHeld = true;
    const orderId = String(data["orderId"]);
    if (type === "order.rejected" && data["code"] === "VENUE-NOT-FOUND") this.lost.add(orderId);
    if (data["overfilledBy"] !== undefined) this.overfilled.add(orderId);
    if (type === "order.replace_requested" && typeof data["size"] === "string") {
      const asked = new Decimal(data["size"]);
      this.asked.set(orderId, Decimal.max(asked, this.asked.get(orderId) ?? asked));
    }
  }

  /** Looks at what leaves at the very moment it leaves. */
  #depart(order: ApprovedOrder): void {
    const { orderId, reduceOnly } = order;
    const leftBefore = this.#submitted.get(orderId);
    // An exit that may have left before a restart leaves again: the venue says then that it has it.
    const isAgain = reduceOnly && leftBefore !== undefined && leftBefore < this.restarts;
    // What leaves unrecorded may share its id with a later order: the venue then refuses the second.
    if (leftBefore !== undefined && !isAgain && this.disk.open && !this.#sentUnrecorded.has(orderId))
      this.repeatedIds.push(orderId);
    this.#submitted.set(orderId, this.restarts);
    if (this.breaks === "ids never repeat" && this.#submitted.size === 20) this.repeatedIds.push(orderId);
    if (!this.disk.open) {
      if (!this.#life.keepsAside) this.#sentUnrecorded.add(orderId);
      const reduces = reduceOnly || this.tally.approved.get(orderId)?.reducing === true || this.#shrinks(order);
      this.departures.push({ orderId, broken: reduces ? null : `${orderId} opens without a journal` });
      return;
    }
    const verdict = this.tally.approved.get(orderId);
    const { state } = this.engine.tradingState();
    const missing = ["order.intended", "risk.judged"].find((type) => !this.disk.hasSynced(type, orderId));
    const broken =
      this.breaks === "what leaves has a durable intent and verdict" && this.#submitted.size === 20
        ? "as asked for"
        : missing !== undefined
          ? `${orderId} left before its ${missing} was durable`
          : verdict === undefined
            ? `${orderId} left without an approval`
            : state !== "active" && !verdict.reducing
              ? `${orderId} opens while trading is ${state}`
              : null;
    this.departures.push({ orderId, broken });
  }

  /** Whether an order can do nothing but shrink the position as it stands. */
  #shrinks(order: ApprovedOrder): boolean {
    const { side, size } = order;
    const position = this.engine.positions().find((one) => positionKey(one) === positionKey(order));
    const held = new Decimal(position?.size ?? 0);
    return (side === "sell" ? held.gt(0) : held.lt(0)) && held.abs().gte(size);
  }

  /** Money that comes and goes without a trade. */
  #moveMoney(): void {
    // What a poor account is given or taken is not told to the venue that lends to it.
    if (this.#random() > 0.02 || this.#life.liquidates) return;
    const amount = (this.#random() * 200 - 100).toFixed(2);
    const kind = this.#random() < 0.5 ? ("transfer" as const) : ("cash" as const);
    const reportId = `money-${this.steps}`;
    this.#venue.tellAccount({ reportId, at: this.#now, kind, amount, currency: "USDT", reason: "drill" });
  }

  #regauge(): void {
    if (!this.#life.regauges || this.#random() > 0.02) return;
    const pick = <T>(list: readonly T[]): T => list[Math.floor(this.#random() * list.length)] as T;
    const { id: instrumentId } = pick(instruments);
    const [priceIncrement, sizeIncrement] = [pick(["0.01", "0.05", "0.1"]), pick(["0.001", "0.002", "0.005"])];
    const reportId = `steps-${this.steps}`;
    this.#venue.tellAccount({
      reportId,
      at: this.#now,
      kind: "increments",
      instrumentId,
      priceIncrement,
      sizeIncrement,
    });
  }

  #sync(): void {
    this.disk.sync();
    if (this.disk.open) this.engine.durable(this.disk.syncedSeq);
  }

  /** Between a desk and its own venue stands no adapter. */
  #keepAdapter(asks?: boolean): void {
    if (!this.#life.paper) this.#adapter.work(this.engine, this.#now, asks);
  }

  #playMarket(moves: boolean): void {
    for (let instrument = 0; instrument < instruments.length; instrument++) {
      const tick = this.#market.next(instrument, this.#now, moves);
      this.#venue.venue.onTick(tick, this.#now);
      if (this.faults.strikes("market silent", 0.05)) continue;
      if (this.faults.strikes("tick ahead", 0.002)) this.#offer(tick, this.#now + dayMs);
      this.#offer(tick, this.#now);
    }
    this.#venue.venue.onTime(this.#now);
  }

  /** What is ahead of the desk's clock, be the feed wrong or the clock, is passed over as by any desk. */
  #offer({ instrument, bid, ask, last, size }: TickInput, at: number): void {
    try {
      this.engine.tick(instrument, at, bid, ask, last, size);
    } catch (error) {
      if (!(error instanceof Fault && error.code === "MARKET-TIME-AHEAD")) throw error;
    }
  }

  #misfortunes(): void {
    const { faults } = this;
    if (faults.strikes("link down", 0.004)) this.#wire.cut(this.#now + Math.floor(this.#random() * 60_000));
    if (faults.strikes("clock jumped", 0.004)) this.#skewMs = Math.floor((this.#random() - 0.5) * 120_000);
    if (faults.strikes("disk failed", 0.002)) this.disk.fail();
    if (faults.strikes("kill switch", 0.003)) this.engine.engageKillSwitch(person, "drill");
    else if (this.#random() < 0.05) this.engine.releaseKillSwitch(person, "drill over");
    if (faults.strikes("state changed", 0.01)) this.#changeState();
    else if (this.#random() < 0.05 && !this.engine.tradingState().killSwitch) {
      this.engine.setTradingState("active", person, "go on");
    }
    if (faults.strikes("crash", 0.005) || (!this.disk.open && this.#random() < 0.1)) this.#restart();
  }

  #changeState(): void {
    if (this.engine.tradingState().killSwitch) return;
    this.engine.setTradingState(this.#random() < 0.5 ? "reducing" : "halted", person, "drill");
  }

  /** The desk stops dead and starts again on what its disk still has. */
  #restart(): void {
    this.restarts++;
    this.disk.crash();
    this.#wire.drop();
    this.ended.clear();
    const events = this.disk.read("synced");
    this.tally = this.#newTally();
    this.overfilled.clear();
    this.lost.clear();
    for (const { type, data } of events) this.#observe(type, data);
    this.engine = this.#open(events);
    this.engine.durable(this.disk.syncedSeq);
    if (this.#life.paper) this.#restoreVenue();
    else this.#resume();
  }

  #resume(): void {
    for (const { orderId, status } of this.engine.openOrders()) {
      if (unanswered.has(status)) this.engine.report({ orderId, at: this.#now, kind: "unknown", reason: "restarted" });
    }
    this.engine.resume();
    this.#adapter.restart();
    if (this.#life.liquidates) this.#venue.retellAccount();
  }

  /** A venue of the desk's own begins anew with the prices that are there and with what the journal tells. */
  #restoreVenue(): void {
    const venue = this.#venue.beginAnew();
    this.#playMarket(false);
    this.engine.pump(64);
    const data = { instruments, history: () => noBars, intervalMs: 60_000 };
    restoreVenue(this.engine, venue, data, this.#deskNow());
  }

  /** What a desk would know that started now on everything that was written. */
  #compareRestart(): void {
    if (!this.disk.open) return;
    const refuse = (): never => {
      throw new Error("a restored desk acts on nothing");
    };
    const events = this.disk.read("all");
    const earlier = this.breaks === "a restart reaches the same state" ? events.slice(0, -1) : events;
    const restored = openDesk({
      terms: this.#terms,
      life: this.#life,
      history: this.disk.history,
      route: { submit: refuse, cancel: refuse, replace: refuse },
      record: refuse,
      journalOpen: () => true,
      now: () => 0,
      earlier,
    });
    const [here, there] = [knowledge(this.engine), knowledge(restored)];
    this.restartDifference = here === there ? null : firstDifference(here, there);
  }
}
