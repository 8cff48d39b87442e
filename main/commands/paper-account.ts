import type { JournalEvent } from "../../shared/model/journal-event.ts";
import { toRfc3339 } from "../../shared/model/time.ts";
import { accountAfter, addBalances, type Balances, balanceTexts } from "../workstation/account-after.ts";
import { type About, aboutPosition, noteSizes, type PositionSizes } from "../workstation/position-sizes.ts";

/** The account at one place of a journal, seen from one instrument. */
export interface StandingAccount {
  /** Cash before the {@link StandingAccount.events}, so that applying them gives the cash that stands. Decimal text. */
  readonly cash: string;
  /** The same of the account's other currencies. */
  readonly balances: Balances;
  /** What the instrument's orders and the desk's trading state rest on, oldest first, none later than the run begins. */
  readonly events: readonly JournalEvent[];
  /** Instruments other than this one in which positions are open. */
  readonly elsewhere: readonly string[];
}

/** Events about one instrument that are not of an order's life. */
const ofInstrument = new Set([
  "risk.judged",
  "fill.busted",
  "fill.corrected",
  "account.funded",
  "position.reconciled",
  "config.changed",
]);
const state = new Set([
  "risk.state_changed",
  "risk.breaker_tripped",
  "risk.locked_out",
  "kill_switch.engaged",
  "kill_switch.released",
]);

/**
 * Reads the account as it stands after `events`, opened with `funded` in its own currency. Other instruments' fills are in the cash; a position still open in one
 * of them is named, because the run has no price for it and counts it as nothing.
 * Recorded bars lie in the past of the desk's own events, so times are brought forward to `runBegins` at the latest.
 */
export function standingAccount(
  events: Iterable<JournalEvent>,
  funded: string,
  own: string,
  instrumentId: string,
  runBegins: number,
): StandingAccount {
  const latest = toRfc3339(runBegins);
  const orders = new Map<string, About>();
  const sizes: PositionSizes = new Map();
  const kept: JournalEvent[] = [];
  const start = new Map<string, bigint>();
  let before: Balances = { [own]: funded };
  addBalances(start, {}, before);
  for (const event of events) {
    const { type, data } = event;
    const orderId = typeof data["orderId"] === "string" ? data["orderId"] : "";
    const intended = type === "order.intended" ? aboutPosition(data) : null;
    if (intended !== null) orders.set(orderId, intended);
    const about = orders.get(orderId) ?? aboutPosition(data);
    const mine = about?.instrumentId === instrumentId && (ofInstrument.has(type) || type.startsWith("order."));
    const account = accountAfter(data);
    if (account !== null) {
      const after = { ...before, [own]: account.cash, ...account.balances };
      if (!mine) addBalances(start, before, after);
      before = after;
    }
    noteSizes(sizes, data, orders.get(orderId));
    if (mine || state.has(type)) kept.push(event.at > latest ? { ...event, at: latest } : event);
  }
  const { [own]: cash = "0", ...balances } = balanceTexts(start);
  const elsewhere = [...sizes.values()].filter((held) => held.instrumentId !== instrumentId && held.size !== "0");
  return { cash, balances, events: kept, elsewhere: [...new Set(elsewhere.map((held) => held.instrumentId))] };
}
