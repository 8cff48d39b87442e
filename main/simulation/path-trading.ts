import type { BarPath } from "../../shared/model/bar-path.ts";
import { atMostLimit, marketPrice } from "./fill-price.ts";
import { isStop, releaseOnPath } from "./trigger.ts";
import { isImmediate, type VenueOrder } from "./venue-order.ts";
import type { VenueTerms } from "./venue-terms.ts";

/** Something that the market makes possible for an order, before volume and position are looked at. */
export interface Hit {
  readonly order: VenueOrder;
  /** When within the bar. */
  readonly share: number;
  /** `release` ends the wait for a trigger; `fill` trades. */
  readonly kind: "release" | "fill";
  /** Price units of a fill; negative where a post-only order would have traded at once. */
  readonly price: bigint;
  /** The price that stood at that moment. */
  readonly at: number;
  readonly maker: boolean;
  /** The most that it may fill; `null` where only the volume limits it. */
  readonly size: bigint | null;
}

/** What the path brings an order from one share of the bar up to another; `null` when it does not reach it before. */
export function hitOnPath(order: VenueOrder, path: BarPath, from: number, to: number, terms: VenueTerms): Hit | null {
  const { trigger, limit } = order;
  if (trigger !== null) {
    const share = releaseOnPath(trigger, path, from, to, terms);
    if (share < 0 || isLater(share, to)) return null;
    // Where the price jumps over the level, the order trades at what it jumps to.
    const at = share === from ? path.priceAt(from) : trigger.level;
    return { order, share, kind: "release", price: 0n, at, maker: false, size: null };
  }
  if (limit === null) {
    const at = path.priceAt(from);
    return {
      order,
      share: from,
      kind: "fill",
      price: marketPrice(order, at, terms, terms.barMove),
      at,
      maker: false,
      size: null,
    };
  }
  const share = path.firstThrough(order.limitPrice, order.buy, from, isImmediate(order.intent) ? from : to);
  if (share < 0 || isLater(share, to)) return null;
  const at = path.priceAt(share);
  const through = order.buy ? at < order.limitPrice : at > order.limitPrice;
  order.marketable ??= share === from;
  if (order.intent.postOnly && order.marketable)
    return { order, share, kind: "fill", price: -1n, at, maker: false, size: null };
  const maker = !(share === from && order.marketable);
  const price = through && share === from ? atMostLimit(order, at, terms) : limit;
  return { order, share, kind: "fill", price, at, maker, size: null };
}

/** What happens inside a bar, as a halt or an order's end, comes before what the path brings at that moment. */
function isLater(share: number, to: number): boolean {
  return share === to && to < 1;
}

/** What follows a released trigger on the path: a market order trades there and then, a limit from there on. */
export function hitAfterRelease({ order, share, at }: Hit, path: BarPath, to: number, terms: VenueTerms): Hit | null {
  if (order.limit === null) {
    return {
      order,
      share,
      kind: "fill",
      price: marketPrice(order, at, terms, terms.barMove),
      at,
      maker: false,
      size: null,
    };
  }
  order.marketable = order.buy ? at < order.limitPrice : at > order.limitPrice;
  if (order.marketable) {
    return { order, share, kind: "fill", price: atMostLimit(order, at, terms), at, maker: false, size: null };
  }
  return hitOnPath(order, path, share, to, terms);
}

/**
 * Brings hits into the order they happen in: along the path, then by arrival. Where one bar reaches stops and an order
 * that takes a profit on the same position, nobody knows which came first, so the stops do, each of them.
 */
export function inOrder(hits: Hit[]): Hit[] {
  if (hits.length < 2) return hits;
  let buyStop = Number.NEGATIVE_INFINITY;
  let sellStop = Number.NEGATIVE_INFINITY;
  for (const { order, share } of hits) {
    if (!isStop(order.intent.type) || !leaves(order)) continue;
    if (order.buy) buyStop = Math.max(buyStop, share);
    else sellStop = Math.max(sellStop, share);
  }
  /** Where a stop comes later on the path than a profit, the profit waits for it. */
  const waitsUntil = ({ order, share }: Hit): number => {
    const stop = order.buy ? buyStop : sellStop;
    const { type } = order.intent;
    return stop >= share && type !== "market" && !isStop(type) && leaves(order) ? stop : Number.NEGATIVE_INFINITY;
  };
  const ranked = hits.map((hit) => {
    const until = waitsUntil(hit);
    return { hit, at: momentOf(Math.max(hit.share, until)), waits: until >= hit.share ? 1 : 0 };
  });
  return ranked
    .sort((a, b) => a.at - b.at || a.waits - b.waits || a.hit.order.place - b.hit.order.place)
    .map(({ hit }) => hit);
}

/** Two ways to one price come out a few last digits apart: they are one moment. */
function momentOf(share: number): number {
  return Math.round(share * 2 ** 40);
}

/** An order that is known to leave a position: it only reduces, is one of the exits of an entry, or names the side it closes. */
function leaves({ intent: { reduceOnly, link, positionSide }, buy }: VenueOrder): boolean {
  const isExit = link?.role === "stop-loss" || link?.role === "take-profit";
  return reduceOnly || isExit || positionSide === (buy ? "short" : "long");
}
