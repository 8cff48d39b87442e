import type { TimelineEvent } from "../../../shared/contract/audit.ts";
import type { OrderView } from "../../../shared/model/order.ts";

/** The JSON a person takes away for one order: the order as shown and the events as recorded, with their leaf hashes. */
export function orderLifeFile(
  order: OrderView | null,
  events: readonly TimelineEvent[],
): { readonly name: string; readonly text: string } {
  const content = {
    format: "proofdesk-order-life/1",
    note: "A readable extract. It carries leaf hashes but no signatures: check it against a bundle of the same journal.",
    order,
    events,
  };
  const name = order?.orderId ?? events[0]?.trace ?? "";
  return { name: `order-${name}.json`, text: `${JSON.stringify(content, null, 2)}\n` };
}
