import type { TimelineEvent } from "../../../shared/contract/audit.ts";
import type { OrderView } from "../../../shared/model/order.ts";
import { t } from "../../i18n/t.ts";
import { useInstruments } from "../../stores/desk.ts";
import styles from "./audit.module.css";

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** What an order was, by the journal alone: for one that the desk holds no longer. */
export function headOf(order: OrderView | null, events: readonly TimelineEvent[]) {
  if (order) return order;
  const intended = events.find(({ type, own }) => type === "order.intended" && own !== false);
  if (!intended) return null;
  const { data, actor } = intended;
  const last = events.findLast(({ own }) => own !== false);
  return {
    orderId: text(data["orderId"]),
    instrumentId: text(data["instrumentId"]),
    side: data["side"] === "sell" ? ("sell" as const) : ("buy" as const),
    size: text(data["size"]),
    type: text(data["type"]),
    limitPrice: typeof data["limitPrice"] === "string" ? data["limitPrice"] : undefined,
    actor,
    reason: text(data["reason"]),
    status: "recorded" as const,
    statusReason: last?.text ?? "",
  };
}

/** What the order was, who wanted it and how it stands. */
export function LifeHead({ order, events }: { order: OrderView | null; events: readonly TimelineEvent[] }) {
  const head = headOf(order, events);
  const instrument = useInstruments().find(({ id }) => id === head?.instrumentId);
  if (head === null) return null;
  return (
    <>
      <dl className={styles.head}>
        <div>
          <dt className={styles[head.side]}>{t(`audit.side.${head.side}`)}</dt>
          <dd>
            {head.size} {instrument?.symbol ?? head.instrumentId}
            {head.limitPrice === undefined ? ` ${head.type}` : ` ${head.type} ${head.limitPrice}`}
          </dd>
        </div>
        <div>
          <dt>{t(`audit.actor.${head.actor.kind}`, { id: head.actor.id })}</dt>
          <dd>{head.reason}</dd>
        </div>
        <div>
          <dt>{t(`audit.status.${head.status}`)}</dt>
          <dd>{head.statusReason}</dd>
        </div>
        <div>
          <dt className={styles.mono}>{head.orderId}</dt>
          <dd />
        </div>
      </dl>
      {order === null ? <p className={styles.position}>{t("audit.gone")}</p> : null}
    </>
  );
}
