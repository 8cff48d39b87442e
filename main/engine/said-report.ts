import type { JournalData } from "../../shared/model/journal-event.ts";
import type { AccountReport, ExecutionReport } from "../../shared/model/order.ts";
import { recordable } from "../../shared/model/recordable.ts";

/** Of each thing that was said so many characters are kept: no amount is longer, and an event stays short. */
const mostText = 200;
/** So many things are kept; no report of the venues' says as many. */
const mostThings = 30;
/** What says of how much money a report is, kept before all else. */
const money = ["kind", "fillId", "amount", "currency", "size", "price", "fee", "feeCurrency"];
/** Whose report it is, which its event says beside it, and what the desk has noted on it. */
const ids = ["reportId", "orderId", "untimed"];

/**
 * What a venue said in a report that is not booked, each thing as text: the money that it tells of has to be found again,
 * whatever is wrong with it. Its id stands in the event already.
 */
export function saidReport(report: AccountReport | ExecutionReport): JournalData {
  const things: readonly [string, unknown][] = Object.entries(report).filter(
    ([name, value]) => value !== undefined && !ids.includes(name),
  );
  const isMoney = ([name]: readonly [string, unknown]): boolean => money.includes(name);
  const first = [...things.filter(isMoney), ...things.filter((thing) => !isMoney(thing))].slice(0, mostThings);
  return Object.fromEntries(first.map(([name, value]) => [name.slice(0, mostText).toWellFormed(), textOf(value)]));
}

function textOf(value: unknown): string {
  const plain = recordable(value);
  const text = typeof plain === "string" ? plain : JSON.stringify(plain);
  return text.slice(0, mostText).toWellFormed();
}
