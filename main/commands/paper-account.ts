import { formatFixed, MONEY_DIGITS, parseFixed } from "../../shared/model/fixed.ts";
import type { JournalEvent } from "../../shared/model/journal-event.ts";
import { toRfc3339 } from "../../shared/model/time.ts";

/** The account at one place of a journal, seen from one instrument. */
export interface StandingAccount {
  /** Cash before the {@link StandingAccount.events}, so that applying them gives the cash that stands. Decimal text. */
  readonly cash: string;
  /** What the instrument's orders and the desk's trading state rest on, oldest first, none later than the run begins. */
  readonly events: readonly JournalEvent[];
  /** Instruments other than this one in which positions are open. */
  readonly elsewhere: readonly string[];
}

const state = new Set(["risk.state_changed", "kill_switch.engaged", "kill_switch.released"]);

/**
 * Reads the account as it stands after `events`. Other instruments' fills are in the cash; a position still open in one
 * of them is named, because the run has no price for it and counts it as nothing.
 * Recorded bars lie in the past of the desk's own events, so times are brought forward to `runBegins` at the latest.
 */
export function standingAccount(
  events: Iterable<JournalEvent>,
  funded: string,
  instrumentId: string,
  runBegins: number,
): StandingAccount {
  const latest = toRfc3339(runBegins);
  const instrumentOf = new Map<string, string>();
  const sizes = new Map<string, string>();
  const kept: JournalEvent[] = [];
  let cash = parseFixed(funded, MONEY_DIGITS);
  let start = cash;
  for (const event of events) {
    const { type, data } = event;
    const orderId = typeof data["orderId"] === "string" ? data["orderId"] : "";
    if (type === "order.intended") instrumentOf.set(orderId, String(data["instrumentId"]));
    const instrument = instrumentOf.get(orderId);
    if (type === "order.filled" || type === "order.partially_filled") {
      const { account, position } = data as { account?: { cash: string }; position?: { size: string } };
      const after = account ? parseFixed(account.cash, MONEY_DIGITS) : cash;
      if (instrument !== instrumentId) start += after - cash;
      cash = after;
      if (instrument !== undefined && position) sizes.set(instrument, position.size);
    }
    const mine = instrument === instrumentId && (type.startsWith("order.") || type === "risk.judged");
    if (mine || state.has(type)) kept.push(event.at > latest ? { ...event, at: latest } : event);
  }
  const elsewhere = [...sizes].filter(([id, size]) => id !== instrumentId && size !== "0").map(([id]) => id);
  return { cash: formatFixed(start, MONEY_DIGITS), events: kept, elsewhere };
}
