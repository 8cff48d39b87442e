import type { JournalEvent } from "../../shared/model/journal-event.ts";
import { accountAfter, type Balances } from "./account-after.ts";
import type { MarketIdentity } from "./market-identity.ts";
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

const ends = new Set(["order.filled", "order.canceled", "order.rejected", "order.expired", "order.denied"]);

/**
 * Reads where the last market begins and what is open in it. A command-line run over bars is a market of its own, named
 * by its file; what still works when such a run has ended died with its venue.
 */
export function readMarketStretch(events: Iterable<JournalEvent>): MarketStretch {
  let market = null as MarketIdentity | null;
  let since = 0;
  let cash = null as string | null;
  let cashBefore = null as string | null;
  let balances: Balances = {};
  let balancesBefore: Balances = {};
  const orders = new Map<string, About & { readonly owner: string }>();
  const working = new Set<string>();
  const sizes: PositionSizes = new Map();
  for (const { type, data, seq, actor } of events) {
    const named = marketOf(type, data);
    if (named && named.identity !== market?.identity) {
      if (market !== null) {
        since = seq;
        cashBefore = cash;
        balancesBefore = balances;
      }
      market = named;
    }
    const orderId = String(data["orderId"]);
    const about = type === "order.intended" ? aboutPosition(data) : null;
    if (about !== null) orders.set(orderId, { ...about, owner: actor.id });
    if (type === "order.submitted") working.add(orderId);
    if (ends.has(type)) working.delete(orderId);
    const after = accountAfter(data);
    if (after !== null) {
      cash = after.cash;
      balances = { ...balances, ...after.balances };
    }
    noteSizes(sizes, data, orders.get(orderId));
    if (type === "trader.stopped" && actor.id === "paper") {
      for (const id of working) if (orders.get(id)?.owner === data["traderId"]) working.delete(id);
    }
  }
  const held = [...sizes.values()].filter(({ size }) => size !== "0").map(({ instrumentId }) => instrumentId);
  const ordered = [...working].map((orderId) => orders.get(orderId)?.instrumentId ?? "an unknown instrument");
  return { market, since, cash, cashBefore, balances, balancesBefore, open: [...new Set([...held, ...ordered])] };
}

function marketOf(type: JournalEvent["type"], data: JournalEvent["data"]): MarketIdentity | null {
  const { feed, kind, identity, fileSha256, runId } = data;
  if (type === "link.up" && typeof identity === "string") {
    return { feed: String(feed), kind: kind === "file" ? "file" : "synthetic", identity };
  }
  if (type !== "trader.started" || typeof fileSha256 !== "string") return null;
  return { feed: `of paper ${String(runId)}`, kind: "file", identity: fileSha256 };
}
