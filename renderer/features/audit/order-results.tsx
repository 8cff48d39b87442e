import type { OrderView } from "../../../shared/model/order.ts";
import { t } from "../../i18n/t.ts";
import { useInstruments } from "../../stores/desk.ts";
import { classNames } from "../../ui/class-names.ts";
import { formatSize } from "../../ui/format/format-size.ts";
import { Time } from "../../ui/time.tsx";
import styles from "./audit.module.css";
import { type SearchState, searchLimit } from "./use-order-search.ts";

export interface OrderResultsProps {
  state: Exclude<SearchState, { kind: "failed" }>;
  searching: boolean;
  selectedId: string | null;
  onSelect: (orderId: string) => void;
}

/** The orders that match, newest first. */
export function OrderResults({ state, searching, selectedId, onSelect }: OrderResultsProps) {
  if (state.kind === "searching") return <p className={styles.quiet}>{t("ui.loading")}</p>;
  if (state.orders.length === 0)
    return <p className={styles.quiet}>{t(searching ? "audit.results.none" : "audit.results.empty")}</p>;
  return (
    <>
      <p className={styles.count} role="status">
        {state.orders.length >= searchLimit
          ? t("audit.results.most", { count: searchLimit })
          : t("audit.results.count", { count: state.orders.length })}
      </p>
      <ul className={styles.results} aria-label={t("audit.results")}>
        {state.orders.map((order) => (
          <li key={order.orderId}>
            <button
              type="button"
              aria-current={order.orderId === selectedId}
              className={classNames(styles.result, order.orderId === selectedId && styles.chosen)}
              onClick={() => onSelect(order.orderId)}
            >
              <Result order={order} />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Result({ order }: { order: OrderView }) {
  const instrument = useInstruments().find(({ id }) => id === order.instrumentId);
  return (
    <>
      <span className={styles.resultHead}>
        <span className={styles[order.side]}>{t(`audit.side.${order.side}`)}</span>
        <b>
          {instrument ? formatSize(order.size, instrument.sizeIncrement) : order.size}{" "}
          {instrument?.symbol ?? order.instrumentId}
        </b>
        <span className={styles.status}>{t(`audit.status.${order.status}`)}</span>
      </span>
      <span className={styles.resultFoot}>
        <Time at={order.createdAt} style="date-time" />
        <span className={styles.ellipsis}>{t(`audit.actor.${order.actor.kind}`, { id: order.actor.id })}</span>
        <span className={styles.mono}>{order.orderId.slice(0, 12)}</span>
      </span>
    </>
  );
}
