import type { JournalData, JournalEvent } from "../../shared/model/journal-event.ts";
import { EndedOrders, endsOrder } from "../engine/ended-orders.ts";
import { accountAfter, type Balances } from "./account-after.ts";
import type { MarketIdentity } from "./market-identity.ts";
import type { FindIntent } from "./order-history.ts";
import { type About, aboutPosition, noteSizes, type PositionSizes } from "./position-sizes.ts";

/** The part of a journal that belongs to the market traded last. */
export interface MarketStretch {
  /** `null` where the journal names no market. */
  readonly market: MarketIdentity | null;
  /** The first event in that market; 0 for the journal's first market. */
  readonly since: number;
  /** Cash before and after the stretch as the fills tell it, decimal text; `null` before the first fill. */
  readonly cashBefore: string | null;
  readonly cash: string | null;
  /** The same of the account's other currencies. */
  readonly balancesBefore: Balances;
  readonly balances: Balances;
  /** Instruments in which a position or a working order is open. */
  readonly open: readonly string[];
}

/** The reader's memory as plain data. */
export interface StretchRecord {
  readonly market: MarketIdentity | null;
  readonly since: number;
  readonly cash: string | null;
  readonly cashBefore: string | null;
  readonly balances: Balances;
  readonly balancesBefore: Balances;
  readonly orders: readonly (readonly [orderId: string, order: StretchOrder])[];
  readonly working: readonly string[];
  readonly sizes: PositionSizes;
  readonly ended: readonly string[];
}

type StretchOrder = About & { readonly owner: string };

/**
 * Reads where the last market begins and what is open in it. A command-line run over bars is a market of its own, named
 * by its file; what still works when such a run has ended died with its venue.
 */
export class MarketStretchReader {
  #market: MarketIdentity | null = null;
  #since = 0;
  #cash: string | null = null;
  #cashBefore: string | null = null;
  #balances: Balances = {};
  #balancesBefore: Balances = {};
  readonly #orders = new Map<string, StretchOrder>();
  readonly #working = new Set<string>();
  readonly #sizes: PositionSizes = new Map();
  readonly #ended = new EndedOrders();
  readonly #findIntent: FindIntent;

  /** An order that ended long ago is let go of: `findIntent` finds it where an event still speaks of it. */
  constructor(findIntent: FindIntent = () => undefined) {
    this.#findIntent = findIntent;
  }

  /** Takes the next event of the journal. */
  note({ type, data, seq, actor }: JournalEvent): void {
    const named = marketOf(type, data);
    if (named && named.identity !== this.#market?.identity) {
      if (this.#market !== null) {
        this.#since = seq;
        this.#cashBefore = this.#cash;
        this.#balancesBefore = this.#balances;
      }
      this.#market = named;
    }
    const orderId = String(data["orderId"]);
    const about = type === "order.intended" ? aboutPosition(data) : null;
    if (about !== null) this.#orders.set(orderId, { ...about, owner: actor.id });
    if (type === "order.submitted") this.#working.add(orderId);
    if (endsOrder({ type, data })) this.#working.delete(orderId);
    const after = accountAfter(data);
    if (after !== null) {
      this.#cash = after.cash;
      this.#balances = { ...this.#balances, ...after.balances };
    }
    noteSizes(this.#sizes, data, this.#orders.get(orderId) ?? this.#foundOrder(orderId, data));
    const old = this.#ended.note({ type, data });
    if (old !== null) this.#orders.delete(old);
    if (type === "trader.stopped" && actor.id === "paper") {
      for (const id of this.#working) {
        if (this.#orders.get(id)?.owner === data["traderId"]) this.#working.delete(id);
      }
    }
  }

  /** What an order was about that is known no longer; only a position that names no instrument asks for it. */
  #foundOrder(orderId: string, data: JournalData): About | undefined {
    if (data["position"] === undefined || aboutPosition(data) !== null) return undefined;
    return aboutPosition(this.#findIntent(orderId)?.data ?? {}) ?? undefined;
  }

  get stretch(): MarketStretch {
    const held = [...this.#sizes.values()].filter(({ size }) => size !== "0").map(({ instrumentId }) => instrumentId);
    const ordered = [...this.#working].map((id) => this.#orders.get(id)?.instrumentId ?? "an unknown instrument");
    return {
      market: this.#market,
      since: this.#since,
      cash: this.#cash,
      cashBefore: this.#cashBefore,
      balances: this.#balances,
      balancesBefore: this.#balancesBefore,
      open: [...new Set([...held, ...ordered])],
    };
  }

  save(): StretchRecord {
    const { market, since, cash, cashBefore, balances, balancesBefore } = this.stretch;
    return {
      market,
      since,
      cash,
      cashBefore,
      balances,
      balancesBefore,
      orders: [...this.#orders],
      working: [...this.#working],
      sizes: new Map(this.#sizes),
      ended: this.#ended.save(),
    };
  }

  /** Takes over what a snapshot says, before any event. */
  load(record: StretchRecord): void {
    this.#market = record.market;
    this.#since = record.since;
    this.#cash = record.cash;
    this.#cashBefore = record.cashBefore;
    this.#balances = record.balances;
    this.#balancesBefore = record.balancesBefore;
    for (const [orderId, order] of record.orders) this.#orders.set(orderId, order);
    for (const orderId of record.working) this.#working.add(orderId);
    for (const [name, size] of record.sizes) this.#sizes.set(name, size);
    this.#ended.load(record.ended);
  }
}

function marketOf(type: JournalEvent["type"], data: JournalEvent["data"]): MarketIdentity | null {
  const { feed, kind, identity, fileSha256, runId } = data;
  if (type === "link.up" && typeof identity === "string") {
    return { feed: String(feed), kind: kind === "file" ? "file" : "synthetic", identity };
  }
  if (type !== "trader.started" || typeof fileSha256 !== "string") return null;
  return { feed: `of paper ${String(runId)}`, kind: "file", identity: fileSha256 };
}
